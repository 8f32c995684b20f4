"""The pages of the group's clock, and of one's own hours as the other may hear them."""

from markupsafe import Markup, escape

from bot import dates
from bot.features.clocks import views
from bot.features.settings.exports import Change, ChoiceContext, Page, PageContext, Refused, hours, one_of
from bot.message import Message, Rows
from bot.spaces.model import ANNOUNCED
from bot.words import N_, _


def _clock(context: PageContext, more: str) -> Message | None:
    """Return what time it is for the group, by hours that both know of, and whether one's own clock differs.

    What the other's clock shows is never told, unless they told it; and no place is.
    """
    if more:
        return None
    space, me, now = context.space, context.me, context.now
    here, own = space.local(now).time(), now.astimezone(me.tz).time()
    text = Markup(
        _("<b>Our clock</b>\nIt's %(time)s for your group%(others)s. What I send there goes by it.")
    )
    lines = [text % {"time": dates.say_time(here), "others": hours.at_others(space, here, now)}]
    rows: Rows = ((context.go(_("Tell %(name)s my hours") % {"name": context.other.name}, "hours"),),)
    if space.zone == me.zone:
        lines.append(escape(_("Your own clock is the same.")))
    else:
        own_clock = Markup(
            _(
                "Your own clock says %(time)s, in our private chat alone. If you set your group to it, your "
                "group is told when its question comes."
            )
        )
        lines.append(own_clock % {"time": dates.say_time(own)})
        rows = ((context.set(_("Set it to my clock"), "zone", "mine"),), *rows)
    return Message(Markup("\n").join(lines), rows=(*rows, (context.back("home"),)))


def _my_hours(context: PageContext, more: str) -> Message | None:
    """Return the words that would tell the other one's hours, before they are told."""
    if more:
        return None
    space, me, now = context.space, context.me, context.now
    name = {"name": context.other.name}
    rows: Rows = ((context.back("clock"),),)
    if me.announced:
        rows = ((context.set(_("Take my hours back"), "hours", "off"),), *rows)
    if hours.offset(me.tz, now) == hours.offset(hours.known(space, me), now):
        so = Markup(_("<b>Tell %(name)s my hours</b>\nYour group knows the hours you have now."))
        return Message(so % name, rows=rows)
    line = views.announcement(space, me, me.zone, now)
    text = Markup(
        _(
            "<b>Tell %(name)s my hours</b>\nI'd say in your group, without a sound:\n\n%(line)s\n\n"
            "Hours alone, no place. They stay so until you tell others here or take them back, which your "
            "group hears, too."
        )
    )
    tell = context.set(_("Tell my hours"), "hours", str(hours.offset(me.tz, now)))
    return Message(text % (name | {"line": line}), rows=((tell,), *rows))


def _announce(context: ChoiceContext, value: str) -> Change:
    """Tell the other one's hours, or take them back: "420" (minutes from UTC, as shown before) or "off"."""
    if value == "off":
        return Change("hours", mine=(ANNOUNCED.to(None),))
    ahead = context.now.astimezone(context.me.tz).utcoffset()
    if ahead is None or value != str(round(ahead.total_seconds() / 60)):
        raise Refused(N_("Your clock changed. Please look again."))
    return Change("hours", mine=(ANNOUNCED.to(context.me.zone),))


def _zone(context: ChoiceContext, value: str) -> Change:
    """Let the space's posts go by one's own clock: nobody points at the other's."""
    one_of(value, ("mine",))
    return Change("clock", zone=context.me.zone)


CLOCK = Page(name="clock", build=_clock, under="home", label=N_("Our clock"), choices={"zone": _zone})
HOURS = Page(name="hours", build=_my_hours, choices={"hours": _announce})
