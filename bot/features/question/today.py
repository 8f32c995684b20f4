"""The question's lines in /today: in the group the question and its button, at a door one's own state.

These are the newest day's. *Show older* lists all that can be answered, each alike, answered or not.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions import Row
from bot.composing import Reader
from bot.dates import say_weekday
from bot.features.question import kinds
from bot.features.question.actions import ShowAgain, ShowOlder, TakeUp
from bot.features.question.kinds import LISTED, NAMES, POINTED
from bot.features.question.pair import PAIR
from bot.features.question.preferences import QUESTION_TIME
from bot.features.question.views import asked_on, subject
from bot.message import Button, Message
from bot.places import Line
from bot.sealed import rows, sending
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.sealed.views import closed_toast, was_none
from bot.spaces import awaited
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from bot.words import _, below
from content.bank import Bank
from schedules import messages


async def today_lines(
    tx: AsyncConnection, bank: Bank, space: Space, person_id: int, now: datetime
) -> Sequence[Line]:
    """Return a line for each card of the newest open post, and for what may never have arrived of any.

    For `person_id` 0, the group, nothing in it depends on who sealed an answer.
    """
    opened = [
        await sending.as_shown(NAMES, tx, card) for card in await rows.open_cards(NAMES, tx, space.id, now)
    ]
    cards = [card for card in opened if card.post_id == opened[-1].post_id]
    lost = await sending.lost_reveals(NAMES, tx, space.id, now)
    found = [await rows.card(NAMES, tx, space.id, card_id) for card_id in lost]
    reader = Reader(space, person_id, bank)
    lines = [_lost_line(reader, card) for card in found if card is not None]
    still_open: list[Line] = []
    for card in cards:
        if card.id not in lost:
            mine = await rows.answer_of(tx, card.id, person_id) if person_id else None
            still_open.append(_line(reader, card, mine))
    lines += _told_apart(still_open)
    if any(card.revealed_at is None and card not in cards for card in opened):
        older = Button(_("Show older"), tap=ShowOlder(space.id))
        lines.append(Line(Markup.escape(_("Some of the days before can be answered, too.")), (older,)))
    return lines


async def show_older(tap: Tap, _tapped: ShowOlder) -> None:
    """*Show older*: all cards that can be answered, with a button each, alike whether answered or not.

    A reply to that message is no answer any more: nobody could know to which, so in the group it is asked.
    """
    async with tap.services.db.write() as tx:
        opened = await rows.open_cards(NAMES, tx, tap.home.id, tap.at)
        cards = [card for it in opened if (card := await sending.as_shown(NAMES, tx, it)).revealed_at is None]
        if tap.at_door:
            for it in await awaited.prompts_at(tx, tap.person.id, tap.chat_id, tap.at):
                if it.kind == POINTED and it.message_id == tap.message_id:
                    await awaited.done(tx, tap.person.id, it.kind, it.ref)
        else:
            await messages.forget_note(tx, tap.chat_id, tap.message_id)
            await messages.note(tx, tap.home.id, LISTED, 0, tap.chat_id, tap.message_id)
    if not cards:
        await tap.toast(closed_toast())
        return
    await tap.toast()
    with tap.says_here():
        reader = Reader(tap.home, tap.person.id if tap.at_door else 0, tap.services.bank)
        listed = _all_of(reader, cards, tap.at)
    await tap.edit(listed)


async def which(said: Said, _ref: int) -> None:
    """A reply to the list of older cards: nobody can know which of them it answers."""
    if not said.home.quieted:
        await said.answer(
            _("Which question is that for? Reply to its own card, and I take it as your answer."),
            silent=True,
            reply_to=said.message_id,
        )


def _all_of(reader: Reader, cards: Sequence[Card], now: datetime) -> Message:
    space = reader.space
    today = space.day(now, space[QUESTION_TIME])
    days = [_("Today") if card.local_date == today else say_weekday(card.local_date) for card in cards]
    said = [Markup.escape(_("These can be answered. Which would you like?"))]
    buttons = []
    for at, (card, day) in enumerate(zip(cards, days, strict=True)):
        nth = days[: at + 1].count(day)
        name = day if days.count(day) == 1 else _("%(day)s (%(number)s)") % {"day": day, "number": nth}
        said.append(Markup("<b>%s</b>\n%s") % (name, _asks(reader, card)))
        buttons.append(_button(name, space, card))
    rows = tuple(tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2))
    return Message(Markup("\n\n").join(said), rows=rows)


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


def _asks(reader: Reader, card: Card) -> Markup:
    """Return what a card asks of who reads it: of one at their door, else of both."""
    if reader.person_id:
        return subject(reader, card).text
    return asked_on(card, reader.bank.question(card.item_id))


def _lost_line(reader: Reader, card: Card) -> Line:
    text = Markup("<b>%s</b>") % _asks(reader, card)
    state = (
        _("You both answered this one. I can't tell whether it reached your group.")
        if card.revealed_at is not None
        else _("Something said to this one may not have reached your group.")
    )
    return Line(
        below(text, state), (Button(_("Show it again"), tap=ShowAgain(reader.space.id, Row(card.id))),)
    )


def _line(reader: Reader, card: Card, mine: Answer | None) -> Line:
    space, question = reader.space, reader.bank.question(card.item_id)
    text = Markup("<b>%s</b>") % _asks(reader, card)
    if card.revealed_at is not None:
        return Line(below(text, _("You both answered this one.")))
    if not reader.person_id:
        answer = _button(_("Answer privately"), space, card)
        return Line(text, (answer,), about=(kinds.ABOUT, card.id))
    if mine is not None and mine.how is AnswerState.ALOUD:
        return Line(below(text, _("You answered it aloud.")), (was_none(PAIR, space, card),))
    if mine is None:
        state, label = _("Still there if you'd like to answer."), _("Answer privately")
    else:
        state = _("Yours is sealed.")
        label = _("Change it") if question.is_tapped else _("Change or take back")
    about = (POINTED, card.id) if mine is None and not question.is_tapped else None
    return Line(below(text, state), (_button(label, space, card),), about)


def _button(label: str, space: Space, card: Card) -> Button:
    return Button(label, tap=TakeUp(space.id, Row(card.id)))
