"""What either leaves out of the daily question: topics, and forms such as voices and drawings.

Both go by one rule, as what one of the two left out comes for neither: only so many, so that nobody can ask
by leaving out all the rest whether the other left out the one; and all of them rest for weeks by themselves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from bot.features.question.preferences import FORMS_LEFT_OUT, MUTED
from bot.features.settings.exports import (
    Change,
    ChoiceContext,
    Forged,
    Page,
    PageContext,
    Refused,
    unshown,
)
from bot.message import Button, Message
from bot.spaces.preference import Mine
from bot.words import N_, _
from content.forms import RESTING, Form
from content.resting import MOST_FORMS_LEFT_OUT, MOST_LEFT_OUT

A_PAGE = 8

FORM_NAMES = {
    Form.SHOW: N_("Show something"),
    Form.VOICE: N_("Ten seconds of voice"),
    Form.DRAW: N_("Draw it badly"),
    Form.NOW: N_("Right now"),
    Form.LIMITS: N_("Tiny limits"),
    Form.GENRE: N_("Labels and headlines"),
    Form.LINE: N_("A song or a line"),
    Form.EITHER: N_("This or that"),
    Form.WHOSE: N_("You, me, both, neither"),
    Form.GUESS: N_("Guess, then tell"),
    Form.HALVES: N_("Two halves"),
    Form.MADE_UP: N_("One is made up"),
    Form.RELAY: N_("A story in turns"),
    Form.ASK: N_("You ask"),
    Form.TOGETHER: N_("Do it together"),
}
"""What forms are called where somebody leaves one out (gettext sources)."""


@dataclass(frozen=True, slots=True)
class _Left:
    """A kind of thing that can be left out: its pages, what is chosen on them, and how many at most."""

    page: str
    one: str
    choice: str
    """What leaves out one, or brings it back."""
    every: str
    """What brings all back."""
    preference: Mine[frozenset[str]]
    most: int
    names: Callable[[PageContext], Mapping[str, str]]
    known: Callable[[ChoiceContext, str], bool]
    told: str
    """What the list says above its items (a gettext source)."""
    asks: str
    """What the page of one asks (a gettext source)."""
    too_many: str
    full: str
    """What is said to who left out as many as can be, and to who left out more before that was so."""


def leave_out(of: _Left, context: ChoiceContext, value: str) -> Change:
    """Leave one out or bring it back: "trust,x,2" (which, left out or not, page of the list).

    Whoever left out more than can be now keeps it and can only take back.
    """
    which, _sep, rest = value.partition(",")
    state, _sep, page = rest.partition(",")
    if not of.known(context, which) or state not in ("x", ".") or not page.isdecimal():
        raise Forged
    before = context.me[of.preference]
    after = before | {which} if state == "x" else before - {which}
    many = sum(of.known(context, it) for it in before)
    if which not in before and state == "x" and many >= of.most:
        raise Refused(of.full if many > of.most else of.too_many)
    said = N_("Left out. Nobody is told.") if state == "x" else N_("It may come. Nobody is told.")
    return Change(f"{of.page}{page}", mine=(of.preference.to(after),), said=said)


def bring_back(of: _Left, _context: ChoiceContext, value: str) -> Change:
    """Bring every one back: "all,2" (the page of the list)."""
    every, _sep, page = value.partition(",")
    if every != "all" or not page.isdecimal():
        raise Forged
    said = N_("All of them may come. Nobody is told.")
    return Change(f"{of.page}{page}", mine=(of.preference.to(frozenset()),), said=said)


def _list(of: _Left, context: PageContext, rest: str) -> Message | None:
    """Return a page of the list, all alike whatever was left out; None past the last."""
    if not rest.isdecimal() or len(rest) > 3:
        return None
    number = int(rest)
    names = sorted(of.names(context).items(), key=lambda item: item[1])
    pages = [names[at : at + A_PAGE] for at in range(0, len(names), A_PAGE)]
    if number >= len(pages):
        return None
    rows: list[tuple[Button, ...]] = [
        (context.go(name, f"{of.one}{number},{which}"),) for which, name in pages[number]
    ]
    turns = []
    if number > 0:
        turns.append(context.go(_("Previous"), f"{of.page}{number - 1}"))
    if number + 1 < len(pages):
        turns.append(context.go(_("Next"), f"{of.page}{number + 1}"))
    back_in = context.set(_("Bring them all back"), of.every, f"all,{number}")
    text = unshown(Markup(_(of.told)))
    return Message(text, rows=(*rows, tuple(turns), (back_in,), (context.back("mine"),)))


def _one(of: _Left, context: PageContext, rest: str) -> Message | None:
    """Return both ways for one, always offered; None if there is none of that name."""
    number, _sep, which = rest.partition(",")
    name = of.names(context).get(which)
    if name is None or not number.isdecimal() or len(number) > 3:
        return None
    return Message(
        Markup(_(of.asks)) % {"name": name},
        rows=(
            (context.set(_("Yes, that's fine"), of.choice, f"{which},.,{number}"),),
            (context.set(_("Leave it out"), of.choice, f"{which},x,{number}"),),
            (context.back(f"{of.page}{number}"),),
        ),
    )


def _form_names(_context: PageContext) -> Mapping[str, str]:
    return {str(form): _(name) for form, name in FORM_NAMES.items()}


_TOPICS = _Left(
    page="topics",
    one="topic",
    choice="mute",
    every="hear",
    preference=MUTED,
    most=MOST_LEFT_OUT,
    names=lambda context: context.topics,
    known=lambda context, which: which in context.topics,
    told=N_(
        "<b>Topics</b>\nTap one to leave it out, nine at most. It never comes for the two of you then, "
        "and I don't say whose choice it was. Others rest for weeks by themselves; over months it "
        "can still be noticed that one never comes."
    ),
    asks=N_("<b>%(name)s</b>\nMay I ask you two about it?"),
    too_many=N_("Nine at most. Bring one back first."),
    full=N_("Nine at most now. Yours stay as they are."),
)

_FORMS = _Left(
    page="forms",
    one="form",
    choice="form",
    every="allforms",
    preference=FORMS_LEFT_OUT,
    most=MOST_FORMS_LEFT_OUT,
    names=_form_names,
    known=lambda _context, which: which in RESTING,
    told=N_(
        "<b>Kinds of question</b>\nNo voice, please? Tap a kind to leave it out, five at most. It never "
        "comes for the two of you then, and I don't say whose choice it was. Others rest for weeks by "
        "themselves; over months it can still be noticed that one never comes."
    ),
    asks=N_("<b>%(name)s</b>\nMay I bring you two questions like that?"),
    too_many=N_("Five at most. Bring one back first."),
    full=N_("Five at most now. Yours stay as they are."),
)


def _pages(of: _Left, label: str) -> tuple[Page, Page]:
    choices = {of.choice: partial(leave_out, of), of.every: partial(bring_back, of)}
    every = Page(
        name=of.page, first="0", build=partial(_list, of), under="mine", label=label, choices=choices
    )
    return every, Page(name=of.one, build=partial(_one, of))


TOPICS, TOPIC = _pages(_TOPICS, N_("Topics"))
FORMS, FORM = _pages(_FORMS, N_("Kinds of question"))
