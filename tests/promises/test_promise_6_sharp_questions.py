"""Promise 6 for sharp questions: who tries every choice of their own learns nothing of one of the other's.

In each world Ben does the same: he takes each value of each settings page, says every command, then narrows
all he can and asks for question after question. What differs is one private choice of Ana's. Ben is shown the
very same lines; where her choice rightly steers which question comes, that one came and all around it. How
much the questions themselves may tell over weeks is bounded by tests/content/test_odds.py.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.features.settings.actions import Choose
from content.forms import RESTING
from tests.conftest import BANK, Couple
from tests.declared import SETTING_KEYS, commands
from tests.features.checkin.looking import checks_in, sets, sets_own
from tests.features.export.test_export import would_get
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

Choice = Callable[[Couple], Awaitable[None]]

WALKS: Sequence[Sequence[str]] = (
    ("Our times", "Question"),
    ("Our times", "Kindness"),
    ("Rest days",),
    ("Pace",),
    ("Quiet hours", "They begin"),
    ("Quiet hours", "They end"),
    ("Our clock",),
    ("Just mine", "Reminder"),
    ("Just mine", "How deep"),
    ("Just mine", "How deep", "Only light questions for a while"),
)
"""The pages of the settings that hold values."""
LISTS: Sequence[Sequence[str]] = (
    ("Just mine", "Question packs"),
    ("Just mine", "Topics"),
    ("Just mine", "Topics", "Next"),
    ("Just mine", "Topics", "Next", "Next"),
    ("Just mine", "Topics", "Next", "Next", "Next"),
    ("Just mine", "Kinds of question"),
    ("Just mine", "Kinds of question", "Next"),
)
"""The pages whose buttons lead to a page with both ways each."""
TURNS = {
    "Back",
    "Next",
    "Previous",
    "Another time",
    "Bring them all back",
    "Move it back",
    "Only light questions for a while",
    "Rest tomorrow",
}
"""Buttons there that lead elsewhere, or that the walk takes by itself."""
AS_BEFORE: Mapping[str, Any] = {
    "question_on": True,
    "question_time": time(9),
    "question_days": "x" * 7,
    "kindness_mode": "own",
    "kindness_time": time(12, 30),
    "kindness_days": "x" * 7,
    "rest_days": "." * 7,
    "rest_from": None,
    "rest_to": None,
    "pace": "daily",
    "quiet_from": time(22),
    "quiet_until": time(7),
}
"""What a couple has set before Ben tries every value."""
AT_THE_DOOR = commands(but={"export": "the file is looked at as it would be sent"})
UNTRIED = {
    "zone": "there for whose clock is another than the couple's: test_promise_6_clocks.py",
    "hours": "as above",
}
"""What can be chosen in the settings and Ben does not choose, each with the reason."""


async def tries_every_value(ben: Person) -> None:
    """Take each value on each page, and keep the answers as they were at first."""
    for walk in WALKS:
        await ben.says("/settings")
        for label in walk:
            await ben.taps(label, at=ben.door)
        card = ben.door.last()
        at = len(card.buttons)
        while at := min(at, len(card.buttons)):  # some values take buttons away, which stand below them
            at -= 1
            if card.buttons[at] not in TURNS:
                await ben.taps(card.buttons[at], on=card)
    for page in ("Topics", "Kinds of question"):
        await ben.says("/settings")
        for label in ("Just mine", page, "Bring them all back"):
            await ben.taps(label, at=ben.door)
    for walk in LISTS:
        await ben.says("/settings")
        for label in walk:
            await ben.taps(label, at=ben.door)
        card = ben.door.last()
        for name in [it for it in card.buttons if it not in TURNS]:
            for way in (1, 0) if "packs" in walk[-1] else (0, 1):  # the last of them stays, as many as may
                await ben.taps(name, on=card)
                await ben.taps(card.buttons[way], on=card)
                if name not in card.buttons:  # refused, kindly, on the page itself
                    await ben.taps("Back", on=card)
    await ben.says("/settings")
    for label in ("Just mine", "Leave my words in our chat", "Tidy our private chat"):
        await ben.taps(label, at=ben.door)
    for label in ("My answers", "Forget my answers", "Save my answers"):
        await ben.taps(label, at=ben.door)
    await ben.says("/settings")
    for label in ("Rest days", "Rest tomorrow", "Move it back"):
        await ben.taps(label, at=ben.door)


async def says_everything(couple: Couple, taken: list[str]) -> None:
    """Say each command, and look at all that can be looked at."""
    ben, group = couple.ben, couple.group
    for command in AT_THE_DOOR:
        await ben.says(f"/{command}")
    for command in commands(place="group"):
        await ben.says_from_menu(f"/{command}", group)
    for label in ("Show me mine", "Another", "Not for me", "Show me mine", "Did it"):
        await ben.taps(label, at=group)
    taken += [await would_get(couple, ben), ben.transcript()]


async def narrows_and_asks(couple: Couple) -> None:
    """Want light ones only, every pack and no question by itself; then ask for three days.

    Trying every value has left out as many topics as one may.
    """
    stage, ben, group = couple.stage, couple.ben, couple.group
    today = stage.clock.now().date()
    packs = ",".join(f"{pack}={today.isoformat()}" for pack in sorted(BANK.packs))
    await sets_own(couple, ben, depth="1", chosen=packs)
    await sets(couple, question_on=False)
    for _day in range(3):
        await stage.moves_to_time(10)
        await ben.says_from_menu("/question", group)
        await ben.taps("Another", at=group)
        await ben.taps("Another", at=group)
        await ben.says("/today")


def life(choice: Choice, taken: list[str]) -> Lives:
    """Return the days of a couple of sixty days of whom Ana makes one choice."""

    async def lives(couple: Couple) -> None:
        stage, now = couple.stage, couple.stage.clock.now()
        await sets(couple, active_at=now - timedelta(days=60), joint_at=now, month_asked=True)
        await stage.moves_to_time(13)
        await choice(couple)
        await tries_every_value(couple.ben)
        await sets(couple, **AS_BEFORE)
        await says_everything(couple, taken)
        await narrows_and_asks(couple)
        await stage.moves_to_time(9)
        await couple.ben.says("/today")

    return lives


def own(**values: Any) -> Choice:
    """Return a choice that is one setting of Ana's."""

    async def choice(couple: Couple) -> None:
        await sets_own(couple, couple.ana, **values)

    return choice


async def nothing(_couple: Couple) -> None:
    """Ana chose nothing."""


async def keeps_an_evening(couple: Couple) -> None:
    """Ana's evening stays hers."""
    await checks_in(couple.ana, "Hard", "Far", "Some space", "No, just for me")


async def refuses_ideas(couple: Couple) -> None:
    """Ana wants none of the kindnesses she is shown, and swaps one."""
    for label in ("Show me mine", "Not for me", "Show me mine", "Another", "Not for me"):
        await couple.ana.taps(label, at=couple.group)


async def light_for_a_while(couple: Couple) -> None:
    """Ana asks for light ones as she would."""
    await couple.ana.says("/pause")
    for label in ("Only light questions for a while", "Yes, light ones"):
        await couple.ana.taps(label, at=couple.ana.door)


PACKS = ",".join(f"{pack}={date(2026, 7, 1).isoformat()}" for pack in sorted(BANK.packs))
CHOICES: dict[str, Choice] = {
    "an evening of hers": keeps_an_evening,
    "a reminder": own(reminder_at=time(21)),
    "a clock of hers": own(zone="Asia/Tokyo"),
    "answers not kept": own(keeps_answers=False),
    "ideas not for her": refuses_ideas,
    "ideas with touch": own(chosen="touch=2026-07-01"),
}
STEERING: dict[str, Choice] = {
    "light only": own(depth="1"),
    "light ones for a while": light_for_a_while,
    "a topic left out": own(muted="today"),
    "five kinds left out": own(forms_left_out=",".join(sorted(RESTING)[:5])),
    "nine topics left out": own(muted=",".join(sorted(BANK.topics, key=lambda it: BANK.topics[it])[-9:])),
    "packs": own(chosen=PACKS),
}
"""Choices that rightly steer which question comes."""
_START = re.compile(r"/start \S+")
_untouched: list[tuple[list[str], list[str]]] = []


async def seen(folder: Path, choice: Choice) -> tuple[list[str], list[str]]:
    """Return the lines Ben is shown where Ana chose this, and what he had seen and taken along halfway."""
    taken: list[str] = []
    shown = await seen_by_ben(folder, life(choice, taken))
    return shown.splitlines(), [_START.sub("/start", it) for it in taken]


async def untouched(folder: Path) -> tuple[list[str], list[str]]:
    """Return what Ben sees where Ana chose nothing; lived once."""
    if not _untouched:
        _untouched.append(await seen(folder / "untouched", nothing))
    return _untouched[0]


@pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES.keys())
async def test_promise_6_every_value_and_command_of_ones_own_shows_nothing_of_the_others_choice(
    tmp_path: Path, choice: Choice
) -> None:
    assert await seen(tmp_path / "lived", choice) == await untouched(tmp_path)


@pytest.mark.parametrize("choice", STEERING.values(), ids=STEERING.keys())
async def test_promise_6_a_sharp_question_is_answered_by_a_question_whatever_the_other_left_out(
    tmp_path: Path, choice: Choice
) -> None:
    lines, files = await seen(tmp_path / "lived", choice)
    plain_lines, plain_files = await untouched(tmp_path)
    assert [without_questions(it) for it in lines] == [without_questions(it) for it in plain_lines]
    assert list(map(without_questions, files)) == list(map(without_questions, plain_files))


async def test_ben_tries_each_choice_there_is(couple: Couple) -> None:
    await couple.stage.moves_to_time(13)
    await tries_every_value(couple.ben)
    queries = couple.stage.telegram.world.queries.values()
    tapped = {query.data.split(":")[-1] for query in queries if query.data.startswith(f"{Choose.name}:")}
    assert SETTING_KEYS - {choice.partition("=")[0] for choice in tapped} == UNTRIED.keys()


async def pauses(couple: Couple) -> None:
    """Ana pauses for three days."""
    await couple.ana.says("/pause")
    await couple.ana.taps("3 days")


async def test_promise_6_what_one_asks_during_the_others_pause_is_answered_as_ever(tmp_path: Path) -> None:
    """Nothing Ben asks tells of it; that what comes by itself rests, as on a rest day, cannot be hidden."""
    _lines, looked = await seen(tmp_path / "lived", pauses)
    _plain_lines, plain_looked = await untouched(tmp_path)
    assert looked == plain_looked


@cache
def _questions() -> re.Pattern[str]:
    """Return what finds the words of any question, which takes a while to compile."""
    return re.compile(
        "|".join(
            re.escape(words)
            for it in BANK.questions.values()
            for words in (it.id, it.asked(), it.asked("Ana"), it.asked("Ben"))
        )
    )


def without_questions(line: str) -> str:
    """Return a line with the words of whichever question left out."""
    return _questions().sub("(a question)", line)
