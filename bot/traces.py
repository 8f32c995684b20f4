"""Taking messages away at a door: at once, or at the instant that a row says.

A bot may delete any message of a private chat for 48 hours
(https://core.telegram.org/bots/api#deletemessage). Where Telegram refuses, nothing is promised: a message of
the bot's loses its words, the person's stays.

What somebody wrote there goes once it is kept elsewhere (their feature says when, in the transaction that
keeps it), a bare command at once, and at night, by their own clock, what stands done with: answers of the
bot's and cards they tapped. A *Sealed* line stands, and so does all of that at the door of who leaves their
words there; what of it can still be deleted is known for as long, in case they have that chat tidied after
all. A page on which something is chosen goes from every door ten minutes after it was last turned; the choice
stays.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables.door import HELD
from bot.message import Message
from bot.outcomes import Gone, Later, NotSent, Outcome, Sent, Unknown
from bot.pieces import Piece
from bot.services import Services
from bot.spaces import awaited, fading, holds, languages
from bot.spaces import store as spaces
from bot.spaces.fading import AT_ONCE, CARD, LEAVES_WORDS, OURS, PAGE, THEIRS, WORDS, Fading
from bot.spaces.model import SpaceState
from bot.words import _

HOUR = timedelta(hours=1)
"""How long words of need wait for their writer's choice, and what asks about them stands in the chat."""

MakesFace = Callable[[Services, int], Awaitable[Message]]
"""Makes the face that a message at somebody's door (their id) is given back."""

DELETABLE_FOR = timedelta(hours=48)
"""So long after it was sent Telegram lets a message of a private chat be deleted."""
_RETRY, _OFTEN, _HOURLY = timedelta(seconds=30), timedelta(minutes=2), timedelta(hours=1)
_TRIED_OFTEN = 30  # for an hour: who holds the phone may read on
_TRIES = _TRIED_OFTEN + 47  # two days of tries
_LEFT_FOR = {WORDS: timedelta(hours=47), CARD: timedelta(hours=23)}
"""So long what was left to stand can still be deleted: words were to go at once, cards within a day."""
_AT_ONCE = 250
_ROUNDS = 2  # what was given its face back late, its night over by then, goes at once
_STATES: Final = tuple(SpaceState)  # one that ended keeps its ways for seven days
_BATCH = 100  # https://core.telegram.org/bots/api#deletemessages


async def take_away(
    services: Services, chat_id: int, ours: Iterable[int], theirs: Iterable[int] = ()
) -> None:
    """Delete messages of a door now; what fails for want of a network is tried again."""
    now = services.now()
    going = [Fading(chat_id, it, OURS, now) for it in ours] + [
        Fading(chat_id, it, THEIRS, now) for it in theirs
    ]
    async with services.db.write(more=True) as tx:
        for one in going:
            await fading.put(tx, one.chat_id, one.message_id, one.becomes, now)
    await _let_go_at(services, chat_id, going, {})


async def words_go(tx: AsyncConnection, person_id: int, pieces: Iterable[Piece], at: datetime) -> None:
    """Let messages that somebody wrote at their door go at an instant (UTC): they are kept elsewhere now."""
    for piece in pieces:
        await fading.put(tx, person_id, piece.message_id, WORDS, at)


async def passes(
    tx: AsyncConnection,
    person_id: int,
    message_id: int,
    now: datetime,
    kind: str = CARD,
    *,
    turned: bool = True,
) -> None:
    """Let a message at a partner's door go in the coming night; of who is in no space nothing is noted.

    A page goes as it was to unless it was `turned`, into what is none.
    """
    for home in (await spaces.of_person(tx, person_id, states=_STATES))[:1]:
        me = home.partner(person_id)
        at = fading.night_after(now, me.tz if me else home.tz, person_id)
        if kind == CARD:
            await fading.tidy(tx, person_id, message_id, at, turned=turned)
        else:
            await fading.put(tx, person_id, message_id, kind, at)


async def turns(tx: AsyncConnection, person_id: int, message_id: int, now: datetime) -> None:
    """Let a page at a partner's door go ten minutes from now; of who is in no space nothing is noted."""
    if await spaces.of_person(tx, person_id, states=_STATES):
        await fading.turn(tx, person_id, message_id, now)


async def command_goes(tx: AsyncConnection, person_id: int, message_id: int, now: datetime) -> None:
    """Let a bare command go from a partner's door now; of who is in no space nothing is noted."""
    if await spaces.of_person(tx, person_id, states=_STATES):
        await fading.put(tx, person_id, message_id, WORDS, now)


async def takes_words(tx: AsyncConnection, person_id: int) -> bool:
    """Return whether what somebody writes goes from their door: of a partner who does not leave it there."""
    homes = await spaces.of_person(tx, person_id, states=_STATES)
    return bool(homes) and not await _leaves_words(tx, person_id)


async def refused(tx: AsyncConnection, person_id: int, pieces: Iterable[Piece], now: datetime) -> None:
    """Let what was not taken go from a partner's door in the coming night, as words do (`WORDS`)."""
    for piece in pieces:
        await passes(tx, person_id, piece.message_id, now, WORDS)


async def erased(services: Services, person_id: int, faces: Iterable[tuple[int, Message]]) -> None:
    """Give messages at a door the faces that tell of an erasure; they go in the coming night."""
    for message_id, face in faces:
        await services.sender.edit(person_id, message_id, face)
        async with services.db.write(more=True) as tx:
            await passes(tx, person_id, message_id, services.now())


async def tidy_what_stands(tx: AsyncConnection, person_id: int, now: datetime) -> None:
    """Let what was left to stand go after all, as far as Telegram still lets it be deleted.

    Words go now, cards in the coming night.
    """
    for home in (await spaces.of_person(tx, person_id, states=_STATES))[:1]:
        me = home.partner(person_id)
        night = fading.night_after(now, me.tz if me else home.tz, person_id)
        await fading.tidy_left(tx, person_id, CARD, night)
        await fading.tidy_left(tx, person_id, WORDS, now)


async def go_now(services: Services, person_id: int) -> None:
    """Let go what is to go at a door by now, after what its owner just did there."""
    async with services.db.read() as tx:
        due = await fading.due_in(tx, person_id, services.now(), _BATCH)
    await _let_go_at(services, person_id, [one for one in due if one.becomes in AT_ONCE], {})


async def go_by(services: Services, faces: Mapping[str, MakesFace]) -> None:
    """Let everything go whose instant has come, once all that was said in time is heard.

    The upkeep of /help runs it for all features (`features/support/helping.py`): it alone makes a face here.
    """
    for _round in range(_ROUNDS):
        async with services.db.read() as tx:
            due = await fading.due(tx, services.heard.so_far(), _AT_ONCE)
        if not due:
            return
        due = sorted(due, key=lambda one: one.chat_id)
        for chat_id, going in groupby(due, key=lambda one: one.chat_id):
            await _let_go_at(services, chat_id, list(going), faces)


async def _let_go_at(
    services: Services, chat_id: int, due: Sequence[Fading], faces: Mapping[str, MakesFace]
) -> None:
    """Let go what is due at one door, as much of it at once as Telegram takes."""
    async with languages.of_door(services.db, chat_id):
        await _lets_go(services, chat_id, due, faces)


async def _lets_go(
    services: Services, chat_id: int, due: Sequence[Fading], faces: Mapping[str, MakesFace]
) -> None:
    going = [one for one in due if one.becomes in faces]
    for one in going:
        message = await faces[one.becomes](services, chat_id)
        outcome = await services.sender.edit(chat_id, one.message_id, message)
        async with services.db.write(more=True) as tx:
            if isinstance(outcome, Sent):
                await fading.forget(tx, chat_id, one.message_id)
                await passes(tx, chat_id, one.message_id, one.at)
            elif isinstance(outcome, Unknown) or not await _again(tx, services, one, outcome):
                await _shows_on(tx, services, one)
    rest = [one for one in due if one.becomes not in faces]
    rest = await _but_what_stands(services, chat_id, rest) if rest else []
    for start in range(0, len(rest), _BATCH):
        await _delete(services, chat_id, rest[start : start + _BATCH])


async def _shows_on(tx: AsyncConnection, services: Services, one: Fading) -> None:
    """What does not take its face back is asked to once more, then it goes altogether."""
    soon = services.now() + _RETRY
    if one.tries == 0:
        await fading.later(tx, one, soon, 1)
    else:
        await fading.put(tx, one.chat_id, one.message_id, OURS, soon)


async def _but_what_stands(services: Services, chat_id: int, due: Sequence[Fading]) -> list[Fading]:
    """Return what goes: no prompt that still asks, and of who leaves their words only what goes for all.

    One for an answer goes when it asks no more, while it can be deleted; a reply to it counts for longer.
    """
    now, going = services.now(), []
    async with services.db.write(more=True) as tx:
        leaves = await _leaves_words(tx, chat_id)
        asking = set[int | None]()
        if any(one.becomes == CARD for one in due) and not leaves:
            prompts = await awaited.prompts_at(tx, chat_id, chat_id, now)
            asking = {it.message_id for it in prompts if it.kind not in services.listening and it.asks(now)}
        for one in due:
            if leaves and one.becomes in _LEFT_FOR:
                if one.tries == fading.LEFT:
                    await fading.forget(tx, chat_id, one.message_id)
                else:
                    await fading.later(tx, one, now + _LEFT_FOR[one.becomes], fading.LEFT)
            elif one.becomes == CARD and one.message_id in asking:
                await fading.later(tx, one, now + HOUR, one.tries)
            else:
                going.append(one)
    return going


async def _leaves_words(tx: AsyncConnection, person_id: int) -> bool:
    homes = await spaces.of_person(tx, person_id, states=_STATES)
    mine = [home.partner(person_id) for home in homes]
    return any(me is not None and me[LEAVES_WORDS] for me in mine)


async def _delete(services: Services, chat_id: int, going: Sequence[Fading]) -> None:
    """Delete messages of one door, all at once; where Telegram refuses one it refuses all, so then singly."""
    outcome: Outcome | None = None
    if len(going) > 1:
        outcome = await services.sender.delete_all(chat_id, [one.message_id for one in going])
    for one in going:
        came_of = outcome
        if came_of is None or not (isinstance(came_of, Sent) or _passes(came_of)):
            came_of = await services.sender.delete(chat_id, one.message_id)
            if one.becomes in (OURS, CARD, PAGE) and not (isinstance(came_of, Sent) or _passes(came_of)):
                came_of = await services.sender.edit(chat_id, one.message_id, emptied())
        if one.becomes in (OURS, PAGE) and isinstance(came_of, Unknown):
            # Nobody knows that it goes soon: what it says goes at once, if that may be.
            await services.sender.edit(chat_id, one.message_id, emptied())
        async with services.db.write(more=True) as tx:
            if not await _again(tx, services, one, came_of):
                await fading.forget(tx, chat_id, one.message_id)
                if not isinstance(came_of, Sent):
                    await holds.note_standing(tx, chat_id, one.message_id, HELD)


async def _again(tx: AsyncConnection, services: Services, one: Fading, outcome: Outcome) -> bool:
    """Try it again later where the network or a shut door was in the way; return whether it is."""
    if not _passes(outcome) or one.tries >= _TRIES:
        return False
    wait = min(_RETRY * 2 ** min(one.tries, 10), _OFTEN if one.tries < _TRIED_OFTEN else _HOURLY)
    await fading.later(tx, one, services.now() + wait, one.tries + 1)
    return True


def _passes(outcome: Outcome) -> bool:
    return isinstance(outcome, NotSent | Unknown | Later | Gone)


def emptied() -> Message:
    """Return what a message becomes where Telegram no longer lets it be deleted."""
    return Message(Markup.escape(_("Nothing here any more.")))
