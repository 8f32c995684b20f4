"""What the group is told when something changed that both meet; and the words before hours are told."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from markupsafe import Markup, escape

from bot import dates
from bot.changes import Shared, of
from bot.features.clocks import hours as suiting
from bot.features.clocks.actions import TakeHour
from bot.features.kindness.exports import KINDNESS_DAYS, KINDNESS_MODE, KINDNESS_TIME
from bot.features.question.exports import QUESTION_DAYS, QUESTION_ON, QUESTION_TIME
from bot.features.settings.exports import hours
from bot.message import Button, Message, Rows
from bot.spaces.model import DAY_BEGINS, Partner, Space
from bot.words import N_, _
from schedules.due import instant
from schedules.ladder import PACE
from schedules.quiet import QUIET_FROM, QUIET_UNTIL
from schedules.rest import REST_DAYS

_OF_THE_QUESTION = (QUESTION_ON, QUESTION_TIME, QUESTION_DAYS)
_COMES = {
    "daily": N_("I'll come every day from now on."),
    "other_day": N_("I'll come every other day from now on."),
    "weekly": N_("I'll come once a week from now on."),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What both met before a change, and when they are told of it (UTC)."""

    was: Shared
    at: datetime


def changed(space: Space, was: Shared, now: datetime) -> Message | None:
    """Return the card that says what is so from now on; None if all is as it was."""
    lines = [*_clocks(space, was, now), *_posts(space, was, now)]
    if not lines:
        return None
    is_now = of(space)
    hours_differ = (was.zone, was.announced) != (is_now.zone, is_now.announced)
    rows = _offered(space, now) if hours_differ or was.differs(is_now, *_OF_THE_QUESTION) else ()
    if rows:
        lines.append(_offering(space, now))
    return Message(Markup("\n").join(lines), rows=rows, silent=True)


def settled(space: Space, now: datetime) -> Message:
    """Return what a card that offered hours says once one is taken, or none can be any more: only what is
    true then.
    """
    lines = [
        announcement(space, partner, partner.announced, now)
        for partner in space.couple
        if partner.announced
        and hours.by(space, space[QUESTION_TIME], partner.announced, now) != space[QUESTION_TIME]
    ]
    if not lines or (space[QUESTION_ON] and hours.at_night(space, space[QUESTION_TIME], now)):
        lines.append(Markup(_("/settings, Our times, has every hour you could choose.")))
    return Message(Markup("\n").join(lines))


def offer_ends(space: Space, day: int) -> datetime:
    """Return when hours that were offered on a day (its ordinal) are offered no more: with the day after."""
    return instant(date.fromordinal(day) + timedelta(days=2), DAY_BEGINS, space.tz)


def announcement(space: Space, me: Partner, zone: str, now: datetime) -> Markup:
    """Return the line in which the group is told a partner's hours, and what follows from them."""
    there = dates.say_time(hours.by(space, space[QUESTION_TIME], zone, now))
    return Markup(
        _(
            "%(here)s by your group's clock is %(there)s for %(name)s. I make no sound here when it's night "
            "for either of you."
        )
    ) % {"here": dates.say_time(space[QUESTION_TIME]), "there": there, "name": me.name}


def _clocks(space: Space, was: Shared, now: datetime) -> list[Markup]:
    lines = []
    if was.zone != space.zone:
        text = Markup(
            _("Your group goes by another clock from now on: %(new)s by it is %(old)s by the one before.")
        )
        old = dates.say_time(hours.by(space, space[QUESTION_TIME], was.zone, now))
        lines.append(text % {"new": dates.say_time(space[QUESTION_TIME]), "old": old})
    for partner in space.couple:
        before = was.announced.get(str(partner.person_id))
        if partner.announced and partner.announced != before:
            lines.append(announcement(space, partner, partner.announced, now))
        elif before and not partner.announced:
            lines.append(
                Markup(_("For %(name)s, too, I go by your group's clock again.")) % {"name": partner.name}
            )
    return lines


def _posts(space: Space, was: Shared, now: datetime) -> list[Markup]:
    """Return a sentence for each thing that comes otherwise than it did."""
    is_now = of(space)
    lines = []
    if was.differs(is_now, *_OF_THE_QUESTION):
        lines.append(_question(space, now))
    if was.differs(is_now, KINDNESS_MODE, KINDNESS_TIME, KINDNESS_DAYS):
        lines.append(_kindness(space, now))
    if was.differs(is_now, REST_DAYS):
        days = dates.say_weekdays(space[REST_DAYS])
        rest = Markup(_("Your rest days from now on: %(days)s.")) % {"days": days}
        lines.append(rest if days else escape(_("You have no rest days from now on.")))
    if was.differs(is_now, PACE) or was.paced:
        lines.append(escape(_(_COMES[space[PACE]])))
    if was.differs(is_now, QUIET_FROM, QUIET_UNTIL):
        quiet = Markup(_("From now on I make no sound from %(from)s to %(until)s."))
        ends = {"from": dates.say_time(space[QUIET_FROM]), "until": dates.say_time(space[QUIET_UNTIL])}
        lines.append(quiet % ends)
    return lines


def _question(space: Space, now: datetime) -> Markup:
    if not space[QUESTION_ON]:
        return escape(_("Your question doesn't come by itself from now on. /question brings one."))
    if "." not in space[QUESTION_DAYS]:
        text = Markup(_("Your question comes at %(time)s from now on."))
    else:
        text = Markup(_("Your question comes at %(time)s on %(days)s from now on."))
    return text % _when(space, space[QUESTION_TIME], space[QUESTION_DAYS], now)


def _kindness(space: Space, now: datetime) -> Markup:
    if space[KINDNESS_MODE] == "with_question":
        return escape(_("The small kindness is a line on your question's card from now on."))
    if space[KINDNESS_MODE] != "own":
        return escape(_("The small kindness doesn't come by itself from now on. /kindness brings one."))
    if "." not in space[KINDNESS_DAYS]:
        text = Markup(_("The small kindness comes at %(time)s from now on."))
    else:
        text = Markup(_("The small kindness comes at %(time)s on %(days)s from now on."))
    return text % _when(space, space[KINDNESS_TIME], space[KINDNESS_DAYS], now)


def _when(space: Space, at: time, days: str, now: datetime) -> dict[str, object]:
    return {
        "time": escape(dates.say_time(at)) + hours.at_others(space, at, now),
        "days": dates.say_weekdays(days),
    }


def _offering(space: Space, now: datetime) -> Markup:
    """Return the words above hours that suit both: what a tap moves."""
    text = Markup(_("That's night for one of you. These hours suit you both (%(names)s):"))
    if suiting.kindness_moves(space, now):
        text = Markup(
            _(
                "That's night for one of you, and so is the small kindness, which moves along. These hours "
                "suit you both (%(names)s):"
            )
        )
    return text % {"names": " / ".join(partner.name for partner in space.couple)}


def _offered(space: Space, now: datetime) -> Rows:
    """Return hours that suit both, two in a row, if the question's own is night for one of them."""
    night = space.clocks_differ(now) and not hours.suits(space, space[QUESTION_TIME], now)
    if not space[QUESTION_ON] or not night:
        return ()
    day = space.day(now)
    keys = [
        Button(suiting.pair(space, at, now), TakeHour(space.id, day, f"{at:%H%M}"))
        for at in suiting.suiting(space, now)
    ]
    return tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
