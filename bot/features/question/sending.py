"""What shows answers, and whether that is on its way, out or lost; and what *Read mine* posted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import store
from bot.features.question.kinds import ALONE, ANOTHER, CARD, HEARD, LOST, PART, READ, REVEAL, SPOKEN
from bot.features.question.rules import FRESHNESS, Answer, Card, parts
from bot.more import in_order, slot_ref
from bot.outcomes import Outcome, Sent
from bot.spaces import fading
from bot.spaces.model import Partner, Space
from schedules import lost, messages, outbox
from schedules.due import Due
from schedules.outbox import OutboxMessage

_APART = timedelta(minutes=5)
"""An answer of many pieces that all end is told as lost once."""

_PARTS = 500
"""References of parts leave room for this many of each author's."""


def kind_of(card: Card) -> str:
    """Return the kind of outbox message that carried this card."""
    return CARD if card.seq == 1 else ANOTHER


async def put_card(tx: AsyncConnection, space: Space, card_id: int, now: datetime, *, first: bool) -> None:
    """Send a card: the day's first rings, a drawn one does not."""
    kind = CARD if first else ANOTHER
    await outbox.put(
        tx, space_id=space.id, kind=kind, ref=card_id, at=now, fresh_for=FRESHNESS, loud=first
    )  # fmt: skip


async def is_unshown(tx: AsyncConnection, card: Card) -> bool:
    """Return whether a card is open and its reveal has yet to go out, so that neither can know."""
    return card.revealed_at is not None and await outbox.is_unsent(tx, card.space_id, REVEAL, card.id)


async def is_out(tx: AsyncConnection, card: Card) -> bool:
    """Return whether a reveal is known to have gone out, or none was needed: both said theirs aloud."""
    if card.revealed_at is None or await outbox.is_out(tx, card.space_id, REVEAL, card.id):
        return card.revealed_at is not None
    return await outbox.id_of(tx, REVEAL, card.id) is None


async def is_lost(tx: AsyncConnection, card: Card) -> bool:
    """Return whether a card is open and its reveal comes by itself no more, though nobody saw it go out."""
    if card.revealed_at is None or await is_out(tx, card):
        return False
    return not await outbox.is_on_its_way(tx, card.space_id, REVEAL, card.id, unproven=True)


async def as_shown(tx: AsyncConnection, card: Card) -> Card:
    """Return a card as its two know it: one whose reveal has yet to go out is open to them."""
    return replace(card, revealed_at=None) if await is_unshown(tx, card) else card


async def waits(tx: AsyncConnection, card: Card | None, answer: Answer | None) -> bool:
    """Return whether its author knows an answer as sealed: it may have opened with nothing of it out so far.

    Of its card as it is written (`store.card`), not as its two know it.
    """
    if card is None or answer is None:
        return False
    return answer.how == "sealed" or (answer.how == "revealed" and await is_unshown(tx, card))


async def put_alone(tx: AsyncConnection, space: Space, answer: Answer, card: Card, now: datetime) -> None:
    """Send an answer that stayed alone, without sound."""
    await outbox.put(tx, space_id=space.id, kind=ALONE, ref=card.id, at=now, loud=False)
    await put_parts(tx, space, card, [answer], now, behind=ALONE)


async def are_out(tx: AsyncConnection, space_id: int, answer: Answer, now: datetime) -> bool:
    """Return whether nothing that shows this answer has yet to go out, or may still be asked for."""
    refs = [(REVEAL, answer.card_id), (ALONE, answer.card_id)]
    refs += [
        (PART, _part_ref(answer.card_id, slot, number))
        for slot in (0, 1)
        for number in range(len(parts(answer.pieces)))
    ]
    for kind, ref in refs:
        if await outbox.is_on_its_way(tx, space_id, kind, ref, unproven=True):
            return False
    return answer.card_id not in await lost_reveals(tx, space_id, now)


async def put_heard(tx: AsyncConnection, space: Space, card: Card, person_id: int, now: datetime) -> None:
    """Tell somebody at their door, once that is open, that what they said aloud counts as their answer."""
    await outbox.put(
        tx,
        space_id=space.id,
        person_id=person_id,
        kind=HEARD,
        ref=card.id,
        at=now,
        fresh_for=max(card.closes_at - now, _APART),
        loud=False,
    )


async def lost_reveals(tx: AsyncConnection, space_id: int, now: datetime) -> list[int]:
    """Return the cards of whose answers nobody knows whether all that shows them arrived."""
    return sorted({card_id for _kind, _ref, card_id in await _lost(tx, space_id, now)})


async def show_again(tx: AsyncConnection, space_id: int, card_id: int, now: datetime) -> bool:
    """Send what of a card's answers may be lost once more; return whether any of it is on its way now."""
    found = [(kind, ref) for kind, ref, of_card in await _lost(tx, space_id, now) if of_card == card_id]
    for kind, ref in found:
        await lost.ask_again(tx, space_id, kind, ref, now)
    return bool(found) or await outbox.is_on_its_way(tx, space_id, REVEAL, card_id, unproven=False)


async def _lost(tx: AsyncConnection, space_id: int, now: datetime) -> list[tuple[str, int, int]]:
    """Return (kind, ref, card id) of the outbox messages that show answers and were given up, while those are
    kept.

    With one of two gone, showing the other would tell that somebody erased theirs.
    """
    found = [
        (kind, ref, _card_of(kind, ref))
        for kind in (REVEAL, ALONE, PART)
        for ref in await lost.given_up(tx, space_id, kind, now)
    ]
    whole = {card_id for _kind, _ref, card_id in found if await _is_shown_and_whole(tx, space_id, card_id)}
    return [outgoing for outgoing in found if outgoing[2] in whole]


async def _is_shown_and_whole(tx: AsyncConnection, space_id: int, card_id: int) -> bool:
    card = await store.card(tx, space_id, card_id)
    if card is None:
        return False
    answers = await store.answers_to(tx, card_id)
    if card.revealed_at is not None:
        return len(answers) == 2
    return any(answer.how == "revealed" for answer in answers.values())  # shown alone


def card_of(outgoing: OutboxMessage) -> int:
    """Return the card that an outbox message is about, or shows a part of an answer to."""
    return _card_of(outgoing.kind, outgoing.ref)


def part_of(space: Space, outgoing: OutboxMessage) -> tuple[int, Partner, int] | None:
    """Return the card, the author and the number of the part that an outbox message shows; None for any
    other.
    """
    return by_part_ref(space, outgoing.ref) if outgoing.kind == PART else None


def by_part_ref(space: Space, ref: int) -> tuple[int, Partner, int]:
    """Return the card, the author and the number of the part that a reference names."""
    answer, number = divmod(ref, _PARTS)
    return answer // 2, in_order(space)[answer % 2], number


def _card_of(kind: str, ref: int) -> int:
    return ref // _PARTS // 2 if kind == PART else ref


async def came_of(tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome) -> None:
    """Tell whoever's words an outbox message shows, at their door, where nobody can tell any more that it
    arrives.

    What counts from a reveal counts from when it went out.
    """
    if outgoing.kind == REVEAL and isinstance(outcome, Sent) and outgoing.claimed_at is not None:
        await store.note_shown(tx, outgoing.ref, outgoing.claimed_at)
        await keep_spoken(tx, space, outgoing.ref)
    if not outbox.has_ended(outgoing, outcome):
        return
    card_id, at = _card_of(outgoing.kind, outgoing.ref), outgoing.claimed_at or space.created_at
    answers = await store.answers_to(tx, card_id)
    authors = {person_id for person_id, answer in answers.items() if answer.how == "revealed"}
    if outgoing.kind == PART:
        authors &= {in_order(space)[outgoing.ref // _PARTS % 2].person_id}
    elif outgoing.kind == REVEAL:
        authors = set(answers)
    await outbox.forget_told(tx, space.id, LOST, card_id, at - _APART)
    for person_id in sorted(authors):
        await outbox.put(
            tx,
            space_id=space.id,
            person_id=person_id,
            kind=LOST,
            ref=card_id,
            at=at,
            fresh_for=outbox.ASKED_FOR,
            loud=False,
        )


async def newest_copy(tx: AsyncConnection, space: Space, *sending: tuple[str, int]) -> int | None:
    """Return the newest message in the space's present chat that carries one of these outbox messages."""
    found = [copy for kind, ref in sending for copy in await messages.copies_of(tx, space.id, kind, ref)]
    return max((message_id for chat_id, message_id in found if chat_id == space.chat_id), default=None)


async def day_of(tx: AsyncConnection, space: Space, card_id: int) -> Due | None:
    """Return the local date a card belongs to, and the instant at which its post was due."""
    card = await store.card(tx, space.id, card_id)
    return None if card is None else Due(card.local_date, card.due_at)


async def put_parts(
    tx: AsyncConnection,
    space: Space,
    card: Card,
    answers: Iterable[Answer],
    now: datetime,
    *,
    behind: str,
) -> None:
    """Send what of these answers does not fit into a message that shows them; what is there already stays.

    Nothing of an answer goes out before that message, nor before what its author said earlier.
    """
    by_author = {answer.person_id: answer for answer in answers}
    for slot, partner in enumerate(in_order(space)):
        answer = by_author.get(partner.person_id)
        before = (behind, card.id)
        for number in range(len(parts(answer.pieces)) if answer else 0):
            ref = _part_ref(card.id, slot, number)
            await outbox.put(tx, space_id=space.id, kind=PART, ref=ref, at=now, loud=False, behind=before)
            before = (PART, ref)


async def answered_in(tx: AsyncConnection, space: Space, ref: int) -> int | None:
    """Return the message in the group that holds somebody's answer, by card and person; None for none there.

    That is its first part, what they said aloud, or else the reveal. Only what is in the group decides, so
    that it is the same once they have erased it.
    """
    card_id, slot = divmod(ref, 2)
    for outgoing in ((PART, _part_ref(card_id, slot, 0)), (SPOKEN, ref), (REVEAL, card_id)):
        found = await newest_copy(tx, space, outgoing)
        if found is not None:
            return found
    return None


async def keep_spoken(tx: AsyncConnection, space: Space, card_id: int) -> None:
    """Of what was said aloud below a card, once its reveal is out, go on knowing only what is an answer."""
    answers = await store.answers_to(tx, card_id)
    for partner in space.couple:
        answer, ref = answers.get(partner.person_id), slot_ref(space, card_id, partner.person_id)
        spoken = [message_id for _chat, message_id in await messages.copies_of(tx, space.id, SPOKEN, ref)]
        if answer is None or answer.how != "open" or not any(map(answer.holds, spoken)):
            await messages.forget_notes(tx, space.id, SPOKEN, ref)


def _part_ref(card_id: int, slot: int, number: int) -> int:
    return (card_id * 2 + slot) * _PARTS + number


async def readings_go(
    tx: AsyncConnection, space_id: int, card_id: int, person_id: int, now: datetime
) -> None:
    """Let what shows somebody's answer to a card go from their door."""
    for chat_id, number in await messages.copies_of(tx, space_id, READ, card_id):
        if chat_id == person_id:
            await fading.sooner(tx, chat_id, number, now)
    await messages.forget_notes(tx, space_id, READ, card_id, person_id)


async def note_reading(tx: AsyncConnection, space_id: int, as_read: Answer, numbers: Iterable[int]) -> None:
    """Note which messages show an answer."""
    for number in numbers:
        await messages.note(tx, space_id, READ, as_read.card_id, as_read.person_id, number)
