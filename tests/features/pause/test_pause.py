"""A pause, at the door of who takes it and at the other's."""

from pathlib import Path

import pytest

from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.settings.test_settings import sets
from tests.worlds import Lives, seen_by_ben


async def rests(couple: Couple, label: str) -> str:
    """Let Ana pause; return what flies by."""
    await couple.ana.says("/pause")
    toast = await couple.ana.taps(label, at=couple.ana.door)
    return toast.text


async def new_posts(couple: Couple, days: int) -> list[int]:
    """Return how many messages each of the next days brings to the group, until 23:00."""
    counts = []
    for _ in range(days):
        before = len(couple.group.messages)
        await couple.stage.moves_to_time(9)
        await couple.stage.moves_to_time(12, 30)
        await couple.stage.moves_to_time(23)
        counts.append(len(couple.group.messages) - before)
    return counts


@pytest.mark.parametrize(
    ("label", "until", "counts"),
    [
        ("1 day", "Tuesday 14 July, 08:00", [0, 2]),
        ("3 days", "Thursday 16 July, 08:00", [0, 0, 0, 2]),
        ("A week", "Monday 20 July, 08:00", [0] * 7 + [2]),
    ],
)
async def test_both_rituals_rest_that_long(couple: Couple, label: str, until: str, counts: list[int]) -> None:
    said = await rests(couple, label)
    assert said == f"Resting until {until}."
    assert len(said) <= 45
    assert await new_posts(couple, len(counts)) == counts


async def test_an_end_behind_the_command(couple: Couple) -> None:
    await couple.ana.says("/pause until thursday")
    assert couple.ana.door.last().text.startswith("I'm resting until Thursday 16 July")
    assert await new_posts(couple, 2) == [0, 0]


async def test_no_end_behind_the_command_is_asked_for_and_can_be_mended(couple: Couple) -> None:
    said = await couple.ana.says("/pause utnil thursday")
    assert "couldn't read that" in couple.ana.door.last().text
    await couple.ana.edits(said, "/pause until thursday")
    assert couple.ana.door.last().text.startswith("I'm resting until Thursday 16 July")
    await couple.ana.says("/pause 45")
    assert "30 days is the longest" in couple.ana.door.last().text
    await couple.ana.says("15 July")
    assert couple.ana.door.last().text.startswith("I'm resting until Wednesday 15 July")


async def test_until_a_typed_date(couple: Couple) -> None:
    await rests(couple, "Until…")
    await couple.ana.says("whenever", reply_to=couple.ana.door.last())
    assert "couldn't read that" in couple.ana.door.last().text
    await couple.ana.says("45")
    assert "30 days is the longest" in couple.ana.door.last().text
    await couple.ana.says("15 July")
    assert couple.ana.door.last().text == "I'm resting until Wednesday 15 July. /question still works."
    assert await new_posts(couple, 3) == [0, 0, 2]


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("tomorrow", "Tuesday 14 July"),
        ("in 3 days", "Thursday 16 July, 08:00"),
        ("1 week", "Monday 20 July, 08:00"),
        ("20 July 2026", "Monday 20 July"),
        ("Monday 20 July", "Monday 20 July"),
        ("Monday 20 July, 08:00", "Monday 20 July, 08:00"),
    ],
)
async def test_an_end_may_be_typed_as_people_do_and_as_the_bot_does(
    couple: Couple, typed: str, until: str
) -> None:
    await rests(couple, "Until…")
    await couple.ana.says(typed)
    assert couple.ana.door.last().text == f"I'm resting until {until}. /question still works."


async def test_the_longer_of_two_pauses_wins_and_each_knows_only_their_own(couple: Couple) -> None:
    await rests(couple, "1 day")
    await couple.ben.says("/pause")
    assert "esting until" not in couple.ben.door.last().text
    await couple.ben.taps("3 days", at=couple.ben.door)
    assert await new_posts(couple, 4) == [0, 0, 0, 2]


async def test_going_on_brings_the_posts_back(couple: Couple) -> None:
    await rests(couple, "A week")
    assert await new_posts(couple, 1) == [0]
    assert await rests(couple, "Go on") == "I go on, unless anything else rests."
    assert await new_posts(couple, 1) == [2]


async def test_no_page_tells_that_a_pause_runs_and_both_ways_are_always_offered(couple: Couple) -> None:
    """A glance over the shoulder, or "show me", finds the same whatever was chosen."""

    async def pages() -> list[tuple[str, list[list[str]]]]:
        found = [(couple.ana.door.last().text, couple.ana.door.last().rows)]
        for command in ("/pause", "/today", "/settings"):
            await couple.ana.says(command)
            found.append((couple.ana.door.last().text, couple.ana.door.last().rows))
        return found

    await rests(couple, "Go on")
    idle = await pages()
    assert ["Go on"] in idle[0][1]
    for label in ("1 day", "A week", "Go on"):
        await rests(couple, label)
        assert await pages() == idle


async def test_a_question_can_be_asked_for_meanwhile(couple: Couple) -> None:
    await rests(couple, "3 days")
    await couple.ben.says_from_menu("/question", couple.group)
    assert "We talked about it (both see it)" in couple.group.last().buttons


async def test_a_pause_says_nothing_in_the_group(couple: Couple) -> None:
    before = couple.ben.transcript()
    await rests(couple, "A week")
    await rests(couple, "Go on")
    assert couple.ben.transcript() == before


async def test_a_pause_looks_like_a_rest_day_to_the_other(tmp_path: Path) -> None:
    """Leak rows 9 and 10: Ben's whole transcript is that of a couple whose rest day was moved to this one.

    Which days of the week rest is told to both; that one was moved is not, so that a pause looks like it.
    """

    def tuesday(*, paused: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            await sets(couple.ana, "Rest days", "Sun")
            await couple.stage.moves_to_time(9)
            await couple.stage.moves_to_time(23)
            await couple.ana.says("/settings" if not paused else "/pause")
            labels = ("1 day",) if paused else ("Rest days", "Rest tomorrow")
            for label in labels:
                await couple.ana.taps(label, at=couple.ana.door)
            await couple.stage.moves_to_time(22, 30)
            await checks_in(couple.ben, "Okay", "Close", "A hand", "Yes, tell Ana")
            await couple.ben.says("/today")
            await couple.ben.says_from_menu("/today", couple.group)
            await couple.stage.moves_to_time(9)

        return lives

    paused = await seen_by_ben(tmp_path / "a", tuesday(paused=True))
    assert paused == await seen_by_ben(tmp_path / "b", tuesday(paused=False))


async def test_pause_typed_in_the_group_leads_to_the_door(couple: Couple) -> None:
    await couple.ana.says_from_menu("/pause", couple.group)
    assert "1 day" not in couple.group.last().buttons
    await couple.ana.taps("Open our private chat", at=couple.group)
    assert "1 day" in couple.ana.door.last().buttons
