"""When a run of low evenings is answered with a gentle next step, at one's own door alone. Pure.

Nothing is stored for it: what was said on which evening is worked out anew from the evenings themselves, so
that no row tells that somebody was low, and erasing the evenings erases this too.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Literal

from bot.features.checkin.rules import Evening, Step

Gentle = Literal["afraid", "someone", "own"]

LOOKS_BACK = 14
"""Days that decide whether anything may be said tonight at all."""
REMEMBERS = 400
"""Days looked back to find out what was said before: far more than any of the spans below."""

_LOW = 2  # of 5: Hard or Heavy; Far or A bit far
_HARD = 1
_AFRAID_AGAIN = timedelta(days=7)
_HELP_AGAIN = timedelta(days=30)


def is_low(evening: Evening) -> bool:
    """Whether the day or the closeness was tapped in its lower two steps; a skip is not low."""
    return any(value is not None and value <= _LOW for value in (evening.day, evening.closeness))


def tonight(evenings: Sequence[Evening]) -> Gentle | None:
    """Return what the last of these evenings (oldest first) is answered with, or None.

    It is said only on an evening that was itself low. Own days hard on 7 of the last 14 point to help for
    oneself ("own"), low evenings on 10 of 14 to somebody to talk to ("someone"): one of the two at most once
    in 30 days. Low on 3 of the last 7 says where help is for somebody who is afraid ("afraid"), at most once
    in 7 days. Days are of the calendar: an evening without a check-in is none of them.
    """
    said: list[tuple[date, Gentle]] = []
    for at, evening in enumerate(evenings):
        if evening.step is not Step.DONE or not is_low(evening):
            continue
        kind = _step(evenings[: at + 1], said)
        if kind is not None:
            said.append((evening.local_date, kind))
    return said[-1][1] if said and said[-1][0] == evenings[-1].local_date else None


def may_say(evenings: Sequence[Evening]) -> bool:
    """Whether the last `LOOKS_BACK` days call for anything, whatever was said before."""
    return bool(evenings) and _step(evenings, ()) is not None


def _step(evenings: Sequence[Evening], said: Sequence[tuple[date, Gentle]]) -> Gentle | None:
    today = evenings[-1].local_date

    def rested(span: timedelta, *kinds: Gentle) -> bool:
        return all(today - day >= span for day, kind in said if kind in kinds)

    if rested(_HELP_AGAIN, "own", "someone"):
        if _days(evenings, 14, lambda it: it.day == _HARD) >= 7:
            return "own"
        if _days(evenings, 14, is_low) >= 10:
            return "someone"
    if _days(evenings, 7, is_low) >= 3 and rested(_AFRAID_AGAIN, "afraid", "own", "someone"):
        return "afraid"
    return None


def _days(evenings: Sequence[Evening], span: int, counts: Callable[[Evening], bool]) -> int:
    """Count the evenings of the last `span` calendar days, the last one's included, for which it holds."""
    since = evenings[-1].local_date - timedelta(days=span - 1)
    count = 0
    for evening in reversed(evenings):
        if evening.local_date < since:
            break
        count += counts(evening)
    return count
