"""Hours that suit both, by the clocks that both know of. Pure."""

from datetime import datetime, time, timedelta

from bot import dates
from bot.features.kindness.exports import KINDNESS_MODE, KINDNESS_TIME
from bot.features.question.exports import QUESTION_TIME
from bot.features.settings.exports import hours
from bot.spaces.model import Space

SUITING = 4
_MARGIN = timedelta(hours=1)


def suiting(space: Space, now: datetime) -> list[time]:
    """Return a few whole hours of the group's clock that suit both, those nearest to the question's first
    chosen, in their order; none if no hour does.
    """
    near = sorted(_fitting(space, now), key=lambda at: _apart(at, space[QUESTION_TIME]))[:SUITING]
    return sorted(near)


def kindness_moves(space: Space, now: datetime) -> bool:
    """Whether the kindness has an hour of its own that is night for one of them."""
    return space[KINDNESS_MODE] == "own" and not hours.suits(space, space[KINDNESS_TIME], now)


def beside(space: Space, question: time, now: datetime) -> time:
    """Return where a kindness of the night moves with the question: the nearest hour that suits both."""
    others = [at for at in _fitting(space, now) if at != question]
    return min(others, key=lambda at: _apart(at, space[KINDNESS_TIME]), default=question)


def _fitting(space: Space, now: datetime) -> list[time]:
    every = [time(hour) for hour in range(24)]
    return [at for at in every if hours.suits(space, at, now, _MARGIN)] or [
        at for at in every if hours.suits(space, at, now)
    ]


def pair(space: Space, at: time, now: datetime) -> str:
    """Return the group's time `at` by both partners' clocks, as a button has it: "17:00 / 08:00"."""
    return " / ".join(
        dates.say_time(hours.at_clock(space, at, hours.known(space, it), now)) for it in space.couple
    )


def _apart(one: time, other: time) -> int:
    minutes = abs((one.hour - other.hour) * 60 + one.minute - other.minute)
    return min(minutes, 24 * 60 - minutes)
