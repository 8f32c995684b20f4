"""The words and keyboards of the daily question at a person's door. None of them repeats an answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from textwrap import shorten

from markupsafe import Markup

from bot.actions import Row
from bot.features.question.actions import (
    Alone,
    BeDone,
    Change,
    LetKnow,
    PickAtDoor,
    ReadMine,
    Save,
    ShowAgain,
    TakeBack,
    TakeUp,
    WasNone,
    WhenAlone,
)
from bot.features.question.lines import SEALED, STAYS_SEALED
from bot.features.question.rules import BELOW
from bot.features.question.views import say_end, veiled
from bot.message import Button, Message, Rows
from bot.sealed.contributions import Answer, Card
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import Space
from bot.words import _, variant
from content.bank import Question

__all__ = [
    "Question",
    "anew",
    "ceded",
    "ended",
    "ended_unopened",
    "erased",
    "heard",
    "heard_before",
    "heard_late",
    "just_talk",
    "longer",
    "lost",
    "name",
    "opened",
    "options",
    "prompt",
    "sealed",
    "stayed",
    "taken_back",
    "unseen",
    "waits",
    "was_none",
]

_LABEL = 40
_NAME = 10
_A_WEEK = timedelta(days=7)


def name(question: Question | None) -> str:
    """The first words of a question, short enough for a button."""
    if question is None:
        return _("Today's question")
    return shorten(question.text, _LABEL, placeholder="…")


def prompt(question: Question, *, explains_to: str | None = None, reader: Markup | None = None) -> Message:
    """The question, asking for a reply.

    The first prompts of a person say what to do and what happens; `explains_to` is the other's name then.
    Above one of them stands who could read even what is sealed (`reader`), once.
    """
    asks = veiled(question, question.text)
    parts = [Markup("<b>%s</b>") % asks if explains_to or reader else asks]
    if reader is not None:
        parts.insert(0, reader)
    if explains_to is not None:
        text = Markup(_("Write, talk or send a photo here. %(name)s sees it when you've both answered."))
        parts.append(text % {"name": explains_to})
    return Message(Markup("\n\n").join(parts))


def options(space: Space, card: Card, question: Question) -> Message:
    """A choice with its options, each a tap that seals it."""
    buttons = [
        Button(option, tap=PickAtDoor(space.id, Row(card.id), number))
        for number, option in enumerate(question.options)
    ]
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    return Message(veiled(question, question.text), rows=rows)


def anew() -> Message:
    """The prompt after *Change*."""
    text = _("Write it anew, and it takes the place of the sealed one.")
    return Message(Markup.escape(text))


def sealed(
    space: Space, person_id: int, card: Card, question: Question, answer: Answer, *, whole: bool,
    first: bool = False, beside: Card | None = None,
) -> Message:  # fmt: skip
    """That an answer is sealed, and what its author may still do with it; until it is `whole`, be done.

    With the `first` words that they seal it says why those go from the chat. `beside` is another card of the
    day which they may answer, too.
    """
    until = {"until": _until(space, person_id, card.closes_at)}
    said = [_("Sealed. It opens when you've both answered, until %(until)s.") % until]
    if not whole:
        said.append(_("More to say? Send it within a minute, and it goes in with this."))
    me = space.partner(person_id)
    words_go = any(piece.text and piece.media is None for piece in answer.pieces)  # those under a photo stand
    if first and words_go and me is not None and not me[LEAVES_WORDS]:
        said.append(_(STAYS_SEALED))
    elif whole:
        said.append(variant(SEALED, card.local_date, person_id, card.seq - 1))
    text = Markup("%s\n\n<i>%s</i>") % (" ".join(said), veiled(question, question.text))

    at = space.id, Row(card.id)
    done = () if whole else ((Button(_("That's all"), tap=BeDone(*at)),),)
    rows = [
        (Button(_("Read mine"), tap=ReadMine(*at)),),
        (Button(_("Change"), tap=Change(*at)), Button(_("Take back"), tap=TakeBack(*at))),
    ]
    name = {"name": space.other(person_id).name}
    told = () if answer.told else ((Button(_("Let %(name)s know one is waiting") % name, tap=LetKnow(*at)),),)
    alone = (
        (
            Button(
                _chosen(label % {"name": _brief(name["name"])}, now=answer.alone == becomes),
                tap=WhenAlone(*at, becomes),
            ),
        )
        for becomes, label in (
            (Alone.ERASE, _("If %(name)s doesn't answer: delete mine")),
            (Alone.SHOW, _("If %(name)s doesn't answer: show mine")),
        )
    )
    other: Rows = ()
    if beside is not None:
        other = ((Button(_("Answer the other one, too"), tap=TakeUp(space.id, Row(beside.id))),),)
    return Message(text, rows=(*done, *rows, *told, *alone, *other), passes=False)


def waits(space: Space, card: Card, question: Question) -> Message:
    """That an answer whose card has closed is sealed still, as nothing may be said in the group just now.

    It is the same whether or not the other has answered.
    """
    said = _(
        "Sealed, and its days to be answered are over. It waits until I can speak in your group again; "
        "then you hear what becomes of it."
    )
    text = Markup("%s\n\n<i>%s</i>") % (said, veiled(question, question.text))
    read = Button(_("Read mine"), tap=ReadMine(space.id, Row(card.id)))
    return Message(text, rows=((read,),), passes=False)


def _chosen(label: str, *, now: bool) -> str:
    """Mark what is chosen."""
    return f"{label} ✓" if now else label


def _brief(name: str) -> str:
    """Return a name short enough to leave room for what a button does."""
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"


def _until(space: Space, person_id: int, at: datetime) -> str:
    """Return an instant by its reader's own clock; the night belongs to the day before it."""
    reader = space.partner(person_id)
    return say_end(at.astimezone(reader.tz if reader else space.tz))


def is_new(space: Space, card: Card) -> bool:
    """Whether this is the space's first week, in which everybody learns what becomes of their words."""
    return space.active_at is not None and card.local_date < space.local(space.active_at).date() + _A_WEEK


def not_saved(card: Card | None, mine: Answer | None) -> str:
    """What somebody hears whose words cannot be sealed any more, of a card as its two know it."""
    if mine is not None and mine.how == "open":
        return _("You've answered that one aloud, so I didn't save this.")
    if card is not None and card.revealed_at is not None:
        return _("That one is open already, so I didn't save this.")
    return _("That question has closed, so I didn't save this.")


def not_sealed(answer: Answer | None) -> str:
    """What a tap on the line of an answer hears that its author knows to be sealed no longer."""
    if answer is None or answer.how == "open":
        return _("Nothing of yours is sealed here.")
    if answer.how == "revealed":
        return _("That answer is open already.")
    return _("That question has closed.")


def opened(question: Question) -> Message:
    """What the sealed answer's message becomes once both have answered."""
    text = _("You've both answered. It opened in your group.")
    return Message(Markup("%s\n\n<i>%s</i>") % (text, veiled(question, question.text)), passes=False)


def unseen(question: Question) -> Message:
    """What it becomes where nobody can tell whether what opened has reached the group."""
    text = _("You've both answered. It may not have reached your group yet.")
    return Message(Markup("%s\n\n<i>%s</i>") % (text, veiled(question, question.text)))


def longer() -> Message:
    """That questions stay open for longer than they did before; said once, to couples of before."""
    text = _(
        "From now on you both have seven days to answer a question, and a sealed answer waits as long. "
        "Those asked before today close after a day and a half, as they were meant to."
    )
    return Message(Markup.escape(text), silent=True)


def ended(
    space: Space, card: Card, question: Question, answer: Answer | None, until: datetime | None,
    *, told: bool = False, stands: bool = False,
) -> Message:  # fmt: skip
    """What the sealed answer's message becomes once its card has closed and the answer stayed alone.

    `until` is when its author can save it no more (UTC), None before they were told. Where a line of its own
    tells them (`told`), there is nothing to choose here. Messages of it may `stand` in their private chat.
    """
    rows: Rows = ()
    if answer is None:
        text = _("This one stayed yours, and it's deleted now.")
        if stands:
            text = _(
                "This one stayed yours. I've deleted my copy; "
                "what is left of it in this chat is yours to delete."
            )
    elif answer.how == "saved":
        text = _("This one stayed yours. It's saved for you alone: Everything of mine, in /export, has it.")
    elif answer.how == "revealed":
        text = _("This one stayed yours, and I showed it in your group, as you chose.")
    elif told:
        text = _("This one stayed yours.")
    else:
        text = (
            _("This one stayed yours. You can save it.") if until is None else _choice(space, answer, until)
        )
        rows = (
            (
                Button(_("Read mine"), tap=ReadMine(space.id, Row(card.id))),
                Button(_("Save it for me"), tap=Save(space.id, Row(card.id))),
            ),
        )
    return Message(Markup("%s\n\n<i>%s</i>") % (text, veiled(question, question.text)), rows=rows)


def _choice(space: Space, answer: Answer, until: datetime) -> str:
    """Return what becomes of an answer that stayed alone if its author does not save it.

    When exactly it is shown is told to nobody: that may be held back by the other's pause.
    """
    if answer.alone != "show":
        said = _("This one stayed yours. You can save it until %(until)s; then I delete it.")
        return said % {"until": _until(space, answer.person_id, until)}
    said = _("This one stayed yours. You can save it until %(until)s; then I show it in your group.")
    return said % {"until": _until(space, answer.person_id, until - BELOW)}


def stayed(
    space: Space, known: Sequence[tuple[Card, Question, Answer | None, datetime | None, bool]]
) -> Message:
    """The line of a morning about what stayed alone of a day's cards, and what has become of each since."""
    cards = [
        ended(space, card, question, answer, until, stands=stands)
        for card, question, answer, until, stands in known
    ]
    rows = [
        tuple(_numbered(button, number, of=len(cards)) for button in row)
        for number, card in enumerate(cards, 1)
        for row in card.rows
    ]
    text = Markup("\n\n").join(
        Markup("%s. %s") % (number, card.text) if len(cards) > 1 else card.text
        for number, card in enumerate(cards, 1)
    )
    gone = Markup.escape(_("What stayed yours here is deleted now."))
    return Message(text or gone, rows=tuple(rows), silent=True, passes=False)


def _numbered(button: Button, number: int, *, of: int) -> Button:
    """Tell buttons apart that read alike."""
    if of == 1:
        return button
    return replace(button, label=_("%(label)s (%(number)s)") % {"label": button.label, "number": number})


def taken_back(space: Space, card: Card, *, stands: bool = False) -> Message:
    """What the sealed answer's message becomes once it is taken back; messages of it may `stand` there."""
    again = Button(_("Answer privately"), tap=TakeUp(space.id, Row(card.id)))
    text = _("Taken back and deleted.")
    if stands:
        text = _("Taken back. I've deleted my copy; what is left of it in this chat is yours to delete.")
    return Message(Markup.escape(text), rows=((again,),))


def erased() -> Message:
    """What the sealed answer's message becomes once its author erased their words."""
    return Message(Markup.escape(_("You erased this one, so nothing is sealed.")))


def ended_unopened() -> Message:
    """What the sealed answer's message becomes once its space has ended, by whomever and however."""
    return Message(Markup.escape(_("Nothing is sealed here any more. What was is erased, unopened.")))


def ceded(space: Space, card: Card) -> Message:
    """What the sealed answer's message becomes once its album turned out to be a thank-you."""
    seal = Button(_("Answer privately"), tap=TakeUp(space.id, Row(card.id)))
    text = _("That went into your thank-you, so nothing is sealed. You can still answer the question.")
    return Message(Markup.escape(text), rows=((seal,),))


def heard(space: Space, card: Card, question: Question) -> Message:
    """That a reply in the group was taken as an answer; silent, at the door of whoever replied."""
    text = Markup("%s\n\n<i>%s</i>") % (
        _("I took what you said in your group as your answer to this one."),
        veiled(question, question.text),
    )
    return Message(text, rows=((was_none(space, card),),), silent=True, passes=False)


def heard_before(question: Question) -> Message:
    """What that line becomes once nothing can be done about it any more."""
    text = _("I took what you said in your group as your answer to this one.")
    return Message(Markup("%s\n\n<i>%s</i>") % (text, veiled(question, question.text)))


def was_none(space: Space, card: Card) -> Button:
    """The way out for whoever was taken at their word in the group."""
    return Button(_("That wasn't my answer"), tap=WasNone(space.id, Row(card.id)))


def heard_late(question: Question) -> Message:
    """What a door that was shut hears where the card has opened since."""
    text = Markup("%s\n\n<i>%s</i>") % (
        _(
            "I took what you said in your group as your answer to this one, and it has opened since. "
            "If it wasn't one, say yours there: nothing of it is sealed any more."
        ),
        veiled(question, question.text),
    )
    return Message(text, silent=True)


def lost(space: Space, card: Card, question: Question) -> Message:
    """That nobody can tell whether all of an answer reached the group, with the way to send it again."""
    text = Markup("%s\n\n<i>%s</i>") % (
        _("Something said to this one may not have reached your group. It can go once more."),
        veiled(question, question.text),
    )
    again = Button(_("Show it again"), tap=ShowAgain(space.id, Row(card.id)))
    return Message(text, rows=((again,),))


def just_talk(space: Space, card: Card) -> Message:
    """What that line becomes once its reader said that it was no answer."""
    seal = Button(_("Answer privately"), tap=TakeUp(space.id, Row(card.id)))
    return Message(
        Markup.escape(_("It was just talk, then. You can still answer the question.")), rows=((seal,),)
    )
