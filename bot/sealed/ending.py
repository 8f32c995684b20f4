"""What becomes of an answer that stayed alone: its author is told, has a day from then on, and may save it.

Its card closed without a word in the group. At its author's door the line that said it is sealed says so no
more: it is edited, without a sound. What there is to choose is a line of its own, in a morning: silent, one a
day. It comes at the hour of the morning's card, or at nine by their own clock where that is night to
them. No pause holds it back: the other's must not show in it, and with one's own what is shown after it would
come a day later than after the other's. All that stayed alone of one day's cards is one line; what of several
days comes together waits its turn. Nothing is erased or shown before the day after it was told.

Both lines are edited when its author saves it, and when the day is over. An edit that did not get there is
made again, so that nothing claims to be what it is not. In the night after that the lines go, or are emptied
where they are too old: a card left standing for each answer that nobody joined would be a list of them to
whoever reads the phone. What was shown in the group stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.composing import Reader
from bot.message import Message
from bot.more import by_slot_ref, row_of, slot_ref
from bot.outcomes import Impossible, Outcome, Refused, Sent
from bot.pieces import media_of
from bot.sealed import contributions, rows, sending, views
from bot.sealed.contributions import Alone, Answer, AnswerState, Card
from bot.sealed.pair import SEALS, CardAction, Pair
from bot.services import Services
from bot.spaces import fading, languages, missed
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import DAY_BEGINS, Partner, Space
from bot.telegram.incoming import Tap
from bot.words import _
from schedules import messages, outbox, plan, timers
from schedules.due import instant
from schedules.outbox import OutboxMessage
from schedules.quiet import QUIET_UNTIL, is_quiet_at
from schedules.tick import After

_NINE = time(9)
_SUNDAY = 6
_SOONER = timedelta(minutes=10)
"""What was told a moment after the hour of a morning is shown in the next one, not in the one after that."""
_A_DAY = timedelta(hours=12)
"""Mornings are further apart than that, whatever the clocks do."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the line tells of one card: what stayed, and until when its author may save it (UTC).

    Messages of it may still `stand` in their private chat.
    """

    card: Card
    answer: Answer | None
    end: datetime | None
    stands: bool


async def tell(pair: Pair, tx: AsyncConnection, space: Space, answer: Answer, now: datetime) -> None:
    """Have its author told, in the morning, of an answer that stayed alone."""
    card = await rows.card(pair.names, tx, space.id, answer.card_id)
    me = space.partner(answer.person_id)
    if card is not None and me is not None:
        ref = slot_ref(space, card.post_id, me.person_id)
        await timers.put(
            tx, space_id=space.id, kind=pair.names.tells, ref=ref, at=morning(pair, space, me, now), now=now
        )


async def tells(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, ref: int, now: datetime
) -> After | None:
    """The morning has come: tell its author, or wait for the next if they were told of another in this one.

    There is one such line a day at a door, whichever feature it is of. So waits what comes too late for that
    day, as the machine slept.
    """
    post_id, me = await _whose(tx, space, ref)
    if me is None or not await stayed_of(tx, post_id, me.person_id):
        return None
    night = is_quiet_at(space, now.astimezone(me.tz).time())
    if night or await _has_its_line(services, tx, space, me, now):
        at = morning(pair, space, me, now)
        await timers.put(tx, space_id=space.id, kind=pair.names.tells, ref=ref, at=at, now=now)
        return None
    await outbox.forget(tx, space.id, pair.names.stayed, post_id, me.person_id)
    await outbox.put(
        tx, space_id=space.id, person_id=me.person_id, kind=pair.names.stayed, ref=post_id, at=now, loud=False
    )
    await plan.hold(tx, space, me.person_id, pair.names.stayed, now)
    return None


async def _whose(tx: AsyncConnection, space: Space, ref: int) -> tuple[int, Partner | None]:
    """Return the post and the author that a timer is about.

    Who is in by now may be another than the one who undid their joining since: then it is whoever has
    something there.
    """
    post_id = row_of(ref)
    if not any(card.undone for card in await rows.cards_of_post(tx, post_id)):
        return by_slot_ref(space, ref)
    stayed = [it for it in space.couple if await stayed_of(tx, post_id, it.person_id)]
    return post_id, next(iter(stayed), None)


async def load_stayed(
    pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage
) -> Sequence[Known] | None:
    """Return what the line tells; None if nothing stays any more."""
    if not await stayed_of(tx, outgoing.ref, outgoing.person_id) or outgoing.claimed_at is None:
        return None
    return await load_stayed_face(pair, tx, space, outgoing.ref, outgoing.person_id, outgoing.claimed_at)


async def load_stayed_face(
    pair: Pair,
    tx: AsyncConnection,
    space: Space,
    post_id: int,
    person_id: int,
    told_at: datetime | None = None,
) -> Sequence[Known]:
    """Return what the line shows now; when it is told for the first time (UTC), its end is written later."""
    cards = await rows.cards_of_post(tx, post_id)
    known = []
    for card in cards:
        mine = await rows.answer_of(tx, card.id, person_id)
        ended = (
            mine is not None
            and mine.how in (AnswerState.STAYED, AnswerState.SAVED, AnswerState.REVEALED)
            and not card.revealed_at
        )
        if ended or (mine is None and len(cards) == 1):
            end = await timers.at(tx, pair.names.ends, card.id)
            if end is None and mine is not None and told_at is not None:
                end = ends_at(pair, space, mine, told_at)
            stands = await rows.has_mark(tx, card.id, person_id, rows.STANDS)
            known.append(Known(card, mine, end, stands))
    return known


def stayed_face(pair: Pair, known: Sequence[Known], reader: Reader) -> Message:
    """Return the line."""
    cards = [(it.card, pair.subject(reader, it.card), it.answer, it.end, it.stands) for it in known]
    return views.stayed(pair, reader.space, cards)


def ends_at(pair: Pair, space: Space, answer: Answer, told_at: datetime) -> datetime:
    """Return when the day to choose is over: what is to be shown then has the next morning's hour."""
    over = told_at + contributions.TO_CHOOSE
    return pair.morning_after(space, over - _SOONER) if answer.alone is Alone.SHOW else over


async def stayed_of(tx: AsyncConnection, post_id: int, person_id: int) -> list[tuple[Card, Answer]]:
    """Return what of a person's answers to the cards of a post stayed alone, and waits to be saved."""
    found = []
    for card in await rows.cards_of_post(tx, post_id):
        mine = await rows.answer_of(tx, card.id, person_id)
        if mine is not None and mine.how is AnswerState.STAYED:
            found.append((card, mine))
    return found


async def lets_go(pair: Pair, tx: AsyncConnection, space: Space, post_id: int, now: datetime) -> None:
    """Let the line go once nothing it tells of can be saved any more: each *Sealed* line tells the same.

    In the coming night, where its reader just saved something of it.
    """
    cards = await rows.cards_of_post(tx, post_id)
    for chat_id, message_id in await messages.copies_of(tx, space.id, pair.names.stayed, post_id):
        if await stayed_of(tx, post_id, chat_id):
            continue
        await messages.forget_notes(tx, space.id, pair.names.stayed, post_id, chat_id)
        mine = [await rows.answer_of(tx, card.id, chat_id) for card in cards]
        if any(it is not None and it.how is AnswerState.SAVED for it in mine):
            await traces.passes(tx, chat_id, message_id, now)
        else:
            await fading.put(tx, chat_id, message_id, fading.OURS, now)


async def was_told(pair: Pair, tx: AsyncConnection, space: Space, since: datetime) -> bool:
    """Return whether either of the two was told of anything since an instant."""
    return any([await _was_told(pair, tx, space, partner, since) for partner in space.couple])


def morning(pair: Pair, space: Space, me: Partner, after: datetime) -> datetime:
    """Return the first instant after `after` (UTC) at which an author is told something of a morning.

    A Sunday's place at a door is that of what was kept for Sunday.
    """
    day = space.local(after).date()
    here = instant(day, space[pair.preferences.hour], space.tz).astimezone(me.tz).time()
    zone, hour = space.tz, space[pair.preferences.hour]
    if is_quiet_at(space, here):
        night = is_quiet_at(space, _NINE)
        zone, hour = me.tz, space[QUIET_UNTIL] if night else _NINE
    day = after.astimezone(zone).date()
    mornings = (instant(day + timedelta(days=n), hour, zone) for n in range(4))
    return next(at for at in mornings if at > after and at.astimezone(me.tz).weekday() != _SUNDAY)


async def _has_its_line(
    services: Services, tx: AsyncConnection, space: Space, author: Partner, now: datetime
) -> bool:
    """Whether an author was told of anything that stayed on this day, by their own clock, or a moment ago."""
    since = min(now - _A_DAY, instant(author.day(now), DAY_BEGINS, author.tz))
    return any([await _was_told(it, tx, space, author, since) for it in services.points.of(SEALS)])


async def _was_told(pair: Pair, tx: AsyncConnection, space: Space, author: Partner, since: datetime) -> bool:
    return await outbox.was_put(
        tx, space.id, pair.names.stayed, author.person_id, since, ritual=pair.names.owner
    )


_AGAIN = timedelta(minutes=10)
_TRIED_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a sealed answer's line says once its card closed: see `views.ended`."""

    answer: Answer | None
    until: datetime | None
    told: bool
    stands: bool


async def opened(tx: AsyncConnection, answer: Answer | None, message_id: int, now: datetime) -> None:
    """Let a line that says that its card opened go in the coming night, as long as Telegram may delete it.

    One that is older stands as it is.
    """
    if answer is not None and now < answer.said_at + traces.DELETABLE_FOR:
        await traces.passes(tx, answer.person_id, message_id, now, fading.WORDS)


async def stays(pair: Pair, tx: AsyncConnection, space: Space, answer: Answer, now: datetime) -> None:
    """A sealed answer stayed alone: its author hears so in the morning, and has a day from then on.

    The option of a choice has no line that says it is sealed, so nothing would tell them: it goes at once.
    """
    if not answer.pieces:
        await rows.erase_answer(tx, answer.card_id, answer.person_id)
        return
    await rows.end_as(tx, answer, AnswerState.STAYED)
    await tell(pair, tx, space, answer, now)
    await turn(pair, tx, space, answer.card_id, now)


async def told(
    pair: Pair, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome
) -> None:
    """Their author was told of what stayed alone, or nobody can tell whether: the day to choose begins."""
    at = outgoing.claimed_at
    if at is None or not (isinstance(outcome, Sent) or outbox.has_ended(outgoing, outcome)):
        return
    for card, answer in await stayed_of(tx, outgoing.ref, outgoing.person_id):
        if await timers.at(tx, pair.names.ends, card.id) is None:
            over = ends_at(pair, space, answer, at)
            await timers.put(tx, space_id=space.id, kind=pair.names.ends, ref=card.id, at=over, now=at)
        await turn(pair, tx, space, card.id, at)


async def ends(
    pair: Pair, tx: AsyncConnection, _services: Services, space: Space, card_id: int, now: datetime
) -> After | None:
    """The day to choose is over: what stayed alone is erased, or shown if its author chose so when sealing.

    What is erased goes from its author's door, too.

    What is to be shown waits for a morning on which the bot speaks in the group (`rules.speaks`): that is
    looked at each morning anew, as a pause may begin or end, or the bot grow quiet there, at any time.
    """
    card = await rows.card(pair.names, tx, space.id, card_id)
    for answer in (await rows.answers_to(tx, card_id)).values() if card else ():
        if card is None or answer.how is not AnswerState.STAYED:
            continue
        if answer.alone is Alone.SHOW:
            if not pair.speaks(space, now):
                again = pair.morning_after(space, now)
                await timers.put(tx, space_id=space.id, kind=pair.names.ends, ref=card_id, at=again, now=now)
                return None
            await rows.end_as(tx, answer, AnswerState.REVEALED)
            await sending.put_alone(pair.names, tx, space, answer, card, now)
        else:
            await rows.erase_answer(tx, card_id, answer.person_id)
            if outlives(space, answer, now):
                await rows.mark(tx, card, answer.person_id, rows.STANDS, now)
            await missed.gone(tx, answer.person_id, answer.person_id, answer.pieces, now)
            await traces.words_go(tx, answer.person_id, answer.pieces, now)
            await sending.readings_go(pair.names, tx, space.id, card_id, answer.person_id, now)
        await turn(pair, tx, space, card_id, now)
    return None


def outlives(space: Space, answer: Answer, now: datetime) -> bool:
    """Whether messages of an answer stand in its author's private chat though it is erased here.

    They do where their author leaves their words there, and voice notes and photos once they are too old.
    """
    me = space.partner(answer.person_id)
    old = now - answer.said_at >= traces.DELETABLE_FOR
    return (me is not None and me[LEAVES_WORDS]) or (old and bool(media_of(answer.pieces)))


async def save(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*Save it for me*: the answer that stayed alone stays its author's, who takes it along with /export."""
    async with tap.write(early=True) as tx:
        mine = await rows.answer_of(tx, tapped.card, tap.person.id)
        saved = mine is not None and mine.how in (AnswerState.STAYED, AnswerState.SAVED)
        if mine is not None and mine.how is AnswerState.STAYED:
            await rows.end_as(tx, mine, AnswerState.SAVED)
            await timers.cancel(tx, pair.names.ends, tapped.card)
        if saved:
            await turn(pair, tx, tap.home, tapped.card, tap.services.now())
    if not saved:
        await tap.toast(views.closed_toast())
        await tap.strip()
        return
    await tap.toast(_("Saved, for you alone."))
    tap.services.wake()


async def turns(
    pair: Pair, tx: AsyncConnection, services: Services, space: Space, card_id: int, now: datetime
) -> After | None:
    """Have the lines of an answer that stayed alone say what has become of it; again where they cannot."""
    card = await rows.card(pair.names, tx, space.id, card_id)
    if card is None or not await _load(pair, tx, space, card):
        return None
    since = now - contributions.TO_CHOOSE - _TRIED_FOR
    if now < card.closes_at + _TRIED_FOR or await was_told(pair, tx, space, since):
        again = now + _AGAIN
        await timers.put(tx, space_id=space.id, kind=pair.names.turns, ref=card_id, at=again, now=now)
    return partial(_edit, pair, services, space, card)


async def turn(pair: Pair, tx: AsyncConnection, space: Space, card_id: int, now: datetime) -> None:
    """Have the lines of an answer that stayed alone say at once what has become of it."""
    await timers.put(tx, space_id=space.id, kind=pair.names.turns, ref=card_id, at=now, now=now)


async def _edit(pair: Pair, services: Services, space: Space, card: Card) -> None:
    async with services.db.read() as tx:
        faces = await _load(pair, tx, space, card)
    arrived = True
    for (chat_id, message_id), shown in faces.items():
        face = _render(pair, shown, card, Reader(space, chat_id, services.bank))
        outcome = await services.sender.edit(chat_id, message_id, face)
        arrived = arrived and isinstance(outcome, Sent | Refused | Impossible)
    async with services.db.write() as tx:
        answers = await rows.answers_to(tx, card.id)
        if not arrived or await _load(pair, tx, space, card) != faces:
            return
        await timers.cancel(tx, pair.names.turns, card.id)
        if not any(answer.how is AnswerState.STAYED for answer in answers.values()):
            await _passes(pair, tx, space, card.id, answers, services.now())
        await lets_go(pair, tx, space, card.post_id, services.now())


async def _passes(
    pair: Pair, tx: AsyncConnection, space: Space, card_id: int, answers: Mapping[int, Answer], now: datetime
) -> None:
    """Let the lines about what nobody was shown go in the coming night, as all that is done with does."""
    for person_id, message_id in await messages.copies_of(tx, space.id, pair.names.line, card_id):
        mine = answers.get(person_id)
        if mine is None or mine.how is AnswerState.SAVED:
            await traces.passes(tx, person_id, message_id, now)
    await messages.forget_notes(tx, space.id, pair.names.line, card_id)


async def _load(
    pair: Pair, tx: AsyncConnection, space: Space, card: Card
) -> dict[tuple[int, int], Ended | Sequence[Known]]:
    """Return what each line about a card is to show, by its chat and message: what ended, or what stayed.

    The number of a private chat is its person's.
    """
    answers = await rows.answers_to(tx, card.id)
    until = await timers.at(tx, pair.names.ends, card.id)
    lines = await messages.copies_of(tx, space.id, pair.names.stayed, card.post_id)
    told = {chat_id for chat_id, _message in lines}
    faces: dict[tuple[int, int], Ended | Sequence[Known]] = {}
    for chat_id, message_id in await messages.copies_of(tx, space.id, pair.names.line, card.id):
        stands = await rows.has_mark(tx, card.id, chat_id, rows.STANDS)
        faces[chat_id, message_id] = Ended(answers.get(chat_id), until, told=chat_id in told, stands=stands)
    for chat_id, message_id in lines:
        faces[chat_id, message_id] = await load_stayed_face(pair, tx, space, card.post_id, chat_id)
    return faces


def _render(pair: Pair, shown: Ended | Sequence[Known], card: Card, reader: Reader) -> Message:
    """Return a line's face, in the language of its person."""
    subject, space = pair.subject(reader, card), reader.space
    with languages.at_door(space, reader.person_id):
        if not isinstance(shown, Ended):
            return stayed_face(pair, shown, reader)
        return views.ended(
            pair, space, card, subject, shown.answer, shown.until, told=shown.told, stands=shown.stands
        )
