"""The question's lines in /today: in the group the question and its button, at a door one's own state."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Button
from bot.feature import Line
from bot.features.question import letters, store
from bot.features.question.door_views import SHOW, was_none
from bot.features.question.opening import POINTED
from bot.features.question.rules import Answer, QuestionCard
from bot.features.question.veil import veiled
from bot.spaces.model import Space
from bot.telegram import taps
from bot.words import _
from content.bank import Bank


async def today_lines(
    tx: AsyncConnection, bank: Bank, space: Space, person_id: int, now: datetime
) -> Sequence[Line]:
    """Return a line for each card of the newest open post, and for what may never have arrived of any.

    For `person_id` 0, the group, nothing in it depends on who sealed an answer.
    """
    opened = await store.open_cards(tx, space.id, now)
    cards = [card for card in opened if card.post_id == opened[-1].post_id]
    lost = await letters.lost_reveals(tx, space.id, now)
    found = [await store.card(tx, space.id, card_id) for card_id in lost]
    lines = [_lost_line(bank, space, card) for card in found if card is not None]
    still_open: list[Line] = []
    for card in cards:
        if card.id not in lost:
            mine = await store.answer_of(tx, card.id, person_id) if person_id else None
            if await letters.is_unshown(tx, card):
                card = replace(card, revealed_at=None)
            still_open.append(_line(bank, space, card, mine, at_door=bool(person_id)))
    return [*lines, *_told_apart(still_open)]


def _told_apart(lines: Sequence[Line]) -> list[Line]:
    """Number the lines that have a button, and their buttons, where there are several: else they read alike.

    The question's own words are no label: some are under a veil.
    """
    several = [line for line in lines if line.buttons]
    if len(several) < 2:
        return list(lines)
    return [_numbered(line, several.index(line) + 1) if line.buttons else line for line in lines]


def _numbered(line: Line, number: int) -> Line:
    buttons = tuple(
        replace(it, label=_("%(label)s (%(number)s)") % {"label": it.label, "number": number})
        for it in line.buttons
    )
    text = Markup("%s. %s") % (number, line.text)
    return replace(line, text=text, buttons=buttons)


def _lost_line(bank: Bank, space: Space, card: QuestionCard) -> Line:
    question = bank.question(card.item_id)
    text = Markup("<b>%s</b>") % veiled(question, question.text)
    state = (
        _("You both answered this one. I can't tell whether you saw it open.")
        if card.revealed_at is not None
        else _("Something said to this one may not have reached your group.")
    )
    return Line(text + "\n" + state, (Button(_("Show it again"), tap=taps.data(SHOW, space.id, card.id)),))


def _line(bank: Bank, space: Space, card: QuestionCard, mine: Answer | None, *, at_door: bool) -> Line:
    question = bank.question(card.item_id)
    text = Markup("<b>%s</b>") % veiled(question, question.text)
    if card.revealed_at is not None:
        return Line(text + "\n" + _("You both answered this one."))
    if not at_door:
        buttons = () if question.options else (_button(_("Answer privately"), space, card),)
        return Line(text, buttons, about=(letters.ABOUT, card.id))
    if mine is not None and mine.how == "open":
        return Line(text + "\n" + _("You answered it aloud."), (was_none(space, card),))
    if question.options:
        state = _("Yours is sealed.") if mine else _("The options are on its card, in your group.")
        return Line(text + "\n" + state)
    if mine is None:
        state, label = _("Open, whenever you like."), _("Answer privately")
    else:
        state, label = _("Yours is sealed."), _("Change or take back")
    about = (POINTED, card.id) if mine is None else None
    return Line(text + "\n" + state, (_button(label, space, card),), about)


def _button(label: str, space: Space, card: QuestionCard) -> Button:
    return Button(label, tap=taps.data("q.today", space.id, card.id))
