"""An answer aloud has the same minute, and whoever is taken at their word may say that it was none."""

from pathlib import Path

import pytest

from bot.sealed import views
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, morning, reveals, seals, writes
from tests.promises.acts import own_data
from tests.worlds import Lives, seen_by_ben

NONE = "That wasn't my answer"
TAKEN = "I took what you said in your group as your answer to this one."


async def test_talk_below_the_card_opens_no_sealed_answer_at_once(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "A long sealed answer")
    await couple.ben.replies("haha what a question", to=card)
    await couple.stage.moves(seconds=50)
    assert reveals(couple) == []
    line = couple.ben.door.last()
    assert line.text.startswith(TAKEN)
    assert line.silent
    toast = await couple.ben.taps(NONE)
    assert toast.text == "Then it was just talk."
    assert line.buttons == ["Answer privately"]
    await couple.stage.moves(hours=1)
    assert reveals(couple) == []
    await writes(couple.ben, "Mine, in private")
    await couple.minute_passes()
    assert reveals(couple)[0].spoilers == ["A long sealed answer", "Mine, in private"]


async def test_what_follows_aloud_within_the_minute_belongs_to_it(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Sealed")
    await couple.ben.replies("Hm", to=card)
    await couple.stage.moves(seconds=50)
    await couple.ben.replies("the coffee", to=card)
    await couple.stage.moves(seconds=50)
    assert reveals(couple) == []
    await couple.stage.moves(seconds=11)
    assert "Ben said it aloud, above." in reveals(couple)[0].text
    assert sum(shown.text.startswith(TAKEN) for shown in couple.ben.door.messages) == 1


async def test_once_it_has_opened_the_line_offers_nothing(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Sealed")
    await couple.ben.replies("The coffee", to=card)
    line = couple.ben.door.last()
    (data,) = own_data(line)
    assert line.buttons == [NONE]
    await couple.minute_passes()
    assert len(reveals(couple)) == 1
    assert (line.text.splitlines()[0], line.buttons) == (TAKEN, [])
    await couple.ben.forges(data, on=line)
    assert len(reveals(couple)) == 1
    await couple.stage.moves_to_time(5)
    assert line not in couple.ben.door.messages


async def test_once_its_card_has_closed_it_offers_nothing_either(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.replies("The coffee", to=card)
    line = couple.ben.door.last()
    await couple.stage.moves(hours=CARD_LASTS - 1)
    assert line.buttons == [NONE]
    await couple.stage.moves(hours=1, minutes=5)
    assert (line.text.splitlines()[0], line.buttons) == (TAKEN, [])


async def test_nobody_else_can_say_that_it_was_none(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.replies("The coffee", to=card)
    line = couple.ben.door.last()
    (data,) = (button["callback_data"] for row in line.message.buttons for button in row)
    for on in (card, couple.ana.door.last(), line):
        await couple.ana.forges(data, on=on)
    await seals(couple.ana, "Sealed")
    await couple.minute_passes()
    assert len(reveals(couple)) == 1


async def replies_behind_a_shut_door(couple: Couple, seconds: int) -> None:
    """Ben, whose door is shut, talks below the card; it opens again after so many seconds."""
    card = await morning(couple)
    await seals(couple.ana, "Sealed", on=card)
    await couple.ben.blocks_bot()
    await couple.ben.replies("haha what a question", to=card)
    await couple.stage.moves(seconds=seconds)
    await couple.ben.unblocks_bot()


@pytest.mark.parametrize("way", ["the line", "/today"])
async def test_a_shut_door_that_opens_within_the_minute_can_say_that_it_was_none(
    couple: Couple, way: str
) -> None:
    await replies_behind_a_shut_door(couple, 20)
    await couple.ben.says("/start" if way == "the line" else "/today")
    toast = await couple.ben.taps(NONE, at=couple.ben.door)
    assert toast.text == "Then it was just talk."
    lines = [shown for shown in couple.ben.door.messages if "It was just talk, then." in shown.text]
    assert len(lines) == 1
    await couple.stage.moves(hours=1)
    assert reveals(couple) == []
    await couple.ben.taps("Answer privately", on=lines[0])
    await couple.ben.says("Mine, in private")
    await couple.minute_passes()
    assert reveals(couple)[0].spoilers == ["Sealed", "Mine, in private"]


async def test_a_door_that_stays_shut_past_the_minute_hears_that_it_opened(couple: Couple) -> None:
    await replies_behind_a_shut_door(couple, 90)
    assert len(reveals(couple)) == 1
    await couple.ben.says("/start")
    lines = [shown for shown in couple.ben.door.messages if shown.text.startswith("I took what you said")]
    (line,) = lines
    assert "it has opened since" in line.text
    assert line.buttons == []
    assert line.silent


async def test_while_nothing_opened_a_door_may_open_as_late_as_it_likes(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.blocks_bot()
    await couple.ben.replies("haha what a question", to=card)
    await couple.stage.moves(hours=5)
    await couple.ben.unblocks_bot()
    await couple.ben.says("/start")
    await couple.ben.taps(NONE, at=couple.ben.door)
    await seals(couple.ana, "Sealed", on=card)
    await couple.minute_passes()
    assert reveals(couple) == []


async def test_talk_taken_again_is_told_again(couple: Couple) -> None:
    card = await morning(couple)
    for _time in range(2):
        await couple.ben.replies("haha what a question", to=card)
        assert couple.ben.door.last().text.startswith(TAKEN)
        await couple.ben.taps(NONE, at=couple.ben.door)
    await couple.ben.says("/today")
    assert NONE not in couple.ben.door.last().buttons


async def test_below_today_it_can_be_said_twice(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.replies("haha what a question", to=card)
    await couple.ben.says("/today")
    today = couple.ben.door.last()
    assert today.buttons == [NONE]
    for _time in range(2):
        toast = await couple.ben.taps(NONE, on=today)
        assert toast.text == "Then it was just talk."
    assert sum("It was just talk, then." in shown.text for shown in couple.ben.door.messages) == 1


def shut_or_open(*, shut: bool) -> Lives:
    """Ana talks below the card, her door shut or open; Ben has sealed."""

    async def lives(couple: Couple) -> None:
        card = await morning(couple)
        await seals(couple.ben, "Sealed", on=card)
        if shut:
            await couple.ana.blocks_bot()
        await couple.ana.replies("haha what a question", to=card)
        await couple.stage.moves(seconds=50)
        await couple.ben.says("/today")
        await couple.stage.moves(seconds=40)
        await couple.ben.says("/today")
        if shut:
            await couple.ana.unblocks_bot()
        await couple.stage.moves(hours=3)
        await couple.ben.says("/today")

    return lives


async def test_promise_6_whether_her_door_is_shut_is_anas(tmp_path: Path) -> None:
    shut = await seen_by_ben(tmp_path / "a", shut_or_open(shut=True))
    assert shut == await seen_by_ben(tmp_path / "b", shut_or_open(shut=False))


def replies(*, sealed: bool, takes_back: bool) -> Lives:
    """Ben talks below the card, and may say that it was none; Ana has sealed something, or not."""

    async def lives(couple: Couple) -> None:
        card = await morning(couple)
        if sealed:
            await seals(couple.ana, "Sealed", on=card)
        await couple.ben.replies("haha what a question", to=card)
        await couple.ben.replies("really", to=card)
        await couple.stage.moves(seconds=50)
        await couple.ben.says("/today")
        if takes_back:
            await couple.ben.taps(NONE, at=couple.ben.door)
            await couple.stage.moves(minutes=3)
            await couple.ben.says("/today")

    return lives


@pytest.mark.parametrize("takes_back", [False, True])
async def test_promise_6_all_of_it_is_the_same_whether_anything_is_sealed(
    tmp_path: Path, *, takes_back: bool
) -> None:
    sealed = await seen_by_ben(tmp_path / "a", replies(sealed=True, takes_back=takes_back))
    assert sealed == await seen_by_ben(tmp_path / "b", replies(sealed=False, takes_back=takes_back))


async def test_promise_6_what_ana_said_to_her_line_is_hers(tmp_path: Path) -> None:
    """Nothing that Ben sees tells whether Ana's talk still counts as an answer, until a card opens."""

    def hers(*, none: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            card = await morning(couple)
            await couple.ana.replies("haha what a question", to=card)
            if none:
                await couple.ana.taps(NONE, at=couple.ana.door)
            await couple.ben.says_from_menu("/today", couple.group)
            await couple.ben.taps("Not today", on=card)
            await couple.stage.moves(hours=CARD_LASTS + 30)

        return lives

    assert await seen_by_ben(tmp_path / "a", hers(none=True)) == await seen_by_ben(
        tmp_path / "b", hers(none=False)
    )


async def test_the_way_to_ones_own_chat_says_that_the_answer_was_said_aloud(couple: Couple) -> None:
    card = await morning(couple)
    link = await couple.ana.finds_link("Answer privately", on=card)
    await couple.ana.replies("The coffee", to=card)
    await couple.ana.opens(link)
    assert couple.ana.door.last().text == views.aloud_toast()
