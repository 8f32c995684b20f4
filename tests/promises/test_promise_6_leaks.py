"""Promise 6: nothing tells one partner what the other did in private; by the table of leaks by inference.

In each world the same two people live the same days by the same clock; only what Ana does in private
differs. Whatever Ben is ever shown, toasts and every version of every edit included, must be the same.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import time
from pathlib import Path

import pytest

from bot.clock import MovableClock
from tests.conftest import MONDAY, Couple, Stage
from tests.features.checkin.looking import checks_in, sets, sets_own
from tests.features.question.acts import seals
from tests.people import Loopback, Person
from tests.promises.acts import SECRET
from tests.stage import says_in
from tests.worlds import Lives, screens_of, seen_by_ben

Act = Callable[[Person, Couple], Awaitable[None]]


async def bens_day(couple: Couple) -> None:
    """Everything Ben can look at and tap without answering for good."""
    ben, group = couple.ben, couple.group
    for command in ("/today", "/question", "/kindness", "/checkin", "/help"):
        await ben.says_from_menu(command, group)
    for command in ("/today", "/settings", "/pause", "/privacy", "/start"):
        await ben.says(command)
    for label in ("Not today", "We talked about it (both see it)", "Another", "Show me mine", "Did it"):
        await ben.taps(label, at=group)


async def nothing(_ana: Person, _couple: Couple) -> None:
    """Ana does nothing."""


async def seals_one(ana: Person, _couple: Couple) -> None:
    """Row 1, 6, 10: an answer is sealed."""
    await seals(ana, SECRET)


async def seals_and_takes_back(ana: Person, _couple: Couple) -> None:
    """Row 1, 6: an answer was sealed."""
    await seals(ana, SECRET)
    await ana.taps("Take back")


async def passes(ana: Person, couple: Couple) -> None:
    """Row 6, 10: Not today, said on the card, and today's kindness refused."""
    await ana.taps("Not today")
    await ana.taps("Show me mine", at=couple.group)
    await ana.taps("Not for me", at=couple.group)
    await ana.says("/today")


async def looks_around(ana: Person, _couple: Couple) -> None:
    """Row 9: every command of the door, typed at the door and not gone through with."""
    for command in ("settings", "pause", "stop", "delete", "checkin", "privacy", "help", "thanks"):
        await ana.says(f"/{command}")
    await ana.taps("Don't end it")


async def keeps_thanks(ana: Person, _couple: Couple) -> None:
    """Row 8, 15: a thank-you is written and kept, another let go."""
    await ana.says("/thanks " + SECRET)
    await ana.taps("Save it for Sunday")
    await ana.says("/thanks and something I take back")
    await ana.taps("Delete it")


async def hides_what_ben_gave(ana: Person, _couple: Couple) -> None:
    """Row 14, 16: Ben's thank-you is looked at and hidden, and its buttons stay untouched."""
    await ana.says("/thanks")
    await ana.taps("My thank-yous")
    await ana.taps("Hide this one")


async def keeps_it_light(ana: Person, couple: Couple) -> None:
    """Row 11: Ana, too, wants no deep questions, and none of a topic that Ben muted."""
    await sets_own(couple, ana, depth="1", muted="trust")


def evening(*taps: str) -> Act:
    """Rows 3, 4, 5, 12 and 23: an evening that stays Ana's own."""

    async def act(ana: Person, _couple: Couple) -> None:
        await checks_in(ana, *taps)

    return act


LIVED: dict[str, tuple[Act, Act]] = {
    "1 6 10 sealed": (seals_one, nothing),
    "1 6 taken back, 3 4 5 12 23 a low evening": (
        seals_and_takes_back,
        evening("Hard", "Far", "Some space", "No, just for me"),
    ),
    "6 10 not today, 4 5 12 23 a great evening": (passes, evening("Great", "Very close", "Nothing")),
    "4 23 skipped": (nothing, evening("Skip", "Skip", "Skip")),
    "8 15 kept thanks, 9 looked around": (keeps_thanks, looks_around),
    "11 as light as Ben": (keeps_it_light, nothing),
    "14 16 hidden thanks": (hides_what_ben_gave, nothing),
}
_untouched: list[str] = []


def days(by_day: Act, by_night: Act) -> Lives:
    """Three days: Ben looks at everything, gives thanks, checks in, seals an answer on the second morning."""

    async def lives(couple: Couple) -> None:
        stage, ben = couple.stage, couple.ben
        await sets_own(couple, ben, depth="1", muted="trust")
        await stage.moves_to_time(13)
        await ben.says("/thanks for the soup", at=couple.group)
        await by_day(couple.ana, couple)
        await bens_day(couple)
        await stage.moves_to_time(22)
        await by_night(couple.ana, couple)
        await checks_in(ben, "Good", "Very close", "Some fun", "No, just for me")
        await ben.taps("My last seven")
        await stage.moves_to_time(9)
        await seals(ben, "Mine, and it stays mine")
        await stage.moves_to_time(13)
        await bens_day(couple)
        await stage.moves_to_time(9)
        await stage.moves_to_time(22)
        await ben.says("/today")

    return lives


@pytest.mark.parametrize("acts", LIVED.values(), ids=LIVED.keys())
async def test_promise_6_ben_sees_the_same_days_whatever_ana_did_in_private(
    tmp_path: Path, acts: tuple[Act, Act]
) -> None:
    if not _untouched:
        _untouched.append(await seen_by_ben(tmp_path / "untouched", days(nothing, nothing)))
    seen = await seen_by_ben(tmp_path / "lived", days(*acts))
    assert seen.splitlines() == _untouched[0].splitlines()


async def same(folder: Path, one: Lives, other: Lives) -> None:
    """Assert that Ben is shown the same in both worlds."""
    first = await seen_by_ben(folder / "one", one)
    second = await seen_by_ben(folder / "two", other)
    assert first.splitlines() == second.splitlines()


@pytest.mark.parametrize("ends", ["erased", "taken back"])
async def test_promise_6_row_2_closing_says_nothing_of_who_was_missing(tmp_path: Path, ends: str) -> None:
    def lives(*, sealed: bool) -> Lives:
        async def days(couple: Couple) -> None:
            await couple.stage.moves_to_time(9)
            if sealed:
                await seals(couple.ana, SECRET)
            if ends == "taken back":
                await couple.stage.moves(hours=20)
            if sealed and ends == "taken back":
                await couple.ana.taps("Take back")
            await couple.stage.moves_to_time(21, 1)
            await couple.stage.moves_to_time(21, 1)
            await couple.ben.says("/today")

        return days

    await same(tmp_path, lives(sealed=True), lives(sealed=False))


async def test_promise_6_row_7_the_ladder_is_the_same_for_who_answers_alone(tmp_path: Path) -> None:
    def lives(*, answers: bool) -> Lives:
        async def weeks(couple: Couple) -> None:
            await sets(couple, kindness_mode="off")
            for _day in range(24):
                await couple.stage.moves_to_time(9)
                card = couple.group.last()
                if answers and "Answer privately" in card.buttons and card.date == couple.stage.clock.now():
                    await seals(couple.ana, SECRET, on=card)

        return weeks

    await same(tmp_path, lives(answers=True), lives(answers=False))


@pytest.mark.parametrize("passes_on", [False, True])
async def test_promise_6_row_9_a_pause_looks_like_a_rest_day(tmp_path: Path, passes_on: bool) -> None:
    async def pauses(couple: Couple) -> None:
        await couple.stage.moves_to_time(20)
        await couple.ana.says("/pause")
        await couple.ana.taps("1 day")
        await two_days(couple)

    async def rests(couple: Couple) -> None:
        await couple.stage.moves_to_time(20)
        await sets(couple, rest_days=".x.....")
        await two_days(couple)

    async def two_days(couple: Couple) -> None:
        if passes_on:
            await checks_in(couple.ben, "Good", "Close", "A hand", "Yes, tell Ana")
        for hour in (10, 14, 20, 10, 14):
            await couple.stage.moves_to_time(hour)
            await couple.ben.says("/today")
            await couple.ben.says_from_menu("/today", couple.group)

    await same(tmp_path, pauses, rests)


async def test_promise_6_row_15_kept_for_sunday_looks_like_said_on_sunday(tmp_path: Path) -> None:
    async def kept(couple: Couple) -> None:
        await couple.ana.says("/thanks for the soup")
        await couple.ana.taps("Save it for Sunday")
        await to_sunday(couple)
        await couple.ana.taps("Show")
        await couple.ana.taps("Give it now")
        await couple.stage.moves(hours=3)

    async def said(couple: Couple) -> None:
        await to_sunday(couple)
        await couple.ana.says("/thanks for the soup")
        await couple.ana.taps("Give it now")
        await couple.stage.moves(hours=3)

    async def to_sunday(couple: Couple) -> None:
        for _day in range(6):
            await couple.stage.moves_to_time(20)
        await couple.stage.moves_to_time(20)

    await same(tmp_path, kept, said)


async def test_promise_6_row_16_no_heart_before_the_receiver_taps(couple: Couple) -> None:
    said = await couple.ben.says("/thanks for finally doing the dishes", at=couple.group)
    await couple.ana.says("/thanks")
    await couple.ana.taps("My thank-yous")
    await couple.stage.moves(hours=2)
    assert said.reactions == []
    await couple.ana.taps("That landed")
    assert said.reactions == ["❤"]


async def test_promise_6_rows_18_and_19_a_door_ends_with_a_neutral_line_and_echoes_nothing(
    couple: Couple,
) -> None:
    stage, ana = couple.stage, couple.ana
    private = (SECRET, "tulips", "hard", "far", "affection")

    def is_neutral() -> None:
        line = ana.door.last()
        assert line.sender is stage.telegram.world.bot
        assert not [words for words in private if words in line.text.lower()]

    await stage.moves_to_time(9)
    await seals(ana, SECRET)
    is_neutral()
    await ana.taps("Let Ben know one is waiting")
    is_neutral()
    await ana.says("/thanks for the tulips")
    is_neutral()
    await ana.taps("Save it for Sunday")
    is_neutral()
    await stage.moves_to_time(22)
    await checks_in(ana, "Hard", "Far", "Affection", "No, just for me")
    is_neutral()
    said = [
        call.params.get("text", "") for call in stage.telegram.calls if call.params.get("chat_id") == ana.id
    ]
    assert not [text for text in said if SECRET in str(text) or "tulips" in str(text)]


async def test_promise_6_a_no_to_joining_changes_nothing_the_other_sees(tmp_path: Path) -> None:
    async def seen(folder: Path, *, declines: bool) -> str:
        clock = MovableClock(MONDAY)
        telegram = Loopback(clock)
        ana, ben = telegram.person("Ana"), telegram.person("Ben")
        stage = Stage(telegram, clock, folder)
        await stage.start()
        group = await ben.creates_group("Ana & Ben", ana)
        await group.adds_bot(by=ben, payload="hello")
        if declines:
            await ana.follows("Open our private chat")
            await ana.taps("Not for me")
        await ben.follows("Open our private chat")
        await says_in(ben)
        await ben.taps("Yes")
        await stage.moves(days=1)
        await ben.says("/today")
        await ben.says_from_menu("/question", group)
        await stage.stop()
        return re.sub(r"/start \S+", "/start", screens_of(telegram, ben))

    assert await seen(tmp_path / "a", declines=True) == await seen(tmp_path / "b", declines=False)


async def test_promise_6_rows_8_and_11_no_counts_and_no_levels_are_shown(couple: Couple) -> None:
    await sets_own(couple, couple.ana, depth="1", reminder_at=time(21))
    for _day in range(4):
        await couple.stage.moves_to_time(9)
        await seals(couple.ana, "Mine again")
        await seals(couple.ben, "Mine as well")
    await couple.ben.says("/settings")
    for label in ("Just mine", "How deep"):
        await couple.ben.taps(label)
    assert "Deep" in couple.ben.door.last().buttons
    counted = r"\b\d+ (?:moments|answers|days|thank-yous|questions|times|in a row)\b|%|\bstreak"
    shown = couple.ben.transcript()
    assert not re.findall(counted, shown.replace("One question a day", ""))
