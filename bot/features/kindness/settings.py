"""The page on which the small kindness is set."""

from markupsafe import Markup

from bot import dates
from bot.features.kindness.preferences import KINDNESS_DAYS, KINDNESS_MODE, KINDNESS_TIME
from bot.features.settings.exports import Change, Page, PageContext, one_of, said, some, time_of, weekday
from bot.message import Message
from bot.words import N_, _, below

KINDNESS = {"own": N_("On its own"), "with_question": N_("With the question"), "off": N_("Off")}


def _card(context: PageContext, rest: str) -> Message | None:
    if rest:
        return None
    space = context.space
    own = space[KINDNESS_MODE] == "own"
    text = {
        "own": below(
            Markup(_("<b>The small kindness</b>\nIt comes at %(time)s, %(days)s, without a sound."))
            % {
                "time": said.hour(context, space[KINDNESS_TIME]),
                "days": dates.say_weekdays(space[KINDNESS_DAYS]),
            },
            said.night(context, space[KINDNESS_TIME]),
        ),
        "with_question": Markup(
            _("<b>The small kindness</b>\nOne card a day: it is a line on the question's card.")
        ),
    }.get(
        space[KINDNESS_MODE],
        Markup(_("<b>The small kindness</b>\nOff. /kindness in your group still brings one.")),
    )
    modes = tuple(
        (context.set(_(label), "kindness", mode, now=mode == space[KINDNESS_MODE]),)
        for mode, label in KINDNESS.items()
    )
    picks = ("10:00", "12:30", "15:00", "17:00", "18:30", "20:00")
    times = context.times("ktime", space[KINDNESS_TIME], picks) if own else ()
    days = context.weekdays("kday", space[KINDNESS_DAYS]) if space[KINDNESS_MODE] != "off" else ()
    return Message(text, rows=(*modes, *times, *days, (context.back("times"),)))


def _line(context: PageContext) -> Markup:
    space = context.space
    kindness = {
        "own": said.when(context, space[KINDNESS_DAYS], space[KINDNESS_TIME]),
        "with_question": _("with the question"),
    }.get(space[KINDNESS_MODE], _("off"))
    return Markup(_("Kindness: %(kindness)s")) % {"kindness": kindness}


PAGE = Page(
    name="kindness",
    build=_card,
    under="times",
    label=N_("Kindness"),
    line=_line,
    choices={
        "kindness": lambda _, v: Change("kindness", ours=(KINDNESS_MODE.to(one_of(v, KINDNESS)),)),
        "ktime": lambda _, v: Change("kindness", ours=(KINDNESS_TIME.to(time_of(v)),)),
        "kday": lambda a, v: Change(
            "kindness", ours=(KINDNESS_DAYS.to(some(weekday(a.space[KINDNESS_DAYS], v))),)
        ),
    },
    typed={"ktime": "day"},
)
