"""What the bot waits for, in rows: prompts. A restart changes nothing.

A prompt ("the next message here is the answer to post 41") asks for `AWAITED`, and may take replies to its
message for longer. One for a setting is brief: it lives for `BRIEF`, anew whenever it asks once more, and
ends with the next prompt or command. A prompt that was left or ended so takes nothing more, but its row stays
until its time is over, as words that are held may be meant for it. So does one that was answered or is over
while words are held here: it takes nothing that was said after them. Held messages: `bot.spaces.holds`; door
links: `bot.spaces.links`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import awaited, drafts, missed, nonces, partners, spaces
from bot.spaces.model import PartnerState, SpaceState

AWAITED = timedelta(hours=36)
BRIEF = timedelta(minutes=11)
"""A minute longer than what asks stands (`fading.TURNED`): while it does, it takes what is said."""

# Asked at every step: building a statement takes SQLAlchemy twice as long as running one that stands.
_MINE_HERE = (drafts.c.person_id == awaited.c.person_id, drafts.c.chat_id == awaited.c.chat_id)
_HOLDS_WORDS = exists().where(*_MINE_HERE)
_EXPIRED = (
    *(
        select(table.c.until).where(table.c.until <= bindparam("now")).limit(1)
        for table in (drafts, missed, nonces)
    ),
    select(awaited.c.until).where(awaited.c.until <= bindparam("now"), ~_HOLDS_WORDS).limit(1),
)
_MAY_BE_MEANT = ~awaited.c.brief & _HOLDS_WORDS
_WHEN_HELD = select(func.max(drafts.c.said_at)).where(*_MINE_HERE).scalar_subquery()


def _ending(*which: ColumnElement[bool]) -> tuple[Executable, Executable]:
    """Return what ends prompts: those for which held words may be meant are left by then, the others go."""
    left = func.coalesce(awaited.c.left_at, _WHEN_HELD, awaited.c.made_at)
    return (
        update(awaited).where(*which, _MAY_BE_MEANT).values(left_at=left),
        delete(awaited).where(*which, ~_MAY_BE_MEANT),
    )


_OF_PERSON = (
    awaited.c.person_id == bindparam("person"),
    awaited.c.kind == bindparam("of_kind"),
    awaited.c.ref == bindparam("of_ref"),
)
_DONE = _ending(*_OF_PERSON)
_EXPECTED = _ending(*_OF_PERSON, awaited.c.chat_id == bindparam("chat"))
_EXPECT = insert(awaited).returning(awaited.c.id)
_HERE = (awaited.c.person_id == bindparam("person"), awaited.c.chat_id == bindparam("chat"))
_ASKS_AT = (
    awaited.c.until > bindparam("at"),
    or_(awaited.c.left_at.is_(None), awaited.c.left_at > bindparam("at")),
)
_END_BRIEF = (
    update(awaited)
    .where(*_HERE, awaited.c.brief, awaited.c.left_at.is_(None), awaited.c.prompt_id.is_not(None))
    .values(left_at=bindparam("left"))
)
_LEAVE = (
    update(awaited)
    .where(*_HERE, awaited.c.kind == bindparam("of_kind"), awaited.c.ref == bindparam("of_ref"), *_ASKS_AT)
    .values(left_at=bindparam("left"))
    .returning(awaited)
)
_ASK_ON = (
    update(awaited)
    .where(
        *_HERE,
        awaited.c.kind == bindparam("of_kind"),
        awaited.c.ref == bindparam("of_ref"),
        awaited.c.brief,
        awaited.c.left_at.is_(None),
    )
    .values(until=bindparam("then"))
)
_FIRST = (
    update(awaited)
    .where(*_OF_PERSON, awaited.c.left_at.is_(None), awaited.c.first_until > bindparam("at"))
    .values(first_until=bindparam("then"))
)
_WAS_ASKED = select(awaited.c.id).where(*_HERE, awaited.c.prompt_id == bindparam("message"))
_SET_PROMPT = update(awaited).where(awaited.c.id == bindparam("prompt"), awaited.c.left_at.is_(None))
_PROMPTS = select(awaited).where(*_HERE, *_ASKS_AT).order_by(awaited.c.id.desc())
_PROMPTS_THEN = (
    select(awaited)
    .where(
        *_HERE,
        awaited.c.until > bindparam("at"),
        or_(awaited.c.left_at.is_(None), awaited.c.left_at >= bindparam("at")),
    )
    .order_by(awaited.c.id.desc())
)
_PROMPT = select(awaited).where(awaited.c.id == bindparam("prompt"), *_ASKS_AT)
_PROMPTS_ABOUT = select(awaited).where(
    awaited.c.kind == bindparam("kind"), awaited.c.ref == bindparam("ref"), awaited.c.left_at.is_(None)
)
_PROMPTS_OF = (
    select(awaited)
    .where(
        awaited.c.kind.in_(bindparam("kinds", expanding=True)),
        awaited.c.ref == bindparam("ref"),
        awaited.c.person_id == bindparam("person"),
        awaited.c.left_at.is_(None),
    )
    .order_by(awaited.c.id)
)
_DONE_FOR_ALL = (
    delete(drafts).where(
        drafts.c.kind.in_(bindparam("kinds", expanding=True)), drafts.c.ref == bindparam("of_ref")
    ),
    *_ending(awaited.c.kind.in_(bindparam("kinds", expanding=True)), awaited.c.ref == bindparam("of_ref")),
)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A prompt: this person's next message in this chat is about `ref`, of the given kind.

    `message_id` is the message that asks, by Telegram's number, if it went out (0: Telegram did not tell it).
    """

    id: int
    person_id: int
    chat_id: int
    space_id: int | None
    kind: str
    ref: int
    message_id: int | None
    first_until: datetime | None = None
    asks_until: datetime | None = None
    brief: bool = False
    left_at: datetime | None = None
    until: datetime | None = None

    def asks(self, at: datetime) -> bool:
        """Whether it takes what is said at an instant; later it takes replies to its message alone."""
        return self.asks_until is None or at < self.asks_until

    def is_first(self, at: datetime) -> bool:
        """Whether it takes what is said at an instant before older prompts do, if it is the newest."""
        return self.first_until is not None and at < self.first_until


async def expect(
    tx: AsyncConnection,
    *,
    person_id: int,
    chat_id: int,
    kind: str,
    ref: int,
    now: datetime,
    space_id: int | None = None,
    message_id: int | None = None,
    first_until: datetime | None = None,
    until: datetime | None = None,
    brief: bool = False,
) -> int:
    """Await this person's next message in this chat; the same prompt is awaited once. Returns its id.

    It takes replies to its message `until` then, and whatever is said next for `AWAITED` at most; one for a
    setting is `brief`. Those that stand there end.
    """
    if brief:
        until = now + BRIEF
    await end_brief(tx, person_id, chat_id, now)
    same = {"person": person_id, "chat": chat_id, "of_kind": kind, "of_ref": ref}
    for statement in _EXPECTED:
        await tx.execute(statement, same)
    values = {
        "person_id": person_id,
        "chat_id": chat_id,
        "space_id": space_id,
        "kind": kind,
        "ref": ref,
        "made_at": now,
        "until": until or now + AWAITED,
        "asks_until": now + AWAITED if until else None,
        "prompt_id": message_id,
        "first_until": first_until,
        "brief": brief,
    }
    return (await tx.execute(_EXPECT, values)).scalar_one()


async def end_brief(tx: AsyncConnection, person_id: int, chat_id: int, now: datetime) -> None:
    """End what asks this person here for a setting: they went on. What never reached them stays."""
    await tx.execute(_END_BRIEF, {"person": person_id, "chat": chat_id, "left": _whole(now)})


async def ask_on(
    tx: AsyncConnection, person_id: int, chat_id: int, kind: str, ref: int, now: datetime
) -> bool:
    """Let what asks for a setting ask once more, for as long as at first; False if it was left or ended."""
    same = {"person": person_id, "chat": chat_id, "of_kind": kind, "of_ref": ref, "then": now + BRIEF}
    return bool((await tx.execute(_ASK_ON, same)).rowcount)


async def goes_on_first(
    tx: AsyncConnection, person_id: int, kind: str, ref: int, at: datetime, then: datetime
) -> None:
    """Let what takes whatever is said next `at` an instant do so until another (UTC), and no longer.

    What did so no more by then does not begin again.
    """
    values = {"person": person_id, "of_kind": kind, "of_ref": ref, "at": at, "then": then}
    await tx.execute(_FIRST, values)


async def leave(
    tx: AsyncConnection, person_id: int, chat_id: int, kind: str, ref: int, at: datetime
) -> Awaited | None:
    """Wait no longer for what this person leaves `at` that instant; None if it was over already."""
    left = {
        "person": person_id,
        "chat": chat_id,
        "of_kind": kind,
        "of_ref": ref,
        "at": at,
        "left": _whole(at),
    }
    row = (await tx.execute(_LEAVE, left)).one_or_none()
    return None if row is None else _as_awaited(row)


async def was_asked(tx: AsyncConnection, person_id: int, chat_id: int, message_id: int) -> bool:
    """Return whether this message asks this person for something, or asked and was left or ended."""
    asked = {"person": person_id, "chat": chat_id, "message": message_id}
    return await tx.scalar(_WAS_ASKED, asked) is not None


def _whole(at: datetime) -> datetime:
    """Return the second in which something was done, as Telegram dates messages."""
    return at.replace(microsecond=0)


async def set_prompt(tx: AsyncConnection, awaited_id: int, message_id: int) -> bool:
    """Note which message asks, so that a reply to it is understood; False if nothing is awaited any more."""
    return bool((await tx.execute(_SET_PROMPT, {"prompt": awaited_id, "prompt_id": message_id})).rowcount)


async def prompt(tx: AsyncConnection, awaited_id: int, at: datetime) -> Awaited | None:
    """Return what is awaited `at` that instant, or None if it is not any more."""
    row = (await tx.execute(_PROMPT, {"prompt": awaited_id, "at": at})).one_or_none()
    return None if row is None else _as_awaited(row)


async def prompts_at(tx: AsyncConnection, person_id: int, chat_id: int, at: datetime) -> list[Awaited]:
    """Return what of this person was awaited in this chat `at` that instant, newest first."""
    rows = await tx.execute(_PROMPTS, {"person": person_id, "chat": chat_id, "at": at})
    return [_as_awaited(row) for row in rows.all()]


async def prompts_then(tx: AsyncConnection, person_id: int, chat_id: int, at: datetime) -> list[Awaited]:
    """Return what of this person was awaited here when something was said that is held, newest first.

    What was left, answered or ended since is among it.
    """
    rows = await tx.execute(_PROMPTS_THEN, {"person": person_id, "chat": chat_id, "at": at})
    return [_as_awaited(row) for row in rows.all()]


def once(prompts: Sequence[Awaited]) -> list[Awaited]:
    """Return prompts, newest first, without those that ask anew for the same."""
    return list({(it.kind, it.ref): it for it in reversed(prompts)}.values())[::-1]


async def prompts_about(tx: AsyncConnection, kind: str, ref: int) -> list[Awaited]:
    """Return what is awaited of anybody about `ref`."""
    rows = await tx.execute(_PROMPTS_ABOUT, {"kind": kind, "ref": ref})
    return [_as_awaited(row) for row in rows.all()]


async def prompts_of(tx: AsyncConnection, person_id: int, ref: int, kinds: Sequence[str]) -> list[Awaited]:
    """Return what is awaited of this person about `ref`, oldest first: what is over, too, but not left."""
    rows = await tx.execute(_PROMPTS_OF, {"person": person_id, "ref": ref, "kinds": kinds})
    return [_as_awaited(row) for row in rows.all()]


async def done(tx: AsyncConnection, person_id: int, kind: str, ref: int) -> None:
    """Stop waiting for this person's message about `ref`."""
    for statement in _DONE:
        await tx.execute(statement, {"person": person_id, "of_kind": kind, "of_ref": ref})


async def done_for_all(tx: AsyncConnection, ref: int, *kinds: str) -> None:
    """Stop waiting for anybody's message of these kinds about `ref`, and drop what was held for it."""
    for statement in _DONE_FOR_ALL:
        await tx.execute(statement, {"kinds": kinds, "of_ref": ref})


async def all_in(tx: AsyncConnection, space_id: int) -> list[Awaited]:
    """Return everything that is awaited of the two of a space."""
    rows = await tx.execute(select(awaited).where(awaited.c.space_id == space_id))
    return [_as_awaited(row) for row in rows.all()]


async def none_in(tx: AsyncConnection, space_id: int) -> None:
    """Wait for nothing more in a space that waits for both again; what is held stays its writer's."""
    for table in (awaited, nonces):
        await tx.execute(delete(table).where(table.c.space_id == space_id))


async def done_for_space(tx: AsyncConnection, space_id: int) -> None:
    """Wait for nothing more in a space that ended, and drop what was held for it.

    Of somebody who is in no other, this is also what was held for no space yet.
    """
    for table in (awaited, drafts, nonces):
        await tx.execute(delete(table).where(table.c.space_id == space_id))
    here = select(partners.c.person_id).where(partners.c.space_id == space_id)
    elsewhere = (
        select(partners.c.person_id)
        .join(spaces, spaces.c.id == partners.c.space_id)
        .where(
            spaces.c.id != space_id, spaces.c.state == SpaceState.ACTIVE, partners.c.state == PartnerState.IN
        )
    )
    await tx.execute(
        delete(drafts).where(
            drafts.c.space_id.is_(None), drafts.c.person_id.in_(here), drafts.c.person_id.not_in(elsewhere)
        )
    )


async def forget(tx: AsyncConnection, space_id: int, kind: str, person_id: int | None = None) -> None:
    """Drop every prompt, held message and link of a kind in a space: all, or those of one person."""
    for table in (awaited, drafts, nonces):
        whose = [] if person_id is None else [table.c.person_id == person_id]
        await tx.execute(delete(table).where(table.c.space_id == space_id, table.c.kind == kind, *whose))


def _as_awaited(row: Row[*tuple[Any, ...]]) -> Awaited:
    return Awaited(
        row.id,
        row.person_id,
        row.chat_id,
        row.space_id,
        row.kind,
        row.ref,
        row.prompt_id,
        row.first_until,
        row.asks_until,
        row.brief,
        row.left_at,
        row.until,
    )


async def any_expired(tx: AsyncConnection, now: datetime) -> bool:
    """Return whether `forget_expired` would find something to erase."""
    for expired in _EXPIRED:
        if await tx.scalar(expired, {"now": now}) is not None:
            return True
    return False


async def forget_expired(tx: AsyncConnection, now: datetime) -> bool:
    """Erase prompts, held messages, notes of missed ones and links whose time is over.

    What words may be meant for that are held stays with them. Returns whether words were among it, which
    have to go from the disk, too.
    """
    held = await tx.execute(delete(drafts).where(drafts.c.until <= now))
    for table in (missed, nonces):
        await tx.execute(delete(table).where(table.c.until <= now))
    await tx.execute(delete(awaited).where(awaited.c.until <= now, ~_HOLDS_WORDS))
    return held.rowcount > 0
