"""What the group is told when something changed that both meet; and the words before hours are told."""

from datetime import date, datetime, time, timedelta

from markupsafe import Markup, escape

from bot import dates
from bot.cards import Button, Card, Rows
from bot.changes import Shared, of
from bot.features.kindness.exports import KINDNESS_DAYS, KINDNESS_MODE, KINDNESS_TIME
from bot.features.settings import hours
from bot.features.settings.actions import TakeHour
from bot.spaces.model import DAY_BEGINS, Partner, Space
from bot.words import N_, _
from schedules.due import instant

_COMES = {
    "daily": N_("I'll come every day from now on."),
    "other_day": N_("I'll come every other day from now on."),
    "weekly": N_("I'll come once a week from now on."),
}


def changed(space: Space, was: Shared, now: datetime) -> Card | None:
    """Return the card that says what is so from now on; None if all is as it was."""
    lines = [*_clocks(space, was, now), *_posts(space, was, now)]
    if not lines:
        return None
    is_now = of(space)
    before, after = (was.zone, was.announced, was.question), (is_now.zone, is_now.announced, is_now.question)
    rows = _offered(space, now) if before != after else ()
    if rows:
        lines.append(_offering(space, now))
    return Card(Markup("\n").join(lines), rows=rows, silent=True)


def settled(space: Space, now: datetime) -> Card:
    """Return what a card that offered hours says once one is taken, or none can be any more: only what is
    true then.
    """
    lines = [
        announcement(space, partner, partner.announced, now)
        for partner in space.couple
        if partner.announced
        and hours.by(space, space.question_time, partner.announced, now) != space.question_time
    ]
    if not lines or (space.question_on and hours.at_night(space, space.question_time, now)):
        lines.append(Markup(_("/settings, Our times, has every hour you could choose.")))
    return Card(Markup("\n").join(lines))


def offer_ends(space: Space, day: int) -> datetime:
    """Return when hours that were offered on a day (its ordinal) are offered no more: with the day after."""
    return instant(date.fromordinal(day) + timedelta(days=2), DAY_BEGINS, space.tz)


def announcement(space: Space, me: Partner, zone: str, now: datetime) -> Markup:
    """Return the line in which the group is told a partner's hours, and what follows from them."""
    there = dates.say_time(hours.by(space, space.question_time, zone, now))
    return Markup(
        _(
            "%(here)s by your group's clock is %(there)s for %(name)s. I make no sound here when it's night "
            "for either of you."
        )
    ) % {"here": dates.say_time(space.question_time), "there": there, "name": me.name}


def _clocks(space: Space, was: Shared, now: datetime) -> list[Markup]:
    lines = []
    if was.zone != space.zone:
        text = Markup(
            _("Your group goes by another clock from now on: %(new)s by it is %(old)s by the one before.")
        )
        old = dates.say_time(hours.by(space, space.question_time, was.zone, now))
        lines.append(text % {"new": dates.say_time(space.question_time), "old": old})
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
    if is_now.question != was.question:
        lines.append(_question(space, now))
    if was.differs(is_now, KINDNESS_MODE, KINDNESS_TIME, KINDNESS_DAYS):
        lines.append(_kindness(space, now))
    if is_now.rest_days != was.rest_days:
        days = dates.say_weekdays(space.rest_days)
        rest = Markup(_("Your rest days from now on: %(days)s.")) % {"days": days}
        lines.append(rest if days else escape(_("You have no rest days from now on.")))
    if is_now.pace != was.pace or was.paced:
        lines.append(escape(_(_COMES[space.pace])))
    if is_now.quiet != was.quiet:
        quiet = Markup(_("From now on I make no sound from %(from)s to %(until)s."))
        ends = {"from": dates.say_time(space.quiet_from), "until": dates.say_time(space.quiet_until)}
        lines.append(quiet % ends)
    return lines


def _question(space: Space, now: datetime) -> Markup:
    if not space.question_on:
        return escape(_("Your question doesn't come by itself from now on. /question brings one."))
    if "." not in space.question_days:
        text = Markup(_("Your question comes at %(time)s from now on."))
    else:
        text = Markup(_("Your question comes at %(time)s on %(days)s from now on."))
    return text % _when(space, space.question_time, space.question_days, now)


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
    if hours.kindness_moves(space, now):
        text = Markup(
            _(
                "That's night for one of you, and so is the small kindness, which moves along. These hours "
                "suit you both (%(names)s):"
            )
        )
    return text % {"names": " / ".join(partner.name for partner in space.couple)}


def _offered(space: Space, now: datetime) -> Rows:
    """Return hours that suit both, two in a row, if the question's own is night for one of them."""
    night = space.clocks_differ(now) and not hours.suits(space, space.question_time, now)
    if not space.question_on or not night:
        return ()
    day = space.day(now)
    keys = [
        Button(hours.pair(space, at, now), TakeHour(space.id, day, f"{at:%H%M}"))
        for at in hours.suiting(space, now)
    ]
    return tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
