"""The question over days: a card's seven, the ladder, the ten-minute proof; all by the moved clock."""

from datetime import date, timedelta

import pytest

from bot.loopback.faults import refused, timeout_after_accepting, timeout_before
from bot.loopback.shown import Shown
from tests.conftest import BERLIN, Couple
from tests.features.question.acts import (
    CARD_LASTS,
    cards,
    choice_morning,
    greets,
    is_over,
    morning,
    options,
    reveals,
    seals,
)

pytestmark = pytest.mark.prove


def is_card(params: dict[str, object]) -> bool:
    return "Good morning." in str(params.get("text"))


def is_reveal(params: dict[str, object]) -> bool:
    return "Both answers are open" in str(params.get("text"))


async def test_at_four_of_the_eighth_day_a_card_with_a_lonely_answer_closes_without_a_word(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Only mine")
    await couple.stage.moves(hours=CARD_LASTS, minutes=-1)
    before = couple.group.messages
    still = await couple.ben.taps("Answer privately", on=card)
    assert still.url
    data = card.message.buttons[0][0]["callback_data"]
    await couple.stage.moves(minutes=1)
    assert couple.group.messages == before
    assert card.rows == []
    toast = await couple.ben.forges(data, on=card)
    assert toast.text == "That day is over. /today shows what's on."
    assert "Only mine" not in couple.ben.transcript()
    await couple.ana.says("And one more thing")
    assert "wasn't expecting that" in couple.ana.door.last().text


async def test_a_lonely_answer_is_shown_if_its_author_chose_so_when_sealing(couple: Couple) -> None:
    card = await morning(couple)
    question = card.text.splitlines()[1]
    await seals(couple.ana, "Show me")
    await couple.ana.taps("If Ben doesn't answer: show mine")
    assert couple.ana.door.last().rows[-2:] == [
        ["If Ben doesn't answer: delete mine"],
        ["If Ben doesn't answer: show mine ✓"],
    ]
    await couple.stage.moves(hours=CARD_LASTS)
    assert couple.group.last().spoilers == []
    await is_over(couple)
    shown = couple.group.last()
    assert shown.text.splitlines()[:2] == ["From Ana, on the question of 13 July:", question]
    assert shown.spoilers == ["Show me"]
    assert shown.silent


async def test_a_long_lonely_answer_is_shown_whole(couple: Couple) -> None:
    await morning(couple)
    long = "wörd " * 800 + "end"
    await seals(couple.ana, long)
    await couple.ana.taps("If Ben doesn't answer: show mine")
    await couple.stage.moves(hours=CARD_LASTS)
    await is_over(couple)
    pieces = [shown.spoilers[0] for shown in couple.group.messages if shown.text.startswith("Ana:\n")]
    assert len(pieces) == 2
    assert " ".join(pieces).split() == long.split()


EVERY_OTHER = "I'll come every other day for now, until you two answer one."
WEEKLY = "I'll come once a week for now, until you two answer one."


def rarer_lines(shown: Shown) -> list[str]:
    """Return how a card says that posts come more rarely."""
    return [line for line in (EVERY_OTHER, WEEKLY) if line in shown.came]


async def posts_over(couple: Couple, days: int) -> dict[date, list[Shown]]:
    """Let days pass at a few hours' steps; return what the bot posted in the group, by local date."""
    seen = {shown.id for shown in couple.group.messages}
    posted: dict[date, list[Shown]] = {}
    for _ in range(days * 2):
        await couple.stage.moves(hours=12)
        for shown in couple.group.messages:
            if shown.id not in seen and (greets(shown.came) or "I'll be quiet" in shown.came):
                seen.add(shown.id)
                posted.setdefault(shown.date.astimezone(BERLIN).date(), []).append(shown)
    return posted


async def test_the_ladder_grows_rarer_and_then_quiet_and_listens_again(couple: Couple) -> None:
    start = (await morning(couple)).date.astimezone(BERLIN).date()
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    posted = await posts_over(couple, 30)
    days = [(day - start).days for day in sorted(posted)]
    assert days == [1, 2, 3, 5, 7, 14, 21]
    told = {(day - start).days: rarer_lines(posted[day][0]) for day in posted}
    assert {day: lines for day, lines in told.items() if lines} == {3: [EVERY_OTHER], 7: [WEEKLY]}
    farewell = posted[start + timedelta(days=21)][0]
    assert farewell.text.startswith("I'll be quiet for now, until ")
    assert farewell.rows == [["Once a week instead"], ["Quiet is fine"]]
    assert farewell.silent
    await couple.ben.says_from_menu("/question", couple.group)
    assert couple.group.last().text.startswith(("Good", "Here"))
    asked = couple.stage.clock.now().astimezone(BERLIN).date()
    later = await posts_over(couple, 15)
    assert [(day - asked).days for day in sorted(later)] == [7, 14]


async def test_once_a_week_instead_of_silence(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("We talked about it (both see it)")
    await posts_over(couple, 22)
    pressed = couple.stage.clock.now().astimezone(BERLIN).date()
    toast = await couple.ana.taps("Once a week instead")
    assert toast.text == "Once a week, then."
    later = await posts_over(couple, 16)
    assert len(later) == 2
    assert all(greets(shown.came) for day in later.values() for shown in day)
    assert min(later) > pressed


async def test_quiet_is_fine_leaves_it_quiet(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("We talked about it (both see it)")
    await posts_over(couple, 22)
    await couple.ben.taps("Quiet is fine")
    assert await posts_over(couple, 15) == {}


@pytest.mark.parametrize("together", ["reveal", "aloud", "talked"])
async def test_what_both_did_keeps_the_question_daily(couple: Couple, together: str) -> None:
    days = set()
    for _ in range(7):
        card = await morning(couple)
        days.add(card.date)
        if together == "talked":
            await couple.ben.taps("We talked about it (both see it)", on=card)
            continue
        await couple.ben.replies("Coffee", to=card)
        if together == "aloud" or "Answer privately" not in card.buttons:
            await couple.ana.replies("The walk", to=card)
        else:
            await seals(couple.ana, "The walk", on=card)
    assert len(days) == 7


async def test_a_card_without_an_answer_of_telegrams_comes_once_more_without_sound(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting(), when=is_card)
    first = await morning(couple)
    await couple.stage.moves(minutes=9)
    assert len(cards(couple)) == 1
    await couple.stage.moves(minutes=2)
    assert len(cards(couple)) == 2
    second = couple.group.last()
    assert (first.silent, second.silent) == (False, True)
    await seals(couple.ana, "One", on=first)
    await seals(couple.ben, "Two", on=second)
    assert reveals(couple)[0].spoilers == ["One", "Two"]
    assert first.rows == second.rows == []
    await couple.stage.moves(hours=1)
    assert len(reveals(couple)) == 1


@pytest.mark.parametrize("proof", ["tap", "reply"])
async def test_a_tap_or_a_reply_within_ten_minutes_proves_that_the_card_arrived(
    couple: Couple, proof: str
) -> None:
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting(), when=is_card)
    card = await morning(couple)
    if proof == "tap":
        await couple.ana.taps("Not today", on=card)
    else:
        await couple.ana.replies("Coffee", to=card)
    await couple.stage.moves(minutes=30)
    assert cards(couple) == [card]
    await seals(couple.ben, "Mine", on=card)
    if proof == "reply":
        assert len(reveals(couple)) == 1


async def test_a_lost_card_comes_ten_minutes_later(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", timeout_before(), when=is_card)
    await morning(couple)
    assert cards(couple) == []
    await couple.stage.moves(minutes=11)
    assert len(cards(couple)) == 1


@pytest.mark.parametrize("lost", [True, False])
async def test_a_reveal_without_an_answer_of_telegrams_comes_once_more(couple: Couple, lost: bool) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    fault = timeout_before() if lost else timeout_after_accepting()
    couple.stage.telegram.fail_next("sendMessage", fault, when=is_reveal)
    await seals(couple.ben, "Two")
    await couple.stage.moves(minutes=11)
    await couple.stage.moves(hours=3)
    found = reveals(couple)
    assert len(found) == (1 if lost else 2)
    assert found[-1].silent
    assert found[-1].spoilers == ["One", "Two"]


async def test_a_tap_on_a_reveal_proves_that_it_arrived(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting(), when=is_reveal)
    await seals(couple.ben, "Two")
    await couple.ana.taps("Tell me more")
    await couple.stage.moves(minutes=30)
    assert len(reveals(couple)) == 1


async def test_the_parts_of_a_reveal_wait_for_it(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_voice()
    couple.stage.telegram.fail_next("sendMessage", refused(), when=is_reveal)
    await seals(couple.ben, "Two")
    for _ in range(6):
        await couple.stage.moves(seconds=15)
    newest = couple.group.messages[-2:]
    assert newest[0] == reveals(couple)[0]
    assert newest[1].media == "voice"


async def test_a_reveal_at_night_makes_no_sound(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    await couple.stage.moves_to_time(23)
    await seals(couple.ben, "Two")
    assert reveals(couple)[0].silent


async def test_a_card_that_is_too_late_is_not_sent(couple: Couple) -> None:
    await couple.stage.stop()
    await couple.stage.moves_to_time(15, 30)
    await couple.stage.start()
    assert cards(couple) == []
    await couple.ana.says_from_menu("/question", couple.group)
    assert len(cards(couple)) == 1


async def test_an_option_that_stays_alone_is_erased_too(couple: Couple) -> None:
    card = await choice_morning(couple)
    await couple.ana.taps(options(card)[0], on=card)
    data = card.message.buttons[0][1]["callback_data"]
    await couple.stage.moves(hours=CARD_LASTS)
    toast = await couple.ben.forges(data, on=card)
    assert toast.text == "That day is over. /today shows what's on."
    assert reveals(couple) == []
