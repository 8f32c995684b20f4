"""An edit asks the one feature that took the message, and nobody where nobody did."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.app import FEATURES
from bot.pieces import loaded
from bot.spaces.taken import Taken
from bot.telegram.incoming import Said
from tests.conftest import Couple
from tests.features.question.acts import cards, is_done, morning, reveals, seals
from tests.promises.acts import rows

Asked = list[str]


@pytest.fixture
async def asked(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The kinds of which a feature was asked about an edit, in order."""
    kinds: Asked = []

    def noting(kind: str, run: Callable[[Said, Taken], Awaitable[bool]]) -> Callable[..., Awaitable[bool]]:
        async def edited(said: Said, it: Taken) -> bool:
            kinds.append(kind)
            return await run(said, it)

        return edited

    for feature in FEATURES:
        for kind, run in feature.edited.items():
            monkeypatch.setitem(feature.edited, kind, noting(kind, run))
    await couple.stage.restart()
    return kinds


async def taken(couple: Couple) -> set[tuple[int, int, str, int]]:
    """Return (chat, message, kind, ref) of every message that was taken for something."""
    found = (await rows(couple.stage))["taken"]
    return {(row["chat_id"], row["message_id"], row["kind"], row["ref"]) for row in found}


async def pieces(couple: Couple) -> set[tuple[int, int, str, int]]:
    """Return the same of every message whose words are kept."""
    found = await rows(couple.stage)
    said: list[tuple[int, str, int, Any]] = [
        (
            couple.group.id if row["how"] == "open" else row["person_id"],
            "question.answer",
            row["card_id"],
            row["text"],
        )
        for row in found["answers"]
    ]
    said += [(row["source_chat"], "thanks.words", row["id"], row["pieces"]) for row in found["thanks"]]
    return {(chat, piece.message_id, kind, ref) for chat, kind, ref, text in said for piece in loaded(text)}


async def test_an_edit_asks_the_feature_that_took_the_message_and_no_other(
    couple: Couple, asked: Asked
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    walk = await couple.ana.says("The wlak")
    soup = await couple.ana.says("/thanks@kindling_bot for the soop", at=couple.group)
    await couple.ana.edits(walk, "The walk")
    assert asked == ["question.answer"]
    await couple.ana.edits(soup, "/thanks@kindling_bot for the soup")
    assert asked == ["question.answer", "thanks.words"]
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


async def test_an_edit_of_a_message_that_nobody_took_asks_nobody(couple: Couple, asked: Asked) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    for said in (await couple.ana.says("hello"), await couple.ana.says("/today")):
        await couple.ana.edits(said, "something else")
    aloud = await couple.ana.says("just between us", at=couple.group)
    await couple.ana.edits(aloud, "just for us")
    assert asked == []


async def test_an_edit_of_what_was_erased_asks_nobody(couple: Couple, asked: Asked) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    walk = await couple.ana.says("The walk")
    await couple.ana.taps("Take back", at=couple.ana.door)
    soup = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    await couple.ana.edits(walk, "The wood")
    await couple.ana.edits(soup, "/thanks@kindling_bot for the stew")
    assert asked == []
    assert await taken(couple) == set()


async def test_each_message_whose_words_are_kept_is_known_and_no_other(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("The walk")
    await couple.ana.says("and the lake", reply_to=couple.ana.door.last())
    await couple.ana.sends_album(2, caption="two pictures")
    await couple.ben.says("Coffee", at=couple.group, reply_to=cards(couple)[0])
    await couple.ben.says("and bread", at=couple.group, reply_to=cards(couple)[0])
    await couple.ana.says("/thanks for the soup")
    await couple.ben.sends_album(2, caption="/thanks for these")
    known = await taken(couple)
    assert known == await pieces(couple)
    assert len(known) >= 8
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("Only the lake")
    changed = await taken(couple)
    assert changed == await pieces(couple)
    assert changed != known
    for person in (couple.ana, couple.ben):
        await person.says("/delete")
        await person.taps("Erase my words", at=person.door)
    assert await taken(couple) == set()


async def test_what_was_said_before_a_group_was_upgraded_keeps_the_number_of_its_chat(couple: Couple) -> None:
    """A supergroup numbers its messages anew: an older number is another message there."""
    await morning(couple)
    bread = await couple.ana.says("Bread", at=couple.group, reply_to=cards(couple)[0])
    before = couple.group.id
    await couple.group.becomes_supergroup()
    await couple.ana.says_from_menu("/question", couple.group)
    butter = await couple.ana.says("and butter", at=couple.group, reply_to=cards(couple)[-1])
    assert couple.group.id != before
    assert {(chat, message) for chat, message, *_rest in await taken(couple)} == {
        (before, bread.id),
        (couple.group.id, butter.id),
    }
