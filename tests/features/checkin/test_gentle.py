"""Gentle next steps after a run of low evenings: when, how often, and that only their person learns of it."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.features.checkin.gentle import tonight
from bot.features.checkin.lines import CLOSING, GENTLE, ROUGH
from bot.features.checkin.rules import Evening, Step
from bot.loopback.model import Toast
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in, rows_of
from tests.worlds import Lives, seen_by_ben

FIRST = date(2026, 7, 13)
LOW, HARD, FAR, FINE = (2, 3), (1, 3), (4, 1), (4, 4)


def said_on(days: list[tuple[int | None, int | None] | None]) -> dict[int, str]:
    """Return what is said on which of these evenings (day, closeness; None: no check-in)."""
    evenings: list[Evening] = []
    said: dict[int, str] = {}
    for number, tapped in enumerate(days):
        if tapped is not None:
            day, closeness = tapped
            evenings.append(Evening(FIRST + timedelta(days=number), day, closeness, step=Step.DONE))
            kind = tonight(evenings)
            if kind is not None:
                said[number] = kind
    return said


def test_one_or_two_low_evenings_say_nothing_after_the_last_step() -> None:
    assert said_on([LOW, FINE, LOW, FINE, FINE, FINE]) == {}


def test_the_third_low_evening_of_seven_says_where_help_is_and_not_again_for_a_week() -> None:
    assert said_on([LOW, FINE, FAR, FINE, LOW, LOW, LOW]) == {4: "afraid"}
    assert said_on([LOW, FINE, FINE, FINE, LOW, FINE, FINE, LOW]) == {}


def test_a_fine_evening_hears_nothing_whatever_came_before() -> None:
    assert 3 not in said_on([LOW, LOW, None, FINE])


def test_skips_are_not_low() -> None:
    assert said_on([(None, None)] * 14) == {}


def test_ten_low_of_fourteen_point_to_someone_once_in_thirty_days() -> None:
    said = said_on([LOW] * 60)
    assert [day for day, kind in said.items() if kind == "someone"] == [9, 39]
    assert all(kind != "own" for kind in said.values())


def test_seven_own_hard_days_of_fourteen_point_to_help_for_oneself() -> None:
    said = said_on([HARD, FINE] * 7)
    assert said[12] == "own"
    assert "someone" not in said_on([HARD] * 30).values()


def test_an_evening_begun_and_left_counts_but_says_nothing() -> None:
    days = [Evening(FIRST + timedelta(days=number), 1, step=Step.CLOSENESS) for number in range(3)]
    assert tonight(days) is None
    assert tonight([*days[:2], Evening(FIRST + timedelta(days=2), 1, 3, step=Step.DONE)]) == "afraid"


async def three_low_evenings(couple: Couple, evenings: int = 3) -> Toast:
    """Let Ana have low evenings, and return what the last tap of the last one is answered with."""
    for _ in range(evenings):
        await couple.stage.moves_to_time(21)
        await checks_in(couple.ana, "Heavy", "Close")
        toast = await couple.ana.taps("Nothing", at=couple.ana.door)
    return toast


async def test_a_low_tap_leads_gently_to_the_wish(couple: Couple) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Hard", "Close")
    assert couple.ana.door.last().text in ROUGH
    await checks_in(couple.ben, "Good", "Close")
    assert couple.ben.door.last().text == "What would help tomorrow?"


async def test_after_the_last_step_it_is_said_in_a_box_that_leaves_nothing_in_the_chat(
    couple: Couple,
) -> None:
    toast = await three_low_evenings(couple)
    assert (toast.text, toast.alert) == (f"Noted. Only you see this.\n\n{GENTLE['afraid']}", True)
    assert not any("afraid" in shown.text or shown.spoilers for shown in couple.ana.door.messages)
    card = couple.ana.door.last()
    assert card.text in {line % {"name": "Ana"} for line in CLOSING}
    assert card.rows == [["My last seven"]]


async def test_it_comes_below_the_receipt_of_a_wish_that_is_passed_on(couple: Couple) -> None:
    await three_low_evenings(couple, evenings=2)
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Heavy", "Close", "A hand")
    toast = await couple.ana.taps("Yes, tell Ben", at=couple.ana.door)
    assert toast.text == f"I'll pass it on in the morning.\n\n{GENTLE['afraid']}"


async def test_what_stands_after_the_last_step_tells_nothing_of_the_evening(tmp_path: Path) -> None:
    async def stands(folder: Path, *taps: str) -> list[list[tuple[str, list[list[str]]]]]:
        seen = []

        async def lives(couple: Couple) -> None:
            for _ in range(8):
                await couple.stage.moves_to_time(21)
                await checks_in(couple.ana, *taps)
                seen.append([(it.text, it.rows) for it in couple.ana.door.messages])

        await seen_by_ben(folder, lives)
        return seen

    low = await stands(tmp_path / "low", "Hard", "Far", "Nothing")
    assert low == await stands(tmp_path / "good", "Great", "Very close", "Nothing")


@pytest.mark.parametrize("line", GENTLE.values())
def test_each_fits_into_the_box_below_the_longest_receipt(line: str) -> None:
    assert len(f"I'll pass it on in the morning.\n\n{line}") <= 200


def test_three_low_evenings_point_to_support_and_to_nothing_else() -> None:
    assert GENTLE["afraid"] == (
        "If you are ever afraid of your partner's reaction, this isn't something to sort out here. "
        "/help → Support."
    )


@pytest.mark.parametrize("line", [*CLOSING, *ROUGH, *GENTLE.values()])
def test_after_a_low_evening_nothing_minimises_it_or_sends_one_to_the_other(line: str) -> None:
    for words in (
        "over now",
        "new page",
        "every day",
        "are like that",
        "let the day go",
        "talk",
        "quiet hour",
    ):
        assert words not in line.lower()


async def test_erasing_the_evenings_erases_what_was_said_too(couple: Couple) -> None:
    await three_low_evenings(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    assert await rows_of(couple) == []
    toast = await three_low_evenings(couple, evenings=1)
    assert toast.text == "Noted. Only you see this."


async def test_ben_sees_the_very_same_whether_ana_was_low_or_well(tmp_path: Path) -> None:
    def lives_with(*taps: str) -> Lives:
        async def lives(couple: Couple) -> None:
            for _ in range(4):
                await couple.stage.moves_to_time(21)
                await checks_in(couple.ana, *taps)
                await checks_in(couple.ben, "Good", "Close", "Nothing")
            await couple.stage.moves_to_time(12, 30)
            await couple.ben.says_from_menu("/today", couple.group)

        return lives

    low = await seen_by_ben(tmp_path / "low", lives_with("Hard", "Far", "Nothing"))
    assert low == await seen_by_ben(tmp_path / "well", lives_with("Great", "Very close", "Nothing"))
