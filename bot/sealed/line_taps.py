"""What its author may do with a sealed answer: be done, read it, change it, take it back, let know.

Every one of these says the same whether or not the other has answered. What *Read mine* posted goes after ten
minutes, as a page does from every door (`bot.traces`), and at once with words that are taken back, erased or
changed; long texts, voice notes and photos come in the parts in which a reveal shows them.
"""

from dataclasses import replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pieces, traces
from bot.formatting import under_veil
from bot.message import Message
from bot.sealed import contributions, ending, line, rows, sending, views
from bot.sealed.contributions import Alone, Answer, AnswerState, Card, CardState, Part, parts
from bot.sealed.opening import as_known, keep, unseal
from bot.sealed.pair import AloneAction, CardAction, Pair
from bot.services import Services
from bot.spaces import missed
from bot.spaces.awaited import Awaited
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from bot.words import _
from schedules import outbox
from schedules.outbox import OutboxMessage


async def whole(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*That's all*: the answer is whole now, and what is merely said from now on is no part of it."""
    async with tap.write() as tx:
        mine = await _mine(pair, tx, tap, tapped.card)
        if mine is not None:
            card, answer = mine[0], contributions.done(mine[1], tap.at)
            await keep(pair, tx, tap.services, tap.home, answer)
            await line.listen(pair, tx, tap, card, answer)
    if mine is None:
        await _over(pair, tap, tapped.card)
        return
    await tap.toast(_("That's all, then. It's sealed."))
    await _show(pair, tap, card, answer)
    tap.services.wake()


async def change(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*Change*: the next message takes the place of the sealed one at once, which stays shut meanwhile."""
    async with tap.write() as tx:
        mine = await _mine(pair, tx, tap, tapped.card)
        prompt = 0
        if mine is not None:
            await keep(
                pair,
                tx,
                tap.services,
                tap.home,
                contributions.again(mine[1], mine[0], tap.at, contributions.ANEW),
            )
            prompt = await line.expect(pair, tx, tap, pair.names.change, mine[0])
    if mine is None:
        await _over(pair, tap, tapped.card)
        return
    await tap.toast()
    await tap.asks(views.anew(), prompt)


async def left(
    _tx: AsyncConnection, _services: Services, _space: Space | None, _prompt: Awaited, _at: datetime
) -> str:
    """A prompt for an answer was left: nothing is said to the card so far, and it can be all the same."""
    return _("Left for now. You can still answer: /today brings it back.")


async def change_left(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space | None, prompt: Awaited, at: datetime
) -> str:
    """*Change* was left: what is sealed stays, and waits for no other answer of its author's any longer."""
    card = None if space is None else await as_known(pair, tx, services, space, prompt.ref, at)
    mine = await rows.answer_of(tx, prompt.ref, prompt.person_id) if card else None
    if space is not None and card is not None and mine is not None and mine.how is AnswerState.SEALED:
        await keep(pair, tx, services, space, contributions.stays(mine, at))
    return _("Left as it is: what you sealed stays.")


async def take_back(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*Take back*: the sealed answer is erased."""
    async with tap.write() as tx:
        mine = await _mine(pair, tx, tap, tapped.card)
        if mine is not None:
            await unseal(pair, tx, tap.services, tap.home, mine[0].id, tap.person.id)
            await missed.gone(tx, tap.person.id, tap.chat_id, mine[1].pieces, tap.services.now())
            await traces.words_go(tx, tap.person.id, mine[1].pieces, tap.services.now())
    if mine is None:
        await _over(pair, tap, tapped.card)
        return
    await tap.toast(_("Taken back."))
    stands = ending.outlives(tap.home, mine[1], tap.services.now())
    await tap.edit(views.taken_back(pair, tap.home, mine[0], stands=stands))


async def let_know(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*Let … know one is waiting*: the only way in which the group learns of a sealed answer."""
    async with tap.services.db.write(more=True) as tx:  # a card whose reveal is refused is shut again
        found = await _mine(pair, tx, tap, tapped.card)
    if found is not None:
        await pair.comes_anew(tap.services, tap.home, found[0], tap.home.group.thread_id)
    async with tap.write() as tx:
        mine = await _mine(pair, tx, tap, tapped.card)
        if mine is not None:
            card, answer = mine
            now = tap.services.now()
            await rows.write_answer(tx, tap.home.id, replace(answer, told=True))
            is_up = await sending.newest_copy(tx, tap.home, (pair.names.waiting, card.id)) is not None
            # One that was refused, whoever it was about, is not waited for: this one goes out now.
            await outbox.withdraw_unsent(tx, tap.home.id, pair.names.waiting, card.id)
            await outbox.forget_unsent(tx, tap.home.id, pair.names.waiting, card.id)
            await outbox.put(
                tx,
                space_id=tap.home.id,
                kind=pair.names.waiting,
                ref=card.id,
                at=now,
                fresh_for=card.closes_at - now,
                loud=False,
            )
    if mine is None:
        await _over(pair, tap, tapped.card)
        return
    tap.services.wake()
    await tap.toast(_("It's in your group already.") if is_up else _("Done. It says: no hurry."))
    await _show(pair, tap, card, replace(answer, told=True))


async def when_alone(pair: Pair, tap: Tap, tapped: AloneAction) -> None:
    """*If … doesn't answer*: delete mine, or show it anyway. Each row sets what it says."""
    async with tap.write() as tx:
        mine = await _mine(pair, tx, tap, tapped.card)
        if mine is not None:
            card, answer = mine
            answer = replace(answer, alone=tapped.becomes)
            await rows.write_answer(tx, tap.home.id, answer)
    if mine is None:
        await _over(pair, tap, tapped.card)
        return
    shown = answer.alone is Alone.SHOW
    await tap.toast(_("Then I'll show it in your group.") if shown else _("Then I'll delete it."))
    await _show(pair, tap, card, answer)


async def _mine(pair: Pair, tx: AsyncConnection, tap: Tap, card_id: int) -> tuple[Card, Answer] | None:
    """Return the tapper's own sealed answer to an open card; None for anything else."""
    card = await as_known(pair, tx, tap.services, tap.home, card_id, tap.at)
    if card is None or card.state(tap.at) is not CardState.ANSWERABLE:
        return None
    mine = await rows.answer_of(tx, card.id, tap.person.id)
    return None if mine is None or mine.how is not AnswerState.SEALED else (card, mine)


async def _over(pair: Pair, tap: Tap, card_id: int) -> None:
    """A button at the door whose answer is no longer sealed: a line that missed its opening says so now.

    One of a closed card about which nothing could be said in the group so far goes on to wait, with its line,
    and no line says that it opened before that is out.
    """
    async with tap.services.db.read() as tx:
        card = await rows.card(pair.names, tx, tap.home.id, card_id)
        mine = await rows.answer_of(tx, card.id, tap.person.id) if card else None
        waits = await sending.waits(pair.names, tx, card, mine)
        opened = (
            card
            if card and card.revealed_at and mine is not None and mine.how is AnswerState.REVEALED
            else None
        )
        is_out = opened is not None and await sending.is_out(pair.names, tx, opened)
        is_lost = opened is not None and await sending.is_lost(pair.names, tx, opened)
    if waits:
        await tap.toast(views.closed_toast())
    elif opened is None:
        await tap.toast(views.not_sealed(pair, mine))
        await tap.strip()
    elif not is_out:
        await tap.toast(views.revealed_toast())
        if is_lost:
            await tap.edit(views.unseen(pair.subject(tap.reader, opened)))
    else:
        await tap.toast(views.not_sealed(pair, mine))
        await tap.edit(views.opened(pair.subject(tap.reader, opened)))
        async with tap.services.db.write(more=True) as tx:
            await ending.opened(tx, mine, tap.message_id, tap.services.now())


async def _show(pair: Pair, tap: Tap, card: Card, answer: Answer) -> None:
    await tap.edit(await line.card_of(pair, tap, card, answer))


async def read(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """Show an answer to its author, under a veil, as long as it is sealed or waits for them to save it."""
    async with tap.services.db.write(more=True) as tx:  # a card whose reveal is refused is shut again
        card = await as_known(pair, tx, tap.services, tap.home, tapped.card, tap.at)
        mine = await rows.answer_of(tx, card.id, tap.person.id) if card else None
        as_written = await rows.card(pair.names, tx, tap.home.id, tapped.card)
        is_there = mine is not None and (
            mine.how is AnswerState.STAYED or await sending.waits(pair.names, tx, as_written, mine)
        )
    if mine is None or not is_there or not mine.pieces:
        await tap.toast(views.not_sealed(pair, mine))
        return
    await tap.toast()
    sent = [await tap.send(_card(part)) for part in _shown(mine)]
    await _note(pair, tap, mine, [number for number in sent if number is not None])


async def reading_shows(pair: Pair, services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """Let voice notes and photos go from their authors' doors once nothing that shows them has yet to go out.

    Until then they stand: nobody says whether Telegram keeps a file whose only message is gone.
    """
    now = services.now()
    async with services.db.write() as tx:
        for answer in (await rows.answers_to(tx, sending.card_of(pair.names, outgoing))).values():
            media = [piece for piece in answer.pieces if piece.media is not None]
            if (
                answer.how is AnswerState.REVEALED
                and media
                and await sending.are_out(pair.names, tx, space.id, answer, now)
            ):
                await traces.words_go(tx, answer.person_id, media, now)


async def reading_brought(pair: Pair, services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """Let an author's voice note or photo go once it stands at their own door again, as the group took none.

    Whether the other's door took it shows in nothing there.
    """
    now = services.now()
    async with services.db.write() as tx:
        part = await outbox.by_id(tx, outgoing.ref)
        shown = None if part is None else sending.part_of(pair.names, space, part)
        if shown is None or shown[1].person_id != outgoing.person_id:
            return
        mine = await rows.answer_of(tx, shown[0], outgoing.person_id)
        said = () if mine is None else parts(mine.pieces)[shown[2] : shown[2] + 1]
        media = [piece for piece in (mine.pieces if mine else ()) for it in said if piece.media == it.media]
        await traces.words_go(tx, outgoing.person_id, [it for it in media if it.media is not None], now)


async def _note(pair: Pair, tap: Tap, as_read: Answer, sent: list[int]) -> None:
    """Note what shows an answer; where it was erased or changed on the way, that goes at once."""
    async with tap.services.db.write(more=True) as tx:
        mine = await rows.answer_of(tx, as_read.card_id, as_read.person_id)
        await sending.note_reading(pair.names, tx, tap.home.id, as_read, sent)
        if mine is None or not set(as_read.pieces) <= set(mine.pieces):
            now = tap.services.now()
            await sending.readings_go(pair.names, tx, tap.home.id, as_read.card_id, as_read.person_id, now)


def _shown(answer: Answer) -> tuple[Part, ...]:
    """Return the messages that an answer needs, one for a short text."""
    text, marks = pieces.words(answer.pieces)
    return parts(answer.pieces) or (Part(text, marks=marks),)


def _card(part: Part) -> Message:
    said = Markup("%s\n%s") % (_("Yours, only for you:"), under_veil(part.text, part.marks))
    text = said if part.text else Markup.escape(_("Yours, only for you."))
    return Message(text, media=part.media, veiled=part.media is not None, silent=True, page=True)
