"""Promise 6 for question packs: only what both chose ever shows, and not whose choice it had waited for.

In each world Ben does the same; Ana switches her packs on and off by taps at her door. Until both have them
and the delay of the later choice is over, Ben is shown the very same, and finds the same in his file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.features.settings.pages import DEEPENS_AFTER
from content.bank import INTIMACY
from content.picker import pick_question
from tests.conftest import BANK, MONDAY, Couple
from tests.features.checkin.looking import sets
from tests.features.export.test_export import would_get
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

LEAST = DEEPENS_AFTER[0]
SETTLED = timedelta(days=40)
"""How long the couple has been in: from the 29th day on something intimate may come."""

ON, OFF = True, False
Switches = Mapping[int, tuple[bool, ...]]
"""On which days somebody switches both packs at noon, to what, one after the other."""

BEGIN, LOOKS_FROM, END = 12, 19, 26
"""The day of the first card, and from when to when Ben looks around. Cards enough have come then for Faith to
be due on any day; something intimate comes a week after both chose it (`content.pacing.INTIMACY_BEGINS`)."""
BEN_HAS: Switches = {12: (ON,)}
HIDDEN: Mapping[str, tuple[Switches, Switches, int]] = {
    "Ana chose now": (BEN_HAS, {20: (ON,)}, 22),
    "Ana chose now and took it back": (BEN_HAS, {20: (ON,), 21: (OFF,)}, END),
    "Ana chose, took back and chose again": (BEN_HAS, {20: (ON,), 22: (OFF, ON)}, 24),
    "Ana alone has had them long": ({}, {12: (ON,), 21: (OFF, ON)}, END),
}
"""What Ben and Ana switch, and the last day on which it may not show."""


@dataclass(frozen=True)
class Seen:
    """Every line that Ben was shown, and the files he took along."""

    lines: list[str]
    files: list[str]


_untouched: dict[tuple[bool, int], Seen] = {}


async def switches(person: Person, *, on: bool) -> None:
    """Choose Faith and Intimacy, or take both back, as one does at the door."""
    await person.says("/settings")
    card = person.door.last()
    for page in ("Just mine", "Question packs"):
        await person.taps(page, on=card)
    for pack, yes in (
        ("Faith", "Yes, and you may save that"),
        ("Intimacy", "Yes, I'd like these, and I'm 18+"),
    ):
        await person.taps(pack, on=card)
        await person.taps(yes if on else "No thanks", on=card)


async def looks_everywhere(couple: Couple) -> str:
    """Let Ben look at everything that could tell of a pack; return what his file says."""
    ben, group = couple.ben, couple.group
    for command in ("/question", "/today", "/kindness"):
        await ben.says_from_menu(command, group)
    for label in ("Another", "Show me mine"):
        await ben.taps(label, at=group)
    for command in ("/today", "/privacy", "/help", "/settings"):
        await ben.says(command)
    card = ben.door.last()
    for page in ("Just mine", "Question packs", "Intimacy"):
        await ben.taps(next(it for it in card.buttons if it.startswith(page)), on=card)
    return await would_get(couple, ben)


async def seen(folder: Path, ben: Switches, ana: Switches, until: int, looks_from: int = LOOKS_FROM) -> Seen:
    """Return all that Ben was shown and took along while the two lived these days.

    Time makes the same steps in every world: what passes at his door goes by it, not by what Ana does.
    """
    files: list[str] = []

    async def lives(couple: Couple) -> None:
        await couple.stage.moves(days=BEGIN - 1)
        for day in range(BEGIN, until + 1):
            await sets(couple, active_at=MONDAY - SETTLED, joint_at=couple.stage.clock.now())
            await couple.stage.moves_to_time(9)
            if day >= looks_from:
                files.append(await looks_everywhere(couple))
            switched = [(couple.ana, it) for it in ana.get(day, ())] + [
                (couple.ben, it) for it in ben.get(day, ())
            ]
            await couple.stage.moves_to_time(12)
            for person, on in switched:
                await switches(person, on=on)
            await couple.stage.moves_to_time(5)

    shown = await seen_by_ben(folder, lives)
    return Seen(shown.splitlines(), files)


def packs_in(seen: Seen) -> set[str]:
    """Return the packs of which Ben was asked a question."""
    shown = "\n".join(seen.lines)
    return {it.pack for it in BANK.questions.values() if it.pack and it.asked() in shown}


@pytest.fixture
def soonest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every choice wait for the least span there is."""
    monkeypatch.setattr("bot.features.settings.handlers._chance_span", lambda: LEAST)
    monkeypatch.setattr("content.pacing.INTIMACY_BEGINS", (7, 7))


@pytest.mark.usefixtures("soonest")
@pytest.mark.parametrize("lived", HIDDEN.values(), ids=HIDDEN.keys())
async def test_promise_6_packs_of_ana_alone_or_not_counting_yet_show_nowhere(
    tmp_path: Path, lived: tuple[Switches, Switches, int]
) -> None:
    ben, ana, until = lived
    days = (bool(ben), until)
    if days not in _untouched:
        _untouched[days] = await seen(tmp_path / "untouched", ben, {}, until)
    assert packs_in(_untouched[days]) == set()
    assert await seen(tmp_path / "lived", ben, ana, until) == _untouched[days]


@pytest.mark.usefixtures("soonest")
async def test_promise_6_packs_of_both_come_without_telling_who_chose_first(tmp_path: Path) -> None:
    ben: Switches = {17: (ON,)}
    together = await seen(tmp_path / "together", ben, {17: (ON,)}, 27)
    assert packs_in(together) == {"faith", "intimacy"}
    for number, ana in enumerate(({12: (ON,)}, {12: (ON,), 13: (OFF,), 14: (ON,)})):
        assert await seen(tmp_path / str(number), ben, ana, 27) == together


async def test_promise_6_packs_tell_their_chooser_nothing_of_the_day_from_which_they_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever knew it would see by the first question of a pack which of the two it had waited for."""
    worlds = []
    for span in DEEPENS_AFTER:
        monkeypatch.setattr("bot.features.settings.handlers._chance_span", lambda span=span: span)
        worlds.append(await seen(tmp_path / str(span.days), {12: (ON,)}, {}, 14, looks_from=13))
    assert worlds[0] == worlds[1]


@pytest.mark.usefixtures("soonest")
async def test_promise_6_packs_tell_nothing_of_a_not_today_that_rests_one_for_weeks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ben's screens of that day and the days after it; that it rests is shown by `tests/content`."""
    known: list[bool] = []

    def noting(*args: Any, **options: Any) -> Any:
        known.append(any(it.not_today for it in args[1]))
        return pick_question(*args, **options)

    monkeypatch.setattr("bot.features.question.ritual.pick_question", noting)

    def lives(*, declines: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            await couple.stage.moves(days=BEGIN - 1)
            for person in (couple.ana, couple.ben):
                await switches(person, on=True)
            for _day in range(BEGIN, BEGIN + 7):
                await sets(couple, active_at=MONDAY - SETTLED, joint_at=couple.stage.clock.now())
                await couple.stage.moves_to_time(9)
            if declines:
                await couple.ana.taps("Not today", at=couple.group)
            for _day in range(3):
                await looks_everywhere(couple)
                await sets(couple, joint_at=couple.stage.clock.now())
                await couple.stage.moves_to_time(9)

        return lives

    told = await seen_by_ben(tmp_path / "a", lives(declines=True))
    assert known[-1]
    known.clear()
    plain = await seen_by_ben(tmp_path / "b", lives(declines=False))
    assert not any(known)
    assert any(it.asked() in plain for it in BANK.questions.values() if it.pack == INTIMACY)
    assert told == plain
