"""*Read mine*: an author reads their own sealed answer again, whose messages went from our private chat.

It is posted there anew and goes again ten minutes later, as a page does (`bot.traces`).
"""

from markupsafe import Markup

from bot import pieces, traces
from bot.features.question import door_views, readings, sending, store
from bot.features.question.actions import ReadMine
from bot.features.question.opening import as_known
from bot.features.question.parts import Part, parts
from bot.features.question.rules import Answer
from bot.formatting import under_veil
from bot.message import Message
from bot.services import Services
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from bot.words import _
from schedules import outbox
from schedules.outbox import OutboxMessage


async def read(tap: Tap, said: ReadMine) -> None:
    """Show an answer to its author, under a veil, as long as it is sealed or waits for them to save it."""
    async with tap.services.db.write(more=True) as tx:  # a card whose reveal is refused is shut again
        card = await as_known(tx, tap.services, tap.home, said.card, tap.at)
        mine = await store.answer_of(tx, card.id, tap.person.id) if card else None
        as_written = await store.card(tx, tap.home.id, said.card)
        is_there = mine is not None and (mine.how == "stayed" or await sending.waits(tx, as_written, mine))
    if mine is None or not is_there or not mine.pieces:
        await tap.toast(door_views.not_sealed(mine))
        return
    await tap.toast()
    sent = [await tap.send(_card(part)) for part in _shown(mine)]
    await _note(tap, mine, [number for number in sent if number is not None])


async def shown(services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """Let voice notes and photos go from their authors' doors once nothing that shows them has yet to go out.

    Until then they stand: nobody says whether Telegram keeps a file whose only message is gone.
    """
    now = services.now()
    async with services.db.write() as tx:
        for answer in (await store.answers_to(tx, sending.card_of(outgoing))).values():
            media = [piece for piece in answer.pieces if piece.media is not None]
            if answer.how == "revealed" and media and await sending.are_out(tx, space.id, answer, now):
                await traces.words_go(tx, answer.person_id, media, now)


async def brought(services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """Let an author's voice note or photo go once it stands at their own door again, as the group took none.

    Whether the other's door took it shows in nothing there.
    """
    now = services.now()
    async with services.db.write() as tx:
        part = await outbox.by_id(tx, outgoing.ref)
        shown = None if part is None else sending.part_of(space, part)
        if shown is None or shown[1].person_id != outgoing.person_id:
            return
        mine = await store.answer_of(tx, shown[0], outgoing.person_id)
        said = () if mine is None else parts(mine.pieces)[shown[2] : shown[2] + 1]
        media = [piece for piece in (mine.pieces if mine else ()) for it in said if piece.media == it.media]
        await traces.words_go(tx, outgoing.person_id, [it for it in media if it.media is not None], now)


async def _note(tap: Tap, as_read: Answer, sent: list[int]) -> None:
    """Note what shows an answer; where it was erased or changed on the way, that goes at once."""
    async with tap.services.db.write(more=True) as tx:
        mine = await store.answer_of(tx, as_read.card_id, as_read.person_id)
        await readings.shown(tx, tap.home.id, as_read, sent)
        if mine is None or not set(as_read.pieces) <= set(mine.pieces):
            now = tap.services.now()
            await readings.go(tx, tap.home.id, as_read.card_id, as_read.person_id, now)


def _shown(answer: Answer) -> tuple[Part, ...]:
    """Return the messages that an answer needs, one for a short text."""
    text, marks = pieces.words(answer.pieces)
    return parts(answer.pieces) or (Part(text, marks=marks),)


def _card(part: Part) -> Message:
    said = Markup("%s\n%s") % (_("Yours, only for you:"), under_veil(part.text, part.marks))
    text = said if part.text else Markup.escape(_("Yours, only for you."))
    return Message(text, media=part.media, veiled=part.media is not None, silent=True, page=True)
