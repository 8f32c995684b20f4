"""What a choice of the settings' own changes: pure. Each names its result, so doubled taps are harmless."""

from datetime import date, timedelta

from bot.features.settings.pages import Change, ChoiceContext, Refused, one_of, weekday
from bot.spaces.model import Space
from bot.words import N_
from schedules import ladder
from schedules.ladder import PACES
from schedules.rest import REST_DAYS, REST_FROM, REST_TO

REST_DAYS_A_WEEK = 2


def next_move(space: Space, today: date) -> tuple[date, date] | None:
    """Return (the rest day that moves, tomorrow) if *Rest tomorrow* is possible now, else None.

    It needs a regular rest day to move, a tomorrow that is none, and no other move under way.
    """
    tomorrow = today + timedelta(days=1)
    if "x" not in space[REST_DAYS] or space[REST_DAYS][tomorrow.weekday()] == "x" or moved(space, today):
        return None
    ahead = (tomorrow + timedelta(days=days) for days in range(1, 8))
    return next(day for day in ahead if space[REST_DAYS][day.weekday()] == "x"), tomorrow


def moved(space: Space, today: date) -> bool:
    """Return whether a rest day was moved and either of its two dates is still to come."""
    dates = [day for day in (space[REST_FROM], space[REST_TO]) if day is not None]
    return bool(dates) and max(dates) > today


def rest_day(context: ChoiceContext, value: str) -> Change:
    """Rest on a day of the week, or no more; a day that was moved from there is moved no more, then."""
    days = weekday(context.space[REST_DAYS], value)
    if days.count("x") > REST_DAYS_A_WEEK:
        raise Refused(N_("Two rest days a week at most."))
    moved_day = context.space[REST_FROM]
    if moved_day is not None and days[moved_day.weekday()] != "x":
        return Change("rest", ours=(REST_DAYS.to(days), REST_FROM.to(None), REST_TO.to(None)))
    return Change("rest", ours=(REST_DAYS.to(days),))


def move(context: ChoiceContext, value: str) -> Change:
    """Rest tomorrow instead of on the next rest day, or move that back."""
    if one_of(value, ("tomorrow", "back")) == "back":
        rest_to = context.space[REST_TO]
        if rest_to is None or rest_to <= context.today:
            raise Refused(N_("There's nothing to move back."))
        return Change("rest", ours=(REST_FROM.to(None), REST_TO.to(None)))
    ahead = next_move(context.space, context.today)
    if ahead is None:
        if context.space[REST_TO] == context.today + timedelta(days=1):
            return Change("rest")
        raise Refused(N_("There's no rest day to move right now."))
    return Change("rest", ours=(REST_FROM.to(ahead[0]), REST_TO.to(ahead[1])))


def pace(context: ChoiceContext, value: str) -> Change:
    """Come at this pace, from now on: where posts grew rarer by themselves, they do so no more."""
    chosen = one_of(value, PACES)
    came = ladder.step(chosen, ladder.since(context.space, context.now), context.now)
    if came == PACES[chosen]:
        return Change("pace", ours=(ladder.PACE.to(chosen),))
    anew = (ladder.JOINT_AT.to(context.now), ladder.QUIET_TOLD.to(False))
    return Change("pace", ours=(ladder.PACE.to(chosen), *anew))
