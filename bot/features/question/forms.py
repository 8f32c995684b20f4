"""What each form of a question makes of its card: what to do, what can be tapped, which half is whose."""

from bot.sealed.contributions import Card
from bot.spaces.model import Space
from bot.words import N_, _
from content.bank import Question
from content.forms import Form

_NAME = 14  # characters of a name on a button

HOW = {
    Form.SHOW: N_("A photo, an old one will do. Or say it in words."),
    Form.VOICE: N_("Ten seconds of your voice, an old note will do. Or write it."),
    Form.DRAW: N_("Pen, paper, a photo of it. Or say what you'd draw."),
    Form.NOW: N_("Whatever's there this minute."),
    Form.LIMITS: N_("Keep to the limit. Or cheat charmingly."),
    Form.GENRE: N_("A line or two will do."),
    Form.LINE: N_("A link, a title, or just the words."),
    Form.EITHER: N_("Tap one. You can defend it once you've both tapped."),
    Form.WHOSE: N_("Tap one. You both see it once you've both tapped."),
    Form.GUESS: N_("First yours, then your guess at the other's. Wrong guesses are the fun."),
    Form.HALVES: N_("You each get one half. They meet once you've both answered."),
    Form.MADE_UP: N_("Write three, then tell me which one's made up. You guess once they're open."),
    Form.RELAY: N_("Write the next line. Tomorrow you each go on with the other's."),
    Form.ASK: N_("You each pick one, in private. They open together, and passing is fine."),
    Form.TOGETHER: N_("Ten minutes at most. Tap it when you've done it."),
}
"""What to do, in one line, on the card and where the answer is asked for."""


def how(question: Question) -> str:
    """Return what to do, in one line; "" for what needs no telling."""
    return _(HOW[question.form]) if question.form in HOW else ""


def how_to_answer(question: Question) -> str:
    """Return how a couple that is new to it answers."""
    if question.form is Form.TOGETHER:
        return _("Nothing to write: do it, and tap.")
    if question.form is Form.ASK:
        return _("Pick privately. What you each picked opens together.")
    if question.form in (Form.EITHER, Form.WHOSE):
        return _("Or swipe this card and reply here. Taps stay sealed and open together.")
    if question.is_tapped:
        return _("Tap your answer, or swipe this card and reply here. Taps stay sealed and open together.")
    return _("Answer privately, or swipe this card and reply here. Private answers open together.")


def then(question: Question, name: str) -> str:
    """Return what is asked after the first part of an answer, of who knows their partner by a name."""
    if question.form is Form.MADE_UP:
        return _("Which one's made up?")
    return question.said(question.guess, name)


def options(question: Question, space: Space, person_id: int = 0) -> tuple[str, ...]:
    """Return what can be tapped: of one of the two at their door, else of both.

    The first names are those of the couple in the order in which they joined, so that an option's number
    means the same whoever taps it.
    """
    match question.form:
        case Form.WHOSE:
            names = tuple(_short(partner.name) for partner in space.couple)
            return (*names, _("Both"), _("Neither"))
        case Form.ASK:  # whoever is asked reads the name of who asks
            asks = next((it.name for it in space.couple if it.person_id == person_id), "")
            return tuple(question.said(it, asks) for it in question.asks)
        case _:
            return question.options


def half_of(question: Question, space: Space, person_id: int, card: Card) -> int | None:
    """Return which half of a card is a person's, from 0; None where there are none, or none of theirs."""
    couple = [partner.person_id for partner in space.couple]
    if not question.halves or person_id not in couple:
        return None
    return (couple.index(person_id) + card.id) % len(question.halves)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else name[: _NAME - 1].rstrip() + "…"
