"""The words around a list of one's own, short and under spoilers."""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from bot import dates
from bot.actions import Action, Row
from bot.features.privacy.actions import AskAbout, ChooseSpace, EraseOne, OneByOne, TurnTo
from bot.message import Button, Message, Rows
from bot.spaces.model import Space
from bot.taking import Single
from bot.words import _

ON_A_PAGE = 4
_SHORT = 60  # characters of each in the list
_LONGER = 300  # of one that is asked about


def kinds(space: Space, labels: Mapping[str, str]) -> Message:
    """Return the choice of what to look through, by the names of its features."""
    text = _(
        "What would you like to look through? You erase one at a time. I delete this list from the chat "
        "ten minutes after you last used it."
    )
    rows: Rows = tuple(
        (Button(_(label), TurnTo(space.id, _place(name, 0))),) for name, label in labels.items()
    )
    return Message(escape(text), rows=(*rows, _back(ChooseSpace(space.id))), page=True)


def page(space: Space, name: str, label: str, number: int, found: Sequence[Single], today: date) -> Message:
    """Return one page; `found` holds one more where there is an older page."""
    if not found:
        text = escape(_("Nothing of this kind is saved."))
        return Message(text, rows=(_back(OneByOne(space.id)),), page=True)
    shown = found[:ON_A_PAGE]
    lines = [
        Markup("%d · %s\n%s") % (place, _day(single.day, today), _veiled(single.said, _SHORT))
        for place, single in enumerate(shown, start=1)
    ]
    head = Markup("<b>%s</b>") % (_("%(kind)s, newest first") % {"kind": _(label)})
    erases = [
        Button(
            _("Erase %(number)d") % {"number": place},
            AskAbout(space.id, Row(single.ref), _place(name, number)),
        )
        for place, single in enumerate(shown, start=1)
    ]
    rows: list[tuple[Button, ...]] = [tuple(erases[at : at + 2]) for at in range(0, len(erases), 2)]
    turns = []
    if number > 0:
        turns.append(Button(_("Newer"), TurnTo(space.id, _place(name, number - 1))))
    if len(found) > ON_A_PAGE:
        turns.append(Button(_("Older"), TurnTo(space.id, _place(name, number + 1))))
    if turns:
        rows.append(tuple(turns))
    text = Markup("\n\n").join([head, *lines])
    return Message(text, rows=(*rows, _back(OneByOne(space.id))), page=True)


def ask(space: Space, name: str, number: int, single: Single) -> Message:
    """Return the one question before a single thing is erased."""
    parts = [
        Markup("<b>%s</b> %s") % (_("Erase this one?"), dates.say_date_of_year(single.day)),
        *([Markup("<i>%s</i>") % single.about] if single.about else []),
        _veiled(single.said, _LONGER),
        escape(" ".join([*([single.note] if single.note else []), _("It can't be undone.")])),
    ]
    back = Button(_("Leave it"), TurnTo(space.id, _place(name, number)))
    erase = Button(_("Erase it"), EraseOne(space.id, Row(single.ref), _place(name, number)))
    return Message(Markup("\n\n").join(parts), rows=((erase, back),), page=True)


def erased() -> str:
    """Return the toast of one that was erased."""
    return _("Erased.")


def _place(name: str, number: int) -> str:
    return f"{name}.{number}"


def _back(to: Action) -> tuple[Button, ...]:
    return (Button(_("Back"), to),)


def _day(day: date, today: date) -> str:
    return dates.say_date(day) if day.year == today.year else dates.say_date_of_year(day)


def _veiled(said: str, most: int) -> Markup:
    """Return the beginning of what was said on one line, under a spoiler."""
    line = " ".join(said.split())
    short = line if len(line) <= most else line[: most - 1].rstrip() + "…"
    return Markup("<tg-spoiler>%s</tg-spoiler>") % short
