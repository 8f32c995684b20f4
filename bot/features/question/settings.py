"""The pages on which the daily question and one's own taste are set, and what each choice changes.

A choice names its result, so doubled taps are harmless.
"""

from datetime import datetime, timedelta

from markupsafe import Markup

from bot import dates
from bot.features.question.preferences import (
    CHOSEN,
    DEPTH,
    DEPTH_BEFORE,
    DEPTH_FROM,
    DEPTHS,
    QUESTION_DAYS,
    QUESTION_ON,
    QUESTION_TIME,
    SAVES_ANSWERS,
    depth_at,
)
from bot.features.settings.exports import (
    DEEPENS_AFTER,
    Change,
    ChoiceContext,
    Forged,
    Page,
    PageContext,
    one_of,
    said,
    some,
    time_of,
    unshown,
    weekday,
)
from bot.message import Message
from bot.words import N_, _, below

_ON_OFF = ("on", "off")


def _card(context: PageContext, rest: str) -> Message | None:
    if rest:
        return None
    space = context.space
    text = Markup(_("<b>The daily question</b>\nIt comes at %(time)s, %(days)s.")) % {
        "time": said.hour(context, space[QUESTION_TIME]),
        "days": dates.say_weekdays(space[QUESTION_DAYS]),
    }
    text = below(text, said.night(context, space[QUESTION_TIME]))
    if not space[QUESTION_ON]:
        text = Markup(_("<b>The daily question</b>\nOff. /question in your group still brings one."))
    return Message(
        text,
        rows=(
            (
                context.set(_("On"), "question", "on", now=space[QUESTION_ON]),
                context.set(_("Off"), "question", "off", now=not space[QUESTION_ON]),
            ),
            *context.times(
                "qtime", space[QUESTION_TIME], ("07:00", "08:00", "09:00", "12:00", "18:00", "20:00")
            ),
            *context.weekdays("qday", space[QUESTION_DAYS]),
            (context.back("times"),),
        ),
    )


def _line(context: PageContext) -> Markup:
    space = context.space
    comes = said.when(context, space[QUESTION_DAYS], space[QUESTION_TIME]) if space[QUESTION_ON] else _("off")
    return Markup(_("Question: %(question)s")) % {"question": comes}


def _kept(context: PageContext, rest: str) -> Message | None:
    if rest:
        return None
    saves = context.me[SAVES_ANSWERS]
    text = Markup(
        _("<b>My answers</b>\nAfter you've both read them I save yours, or forget them within two days.")
    )
    return Message(
        text,
        rows=(
            (context.set(_("Save my answers"), "keep", "on", now=saves),),
            (context.set(_("Forget my answers"), "keep", "off", now=not saves),),
            (context.back("mine"),),
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

LIGHTEST = 1
LIGHT_FOR = timedelta(weeks=2)
"""Light questions for a while last so long, and then what a raise waits: two to four weeks in all."""
INTIMACY = "intimacy"
FAITH = "faith"
ASKED = (INTIMACY, FAITH)
"""Packs whose choice tells of one's love life or one's beliefs: each asks on a page of its own."""
TOUCH = "touch"
"""Chosen like a pack, but for one's own kindness ideas alone."""


def pack(context: ChoiceContext, value: str) -> Change:
    """Choose a pack or take it back: "faith,x". Back at once; forth from a day nobody can foresee.

    Ideas with touch are one's own and count at once; for intimacy the picker waits (`content.pacing`).

    Choosing again what is chosen leaves its day as it was.
    """
    what, _, state = value.partition(",")
    if what not in (*context.packs, TOUCH) or state not in ("x", "."):
        raise Forged
    before = context.me[CHOSEN]
    chosen = dict(before)
    if state == ".":
        chosen.pop(what, None)
    else:
        starts = context.now if what in (TOUCH, INTIMACY) else context.deepens_at
        chosen.setdefault(what, context.space.local(starts).date())
    said = N_("Done. Nobody is told.")
    return Change("packs", mine=(CHOSEN.to(chosen),), said=said)


def depth(context: ChoiceContext, value: str) -> Change:
    """Lower at once, raise later; a raise under way keeps its hour, whichever deeper level it is for."""
    depth = DEPTH.to(int(one_of(value, ("1", "2", "3"))))
    in_force = depth_at(context.me, context.now)
    if depth.value <= in_force:
        return Change("depth", mine=(depth, DEPTH_BEFORE.to(None), DEPTH_FROM.to(None)))
    return Change("depth", mine=(depth, DEPTH_BEFORE.to(in_force), DEPTH_FROM.to(_deepens_at(context))))


def light(context: ChoiceContext, value: str) -> Change:
    """Take light ones only for a while ("x"), or end that (".") as a raised depth starts.

    It is one's own depth, lowered at once, with its raise under way. Chosen again it lasts longer, never
    shorter. Who keeps it light anyway has nothing to change, and hears the same.
    """
    me, in_force = context.me, depth_at(context.me, context.now)
    if one_of(value, ("x", ".")) == ".":
        sooner = (DEPTH_FROM.to(_deepens_at(context)),) if in_force < me[DEPTH] else ()
        return Change("light", mine=sooner, said=N_("As you had it before. Nobody is told."))
    said = N_("Light ones for a while. Nobody is told.")
    if me[DEPTH] == LIGHTEST:
        return Change("light", said=said)
    ends, under_way = context.deepens_at + LIGHT_FOR, me[DEPTH_FROM]
    if in_force == LIGHTEST and under_way is not None:
        ends = max(ends, under_way)
    return Change("light", mine=(DEPTH_BEFORE.to(LIGHTEST), DEPTH_FROM.to(ends)), said=said)


def _deepens_at(context: ChoiceContext) -> datetime:
    """Return when a raise starts: one under way keeps its hour, unless that is further off than any waits."""
    me, under_way = context.me, context.me[DEPTH_FROM]
    if under_way is None or depth_at(me, context.now) == me[DEPTH]:
        return context.deepens_at
    return under_way if under_way - context.now <= DEEPENS_AFTER[1] else context.deepens_at


def _depth(context: PageContext, rest: str) -> Message | None:
    if rest:
        return None
    text = Markup(
        _(
            "<b>How deep may questions go, for you?</b>\nI ask you both the same, so the lighter wish "
            "counts, at once. A deeper one starts some time after you both chose it. Neither of you sees "
            "what the other chose."
        )
    )
    rows = tuple((context.set(_(label), "depth", str(level)),) for level, label in enumerate(DEPTHS, start=1))
    for_a_while = context.go(_("Only light questions for a while"), "light")
    return Message(unshown(text), rows=(*rows, (for_a_while,), (context.back("mine"),)))


def _light(context: PageContext, rest: str) -> Message | None:
    """Return both ways for light questions only for a while, always offered, whatever was chosen.

    /pause leads here too. No evening does: an offer after a low one would show it to who holds the phone.
    """
    if rest:
        return None
    text = Markup(
        _(
            "<b>Only light questions for a while</b>\nFrom the next one on, for two to four weeks: chance "
            "picks the day it ends. %(name)s may notice that they are light. Light weeks come by themselves "
            "too, and I never say why."
        )
    ) % {"name": context.other.name}
    return Message(
        text,
        rows=(
            (context.set(_("Yes, light ones"), "light", "x"),),
            (context.set(_("As before"), "light", "."),),
            (context.back("depth"),),
        ),
    )


DEPTH_PAGE = Page(name="depth", build=_depth, under="mine", label=N_("How deep"), choices={"depth": depth})
LIGHT = Page(name="light", build=_light, choices={"light": light})


def _packs(context: PageContext, rest: str) -> Message | None:
    """Return what may be chosen beyond the universal questions and ideas."""
    if rest:
        return None
    text = Markup(
        _(
            "<b>Question packs</b>\nA pack joins your questions some time after you've both chosen it, and "
            "stops quietly if either of you switches it off. Neither sees what the other chose. "
            "<b>Ideas with touch</b> are for your own small kindnesses alone."
        )
    )
    rows = tuple(
        (context.go(name, pack if pack in ASKED else f"pack,{pack}"),) for pack, name in context.packs.items()
    )
    touch = context.go(_("Ideas with touch"), f"pack,{TOUCH}")
    return Message(unshown(text), rows=(*rows, (touch,), (context.back("mine"),)))


def _pack(context: PageContext, rest: str) -> Message | None:
    """Return both ways for one pack, always offered; None if there is no such pack."""
    pack = rest.removeprefix(",")
    name = _("Ideas with touch") if pack == TOUCH else context.packs.get(pack)
    if name is None or pack in ASKED:
        return None
    what = (
        _("These are for your own small kindnesses.") if pack == TOUCH else _("Questions for the two of you.")
    )
    text = Markup("<b>%s</b>\n%s") % (name, what)
    return Message(
        text,
        rows=(
            (context.set(_("Yes, I'd like these"), "pack", f"{pack},x"),),
            (context.set(_("No thanks"), "pack", f"{pack},."),),
            (context.back("packs"),),
        ),
    )


def _intimacy(context: PageContext, rest: str) -> Message | None:
    """Return the page of the pack that asks for more than a tick: for adults who both want it."""
    if rest:
        return None
    text = Markup(
        _(
            "<b>Intimacy</b>\nQuestions about closeness and desire, for two adults of 18 or older who both "
            "want them: one a week at most, sealed like any other, never pictures. They begin some time "
            "after you've both said yes, not in your first weeks, never while anybody else is in your "
            "group; they rest for weeks by chance, and after a private Not today. They stop quietly if "
            "either of you switches them off."
        )
    )
    return Message(
        text,
        rows=(
            (context.set(_("Yes, I'd like these, and I'm 18+"), "pack", f"{INTIMACY},x"),),
            (context.set(_("No thanks"), "pack", f"{INTIMACY},."),),
            (context.back("packs"),),
        ),
    )


def _faith(context: PageContext, rest: str) -> Message | None:
    """Return the page of the pack whose choice may tell what somebody believes: it has a yes of its own."""
    if rest:
        return None
    text = Markup(
        _(
            "<b>Faith</b>\nQuestions about belief, doubt and what is holy to you, whatever that is. I save "
            "that you want them, encrypted; it may say something of what you believe. They begin some time "
            "after you've both said yes, and stop quietly if either of you switches them off."
        )
    )
    return Message(
        text,
        rows=(
            (context.set(_("Yes, and you may save that"), "pack", f"{FAITH},x"),),
            (context.set(_("No thanks"), "pack", f"{FAITH},."),),
            (context.back("packs"),),
        ),
    )


PACKS = Page(
    name="packs",
    build=_packs,
    under="mine",
    label=N_("Question packs"),
    choices={"pack": pack},
)
PACK = Page(name="pack", build=_pack)
OF_INTIMACY = Page(name="intimacy", build=_intimacy)
OF_FAITH = Page(name="faith", build=_faith)
