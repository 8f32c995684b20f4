"""The pages of what is set for both."""

from markupsafe import Markup, escape

from bot import dates
from bot.cards import Card, Rows
from bot.features.settings import change_views, hours, rules
from bot.features.settings.pages import Change, Page, time_of
from bot.features.settings.sight import Sight
from bot.words import N_, _
from schedules import ladder
from schedules.ladder import PACE
from schedules.quiet import QUIET_FROM, QUIET_UNTIL
from schedules.rest import REST_DAYS, REST_FROM, REST_TO

PACES = {"daily": N_("Every day"), "other_day": N_("Every other day"), "weekly": N_("Once a week")}
_PACES_SAID = {"daily": N_("every day"), "other_day": N_("every other day"), "weekly": N_("once a week")}
"""The same in the middle of a line."""
AGAIN = {
    "daily": N_("Come daily again"),
    "other_day": N_("Come every other day again"),
    "weekly": N_("Come weekly again"),
}


def _rest(sight: Sight, more: str) -> Card | None:
    """Return the rest days, and the one that may move to tomorrow."""
    if more:
        return None
    space = sight.space
    lines = [escape(_("On a rest day nothing comes by itself. Choose up to two a week."))]
    rows: Rows = sight.weekdays("rest", space[REST_DAYS])
    rest_from, rest_to = space[REST_FROM], space[REST_TO]
    if rest_to is not None and rest_to > sight.today and rest_from is not None:
        moved = Markup(_("Moved: %(to)s rests instead of %(from)s."))
        lines.append(moved % {"to": dates.say_date(rest_to), "from": dates.say_date(rest_from)})
        rows += ((sight.set(_("Move it back"), "move", "back"),),)
    elif rules.next_move(space, sight.today) is not None:
        rows += ((sight.set(_("Rest tomorrow"), "move", "tomorrow"),),)
        lines.append(
            Markup(_("<b>Rest tomorrow</b> moves one of them there; your group isn't told of that."))
        )
    text = Markup("\n").join([Markup(_("<b>Rest days</b>")), *lines])
    return Card(text, rows=(*rows, (sight.back("home"),)))


def _pace(sight: Sight, more: str) -> Card | None:
    """Return the choice of pace."""
    if more:
        return None
    space = sight.space
    text = Markup(
        _(
            "<b>Pace: %(pace)s</b>\nHow often would you two like me to come? I come more rarely by myself at "
            "times, and I'm glad to be called any time."
        )
    ) % {"pace": _paces(sight)}
    rows: Rows = tuple(
        (sight.set(_(label), "pace", pace, now=pace == space[PACE]),) for pace, label in PACES.items()
    )
    if _paces(sight) != _(PACES[space[PACE]]):
        rows = ((sight.set(_(AGAIN[space[PACE]]), "pace", space[PACE]),), *rows)
    return Card(text, rows=(*rows, (sight.back("home"),)))


def _quiet(sight: Sight, more: str) -> Card | None:
    """Return the quiet hours."""
    if more:
        return None
    space = sight.space
    text = Markup(_("<b>Quiet hours</b>\nFrom %(from)s to %(until)s whatever I send makes no sound.")) % {
        "from": dates.say_time(space[QUIET_FROM]),
        "until": dates.say_time(space[QUIET_UNTIL]),
    }
    return Card(
        text,
        rows=(
            (sight.go(_("They begin"), "qfrom"), sight.go(_("They end"), "quntil")),
            (sight.back("home"),),
        ),
    )


def _quiet_from(sight: Sight, more: str) -> Card | None:
    """Return the choice of when the quiet hours begin."""
    if more:
        return None
    picks = ("20:00", "21:00", "22:00", "22:30", "23:00", "00:00")
    text = escape(_("When do your quiet hours begin?"))
    return Card(text, rows=(*sight.times("qfrom", sight.space[QUIET_FROM], picks), (sight.back("quiet"),)))


def _quiet_until(sight: Sight, more: str) -> Card | None:
    """Return the choice of when the quiet hours end."""
    if more:
        return None
    picks = ("06:00", "06:30", "07:00", "08:00", "09:00", "10:00")
    text = escape(_("When do your quiet hours end?"))
    return Card(text, rows=(*sight.times("quntil", sight.space[QUIET_UNTIL], picks), (sight.back("quiet"),)))


def _clock(sight: Sight, more: str) -> Card | None:
    """Return what time it is for the group, by hours that both know of, and whether one's own clock differs.

    What the other's clock shows is never told, unless they told it; and no place is.
    """
    if more:
        return None
    space, me, now = sight.space, sight.me, sight.now
    here, own = space.local(now).time(), now.astimezone(me.tz).time()
    text = Markup(
        _("<b>Our clock</b>\nIt's %(time)s for your group%(others)s. What I send there goes by it.")
    )
    lines = [text % {"time": dates.say_time(here), "others": hours.at_others(space, here, now)}]
    rows: Rows = ((sight.go(_("Tell %(name)s my hours") % {"name": sight.other.name}, "hours"),),)
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
        rows = ((sight.set(_("Set it to my clock"), "zone", "mine"),), *rows)
    return Card(Markup("\n").join(lines), rows=(*rows, (sight.back("home"),)))


def _my_hours(sight: Sight, more: str) -> Card | None:
    """Return the words that would tell the other one's hours, before they are told."""
    if more:
        return None
    space, me, now = sight.space, sight.me, sight.now
    name = {"name": sight.other.name}
    rows: Rows = ((sight.back("clock"),),)
    if me.announced:
        rows = ((sight.set(_("Take my hours back"), "hours", "off"),), *rows)
    if hours.offset(me.tz, now) == hours.offset(hours.known(space, me), now):
        so = Markup(_("<b>Tell %(name)s my hours</b>\nYour group knows the hours you have now."))
        return Card(so % name, rows=rows)
    line = change_views.announcement(space, me, me.zone, now)
    text = Markup(
        _(
            "<b>Tell %(name)s my hours</b>\nI'd say in your group, without a sound:\n\n%(line)s\n\n"
            "Hours alone, no place. They stay so until you tell others here or take them back, which your "
            "group hears, too."
        )
    )
    tell = sight.set(_("Tell my hours"), "hours", str(hours.offset(me.tz, now)))
    return Card(text % (name | {"line": line}), rows=((tell,), *rows))


def _rest_line(sight: Sight) -> Markup:
    days = dates.say_weekdays(sight.space[REST_DAYS])
    return Markup(_("Rest days: %(days)s")) % {"days": days or _("none")}


def _pace_line(sight: Sight) -> Markup:
    return Markup(_("Pace: %(pace)s")) % {"pace": _paced(sight, _(_PACES_SAID[sight.space[PACE]]))}


def _quiet_line(sight: Sight) -> Markup:
    space = sight.space
    return Markup(_("Without a sound: %(from)s to %(until)s")) % {
        "from": dates.say_time(space[QUIET_FROM]),
        "until": dates.say_time(space[QUIET_UNTIL]),
    }


def _paces(sight: Sight) -> str:
    """Return the chosen pace, and how often posts come just now where that is rarer. It gives no reason."""
    return _paced(sight, _(PACES[sight.space[PACE]]))


def _paced(sight: Sight, chosen: str) -> str:
    space = sight.space
    comes = ladder.step(space[PACE], ladder.since(space, sight.now), sight.now)
    if comes == ladder.PACES[space[PACE]]:
        return chosen
    rarer = {7: _("once a week just now"), 2: _("every other day just now")}
    return _("%(pace)s (%(now)s)") % {"pace": chosen, "now": rarer.get(comes or 0, _("quiet just now"))}


REST = Page(
    name="rest",
    build=_rest,
    under="home",
    label=N_("Rest days"),
    line=_rest_line,
    choices={"rest": rules.rest_day, "move": rules.move},
)
PACE_PAGE = Page(
    name="pace", build=_pace, under="home", label=N_("Pace"), line=_pace_line, choices={"pace": rules.pace}
)
QUIET = Page(
    name="quiet",
    build=_quiet,
    under="home",
    label=N_("Quiet hours"),
    line=_quiet_line,
    choices={
        "qfrom": lambda _, v: Change("quiet", ours=(QUIET_FROM.to(time_of(v)),)),
        "quntil": lambda _, v: Change("quiet", ours=(QUIET_UNTIL.to(time_of(v)),)),
    },
    typed={"qfrom": "evening", "quntil": "morning"},
)
BEGIN = Page(name="qfrom", build=_quiet_from)
END = Page(name="quntil", build=_quiet_until)
CLOCK = Page(name="clock", build=_clock, under="home", label=N_("Our clock"), choices={"zone": rules.zone})
HOURS = Page(name="hours", build=_my_hours, choices={"hours": rules.hours})
