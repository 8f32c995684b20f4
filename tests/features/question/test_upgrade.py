"""Answers of before an answer had its minute go on: sealed ones, held second messages, voice notes."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update

from bot.db.tables import answers, awaited, drafts
from bot.features.question.actions import Put
from bot.features.question.kinds import ANSWER
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals


async def as_before(couple: Couple, **values: Any) -> None:
    """Turn the one answer there is into a row as it was written before 0008."""
    db = couple.stage.kindling.parts.db
    async with db.write() as tx:
        await tx.execute(update(answers).values(whole_at=None, album=None, **values))
        await tx.execute(update(awaited).values(first_until=None))
    await couple.stage.restart()


async def held(couple: Couple, text: str) -> Shown:
    """Hold a second message as 7583d61 did; return the question that asked what becomes of it."""
    services = couple.stage.kindling.services
    until: datetime = couple.stage.clock.now().replace(hour=20)
    async with services.db.write() as tx:
        ids = {
            "person_id": couple.ana.id,
            "chat_id": couple.ana.id,
            "space_id": 1,
            "kind": ANSWER,
            "ref": 1,
        }
        message = {"message_id": couple.ana.door.last().id, "text": text, "until": until}
        await tx.execute(insert(drafts).values(**ids, **message))
    return couple.ana.door.last()


async def puts(couple: Couple, how: str) -> str:
    """Tap *Replace* or *Add* below the question about the held message."""
    data = couple.stage.kindling.services.aliases.outward(f"{Put.name}:1:1:{how}")
    asked = couple.ana.door.last()
    asked.message.keyboard = {"inline_keyboard": [[{"text": how, "callback_data": data}]]}
    toast = await couple.ana.taps(how, on=asked)
    return toast.text


async def test_a_sealed_answer_of_before_is_whole_and_opens(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await as_before(couple, text=json.dumps([[4, "The walk"]]))
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


async def test_a_voice_note_of_before_is_shown(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.sends_voice()
    await is_done(couple.ana)
    file_id = said.message.content["voice"]["file_id"]
    text = json.dumps([[said.id, "with words"]])
    await as_before(couple, text=text, media_kind="voice", media_id=file_id)
    await seals(couple.ben, "Coffee")
    voice = next(shown for shown in couple.group.messages if shown.media == "voice")
    assert voice.spoilers == ["with words"]


async def test_a_reply_to_a_line_of_before_is_added(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    line = couple.ana.door.last()
    await as_before(couple)
    await couple.ana.says("and the lake", reply_to=line)
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk\nand the lake", "Coffee"]


async def test_a_message_held_before_is_added_or_takes_the_place(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await as_before(couple)
    await couple.ana.says("and the lake")
    await held(couple, "and the lake")
    assert await puts(couple, "add") == "Added."
    (line,) = [shown for shown in couple.ana.door.messages if shown.text.startswith("Sealed.")]
    assert line.buttons[0] == "That's all"
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk\nand the lake", "Coffee"]
