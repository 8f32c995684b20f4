"""An evening: which date it belongs to, what may be tapped, and what comes next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.spaces.model import DAY_BEGINS, day_of
from content import bank
from schedules.due import instant


class Step(StrEnum):
    """What a check-in asks for now."""

    DAY = "day"
    CLOSENESS = "closeness"
    WISH = "wish"
    SHARE = "share"  # whether to pass the wish on: asked only of who named one
    DONE = "done"


BACK_TO = frozenset({Step.DAY, Step.CLOSENESS, Step.WISH})
"""The steps that a Back button names."""


class Level(StrEnum):
    """A step of a scale, as a button says it."""

    SKIPPED = ""
    LOWEST = "1"
    LOW = "2"
    MIDDLE = "3"
    HIGH = "4"
    HIGHEST = "5"

    @property
    def number(self) -> int | None:
        """1 to 5, or None for Skip."""
        return int(self) if self else None


class Wish(StrEnum):
    """What may help, as a button says it; the bank's keys, so that a kindness can answer one."""

    BEING_HEARD = "being_heard"
    AFFECTION = "affection"
    A_HAND = "a_hand"
    SOME_FUN = "some_fun"
    SOME_SPACE = "some_space"
    NOTHING = "nothing"
    SKIPPED = ""


NOTHING = Wish.NOTHING
WISHES = tuple(Wish(it) for it in bank.WISHES)
"""What may be wished for of the other one."""
FOR_ME = "no"
"""What a button says instead of a wish where none is passed on."""

PASSED_ON_A_WEEK = 2
"""So often the same wish is passed on in any seven evenings: a line each morning is a demand."""
A_WEEK = timedelta(days=7)

_EVENING_BEGINS = time(18)
_LAST_ZONE = ZoneInfo("Etc/GMT+12")  # twelve hours behind UTC: https://www.iana.org/time-zones


@dataclass(frozen=True, slots=True)
class Evening:
    """One partner's evening: `day` and `closeness` from 1 to 5, None for skipped or not asked; never 0."""

    local_date: date
    day: int | None = None
    closeness: int | None = None
    wish: str | None = None
    step: Step = Step.DAY
    passed_on: bool = False
    tells_on: date | None = None
    message_id: int | None = None


def evening_of(local: datetime) -> date:
    """Return the date whose evening a moment belongs to, on the person's own clock.

    18:00 to 03:59 is one evening, of the day on which it began. A check-in by daylight counts early for the
    evening to come: nobody is sent away for being early, and last night's is over at four.
    """
    return day_of(local)


def is_evening(local: datetime) -> bool:
    """Whether it is between 18:00 and 03:59."""
    return local.time() >= _EVENING_BEGINS or local.time() < DAY_BEGINS


def ended_everywhere(evening: date) -> datetime:
    """Return the instant at which the evening of a date is over wherever anybody may live.

    It is the same for all, so that it tells nobody's zone.
    """
    return instant(evening + timedelta(days=1), DAY_BEGINS, _LAST_ZONE)


def with_wish(before: Evening, wish: str | None) -> Evening:
    """Return the evening with this wish; whoever named one is asked next whether to pass it on.

    Leave to pass a wish on was given for that wish alone: another one needs it anew.
    """
    step = Step.SHARE if wish in WISHES else Step.DONE
    return replace(before, wish=wish, step=step, passed_on=before.passed_on and wish == before.wish)


def tells_on(local: datetime, question_time: time) -> date:
    """Return the date that tells a wish passed on at this time of the space's clock.

    What is passed on before noon, or before the question's time if that is earlier, comes on the same day,
    all else on the next. The author's own clock is left out of it: the day would tell the other of it.
    """
    today = local.date()
    return today if local.time() < min(question_time, time(12)) else today + timedelta(days=1)


def with_telling(before: Evening, named: str, day: date) -> Evening:
    """Return the evening after `FOR_ME`, or after the name of the wish that may be passed on, on that `day`.

    Raises:
        ValueError: the button names another wish than the one that stands now, or none of ours.
    """
    if named == FOR_ME:
        return replace(before, passed_on=False, step=Step.DONE, tells_on=None)
    if named != before.wish or named not in WISHES:
        raise ValueError("not the wish of this evening")
    return replace(before, passed_on=True, step=Step.DONE, tells_on=day)


def is_worn(evening: Evening, others: Iterable[Evening]) -> bool:
    """Whether its author passed this wish on as often as may be in the seven evenings that end with this one.

    `others` may hold older ones too, and this one. It goes by what its author chose, not by what went out.
    """
    first = evening.local_date - A_WEEK + timedelta(days=1)
    told = [
        it
        for it in others
        if it.passed_on and it.wish == evening.wish and first <= it.local_date < evening.local_date
    ]
    return len(told) >= PASSED_ON_A_WEEK


def has_begun(evening: Evening | None) -> bool:
    """Whether anything was tapped: then no reminder comes."""
    return evening is not None and evening.step != Step.DAY
