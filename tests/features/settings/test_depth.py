"""Leak row 11: a deeper wish starts after a while that nobody can foresee, a lighter one at once.

So does what light questions for a while end with: it is one's own depth, and comes back by itself.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.features.question.preferences import DEPTH_FROM
from bot.features.question.settings import LIGHT_FOR
from bot.features.settings.pages import DEEPENS_AFTER
from bot.spaces import store as spaces
from tests.conftest import BANK, Couple
from tests.features.export.test_export import everything
from tests.features.settings.test_settings import QUESTION, item_ids, sets
from tests.people import Person, there
from tests.worlds import seen_by_ben

pytestmark = pytest.mark.prove

LEAST, MOST = (span.days for span in DEEPENS_AFTER)
WHILE = LIGHT_FOR.days
FOR_A_WHILE = "Only light questions for a while"
BEGINNING = 13
"""Mornings on which every couple is asked light ones."""
LIGHT_WEEK = 20  # mornings: a couple begins with thirteen light ones, and here a light week follows
MIX = 3  # in the first month one of three days is open


async def mornings(couple: Couple, count: int) -> list[int]:
    """Live this many mornings, talking about each question; return the depths that came."""
    before = len(await item_ids(couple))
    for _ in range(count):
        await couple.stage.moves_to_time(9)
        await couple.ana.taps(QUESTION, at=couple.group)
    return [BANK.question(item).depth for item in (await item_ids(couple))[before:]]


async def test_a_raised_depth_starts_only_after_some_days(couple: Couple) -> None:
    await sets(couple.ben, "Just mine", "How deep", "Light")
    await mornings(couple, LIGHT_WEEK)
    assert set(await mornings(couple, MIX)) == {1}
    await sets(couple.ben, "Just mine", "How deep", "Personal")
    assert "starts some time after you both chose it" in couple.ben.door.last().text
    assert set(await mornings(couple, max(LEAST, MIX))) == {1}
    await mornings(couple, MOST - LEAST)
    assert 2 in await mornings(couple, MIX)


async def test_a_lowered_depth_counts_from_the_next_question(couple: Couple) -> None:
    await mornings(couple, LIGHT_WEEK)
    assert 2 in await mornings(couple, MIX)
    await sets(couple.ana, "Just mine", "How deep", "Light")
    assert set(await mornings(couple, MIX)) == {1}


async def test_the_span_is_drawn_anew_each_time_and_survives_a_restart(couple: Couple) -> None:
    starts = set()
    for _ in range(5):
        await sets(couple.ben, "Just mine", "How deep", "Light")
        await couple.ben.taps("Deep", at=couple.ben.door)
        starts.add(await _starts_in(couple, couple.ben))
    assert len(starts) > 1
    assert all(DEEPENS_AFTER[0] <= span <= DEEPENS_AFTER[1] for span in starts)
    await couple.stage.restart()
    assert await _starts_in(couple, couple.ben) in starts


async def _starts_in(couple: Couple, person: Person) -> timedelta:
    async with couple.stage.kindling.parts.db.read() as tx:
        (space,) = await spaces.of_person(tx, person.id)
    me = there(space.partner(person.id))
    starts = there(me[DEPTH_FROM])
    return starts - couple.stage.clock.now()


def _life(*anas_choice: str) -> Callable[[Couple], Awaitable[None]]:
    """Ana began lightly; she chooses anew, or does not, and Ben looks at everything he can."""

    async def lives(couple: Couple) -> None:
        await sets(couple.ana, "Just mine", "How deep", "Light")
        await mornings(couple, LIGHT_WEEK)
        if anas_choice:
            await sets(couple.ana, "Just mine", "How deep", *anas_choice)
        await couple.ben.says("/today")
        await sets(couple.ben, "Just mine", "How deep")
        await mornings(couple, LEAST)

    return lives


async def test_the_other_sees_the_same_whether_i_raised_it_or_left_it(tmp_path: Path) -> None:
    for world in ("left", "raised"):
        (tmp_path / world).mkdir()
    left = await seen_by_ben(tmp_path / "left", _life())
    assert await seen_by_ben(tmp_path / "raised", _life("Deep", "Personal")) == left


async def test_the_others_door_says_the_same_when_i_lowered_it(tmp_path: Path) -> None:
    async def lowered(couple: Couple) -> None:
        await sets(couple.ana, "Just mine", "How deep", "Light")
        await left(couple)

    async def left(couple: Couple) -> None:
        await sets(couple.ben, "Just mine", "How deep")
        await couple.ben.says("/today")
        await mornings(couple, MIX)  # the first week is light for everyone

    for world in ("left", "lowered"):
        (tmp_path / world).mkdir()
    assert await seen_by_ben(tmp_path / "left", left) == await seen_by_ben(tmp_path / "lowered", lowered)


async def asks_for_light_ones(person: Person, *then: str) -> list[str]:
    """Ask for them where a rest is asked for; return what flies by."""
    await person.says("/pause")
    toasts = [await person.taps(label, at=person.door) for label in (FOR_A_WHILE, "Yes, light ones", *then)]
    return [toast.text for toast in toasts[1:]]


async def test_light_questions_for_a_while_come_at_once_and_end_by_themselves(couple: Couple) -> None:
    await mornings(couple, LIGHT_WEEK)
    assert 2 in await mornings(couple, MIX)
    assert await asks_for_light_ones(couple.ana) == ["Light ones for a while. Nobody is told."]
    assert set(await mornings(couple, WHILE + LEAST)) == {1}
    await couple.stage.restart()
    await mornings(couple, MOST - LEAST)
    assert max(await mornings(couple, 3 * LIGHT_WEEK)) > 1  # one of them may be a light week by itself


async def test_taken_back_deeper_ones_come_again_as_after_a_raise(couple: Couple) -> None:
    await mornings(couple, LIGHT_WEEK)
    said = await asks_for_light_ones(couple.ana, "As before")
    assert said[-1] == "As you had it before. Nobody is told."
    assert DEEPENS_AFTER[0] <= await _starts_in(couple, couple.ana) <= DEEPENS_AFTER[1]


async def test_the_day_they_end_is_drawn_by_chance(couple: Couple) -> None:
    ends = set()
    for _ in range(5):
        await sets(couple.ben, "Just mine", "How deep", "Light")
        await couple.ben.taps("Deep", at=couple.ben.door)
        await asks_for_light_ones(couple.ben)
        ends.add(await _starts_in(couple, couple.ben))
    assert len(ends) > 1
    assert all(LIGHT_FOR + DEEPENS_AFTER[0] <= span <= LIGHT_FOR + DEEPENS_AFTER[1] for span in ends)


async def test_no_page_shows_that_light_ones_were_asked_for_but_everything_of_mine_does(
    couple: Couple,
) -> None:
    async def page() -> tuple[str, list[list[str]]]:
        await sets(couple.ana, "Just mine", "How deep", FOR_A_WHILE)
        return couple.ana.door.last().text, couple.ana.door.last().rows

    idle = await page()
    for label in ("Yes, light ones", "As before", "Yes, light ones"):
        await couple.ana.taps(label, at=couple.ana.door)
        assert (couple.ana.door.last().text, couple.ana.door.last().rows) == idle
        assert await page() == idle
    data, words = await everything(couple, couple.ana)
    assert (data["settings"][0]["depth"], data["settings"][0]["depth_for_now"]) == (3, 1)
    assert "Light for a while, then Deep" in words
    await couple.stage.moves(days=(LIGHT_FOR + DEEPENS_AFTER[1]).days)
    data, words = await everything(couple, couple.ana)
    assert data["settings"][0]["depth_for_now"] is None
    assert "for a while" not in words  # what is over leaves nothing


def _asked_for(*labels: str, mornings_after: int) -> Callable[[Couple], Awaitable[None]]:
    """Ana walks these pages, and Ben looks at all he can for these many mornings."""

    async def lives(couple: Couple) -> None:
        await sets(couple.ana, *labels)
        await couple.ben.says("/today")
        await couple.ben.says("/pause")
        await couple.ben.taps(FOR_A_WHILE, at=couple.ben.door)
        await sets(couple.ben, "Just mine", "How deep")
        await mornings(couple, mornings_after)

    return lives


HERS = ("Just mine", "How deep", FOR_A_WHILE)


async def test_that_light_ones_were_asked_for_shows_in_nothing_but_the_questions(tmp_path: Path) -> None:
    """Where questions are light anyway, as in a couple's beginning, Ben's two worlds are the very same."""
    for world in ("asked", "left", "back"):
        (tmp_path / world).mkdir()
    left = await seen_by_ben(tmp_path / "left", _asked_for(*HERS, mornings_after=BEGINNING))
    asked = _asked_for(*HERS, "Yes, light ones", mornings_after=BEGINNING)
    assert await seen_by_ben(tmp_path / "asked", asked) == left
    back = _asked_for(*HERS, "Yes, light ones", "As before", mornings_after=BEGINNING)
    assert await seen_by_ben(tmp_path / "back", back) == left


async def test_light_ones_for_a_while_cannot_be_told_from_light_ones_for_good(tmp_path: Path) -> None:
    for world in ("a while", "for good"):
        (tmp_path / world).mkdir()
    days = WHILE + LEAST
    good = await seen_by_ben(
        tmp_path / "for good", _asked_for("Just mine", "How deep", "Light", mornings_after=days)
    )
    a_while = _asked_for(*HERS, "Yes, light ones", mornings_after=days)
    assert await seen_by_ben(tmp_path / "a while", a_while) == good
