"""Answering aloud: a reply to a card in the group, where both read it anyway.

Talk is not always an answer, so whoever is taken at their word hears so at their door, once it is open, and
may say that it was none until the card opens. All of it is the same whether anything is sealed or not, and in
the group whether a door is open: how long a card waits would tell.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import caution
from bot.message import HEART
from bot.more import slot_ref
from bot.sealed import contributions, rows, sending, views
from bot.sealed.contributions import AnswerState, Card, CardState
from bot.sealed.opening import as_known, keep, settle
from bot.sealed.pair import CardAction, Pair
from bot.sealed.sending import APART
from bot.spaces import awaited
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from bot.words import _
from schedules import messages, outbox


async def answer(pair: Pair, said: Said, card_id: int) -> None:
    """Take a partner's first reply to a card as their answer, with what follows within its minute.

    Whatever it is, it was said: of a video or a sticker the bot keeps nothing but that. Later ones are
    conversation. Who has sealed one keeps it sealed: their reply is conversation too. The group hears
    nothing, but that a card has closed. The first reply of each gets a heart, the sign that it was heard.
    """
    async with said.write() as tx:
        card = await rows.card(pair.names, tx, said.home.id, card_id)
        if card is None:
            return
        state = card.state(said.at)
        is_first = await _is_first(pair, tx, said, card)
        is_answer = state is CardState.ANSWERABLE and await _take(pair, tx, said, card)
        is_late = state is CardState.CLOSED and await _is_told(tx, said, card)
        if is_answer:
            await put_heard(pair, tx, said.home, card, said.person.id, said.services.now())
    if is_late:
        await said.answer(_(pair.words.closed_aloud), silent=True)
    if is_first and not said.home.quieted and await caution.of(said) is None:
        await said.services.sender.react(
            said.chat_id, said.message_id, HEART
        )  # a group may want none: so be it
    said.services.wake()


async def _is_first(pair: Pair, tx: AsyncConnection, said: Said, card: Card) -> bool:
    """Note somebody's first reply to a card that is open as far as both know; return whether it is that.

    It is the same whether they have sealed an answer, or whether one is kept of them still: a heart that did
    not come would tell the other.
    """
    is_open = card.in_time(said.at) and (
        card.revealed_at is None or await sending.is_unshown(pair.names, tx, card)
    )
    ref = slot_ref(said.home, card.id, said.person.id)
    if not is_open or await messages.copies_of(tx, said.home.id, pair.names.spoken, ref):
        return False
    await messages.note(tx, said.home.id, pair.names.spoken, ref, said.chat_id, said.message_id)
    return True


async def _take(pair: Pair, tx: AsyncConnection, said: Said, card: Card) -> bool:
    """Write what was said into its author's answer; return whether they are to hear so at their door."""
    mine = await rows.answer_of(tx, card.id, said.person.id)
    if mine is not None and (
        mine.how is not AnswerState.ALOUD or mine.is_whole(said.at) or mine.holds(said.message_id)
    ):
        return False
    begun = mine or contributions.begun(card, said.person.id, AnswerState.ALOUD, said.at)
    spoken = contributions.added(begun, said.pieces, said.album)
    if spoken is None:
        return False
    await keep(pair, tx, said.services, said.home, contributions.again(spoken, card, said.at))
    for kind in pair.names.prompts:
        await awaited.done(tx, said.person.id, kind, card.id)
    return mine is None


async def _is_told(tx: AsyncConnection, said: Said, card: Card) -> bool:
    """Whether somebody hears, once, that the card they reply to has closed.

    Below a card that both answered, or under one's own answer, a reply is conversation. Nothing in this
    depends on what the other did in private.
    """
    if said.home.quieted or card.revealed_at is not None:
        return False
    if await rows.answer_of(tx, card.id, said.person.id) is not None:
        return False
    return await rows.mark(tx, card, said.person.id, rows.TOLD_CLOSED, said.at)


async def was_none(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*That wasn't my answer*: what was said aloud is talk, and the card can still be answered.

    It stands below the line that said so, and below /today: whichever is tapped, the line gets another face.
    """
    lines: list[tuple[int, int]] = []
    async with tap.write() as tx:
        card = await as_known(pair, tx, tap.services, tap.home, tapped.card, tap.at)
        mine = await rows.answer_of(tx, tapped.card, tap.person.id) if card else None
        is_open = card is not None and card.state(tap.at) is CardState.ANSWERABLE
        if card is not None and is_open and mine is not None and mine.how is AnswerState.ALOUD:
            await rows.erase_answer(tx, card.id, tap.person.id)
            await settle(pair, tx, tap.services, tap.home, card.id)
            copies = await messages.copies_of(tx, tap.home.id, pair.names.heard, card.id)
            lines = [(chat_id, message_id) for chat_id, message_id in copies if chat_id == tap.person.id]
            await outbox.forget(tx, tap.home.id, pair.names.heard, card.id, tap.person.id)
            was_answer = True
        else:
            was_answer = False
    if card is None or not was_answer:
        await tap.toast(_("Then it was just talk.") if is_open and mine is None else views.closed_toast())
        if not is_open:
            await tap.strip()
        return
    await tap.toast(_("Then it was just talk."))
    face = views.just_talk(pair, tap.home, card)
    for chat_id, message_id in lines:
        await tap.services.sender.edit(chat_id, message_id, face)
    if not lines:
        await tap.send_to_door(face)


async def put_heard(
    pair: Pair, tx: AsyncConnection, space: Space, card: Card, person_id: int, now: datetime
) -> None:
    """Tell somebody at their door, once that is open, that what they said aloud counts as their answer."""
    await outbox.put(
        tx,
        space_id=space.id,
        person_id=person_id,
        kind=pair.names.heard,
        ref=card.id,
        at=now,
        fresh_for=max(card.closes_at - now, APART),
        loud=False,
    )
