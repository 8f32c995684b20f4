"""What shows answers, and whether that is on its way, out or lost; and what *Read mine* posted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.more import in_order, slot_ref
from bot.outcomes import Outcome, Sent
from bot.sealed import rows
from bot.sealed.contributions import Answer, AnswerState, Card, parts
from bot.sealed.names import Names
from bot.spaces import fading
from bot.spaces.model import Partner, Space
from schedules import lost, messages, outbox
from schedules.outbox import OutboxMessage

APART = timedelta(minutes=5)
"""An answer of many pieces that all end is told as lost once."""

_PARTS = 500
"""References of parts leave room for this many of each author's."""


async def is_unshown(names: Names, tx: AsyncConnection, card: Card) -> bool:
    """Return whether a card is open and its reveal has yet to go out, so that neither can know."""
    return card.revealed_at is not None and await outbox.is_unsent(tx, card.space_id, names.reveal, card.id)


async def is_out(names: Names, tx: AsyncConnection, card: Card) -> bool:
    """Return whether a reveal is known to have gone out, or none was needed: both said theirs aloud."""
    if card.revealed_at is None or await outbox.is_out(tx, card.space_id, names.reveal, card.id):
        return card.revealed_at is not None
    return await outbox.id_of(tx, names.reveal, card.id) is None


async def is_lost(names: Names, tx: AsyncConnection, card: Card) -> bool:
    """Return whether a card is open and its reveal comes by itself no more, though nobody saw it go out."""
    if card.revealed_at is None or await is_out(names, tx, card):
        return False
    return not await outbox.is_on_its_way(tx, card.space_id, names.reveal, card.id, unproven=True)


async def as_shown(names: Names, tx: AsyncConnection, card: Card) -> Card:
    """Return a card as its two know it: one whose reveal has yet to go out is open to them."""
    return replace(card, revealed_at=None) if await is_unshown(names, tx, card) else card


async def waits(names: Names, tx: AsyncConnection, card: Card | None, answer: Answer | None) -> bool:
    """Return whether its author knows an answer as sealed: it may have opened with nothing of it out so far.

    Of its card as it is written (`rows.card`), not as its two know it.
    """
    if card is None or answer is None:
        return False
    return answer.how is AnswerState.SEALED or (
        answer.how is AnswerState.REVEALED and await is_unshown(names, tx, card)
    )


async def put_alone(
    names: Names, tx: AsyncConnection, space: Space, answer: Answer, card: Card, now: datetime
) -> None:
    """Send an answer that stayed alone, without sound."""
    await outbox.put(tx, space_id=space.id, kind=names.alone, ref=card.id, at=now, loud=False)
    await put_parts(names, tx, space, card, [answer], now, behind=names.alone)


async def are_out(names: Names, tx: AsyncConnection, space_id: int, answer: Answer, now: datetime) -> bool:
    """Return whether nothing that shows this answer has yet to go out, or may still be asked for."""
    refs = [(names.reveal, answer.card_id), (names.alone, answer.card_id)]
    refs += [
        (names.part, _part_ref(answer.card_id, slot, number))
        for slot in (0, 1)
        for number in range(len(parts(answer.pieces)))
    ]
    for kind, ref in refs:
        if await outbox.is_on_its_way(tx, space_id, kind, ref, unproven=True):
            return False
    return answer.card_id not in await lost_reveals(names, tx, space_id, now)


async def lost_reveals(names: Names, tx: AsyncConnection, space_id: int, now: datetime) -> list[int]:
    """Return the cards of whose answers nobody knows whether all that shows them arrived."""
    return sorted({card_id for _kind, _ref, card_id in await _lost(names, tx, space_id, now)})


async def show_again(names: Names, tx: AsyncConnection, space_id: int, card_id: int, now: datetime) -> bool:
    """Send what of a card's answers may be lost once more; return whether any of it is on its way now."""
    found = [
        (kind, ref) for kind, ref, of_card in await _lost(names, tx, space_id, now) if of_card == card_id
    ]
    for kind, ref in found:
        await lost.ask_again(tx, space_id, kind, ref, now)
    return bool(found) or await outbox.is_on_its_way(tx, space_id, names.reveal, card_id, unproven=False)


async def _lost(
    names: Names, tx: AsyncConnection, space_id: int, now: datetime
) -> list[tuple[str, int, int]]:
    """Return (kind, ref, card id) of the outbox messages that show answers and were given up, while those are
    kept.

    With one of two gone, showing the other would tell that somebody erased theirs.
    """
    found = [
        (kind, ref, _card_of(names, kind, ref))
        for kind in (names.reveal, names.alone, names.part)
        for ref in await lost.given_up(tx, space_id, kind, now)
    ]
    whole = {
        card_id for _kind, _ref, card_id in found if await _is_shown_and_whole(names, tx, space_id, card_id)
    }
    return [outgoing for outgoing in found if outgoing[2] in whole]


async def _is_shown_and_whole(names: Names, tx: AsyncConnection, space_id: int, card_id: int) -> bool:
    card = await rows.card(names, tx, space_id, card_id)
    if card is None:
        return False
    answers = await rows.answers_to(tx, card_id)
    if card.revealed_at is not None:
        return len(answers) == 2
    return any(answer.how is AnswerState.REVEALED for answer in answers.values())  # shown alone


def card_of(names: Names, outgoing: OutboxMessage) -> int:
    """Return the card that an outbox message is about, or shows a part of an answer to."""
    return _card_of(names, outgoing.kind, outgoing.ref)


def part_of(names: Names, space: Space, outgoing: OutboxMessage) -> tuple[int, Partner, int] | None:
    """Return the card, the author and the number of the part that an outbox message shows; None for any
    other.
    """
    return by_part_ref(space, outgoing.ref) if outgoing.kind == names.part else None


def by_part_ref(space: Space, ref: int) -> tuple[int, Partner, int]:
    """Return the card, the author and the number of the part that a reference names."""
    answer, number = divmod(ref, _PARTS)
    return answer // 2, in_order(space)[answer % 2], number


def _card_of(names: Names, kind: str, ref: int) -> int:
    return ref // _PARTS // 2 if kind == names.part else ref


async def came_of(
    names: Names, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome
) -> None:
    """Tell whoever's words an outbox message shows, at their door, where nobody can tell any more that it
    arrives.

    What counts from a reveal counts from when it went out.
    """
    if outgoing.kind == names.reveal and isinstance(outcome, Sent) and outgoing.claimed_at is not None:
        await rows.note_shown(tx, outgoing.ref, outgoing.claimed_at)
        await keep_spoken(names, tx, space, outgoing.ref)
    if not outbox.has_ended(outgoing, outcome):
        return
    card_id, at = _card_of(names, outgoing.kind, outgoing.ref), outgoing.claimed_at or space.created_at
    answers = await rows.answers_to(tx, card_id)
    authors = {person_id for person_id, answer in answers.items() if answer.how is AnswerState.REVEALED}
    if outgoing.kind == names.part:
        authors &= {in_order(space)[outgoing.ref // _PARTS % 2].person_id}
    elif outgoing.kind == names.reveal:
        authors = set(answers)
    await outbox.forget_told(tx, space.id, names.lost, card_id, at - APART)
    for person_id in sorted(authors):
        await outbox.put(
            tx,
            space_id=space.id,
            person_id=person_id,
            kind=names.lost,
            ref=card_id,
            at=at,
            fresh_for=outbox.ASKED_FOR,
            loud=False,
        )


async def newest_copy(tx: AsyncConnection, space: Space, *sending: tuple[str, int]) -> int | None:
    """Return the newest message in the space's present chat that carries one of these outbox messages."""
    found = [copy for kind, ref in sending for copy in await messages.copies_of(tx, space.id, kind, ref)]
    return max((message_id for chat_id, message_id in found if chat_id == space.chat_id), default=None)


async def put_parts(
    names: Names,
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
            await outbox.put(
                tx, space_id=space.id, kind=names.part, ref=ref, at=now, loud=False, behind=before
            )
            before = (names.part, ref)


async def answered_in(names: Names, tx: AsyncConnection, space: Space, ref: int) -> int | None:
    """Return the message in the group that holds somebody's answer, by card and person; None for none there.

    That is its first part, what they said aloud, or else the reveal. Only what is in the group decides, so
    that it is the same once they have erased it.
    """
    card_id, slot = divmod(ref, 2)
    for outgoing in ((names.part, _part_ref(card_id, slot, 0)), (names.spoken, ref), (names.reveal, card_id)):
        found = await newest_copy(tx, space, outgoing)
        if found is not None:
            return found
    return None


async def keep_spoken(names: Names, tx: AsyncConnection, space: Space, card_id: int) -> None:
    """Of what was said aloud below a card, once its reveal is out, go on knowing only what is an answer."""
    answers = await rows.answers_to(tx, card_id)
    for partner in space.couple:
        answer, ref = answers.get(partner.person_id), slot_ref(space, card_id, partner.person_id)
        spoken = [
            message_id for _chat, message_id in await messages.copies_of(tx, space.id, names.spoken, ref)
        ]
        if answer is None or answer.how is not AnswerState.ALOUD or not any(map(answer.holds, spoken)):
            await messages.forget_notes(tx, space.id, names.spoken, ref)


def _part_ref(card_id: int, slot: int, number: int) -> int:
    return (card_id * 2 + slot) * _PARTS + number


async def readings_go(
    names: Names, tx: AsyncConnection, space_id: int, card_id: int, person_id: int, now: datetime
) -> None:
    """Let what shows somebody's answer to a card go from their door."""
    for chat_id, number in await messages.copies_of(tx, space_id, names.read, card_id):
        if chat_id == person_id:
            await fading.sooner(tx, chat_id, number, now)
    await messages.forget_notes(tx, space_id, names.read, card_id, person_id)


async def note_reading(
    names: Names, tx: AsyncConnection, space_id: int, as_read: Answer, numbers: Iterable[int]
) -> None:
    """Note which messages show an answer."""
    for number in numbers:
        await messages.note(tx, space_id, names.read, as_read.card_id, as_read.person_id, number)
