"""The pages on which the daily question is set, and what becomes of one's answers."""

from markupsafe import Markup

from bot import dates
from bot.features.question.preferences import QUESTION_DAYS, QUESTION_ON, QUESTION_TIME, SAVES_ANSWERS
from bot.features.settings.exports import Change, Page, Sight, one_of, said, some, time_of, weekday
from bot.message import Message
from bot.words import N_, _, below

_ON_OFF = ("on", "off")


def _card(sight: Sight, rest: str) -> Message | None:
    if rest:
        return None
    space = sight.space
    text = Markup(_("<b>The daily question</b>\nIt comes at %(time)s, %(days)s.")) % {
        "time": said.hour(sight, space[QUESTION_TIME]),
        "days": dates.say_weekdays(space[QUESTION_DAYS]),
    }
    text = below(text, said.night(sight, space[QUESTION_TIME]))
    if not space[QUESTION_ON]:
        text = Markup(_("<b>The daily question</b>\nOff. /question in your group still brings one."))
    return Message(
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


def _line(sight: Sight) -> Markup:
    space = sight.space
    comes = said.when(sight, space[QUESTION_DAYS], space[QUESTION_TIME]) if space[QUESTION_ON] else _("off")
    return Markup(_("Question: %(question)s")) % {"question": comes}


def _kept(sight: Sight, rest: str) -> Message | None:
    if rest:
        return None
    saves = sight.me[SAVES_ANSWERS]
    text = Markup(
        _("<b>My answers</b>\nAfter you've both read them I save yours, or forget them within two days.")
    )
    return Message(
        text,
        rows=(
            (sight.set(_("Save my answers"), "keep", "on", now=saves),),
            (sight.set(_("Forget my answers"), "keep", "off", now=not saves),),
            (sight.back("mine"),),
        ),
    )


QUESTION = Page(
    name="question",
    build=_card,
    under="times",
    label=N_("Question"),
    line=_line,
    choices={
        "question": lambda _, v: Change("question", ours=(QUESTION_ON.to(one_of(v, _ON_OFF) == "on"),)),
        "qtime": lambda _, v: Change("question", ours=(QUESTION_TIME.to(time_of(v)),)),
        "qday": lambda a, v: Change(
            "question", ours=(QUESTION_DAYS.to(some(weekday(a.space[QUESTION_DAYS], v))),)
        ),
    },
    typed={"qtime": "day"},
)

ANSWERS = Page(
    name="answers",
    build=_kept,
    under="mine",
    label=N_("My answers"),
    choices={"keep": lambda _, v: Change("answers", mine=(SAVES_ANSWERS.to(one_of(v, _ON_OFF) == "on"),))},
)
