"""What thank-yous put into the outbox, which messages show them, and how they go; `composers` words them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import elsewhere, traces
from bot.features.question.exports import QUESTION_TIME
from bot.features.thanks import rules, store, views
from bot.features.thanks.store import Thanks
from bot.lifecycle import AtDoors, Faces
from bot.message import Message
from bot.outcomes import Gone, Outcome, Refused, Sent
from bot.services import Services
from bot.spaces import languages
from bot.spaces.model import Space
from bot.words import speaking
from schedules import messages, outbox, posts
from schedules.outbox import OutboxMessage
from schedules.posts import Whose

Copies = list[tuple[int, int]]

AWAITED_AT_DOOR = rules.WORDS
PART = "thanks.part"
SAID = "thanks.said"
"""No outbox message: the giver's own message in the group, on which the heart is put."""
ASK = "thanks.ask"
WAITS = "thanks.waits"
LOST = "thanks.lost"
CHOICE = "thanks.choice"
"""What becomes of a thank-you just written, asked where the door did not take that question at once."""
SUNDAY = "thanks_sunday"

_SOON = timedelta(hours=1)
_APART = timedelta(minutes=5)
"""A thank-you of many pieces that all end is told as lost once."""

PARTS = 100
"""References of parts leave room for this many of each thank-you's (`rules.MOST_PIECES`, two each)."""


_NEWEST_FEW = 100
"""More than anybody gives in as long as their messages can be deleted."""

_NEWEST = 2**53
"""No message of any chat has a higher number."""


async def put_card(tx: AsyncConnection, thanks: Thanks, now: datetime, *, thread: int | None = None) -> None:
    """Put a given thank-you's card into the outbox, and before it what does not fit on it.

    `thread` is the topic in which it was said aloud (0: General), None where it was not.
    """
    parts = () if thanks.aloud else rules.layout(thanks.pieces).parts
    before = None
    for number in range(len(parts)):
        ref = thanks.id * PARTS + number
        await outbox.put(tx, space_id=thanks.space_id, kind=PART, ref=ref, at=now, loud=False, behind=before)
        before = (PART, ref)
    await outbox.put(
        tx, space_id=thanks.space_id, kind=rules.CARD, ref=thanks.id, at=now, thread=thread, behind=before
    )


async def withdraw_unsent(tx: AsyncConnection, space: Space, thanks: Thanks) -> bool:
    """Take back what a thank-you put into the outbox, if nothing of it went out or is going out now.

    Returns whether it did.
    """
    parts = () if thanks.aloud else rules.layout(thanks.pieces).parts
    own = [
        *((PART, thanks.id * PARTS + number) for number in range(len(parts))),
        (rules.CARD, thanks.id),
    ]
    if not await outbox.withdraw_unsent(tx, space.id, *own[0]):
        return False
    for kind, ref in own[1:]:
        await outbox.withdraw(tx, space.id, kind, ref)
    return True


async def came_of(tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome) -> None:
    """Tell the giver at their door that the group does not take it just now, once; or that it may be lost.

    That it waits is told only where it was given at the door: what was said aloud stands in the group.
    """
    ends, refused = outbox.has_ended(outgoing, outcome), isinstance(outcome, Refused | Gone)
    if not ends and not (refused and not await _goes_on_in_words(tx, outgoing)):
        return
    thanks = await store.by_id(tx, space.id, _thanks_of(outgoing))
    if thanks is None or (thanks.aloud and not ends):
        return
    at = outgoing.claimed_at or thanks.made_at
    if ends:
        await outbox.forget_told(tx, space.id, LOST, thanks.id, at - _APART)
    await outbox.put(
        tx,
        space_id=space.id,
        person_id=thanks.giver_id,
        kind=LOST if ends else WAITS,
        ref=thanks.id,
        at=at,
        fresh_for=outbox.ASKED_FOR if ends else _SOON,
        loud=False,
    )


async def _goes_on_in_words(tx: AsyncConnection, outgoing: OutboxMessage) -> bool:
    """Whether a refused outbox message has just lost its medium: what is left of it goes out at once."""
    left = await outbox.by_id(tx, outgoing.id)
    return left is not None and left.bare and not outgoing.bare


def _thanks_of(outgoing: OutboxMessage) -> int:
    return outgoing.ref if outgoing.kind == rules.CARD else outgoing.ref // PARTS


async def chosen_below(tx: AsyncConnection, _space: Space, outgoing: OutboxMessage, outcome: Outcome) -> None:
    """Note which message asks what becomes of a thank-you."""
    if isinstance(outcome, Sent):
        await store.note_message(tx, outgoing.ref, outcome.message_id)


async def copies(tx: AsyncConnection, space: Space, kind: str, ref: int) -> Copies:
    """Return the (chat id, message id) of an outbox message's messages in the space's present chat."""
    found = await messages.copies_of(tx, space.id, kind, ref)
    return [(chat_id, message_id) for chat_id, message_id in found if chat_id == space.chat_id]


async def copies_of_parts(tx: AsyncConnection, space: Space, thanks: Thanks) -> list[tuple[Message, Copies]]:
    """Return what stands above a thank-you's card as it is now, and the messages that show each of it."""
    faces = enumerate(map(views.part, rules.layout(thanks.pieces).parts))
    return [await _standing(tx, space, face, PART, thanks.id * PARTS + number) for number, face in faces]


async def copies_of_card(tx: AsyncConnection, space: Space, thanks: Thanks) -> tuple[Message, Copies]:
    """Return a thank-you's card as it is now, and the messages that show it."""
    return await _standing(tx, space, views.card(space, thanks), rules.CARD, thanks.id)


async def _standing(
    tx: AsyncConnection, space: Space, face: Message, kind: str, ref: int
) -> tuple[Message, Copies]:
    """Return a message's face as the group takes it, in words where it refused the medium, and its copies."""
    if await outbox.is_bare(tx, kind, ref):
        face = elsewhere.in_words(face)
    return face, await copies(tx, space, kind, ref)


async def asking(tx: AsyncConnection, thanks: Thanks) -> Copies:
    """Return the messages at its giver's door that ask, or asked, what becomes of a kept thank-you."""
    found = [] if thanks.asked_message is None else [(thanks.giver_id, thanks.asked_message)]
    if thanks.asked_on is None:
        return found
    post = await posts.on(tx, Whose(thanks.space_id, SUNDAY, thanks.giver_id), thanks.asked_on)
    return found if post is None else found + await messages.copies_of(tx, thanks.space_id, ASK, post.id)


async def erase(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> Faces:
    """Erase what a person gave or kept, with its messages at the door; what asks about a kept one says so."""
    faces = await asks_gone(tx, space, person_id)
    newest = await store.of_giver(tx, space.id, person_id, 0, _NEWEST_FEW)
    await _messages_go(tx, person_id, newest, services.now())
    await store.erase_of(tx, space, person_id)
    return faces


async def erase_ungiven(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> Faces:
    """Erase what a person keeps and their replies; what they gave stays the other's."""
    faces = await asks_gone(tx, space, person_id)
    await _messages_go(tx, person_id, await store.all_kept(tx, space.id, person_id), services.now())
    await store.erase_kept(tx, space, person_id)
    await store.erase_replies(tx, space, person_id)
    return faces


async def end(tx: AsyncConnection, space_id: int, now: datetime) -> AtDoors:
    """Erase what either keeps, with its messages at the door: the space ended.

    Returns what asks about it there, or shows its words, saying so from now on; it goes in the coming night.
    """
    faces: list[tuple[int, int, Message]] = []
    for thanks in await store.forget_kept(tx, space_id):
        await _messages_go(tx, thanks.giver_id, [thanks], now)
        for chat_id, message_id in await asking(tx, thanks):
            with speaking(await languages.of_person(tx, chat_id)):
                faces.append((chat_id, message_id, views.ended()))
            await traces.passes(tx, chat_id, message_id, now, turned=False)
    return faces


async def asks_gone(tx: AsyncConnection, space: Space, person_id: int) -> Faces:
    """Return what asks a person about what they keep, saying that it is gone: it goes in this transaction."""
    kept = await store.all_kept(tx, space.id, person_id)
    asks = [message_id for thanks in kept for _chat, message_id in await asking(tx, thanks)]
    return [(message_id, views.gone()) for message_id in asks]


async def rests(tx: AsyncConnection, _services: Services, space: Space, person_id: int) -> Faces:
    """Return what asks a person about what they keep, saying that it stays theirs: its receiver has left."""
    faces: list[tuple[int, Message]] = []
    for thanks in await store.all_kept(tx, space.id, person_id):
        for _chat, message_id in await asking(tx, thanks):
            await store.rest(tx, thanks.id, message_id)
            with languages.at_door(space, person_id):
                faces.append((message_id, views.rests()))
    return faces


async def _messages_go(tx: AsyncConnection, giver_id: int, erased: Iterable[Thanks], now: datetime) -> None:
    """Let the messages of erased thank-yous go from their giver's door, as far as Telegram deletes them."""
    for thanks in erased:
        if not thanks.aloud and thanks.made_at > now - traces.DELETABLE_FOR:
            await traces.words_go(tx, giver_id, thanks.pieces, now)


async def stale_copies(tx: AsyncConnection, space: Space, now: datetime) -> Copies:
    """Return the newest card in the group if its day is over: the next one takes its buttons along.

    Nothing of it is read but its outbox message, so that the same happens whatever became of its thank-you.
    """
    if space.quieted or space.chat_id is None:
        return []
    newest = await messages.newest_of(tx, space.chat_id, rules.CARD)
    if newest is None or not await is_closed(tx, space, newest, now):
        return []
    return await copies(tx, space, rules.CARD, newest)


async def closes(tx: AsyncConnection, space: Space, thanks_id: int) -> datetime | None:
    """Return when the next day's card comes, or would: then nobody answers this one any more; None for none.

    It goes by the card's outbox message, which may have waited for days while the bot was quiet there, and
    which outlives its words.
    """
    sent_at = await outbox.due_at(tx, space.id, rules.CARD, thanks_id)
    if sent_at is None:
        return None
    return rules.closes_at(space.local(sent_at).date(), space[QUESTION_TIME], space.tz)


async def is_closed(tx: AsyncConnection, space: Space, thanks_id: int, now: datetime) -> bool:
    """Whether a thank-you's card can be answered no more."""
    at = await closes(tx, space, thanks_id)
    return at is None or now >= at


async def is_ungiven(tx: AsyncConnection, space: Space, giver_id: int) -> bool:
    """Whether a thank-you of this giver is kept, or its card has yet to go out.

    What the group does not take now it has not taken for a while, so the newest said in each chat tells.
    """
    if await store.keeps_any(tx, space.id, giver_id):
        return True
    for chat_id in (giver_id, space.chat_id or 0):
        newest = await store.newest_until(tx, giver_id, chat_id, _NEWEST)
        if newest is not None and await outbox.is_waiting(tx, space.id, rules.CARD, newest.id):
            return True
    return False
