"""Who acts: names are those of today, the bot's own too; who writes in the group's name is told so."""

from collections.abc import Awaitable, Callable

import pytest

from tests.conftest import Couple, Stage
from tests.features.question.acts import morning, reveals, seals
from tests.features.thanks.looking import cards, logged
from tests.people import Person

ANONYMOUS = (
    "That came in your group's name, so I can't tell which of you it was. Switch off “Remain anonymous” in "
    "the group's administrators, and send it once more."
)


async def a_message(couple: Couple) -> None:
    await couple.ana.says("/today")


async def a_tap(couple: Couple) -> None:
    await couple.ana.taps("Not today", at=couple.group)


async def an_edit(couple: Couple) -> None:
    said = next(it for it in couple.group.messages if it.text == "/today@kindling_bot")
    await couple.ana.edits(said, "/today@kindling_bot now")


async def a_membership(couple: Couple) -> None:
    await couple.ana.blocks_bot()
    couple.ana.door.now.blocked = False


@pytest.mark.parametrize("act", [a_message, a_tap, an_edit, a_membership])
async def test_whatever_somebody_does_their_name_is_todays(
    couple: Couple, act: Callable[[Couple], Awaitable[None]]
) -> None:
    await morning(couple)
    await couple.ana.says("/today@kindling_bot", at=couple.group)
    await couple.ana.renames("Anastasia")
    await act(couple)
    await couple.ben.says("/thanks@kindling_bot for the soup", at=couple.group)
    assert cards(couple)[-1].text.startswith("Anastasia, this one is for you.")


async def test_the_name_at_a_reveal_is_todays(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the walk", on=card)
    await couple.ana.renames("Anastasia")
    await couple.ana.says("/today")
    await seals(couple.ben, "the sea", on=card)
    await couple.stage.moves(minutes=2)
    (reveal,) = reveals(couple)
    assert "Anastasia: the walk" in reveal.text


async def test_a_name_without_letters_leaves_the_one_before(couple: Couple) -> None:
    await couple.ana.renames("")
    await couple.ana.says("/today")
    await couple.ben.says("/thanks@kindling_bot for the soup", at=couple.group)
    assert cards(couple)[-1].text.startswith("Ana, this one is for you.")


async def test_strangers_who_act_are_not_written_down(couple: Couple, cleo: Person) -> None:
    await morning(couple)
    await couple.group.adds(cleo, by=couple.ana)
    await cleo.taps("Not today", at=couple.group)
    await cleo.says("/today@kindling_bot", at=couple.group)
    async with couple.stage.kindling.parts.db.read() as tx:
        rows = (await tx.exec_driver_sql("SELECT id FROM people")).scalars().all()
    assert set(rows) == {couple.ana.id, couple.ben.id}


async def test_a_new_username_is_noticed_by_a_command(couple: Couple, stage: Stage) -> None:
    await stage.telegram.renames_bot(username="ember_bot")
    await couple.ana.says("/thanks@ember_bot for the soup", at=couple.group)
    assert [row.text for row in await logged(couple)] == ["for the soup"]
    await couple.ana.says("/pause@ember_bot", at=couple.group)
    await couple.ana.taps("Open our private chat", at=couple.group)
    assert couple.ana.door.last().text.startswith("Rest: I'll stop")


async def test_a_new_username_is_noticed_by_a_tap(couple: Couple, stage: Stage) -> None:
    card = await morning(couple)
    await stage.telegram.renames_bot(username="ember_bot")
    link = await couple.ana.finds_link("Answer privately", on=card)
    assert link.startswith("https://t.me/ember_bot?start=")


async def test_other_bots_commands_ask_telegram_once_a_minute(couple: Couple, stage: Stage) -> None:
    await couple.group.promotes_bot(by=couple.ana)
    await stage.moves(minutes=2)
    asked = len([call for call in stage.telegram.calls if call.method == "getMe"])
    for _ in range(5):
        await couple.ana.says("/thanks@another_bot for the soup", at=couple.group)
    await couple.ana.says("/thanks@somebody for the soup", at=couple.group)
    assert len([call for call in stage.telegram.calls if call.method == "getMe"]) == asked + 1
    assert await logged(couple) == []


async def test_an_answer_in_the_groups_name_hears_why_nothing_comes(couple: Couple) -> None:
    await couple.group.becomes_supergroup()
    card = await morning(couple)
    await couple.ana.says("the walk", at=couple.group, reply_to=card, anonymous=True)
    assert couple.group.last().text == ANONYMOUS


async def test_commands_in_the_groups_name_hear_why_nothing_comes(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group, anonymous=True)
    assert couple.group.last().text == ANONYMOUS
    await couple.ana.says("/thanks for the soup", at=couple.group, anonymous=True)
    assert couple.group.last().text == ANONYMOUS
    assert await logged(couple) == []


async def test_a_reply_in_the_groups_name_to_a_question_hears_so_too(couple: Couple) -> None:
    await couple.ben.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    await couple.ana.says("for the soup", at=couple.group, reply_to=asked, anonymous=True)
    assert couple.group.last().text == ANONYMOUS
    await couple.ben.says("for the rice", at=couple.group, reply_to=asked)
    assert [row.text for row in await logged(couple)] == ["for the rice"]
    there = len(couple.group.messages)
    await couple.ana.says("for the bread", at=couple.group, reply_to=asked, anonymous=True)
    assert len(couple.group.messages) == there + 1  # nobody is asked any more


async def test_an_edit_in_the_groups_name_hears_so_once(couple: Couple) -> None:
    card = await morning(couple)
    await couple.group.promotes_bot(by=couple.ana)  # so that it is shown everything
    typed = await couple.ana.says("/thnaks for the soup", at=couple.group, anonymous=True)
    there = len(couple.group.messages)
    await couple.ana.edits(typed, "/thanks for the soup")
    assert couple.group.last().text == ANONYMOUS
    await couple.ana.edits(typed, "/thanks for the stew")
    reply = await couple.ana.says("the walk", at=couple.group, reply_to=card, anonymous=True)
    await couple.ana.edits(reply, "the long walk")
    said = [shown.text for shown in couple.group.messages[there:]]
    assert said.count(ANONYMOUS) == 2


async def test_other_words_in_the_groups_name_meet_silence(couple: Couple) -> None:
    await couple.group.promotes_bot(by=couple.ana)  # so that it is shown everything
    await morning(couple)
    before = len(couple.group.messages)
    await couple.ana.says("hello", at=couple.group, anonymous=True)
    await couple.ana.says("/weather", at=couple.group, anonymous=True)
    await couple.ana.says("/thanks@another_bot", at=couple.group, anonymous=True)
    assert len(couple.group.messages) == before + 3


async def test_a_bare_start_shows_first_what_the_next_words_answer(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.blocks_bot()
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.unblocks_bot()
    await couple.ana.says("/start")
    assert couple.ana.door.last().asks
    await couple.ana.says("the walk")
    assert couple.ana.door.last().text.startswith("Sealed")


async def test_words_never_answer_a_prompt_that_nobody_saw(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.blocks_bot()
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.unblocks_bot()
    await couple.ana.says("are you there")
    asked = couple.ana.door.last()
    assert asked.text.startswith("Is this what I was waiting for?")
    await couple.ben.taps("Answer privately", on=card)
    await couple.ben.says("the sea")
    await couple.stage.moves(minutes=2)
    assert reveals(couple) == []
    await couple.ana.taps(asked.buttons[0], on=asked)
    assert "Sealed" in couple.ana.screen(couple.ana.door) or reveals(couple)


@pytest.mark.parametrize("name", ["\u3164", "\u200b \u2800"])
async def test_a_name_in_which_nothing_is_seen_is_none(couple: Couple, name: str) -> None:
    await couple.ana.renames(name)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    seen = couple.ana.user.username or "Someone"
    await couple.ben.says("/thanks")
    assert seen in couple.ben.door.last().text
