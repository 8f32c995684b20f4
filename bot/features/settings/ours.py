"""The pages of what is set for both."""

from datetime import time

from markupsafe import Markup, escape

from bot import dates
from bot.cards import Card, Rows
from bot.features.kindness.exports import KINDNESS_DAYS, KINDNESS_MODE, KINDNESS_TIME
from bot.features.question.exports import QUESTION_DAYS, QUESTION_ON, QUESTION_TIME
from bot.features.settings import change_views, hours, rules
from bot.features.settings.sight import Sight
from bot.words import N_, _, below
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
KINDNESS = {"own": N_("On its own"), "with_question": N_("With the question"), "off": N_("Off")}


def times(sight: Sight) -> Card:
    """Return the overview of what comes when."""
    text = Markup("<b>%s</b>\n%s") % (_("Our times"), _times(sight))
    return Card(
        text,
        rows=(
            (sight.go(_("Question"), "question"), sight.go(_("Kindness"), "kindness")),
            (sight.back("home"),),
        ),
    )


def question(sight: Sight) -> Card:
    """Return the daily question's page."""
    space = sight.space
    text = Markup(_("<b>The daily question</b>\nIt comes at %(time)s, %(days)s.")) % {
        "time": _hour(sight, space[QUESTION_TIME]),
        "days": dates.say_weekdays(space[QUESTION_DAYS]),
    }
    text = below(text, _night(sight, space[QUESTION_TIME]))
    if not space[QUESTION_ON]:
        text = Markup(_("<b>The daily question</b>\nOff. /question in your group still brings one."))
    return Card(
        text,
        rows=(
            (
                sight.set(_("On"), "question", "on", now=space[QUESTION_ON]),
                sight.set(_("Off"), "question", "off", now=not space[QUESTION_ON]),
            ),
            *sight.times(
                "qtime", space[QUESTION_TIME], ("07:00", "08:00", "09:00", "12:00", "18:00", "20:00")
            ),
            *sight.weekdays("qday", space[QUESTION_DAYS]),
            (sight.back("times"),),
        ),
    )


def kindness(sight: Sight) -> Card:
    """Return the small kindness's page."""
    space = sight.space
    own = space[KINDNESS_MODE] == "own"
    text = {
        "own": below(
            Markup(_("<b>The small kindness</b>\nIt comes at %(time)s, %(days)s, without a sound."))
            % {
                "time": _hour(sight, space[KINDNESS_TIME]),
                "days": dates.say_weekdays(space[KINDNESS_DAYS]),
            },
            _night(sight, space[KINDNESS_TIME]),
        ),
        "with_question": Markup(
            _("<b>The small kindness</b>\nOne card a day: it is a line on the question's card.")
        ),
    }.get(
        space[KINDNESS_MODE],
        Markup(_("<b>The small kindness</b>\nOff. /kindness in your group still brings one.")),
    )
    modes = tuple(
        (sight.set(_(label), "kindness", mode, now=mode == space[KINDNESS_MODE]),)
        for mode, label in KINDNESS.items()
    )
    picks = ("10:00", "12:30", "15:00", "17:00", "18:30", "20:00")
    times = sight.times("ktime", space[KINDNESS_TIME], picks) if own else ()
    days = sight.weekdays("kday", space[KINDNESS_DAYS]) if space[KINDNESS_MODE] != "off" else ()
    return Card(text, rows=(*modes, *times, *days, (sight.back("times"),)))


def rest(sight: Sight) -> Card:
    """Return the rest days, and the one that may move to tomorrow."""
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


def pace(sight: Sight) -> Card:
    """Return the choice of pace."""
    space = sight.space
    text = Markup(
        _(
            "<b>Pace: %(pace)s</b>\nHow often would you two like me to come? I come more rarely by myself at "
            "times, and I'm glad to be called any time."
        )
    ) % {"pace": _pace(sight)}
    rows: Rows = tuple(
        (sight.set(_(label), "pace", pace, now=pace == space[PACE]),) for pace, label in PACES.items()
    )
    if _pace(sight) != _(PACES[space[PACE]]):
        rows = ((sight.set(_(AGAIN[space[PACE]]), "pace", space[PACE]),), *rows)
    return Card(text, rows=(*rows, (sight.back("home"),)))


def quiet(sight: Sight) -> Card:
    """Return the quiet hours."""
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


def quiet_from(sight: Sight) -> Card:
    """Return the choice of when the quiet hours begin."""
    picks = ("20:00", "21:00", "22:00", "22:30", "23:00", "00:00")
    text = escape(_("When do your quiet hours begin?"))
    return Card(text, rows=(*sight.times("qfrom", sight.space[QUIET_FROM], picks), (sight.back("quiet"),)))


def quiet_until(sight: Sight) -> Card:
    """Return the choice of when the quiet hours end."""
    picks = ("06:00", "06:30", "07:00", "08:00", "09:00", "10:00")
    text = escape(_("When do your quiet hours end?"))
    return Card(text, rows=(*sight.times("quntil", sight.space[QUIET_UNTIL], picks), (sight.back("quiet"),)))


def clock(sight: Sight) -> Card:
    """Return what time it is for the group, by hours that both know of, and whether one's own clock differs.

    What the other's clock shows is never told, unless they told it; and no place is.
    """
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


def my_hours(sight: Sight) -> Card:
    """Return the words that would tell the other one's hours, before they are told."""
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


def summary(sight: Sight) -> Markup:
    """Return what is set for both: hours and days alone."""
    space = sight.space
    days = dates.say_weekdays(space[REST_DAYS])
    return Markup("\n").join(
        [
            _times(sight),
            Markup(_("Rest days: %(days)s")) % {"days": days or _("none")},
            Markup(_("Pace: %(pace)s")) % {"pace": _paced(sight, _(_PACES_SAID[space[PACE]]))},
            Markup(_("Without a sound: %(from)s to %(until)s"))
            % {"from": dates.say_time(space[QUIET_FROM]), "until": dates.say_time(space[QUIET_UNTIL])},
        ]
    )


def _times(sight: Sight) -> Markup:
    """Return what comes when, a line each."""
    space = sight.space
    return Markup(_("Question: %(question)s\nKindness: %(kindness)s")) % {
        "question": (
            _when(sight, space[QUESTION_DAYS], space[QUESTION_TIME]) if space[QUESTION_ON] else _("off")
        ),
        "kindness": {
            "own": _when(sight, space[KINDNESS_DAYS], space[KINDNESS_TIME]),
            "with_question": _("with the question"),
        }.get(space[KINDNESS_MODE], _("off")),
    }


def _hour(sight: Sight, at: time) -> Markup:
    """Return an hour, with what that is by the hours that were told."""
    return escape(dates.say_time(at)) + hours.at_others(sight.space, at, sight.now)


def _night(sight: Sight, at: time) -> Markup:
    """Return a line that says for whom an hour is night, by the hours that were told; none for nobody."""
    names = hours.at_night(sight.space, at, sight.now)
    if not names:
        return Markup("")
    line = Markup(_("That's night for %(name)s: it makes no sound then."))
    if len(names) > 1:
        line = Markup(_("That's night for you both: it makes no sound then."))
    return line % {"name": names[0]}


def _when(sight: Sight, days: str, at: time) -> Markup:
    """Return days and an hour, with what that is by the hours that were told."""
    return Markup(_("%(days)s at %(time)s")) % {"days": dates.say_weekdays(days), "time": _hour(sight, at)}


def _pace(sight: Sight) -> str:
    """Return the chosen pace, and how often posts come just now where that is rarer. It gives no reason."""
    return _paced(sight, _(PACES[sight.space[PACE]]))


def _paced(sight: Sight, chosen: str) -> str:
    space = sight.space
    comes = ladder.step(space[PACE], ladder.since(space, sight.now), sight.now)
    if comes == ladder.PACES[space[PACE]]:
        return chosen
    rarer = {7: _("once a week just now"), 2: _("every other day just now")}
    return _("%(pace)s (%(now)s)") % {"pace": chosen, "now": rarer.get(comes or 0, _("quiet just now"))}
