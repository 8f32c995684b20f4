"""The pages of what is set for both."""

from markupsafe import Markup, escape

from bot import dates
from bot.features.settings import rules
from bot.features.settings.context import PageContext
from bot.features.settings.pages import Change, Page, time_of
from bot.message import Message, Rows
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


def _rest(context: PageContext, more: str) -> Message | None:
    """Return the rest days, and the one that may move to tomorrow."""
    if more:
        return None
    space = context.space
    lines = [escape(_("On a rest day nothing comes by itself. Choose up to two a week."))]
    rows: Rows = context.weekdays("rest", space[REST_DAYS])
    rest_from, rest_to = space[REST_FROM], space[REST_TO]
    if rest_to is not None and rest_to > context.today and rest_from is not None:
        moved = Markup(_("Moved: %(to)s rests instead of %(from)s."))
        lines.append(moved % {"to": dates.say_date(rest_to), "from": dates.say_date(rest_from)})
        rows += ((context.set(_("Move it back"), "move", "back"),),)
    elif rules.next_move(space, context.today) is not None:
        rows += ((context.set(_("Rest tomorrow"), "move", "tomorrow"),),)
        lines.append(
            Markup(_("<b>Rest tomorrow</b> moves one of them there; your group isn't told of that."))
        )
    text = Markup("\n").join([Markup(_("<b>Rest days</b>")), *lines])
    return Message(text, rows=(*rows, (context.back("home"),)))


def _pace(context: PageContext, more: str) -> Message | None:
    """Return the choice of pace."""
    if more:
        return None
    space = context.space
    text = Markup(
        _(
            "<b>Pace: %(pace)s</b>\nHow often would you two like me to come? I come more rarely by myself at "
            "times, and I'm glad to be called any time."
        )
    ) % {"pace": _paces(context)}
    rows: Rows = tuple(
        (context.set(_(label), "pace", pace, now=pace == space[PACE]),) for pace, label in PACES.items()
    )
    if _paces(context) != _(PACES[space[PACE]]):
        rows = ((context.set(_(AGAIN[space[PACE]]), "pace", space[PACE]),), *rows)
    return Message(text, rows=(*rows, (context.back("home"),)))


def _quiet(context: PageContext, more: str) -> Message | None:
    """Return the quiet hours."""
    if more:
        return None
    space = context.space
    text = Markup(_("<b>Quiet hours</b>\nFrom %(from)s to %(until)s whatever I send makes no sound.")) % {
        "from": dates.say_time(space[QUIET_FROM]),
        "until": dates.say_time(space[QUIET_UNTIL]),
    }
    return Message(
        text,
        rows=(
            (context.go(_("They begin"), "qfrom"), context.go(_("They end"), "quntil")),
            (context.back("home"),),
        ),
    )


def _quiet_from(context: PageContext, more: str) -> Message | None:
    """Return the choice of when the quiet hours begin."""
    if more:
        return None
    picks = ("20:00", "21:00", "22:00", "22:30", "23:00", "00:00")
    text = escape(_("When do your quiet hours begin?"))
    return Message(
        text, rows=(*context.times("qfrom", context.space[QUIET_FROM], picks), (context.back("quiet"),))
    )


def _quiet_until(context: PageContext, more: str) -> Message | None:
    """Return the choice of when the quiet hours end."""
    if more:
        return None
    picks = ("06:00", "06:30", "07:00", "08:00", "09:00", "10:00")
    text = escape(_("When do your quiet hours end?"))
    return Message(
        text, rows=(*context.times("quntil", context.space[QUIET_UNTIL], picks), (context.back("quiet"),))
    )


def _rest_line(context: PageContext) -> Markup:
    days = dates.say_weekdays(context.space[REST_DAYS])
    return Markup(_("Rest days: %(days)s")) % {"days": days or _("none")}


def _pace_line(context: PageContext) -> Markup:
    return Markup(_("Pace: %(pace)s")) % {"pace": _paced(context, _(_PACES_SAID[context.space[PACE]]))}


def _quiet_line(context: PageContext) -> Markup:
    space = context.space
    return Markup(_("Without a sound: %(from)s to %(until)s")) % {
        "from": dates.say_time(space[QUIET_FROM]),
        "until": dates.say_time(space[QUIET_UNTIL]),
    }


def _paces(context: PageContext) -> str:
    """Return the chosen pace, and how often posts come just now where that is rarer. It gives no reason."""
    return _paced(context, _(PACES[context.space[PACE]]))


def _paced(context: PageContext, chosen: str) -> str:
    space = context.space
    comes = ladder.step(space[PACE], ladder.since(space, context.now), context.now)
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
