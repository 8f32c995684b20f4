"""The words and keyboards of the daily question at a person's door. None of them repeats an answer."""

from textwrap import shorten

from markupsafe import Markup

from bot.cards import Button, Card
from bot.features.question.lines import SEALED
from bot.features.question.rules import Answer, QuestionCard
from bot.features.question.veil import veiled
from bot.spaces.model import Space
from bot.telegram import taps
from bot.words import _, variant
from content.bank import Question

__all__ = ["Question", "anew", "name", "opened", "prompt", "sealed", "second", "taken_back"]

_LABEL = 40


def name(question: Question | None) -> str:
    """The first words of a question, short enough for a button."""
    if question is None:
        return _("Today's question")
    return shorten(question.text, _LABEL, placeholder="…")


def prompt(question: Question) -> Card:
    """The question, asking for a reply."""
    return Card(veiled(question, question.text), placeholder=_("Text, voice note or photo"))


def anew() -> Card:
    """The prompt after *Change*."""
    text = _("Write it anew, and it takes the place of the sealed one.")
    return Card(Markup.escape(text), placeholder=_("Text, voice note or photo"))


def sealed(space: Space, person_id: int, card: QuestionCard, question: Question, answer: Answer) -> Card:
    """That an answer is sealed, and what its author may still do with it."""
    text = Markup("%s %s\n\n<i>%s</i>") % (
        _("Sealed. It opens when you've both answered."),
        variant(SEALED, card.local_date, person_id, card.seq - 1),
        veiled(question, question.text),
    )

    def button(label: str, verb: str, arg: str = "") -> Button:
        return Button(label, tap=taps.data(verb, space.id, card.id, arg))

    rows = [(button(_("Change"), "q.change"), button(_("Take back"), "q.back"))]
    name = {"name": space.other(person_id).name}
    told = () if answer.told else ((button(_("Let %(name)s know one is waiting") % name, "q.tell"),),)
    alone = (
        button(_("If it stays just yours: show it"), "q.alone", "erase")
        if answer.alone == "show"
        else button(_("If it stays just yours: keep closed"), "q.alone", "show")
    )
    return Card(text, rows=(*rows, *told, (alone,)))


def opened(question: Question) -> Card:
    """What the sealed answer's message becomes once both have answered."""
    text = _("You've both answered. It opened in your group.")
    return Card(Markup("%s\n\n<i>%s</i>") % (text, veiled(question, question.text)))


def taken_back(space: Space, card: QuestionCard) -> Card:
    """What the sealed answer's message becomes once it is taken back."""
    again = Button(_("Answer privately"), tap=taps.data("q.today", space.id, card.id))
    return Card(Markup.escape(_("Taken back. I keep nothing of it.")), rows=((again,),))


def second(space: Space, draft_id: int, question: Question, *, can_add: bool) -> Card:
    """What to do with a second message while one is sealed."""
    replace = Button(_("Replace"), tap=taps.data("q.put", space.id, draft_id, "replace"))
    add = Button(_("Add"), tap=taps.data("q.put", space.id, draft_id, "add"))
    text = (
        _("You have one sealed already. Does this replace it, or add to it?")
        if can_add
        else _("An answer holds one voice note or photo, and yours has one. Replace it with this?")
    )
    words = Markup("%s\n\n<i>%s</i>") % (text, veiled(question, question.text))
    return Card(words, rows=((replace, add),) if can_add else ((replace,),))
