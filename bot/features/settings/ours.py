"""The pages of what is set for both."""

from datetime import time

from markupsafe import Markup, escape

from bot import dates
from bot.cards import Card, Rows
from bot.features.settings import rules
from bot.features.settings.sight import Sight
from bot.words import N_, _

PACES = {"daily": N_("Every day"), "other_day": N_("Every other day"), "weekly": N_("Once a week")}
KINDNESS = {"own": N_("On its own"), "with_question": N_("With the question"), "off": N_("Off")}


def times(sight: Sight) -> Card:
    """Return the overview of what comes when."""
    space = sight.space
    text = Markup(_("<b>Our times</b>\nQuestion: %(question)s\nKindness: %(kindness)s")) % {
        "question": _when(space.question_days, space.question_time) if space.question_on else _("off"),
        "kindness": {
            "own": _when(space.kindness_days, space.kindness_time),
            "with_question": _("with the question"),
        }.get(space.kindness_mode, _("off")),
    }
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
        "time": dates.say_time(space.question_time),
        "days": dates.say_weekdays(space.question_days),
    }
    if not space.question_on:
        text = Markup(_("<b>The daily question</b>\nOff. /question in your group still brings one."))
    return Card(
        text,
        rows=(
            (
                sight.set(_("On"), "question", "on", now=space.question_on),
                sight.set(_("Off"), "question", "off", now=not space.question_on),
            ),
            *sight.times(
                "qtime", space.question_time, ("07:00", "08:00", "09:00", "12:00", "18:00", "20:00")
            ),
            *sight.weekdays("qday", space.question_days),
            (sight.back("times"),),
        ),
    )


def kindness(sight: Sight) -> Card:
    """Return the small kindness's page."""
    space = sight.space
    own = space.kindness_mode == "own"
    text = {
        "own": Markup(_("<b>The small kindness</b>\nIt comes at %(time)s, %(days)s, without a sound."))
        % {"time": dates.say_time(space.kindness_time), "days": dates.say_weekdays(space.kindness_days)},
        "with_question": Markup(
            _("<b>The small kindness</b>\nOne card a day: it is a line on the question's card.")
        ),
    }.get(
        space.kindness_mode,
        Markup(_("<b>The small kindness</b>\nOff. /kindness in your group still brings one.")),
    )
    modes = tuple(
        (sight.set(_(label), "kindness", mode, now=mode == space.kindness_mode),)
        for mode, label in KINDNESS.items()
    )
    picks = ("10:00", "12:30", "15:00", "17:00", "18:30", "20:00")
    times = sight.times("ktime", space.kindness_time, picks) if own else ()
    days = sight.weekdays("kday", space.kindness_days) if space.kindness_mode != "off" else ()
    return Card(text, rows=(*modes, *times, *days, (sight.back("times"),)))


def rest(sight: Sight) -> Card:
    """Return the rest days, and the one that may move to tomorrow."""
    space = sight.space
    lines = [escape(_("On a rest day nothing comes by itself. Choose up to two a week."))]
    rows: Rows = sight.weekdays("rest", space.rest_days)
    if space.rest_to is not None and space.rest_to > sight.today and space.rest_from is not None:
        moved = Markup(_("Moved: %(to)s rests instead of %(from)s."))
        lines.append(moved % {"to": dates.say_date(space.rest_to), "from": dates.say_date(space.rest_from)})
        rows += ((sight.set(_("Move it back"), "move", "back"),),)
    elif rules.next_move(space, sight.today) is not None:
        rows += ((sight.set(_("Rest tomorrow"), "move", "tomorrow"),),)
    text = Markup("\n").join([Markup(_("<b>Rest days</b>")), *lines])
    return Card(text, rows=(*rows, (sight.back("home"),)))


def pace(sight: Sight) -> Card:
    """Return the choice of pace."""
    text = Markup(
        _(
            "<b>Pace</b>\nHow often would you two like me to come? When little is going on I come more "
            "rarely by myself, and I'm glad to be called any time."
        )
    )
    rows = tuple(
        (sight.set(_(label), "pace", pace, now=pace == sight.space.pace),) for pace, label in PACES.items()
    )
    return Card(text, rows=(*rows, (sight.back("home"),)))


def quiet(sight: Sight) -> Card:
    """Return the quiet hours."""
    space = sight.space
    text = Markup(_("<b>Quiet hours</b>\nFrom %(from)s to %(until)s whatever I send makes no sound.")) % {
        "from": dates.say_time(space.quiet_from),
        "until": dates.say_time(space.quiet_until),
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
    return Card(text, rows=(*sight.times("qfrom", sight.space.quiet_from, picks), (sight.back("quiet"),)))


def quiet_until(sight: Sight) -> Card:
    """Return the choice of when the quiet hours end."""
    picks = ("06:00", "06:30", "07:00", "08:00", "09:00", "10:00")
    text = escape(_("When do your quiet hours end?"))
    return Card(text, rows=(*sight.times("quntil", sight.space.quiet_until, picks), (sight.back("quiet"),)))


def clock(sight: Sight) -> Card:
    """Return whether the space's posts go by the viewer's clock; the other's city is never named."""
    own = sight.space.zone == sight.me.zone
    text = (
        Markup(_("<b>Our clock</b>\nWhat I send to your group goes by your own clock."))
        if own
        else Markup(_("<b>Our clock</b>\nWhat I send to your group goes by another clock than yours."))
    )
    rows: Rows = () if own else ((sight.set(_("Set it to my clock"), "zone", "mine"),),)
    return Card(text, rows=(*rows, (sight.back("home"),)))


def _when(days: str, at: time) -> str:
    return _("%(days)s at %(time)s") % {"days": dates.say_weekdays(days), "time": dates.say_time(at)}
