"""Messages at a door that go by themselves: in rows, so that a restart leaves none standing.

A row says which message, when, and what becomes of it, never why: `/help` writes the same row as the page
that is opened from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import fading
from bot.spaces.preference import YES_OR_NO, Mine

OURS, THEIRS = "ours", "theirs"
"""What is deleted: a message of the bot's (emptied where Telegram refuses), or one of the person's."""
CARD, WORDS = "card", "words"
"""The same, unless that person leaves their words in our private chat: a card that is done with, and what
they wrote once it is kept elsewhere."""
LEFT = -1
"""The tries of what was left to stand for who leaves their words: it goes if they have their chat tidied."""
PAGE = "page"
"""A page on which something is chosen: it goes `TURNED` after it was last turned, at every door."""
AT_ONCE = frozenset({OURS, THEIRS, CARD, WORDS, PAGE})
"""What is no face."""

LEAVES_WORDS = Mine("doors.leaves_words", False, YES_OR_NO)
"""Whether what somebody writes at their door stays in that chat."""

TURNED = timedelta(minutes=10)
"""So long a page stands that nobody touches."""
NIGHT = time(4)
"""When cards that are done with go, by their reader's clock, spread over half an hour."""
_SPREAD = 1800
_STANDS_FOR = timedelta(hours=1)

_NEW = upsert(fading)
_PUT = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={name: _NEW.excluded[name] for name in ("becomes", "at", "tries")},
)
_TURN = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={"becomes": _NEW.excluded.becomes, "at": _NEW.excluded.at},
    where=fading.c.becomes.in_((CARD, PAGE)),
)
_TIDY = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={"at": _NEW.excluded.at, "tries": _NEW.excluded.tries},
    where=fading.c.becomes == CARD,
)
_DUE = (
    select(fading.c.chat_id, fading.c.message_id, fading.c.becomes, fading.c.at, fading.c.tries)
    .where(fading.c.at <= bindparam("now"))
    .order_by(fading.c.at)
    .limit(bindparam("most"))
)
_DUE_IN = _DUE.where(fading.c.chat_id == bindparam("chat"))
_THIS = fading.c.chat_id == bindparam("chat"), fading.c.message_id == bindparam("message")
_LATER = update(fading).where(*_THIS).values(at=bindparam("then"), tries=bindparam("count"))
_STANDS = delete(fading).where(*_THIS, fading.c.becomes.in_((CARD, PAGE)))
_STAY = delete(fading).where(fading.c.chat_id == bindparam("chat"), fading.c.becomes.in_((CARD, WORDS)))
_BECOMES = select(fading.c.becomes).where(*_THIS)
_TIDY_LEFT = (
    update(fading)
    .where(
        fading.c.chat_id == bindparam("chat"),
        fading.c.becomes == bindparam("kind"),
        fading.c.tries == LEFT,
    )
    .values(at=bindparam("then"), tries=0)
)
_FORGET = delete(fading).where(
    fading.c.chat_id == bindparam("chat"), fading.c.message_id == bindparam("message")
)
_SOONER = update(fading).where(*_THIS, fading.c.at > bindparam("then")).values(at=bindparam("then"))
_HURRY = (
    update(fading)
    .where(fading.c.chat_id == bindparam("chat"), fading.c.at > bindparam("to"))
    .values(at=bindparam("to"))
)


@dataclass(frozen=True, slots=True)
class Fading:
    """A message that goes at an instant (UTC), and what it becomes: gone, or a face by its name."""

    chat_id: int
    message_id: int
    becomes: str
    at: datetime
    tries: int = 0


async def put(tx: AsyncConnection, chat_id: int, message_id: int, becomes: str, at: datetime) -> None:
    """Let a message go at an instant; one that goes already goes at this one."""
    values = {"chat_id": chat_id, "message_id": message_id, "becomes": becomes, "at": at, "tries": 0}
    await tx.execute(_PUT, values)


async def tidy(
    tx: AsyncConnection, chat_id: int, message_id: int, at: datetime, *, turned: bool = True
) -> None:
    """Let a card that is done with go at an instant; one that goes for another reason goes as it was to.

    That is true of a page, too, unless it was `turned`: then it is a page no more.
    """
    values = {"chat_id": chat_id, "message_id": message_id, "becomes": CARD, "at": at, "tries": 0}
    await tx.execute(_TURN if turned else _TIDY, values)


async def turn(tx: AsyncConnection, chat_id: int, message_id: int, now: datetime) -> None:
    """Let a page go that stands untouched for `TURNED`; what goes for another reason goes as it was to."""
    at = now + TURNED
    values = {"chat_id": chat_id, "message_id": message_id, "becomes": PAGE, "at": at, "tries": 0}
    await tx.execute(_TURN, values)


async def stands(tx: AsyncConnection, chat_id: int, message_id: int) -> None:
    """Let a card stand that is not done with after all."""
    await tx.execute(_STANDS, {"chat": chat_id, "message": message_id})


def night_after(now: datetime, zone: tzinfo, person_id: int) -> datetime:
    """Return the instant of the coming night at which this person's cards go, an hour from now at least."""
    local = now.astimezone(zone)
    day = local.date() if local.time() < NIGHT else local.date() + timedelta(days=1)
    night = datetime.combine(day, NIGHT, tzinfo=zone) + timedelta(seconds=person_id % _SPREAD)
    return max(night.astimezone(UTC), now + _STANDS_FOR)


async def due(tx: AsyncConnection, now: datetime, most: int) -> Sequence[Fading]:
    """Return up to `most` messages whose instant has come, soonest first."""
    rows = await tx.execute(_DUE, {"now": now, "most": most})
    return [Fading(*row) for row in rows.all()]


async def due_in(tx: AsyncConnection, chat_id: int, now: datetime, most: int) -> Sequence[Fading]:
    """Return up to `most` messages of one door whose instant has come, soonest first."""
    rows = await tx.execute(_DUE_IN, {"chat": chat_id, "now": now, "most": most})
    return [Fading(*row) for row in rows.all()]


async def later(tx: AsyncConnection, one: Fading, then: datetime, tries: int) -> None:
    """Let a message go at another instant, after so many tries in vain."""
    values = {"chat": one.chat_id, "message": one.message_id, "then": then, "count": tries}
    await tx.execute(_LATER, values)


async def sooner(tx: AsyncConnection, chat_id: int, message_id: int, then: datetime) -> None:
    """Let a message that is to go later go at this instant; without effect on any other."""
    await tx.execute(_SOONER, {"chat": chat_id, "message": message_id, "then": then})


async def becomes(tx: AsyncConnection, chat_id: int, message_id: int) -> str | None:
    """Return what a message is to become; None for one that does not go by itself."""
    return await tx.scalar(_BECOMES, {"chat": chat_id, "message": message_id})


async def forget(tx: AsyncConnection, chat_id: int, message_id: int) -> None:
    """Let a message stand, or forget one that is gone; without effect where none was to go."""
    await tx.execute(_FORGET, {"chat": chat_id, "message": message_id})


async def stay(tx: AsyncConnection, chat_id: int) -> None:
    """Let all stand that does where somebody leaves their words, though the space that knew it goes."""
    await tx.execute(_STAY, {"chat": chat_id})


async def tidy_left(tx: AsyncConnection, chat_id: int, kind: str, then: datetime) -> None:
    """Let what was left to stand at a door, of this kind, go at an instant after all."""
    await tx.execute(_TIDY_LEFT, {"chat": chat_id, "kind": kind, "then": then})


async def hurry(tx: AsyncConnection, chat_id: int, at: datetime) -> None:
    """Let everything that is to go at a door go at this instant."""
    await tx.execute(_HURRY, {"chat": chat_id, "to": at})
