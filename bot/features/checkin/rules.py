"""An evening: which date it belongs to, what may be tapped, and what comes next. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.spaces.model import DAY_BEGINS, day_of
from schedules.due import instant

Step = Literal["day", "closeness", "wish", "share", "done"]

NOTHING = "nothing"
WISHES = ("being_heard", "affection", "a_hand", "some_fun", "some_space")
"""What may be wished for; the bank's keys, so that a kindness can answer one."""

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
    step: Step = "day"
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


def level(arg: str) -> int | None:
    """Return the tapped step of a scale, 1 to 5, or None for Skip.

    Raises:
        ValueError: no button of ours says this.
    """
    if arg == "":
        return None
    if arg not in ("1", "2", "3", "4", "5"):
        raise ValueError("not a step of a scale")
    return int(arg)


def wished(arg: str) -> str | None:
    """Return the tapped wish, "nothing", or None for Skip.

    Raises:
        ValueError: no button of ours says this.
    """
    if arg == "":
        return None
    if arg != NOTHING and arg not in WISHES:
        raise ValueError("not a wish")
    return arg


def step_named(arg: str) -> Step:
    """Return the step that a Back button names.

    Raises:
        ValueError: no button of ours says this.
    """
    steps: tuple[Step, ...] = ("day", "closeness", "wish")
    for step in steps:
        if step == arg:
            return step
    raise ValueError("not a step to go back to")


def with_wish(before: Evening, wish: str | None) -> Evening:
    """Return the evening with this wish; whoever named one is asked next whether to pass it on.

    Leave to pass a wish on was given for that wish alone: another one needs it anew.
    """
    step: Step = "share" if wish in WISHES else "done"
    return replace(before, wish=wish, step=step, passed_on=before.passed_on and wish == before.wish)


def tells_on(local: datetime, question_time: time) -> date:
    """Return the date that tells a wish passed on at this time of the space's clock.

    What is passed on before noon, or before the question's time if that is earlier, comes on the same day,
    all else on the next. The author's own clock is left out of it: the day would tell the other of it.
    """
    today = local.date()
    return today if local.time() < min(question_time, time(12)) else today + timedelta(days=1)


def with_telling(before: Evening, arg: str, day: date) -> Evening:
    """Return the evening after "no", or after the name of the wish that may be passed on, on that `day`.

    Raises:
        ValueError: the button names another wish than the one that stands now, or none of ours.
    """
    if arg != "no" and (arg != before.wish or arg not in WISHES):
        raise ValueError("not the wish of this evening")
    return replace(before, passed_on=arg != "no", step="done", tells_on=None if arg == "no" else day)


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
    return evening is not None and evening.step != "day"
