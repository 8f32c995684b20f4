"""What is erased: one's own words, all or one by one; what a closed space had sealed; answers not kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.composing import Reader
from bot.lifecycle import AtDoors, Faces, Singles
from bot.pieces import media_of
from bot.sealed import ending, opening, rows, sending, theirs, views
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.sealed.names import Names
from bot.sealed.pair import Pair
from bot.services import Services
from bot.spaces import awaited, languages, missed
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.taking import Single
from bot.words import N_, _, speaking
from content.bank import Bank
from schedules import messages, outbox
from schedules.due import Days


async def erase(pair: Pair, tx: AsyncConnection, services: Services, space: Space, person_id: int) -> Faces:
    """Erase what one person said and tapped, and wait for no more; their lines say that nothing is sealed.

    The messages at their door in which they said it go, too, as far as Telegram still deletes them.

    What the other said to a card of whose reveal nothing went out is sealed again, or stays theirs.
    """
    now = services.now()
    unseen = [
        await opening.shut_unseen(pair, tx, services, space, card_id, now)
        for card_id in await outbox.unsent(tx, space.id, pair.names.reveal)
    ]
    faces = await erase_said(pair.names, tx, space, person_id, pair.lasts, now)
    for card in unseen:
        if card is not None:
            await opening.end_alone(pair, tx, space, card, now)
    return faces


async def erase_said(
    names: Names, tx: AsyncConnection, space: Space, person_id: int, lasts: Days, now: datetime
) -> Faces:
    """Erase what one person said and tapped to the cards of an owner, each of which lasts so many days.

    Returns the messages at their door that would go on to speak of it. The other's stays as it is.
    """
    lines = await messages.notes_in(tx, space.id, names.line, person_id)
    lines += await messages.notes_in(tx, space.id, names.stayed, person_id)
    await messages.forget_copies_in(tx, space.id, names.stayed, person_id)
    await _messages_go(names, tx, space, person_id, lasts, now)
    await theirs.erase_person(names, tx, space.id, person_id)
    for kind in names.prompts:
        await awaited.forget(tx, space.id, kind, person_id)
    return [(message_id, views.erased()) for message_id in lines]


async def undone(pair: Pair, tx: AsyncConnection, services: Services, space: Space, person_id: int) -> Faces:
    """The other undid their joining: what this person sealed stays theirs, as where a card's time is over.

    They are told, and have a day to save it from then on; none of it is ever shown.
    """
    now = services.now()
    await theirs.shows_none(pair.names, tx, space.id, person_id)
    for answer in await theirs.alone_of(pair.names, tx, space.id, person_id):
        await opening.leave_alone(pair, tx, space, answer, now)
    await theirs.forget_drawers(pair.names, tx, space.id)
    return ()


async def _messages_go(
    names: Names, tx: AsyncConnection, space: Space, person_id: int, lasts: Days, now: datetime
) -> None:
    """Let what was said at a door to a card that still lasted two days ago, or lasts, go from there."""
    first = (now - traces.DELETABLE_FOR).date() - timedelta(days=lasts.count + 1)
    for space_id, answer in await theirs.said_since(names, tx, person_id, first):
        if space_id == space.id and answer.how is not AnswerState.ALOUD:
            await traces.words_go(tx, person_id, answer.pieces, now)


async def end(names: Names, tx: AsyncConnection, space_id: int, now: datetime) -> AtDoors:
    """A space is closed: what is still sealed is erased unopened, with every prompt and held message.

    So is what had opened, or was to be shown, where nothing of it is known to have gone out: the group may
    have refused it. The lines of both say that nothing is sealed, whoever ended it and whatever the other
    sealed. The messages at either door that were sealed go from there, as far as Telegram still deletes them.
    """
    for kind in (names.reveal, names.alone):
        for card_id in await outbox.withdrawn(tx, space_id, kind):
            await rows.shut_card(tx, card_id)
    for answer in await theirs.erase_sealed(names, tx, space_id):
        if answer.said_at > now - traces.DELETABLE_FOR:
            await traces.words_go(tx, answer.person_id, answer.pieces, now)
        await sending.readings_go(names, tx, space_id, answer.card_id, answer.person_id, now)
    for kind in names.prompts:
        await awaited.forget(tx, space_id, kind)
    space = await spaces.by_id(tx, space_id)
    faces = []
    for partner in space.couple if space is not None else ():
        lines = await messages.notes_in(tx, space_id, names.line, partner.person_id)
        lines += await messages.notes_in(tx, space_id, names.stayed, partner.person_id)
        with speaking(await languages.of_person(tx, partner.person_id)):
            face = views.ended_unopened()
        faces += [(partner.person_id, message_id, face) for message_id in lines]
    return faces


async def erase_not_kept(pair: Pair, services: Services) -> None:
    """Erase opened answers of closed cards whose authors keep none, once all that shows them is out."""
    heard = services.heard.so_far()
    async with services.db.read() as tx:
        over = await theirs.not_kept(pair.names, tx, pair.preferences.saves, heard)
    if not over:
        return
    async with services.db.write() as tx:
        for space_id, answer in await theirs.not_kept(pair.names, tx, pair.preferences.saves, heard):
            if await sending.are_out(pair.names, tx, space_id, answer, heard):
                await rows.erase_answer(tx, answer.card_id, answer.person_id)


_MEDIA = {"voice": N_("a voice note"), "photo": N_("a photo")}


async def single_page(
    pair: Pair, tx: AsyncConnection, bank: Bank, space: Space, person_id: int, skipped: int, most: int
) -> Sequence[Single]:
    """Return some of this person's answers, newest first."""
    found = await theirs.newest(pair.names, tx, space.id, person_id, skipped, most)
    singles = [await find_single(pair, tx, bank, space, person_id, card_id) for card_id in found]
    return [single for single in singles if single is not None]


async def find_single(
    pair: Pair, tx: AsyncConnection, bank: Bank, space: Space, person_id: int, card_id: int
) -> Single | None:
    """Return this person's answer to a card, or None."""
    found = await _own(pair, tx, space, person_id, card_id)
    if found is None:
        return None
    card, answer = found
    subject = pair.subject(Reader(space, person_id, bank), card)
    said = answer.text
    if answer.option is not None and answer.option < len(subject.options):
        said = subject.options[answer.option]
    said = said or ", ".join(_(_MEDIA[it.kind]) for it in media_of(answer.pieces))
    return Single(card_id, card.local_date, said, subject.text)


async def erase_single(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, person_id: int, card_id: int
) -> Faces:
    """Erase one answer, with its messages at the door; its line says that nothing is sealed.

    One that is sealed is taken back with it.
    """
    now = services.now()
    known = await opening.shut_unseen(pair, tx, services, space, card_id, now)
    found = await _own(pair, tx, space, person_id, card_id)
    if known is None or found is None:
        return []
    card, answer = found
    lines = await messages.copies_of(tx, space.id, pair.names.line, card_id)
    if answer.how in (AnswerState.ALOUD, AnswerState.REVEALED):
        await rows.erase_answer(tx, card.id, person_id)
        await messages.forget_notes(tx, space.id, pair.names.line, card.id, person_id)
        await sending.readings_go(pair.names, tx, space.id, card.id, person_id, now)
    else:
        await opening.unseal(pair, tx, services, space, card.id, person_id)
    await opening.end_alone(pair, tx, space, known, now)
    if answer.how in (AnswerState.STAYED, AnswerState.SAVED):
        await ending.turn(pair, tx, space, card.id, now)
    if answer.how is not AnswerState.ALOUD:
        await missed.gone(tx, person_id, person_id, answer.pieces, now)
        await traces.words_go(tx, person_id, answer.pieces, now)
    return [(message_id, views.erased()) for chat_id, message_id in lines if chat_id == person_id]


async def _own(
    pair: Pair, tx: AsyncConnection, space: Space, person_id: int, card_id: int
) -> tuple[Card, Answer] | None:
    card = await rows.card(pair.names, tx, space.id, card_id)
    answer = await rows.answer_of(tx, card_id, person_id) if card else None
    return None if card is None or answer is None else (card, answer)


def singles(pair: Pair, label: str) -> Singles:
    """Return what of it its person may erase one by one, under a button's label (a gettext source)."""
    return Singles(label, partial(single_page, pair), partial(find_single, pair), partial(erase_single, pair))
