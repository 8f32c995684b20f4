"""What the daily question decides, as pure functions of values: no SQL, no Telegram, no clock of its own."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.features.question.preferences import CHOSEN, QUESTION_DAYS, QUESTION_ON, QUESTION_TIME, chosen_at
from bot.sealed.contributions import BELOW, Card
from bot.spaces.model import Space
from content.bank import INTIMACY
from content.picker import STILL_TRUE
from schedules import ladder
from schedules.due import EVERY_DAY, Days, Rhythm, instant, rests
from schedules.rest import REST_DAYS, REST_FROM, REST_TO, rests_until

FRESHNESS = timedelta(hours=6)
LASTS = Days(7)
"""How long a card can be answered, and a seal lasts: alike for both, whatever either did."""
LATE_FROM, NIGHT_ENDS = 20, 4


def packs_of(space: Space, day: date) -> frozenset[str]:
    """Return what both chose that counts on a local date; intimacy only while nobody else is there."""
    both = frozenset.intersection(*(chosen_at(partner, day) for partner in space.couple))
    return both - {INTIMACY} if space.accompanied else both


def intimate_since(space: Space) -> date | None:
    """Return the local date since which both have chosen the intimacy pack; None if not both have."""
    days = [partner[CHOSEN][INTIMACY] for partner in space.couple if INTIMACY in partner[CHOSEN]]
    return max(days) if len(days) == len(space.couple) else None


class Step(StrEnum):
    """What a card's reasons note of a step of the ladder: which one it says, or that it leaves one untold."""

    OTHER_DAY = "ladder:other_day"
    """The couple is told below it that posts come every other day."""
    WEEKLY = "ladder:weekly"
    """The couple is told below it that posts come once a week."""
    WAITS = "ladder:waits"
    """It tells a wish, so the step waits for another card."""
    SAID_BELOW = "ladder:said_below"
    """The step that waited was said below that day's kindness."""


RARER = {2: Step.OTHER_DAY, 7: Step.WEEKLY}
"""How many days apart posts come at each step that a card says."""


def is_noted(reason: str, reasons: str) -> bool:
    """Whether a reason is one of those of a card, as its row holds them (`bot.sealed.rows.add_card`)."""
    return reason in reasons.split("; ")


def rarer_below(card: Card) -> int | None:
    """Return how many days apart posts come now, where the couple is told so on this card; else None."""
    return next((days for days, step in RARER.items() if is_noted(step, card.reasons)), None)


def is_asked_again(card: Card) -> bool:
    """Whether both answered its question half a year ago or earlier."""
    return is_noted(STILL_TRUE, card.reasons)


RELAY_DAYS = 3
_RELAY = "relay:"


def relay_day(card: Card) -> int:
    """Return which day of its relay a card is, from 1; 1 for what is none."""
    days = [it.removeprefix(_RELAY) for it in card.reasons.split("; ") if it.startswith(_RELAY)]
    return int(days[0]) if days else 1


def goes_on(day: int) -> str:
    """Return the reason of a card that is this day of a relay."""
    return f"{_RELAY}{day}"


def is_late(here: datetime) -> bool:
    """Whether nothing deep is asked any more at this local time: from 20:00 until 4:00."""
    return not NIGHT_ENDS <= here.hour < LATE_FROM


def rarer(
    chosen: str, since: datetime, previous_due: datetime | None, now: datetime, *, untold: bool = False
) -> int | None:
    """Return the days between posts if this is the post at which the ladder steps to more of them.

    `untold`: the step before could not be told on its own card, so it is here, if it is so still. Looks at
    what both did alone, so the line it stands for tells nothing about either.
    """
    step = steps_to(chosen, since, now)
    before = None if previous_due is None else ladder.step(chosen, since, previous_due)
    if step is None or before is None:
        return None
    return step if untold or before < step else None


def steps_to(chosen: str, since: datetime, now: datetime) -> int | None:
    """Return the days between posts where the ladder makes them more than were chosen; None in silence."""
    step = ladder.step(chosen, since, now)
    return None if step == ladder.PACES[chosen] else step


SPOKEN_TO = timedelta(days=7)


def spoken_to(now: datetime) -> datetime:
    """Return whence the ladder counts after somebody broke the silence.

    Not from now, which would bring daily posts back to a couple that went quiet, and not from before,
    which would end in another farewell a week later: the ladder goes on from its weekly rung.
    """
    return now - SPOKEN_TO


def morning_after(space: Space, at: datetime) -> datetime:
    """Return the first instant after `at` (UTC) at which something may come below a morning's question."""
    day = space.local(at).date()
    mornings = (instant(day + timedelta(days=n), space[QUESTION_TIME], space.tz) + BELOW for n in range(3))
    return next(morning for morning in mornings if morning > at)


def speaks(space: Space, now: datetime) -> bool:
    """Whether a morning's question could come now: at its hour or some time later, on a day that lets one.

    That is none of a pause (whose it is is told to nobody), no rest day, and none on which nothing may be
    said in the group. The ladder holds back what the bot asks, not what one of the two says.
    """
    day = space.local(now).date()
    due = instant(day, space[QUESTION_TIME], space.tz)
    days = space[QUESTION_DAYS] if space[QUESTION_ON] and "x" in space[QUESTION_DAYS] else EVERY_DAY
    rhythm = Rhythm(space[QUESTION_TIME], space.tz, days, space[REST_DAYS], space[REST_FROM], space[REST_TO])
    resting = (until := rests_until(space)) is not None and due < until
    quiet = resting or rests(rhythm, day) or days[day.weekday()] != "x" or space.is_out_of_reach
    return not quiet and timedelta() <= now - due < FRESHNESS
