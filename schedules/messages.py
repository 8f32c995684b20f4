"""Which message of a chat is a copy of which outbox message, or belongs to what: one row a message.

By it a reply, an edit or a tap finds what it is about, and what was posted is turned or taken away later.
"""

from functools import cache

from sqlalchemy import Select, bindparam, delete, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.tables import copies

_ADD = upsert(copies).on_conflict_do_nothing()
_NEWEST_IN = (
    select(copies.c.message_id)
    .where(copies.c.chat_id == bindparam("chat"))
    .order_by(copies.c.message_id.desc())
    .limit(1)
)

_COPIES_OF = select(copies.c.chat_id, copies.c.message_id).where(
    copies.c.space_id == bindparam("space"),
    copies.c.kind == bindparam("of_kind"),
    copies.c.ref == bindparam("of"),
)


async def add(
    tx: AsyncConnection,
    outbox_id: int,
    about: tuple[int, str, int],
    chat_id: int,
    message_id: int,
    thread: int | None = None,
) -> None:
    """Note that a message is a copy of an outbox message (0: of none) about a space's kind and ref.

    `thread` is the topic in which it stands (None: nobody said). Of one whose number Telegram did not tell
    (0) nothing is noted.
    """
    if not message_id:
        return
    space_id, kind, ref = about
    values = {
        "chat_id": chat_id,
        "message_id": message_id,
        "outbox_id": outbox_id,
        "space_id": space_id,
        "kind": kind,
        "ref": ref,
        "thread_id": thread,
    }
    await tx.execute(_ADD, values)


async def note(
    tx: AsyncConnection, space_id: int, kind: str, ref: int, chat_id: int, message_id: int
) -> None:
    """Note that a message that is no outbox message belongs to something: `kind` is one that no outbox
    message has.
    """
    await add(tx, 0, (space_id, kind, ref), chat_id, message_id)


async def newest_in(tx: AsyncConnection, chat_id: int) -> int:
    """Return the number of the newest message of a chat of which anything is noted; 0 if there is none."""
    return await tx.scalar(_NEWEST_IN, {"chat": chat_id}) or 0


async def newest_of(tx: AsyncConnection, chat_id: int, kind: str) -> int | None:
    """Return what the newest message of a kind in a chat is about (its ref); None if there is none.

    `kind` is a word of ours, which stands in the statement so that an index over its messages alone is used.
    """
    newest: int | None = await tx.scalar(_newest_of(kind), {"chat": chat_id})
    return newest


@cache
def _newest_of(kind: str) -> Select[int]:
    of_kind = (copies.c.chat_id == bindparam("chat"), copies.c.kind == fixed(kind))
    return select(copies.c.ref).where(*of_kind).order_by(copies.c.message_id.desc()).limit(1)


async def copies_of(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> list[tuple[int, int]]:
    """Return the (chat id, message id) of every known copy of an outbox message."""
    rows = await tx.execute(_COPIES_OF, {"space": space_id, "of_kind": kind, "of": ref})
    return [(row.chat_id, row.message_id) for row in rows.all()]


async def threads_of(tx: AsyncConnection, space_id: int, kind: str, ref: int) -> dict[tuple[int, int], int]:
    """Return in which topics copies of an outbox message stand, by their (chat id, message id); 0 is General.

    Of a copy that is not in it nobody knows.
    """
    rows = await tx.execute(
        select(copies.c.chat_id, copies.c.message_id, copies.c.thread_id).where(
            copies.c.space_id == space_id, copies.c.kind == kind, copies.c.ref == ref
        )
    )
    return {(row.chat_id, row.message_id): row.thread_id for row in rows.all() if row.thread_id is not None}


async def copy_at(tx: AsyncConnection, chat_id: int, message_id: int) -> tuple[str, int] | None:
    """Return (kind, ref) of the outbox message that a message is a copy of, or None."""
    row = (
        await tx.execute(
            select(copies.c.kind, copies.c.ref).where(
                copies.c.chat_id == chat_id, copies.c.message_id == message_id
            )
        )
    ).one_or_none()
    return None if row is None else (row.kind, row.ref)


async def notes_in(tx: AsyncConnection, space_id: int, kind: str, chat_id: int) -> list[int]:
    """Return the messages in a chat which belong to anything of a kind, copies of outbox messages or not."""
    where = (copies.c.space_id == space_id, copies.c.kind == kind, copies.c.chat_id == chat_id)
    rows = await tx.execute(select(copies.c.message_id).where(*where).order_by(copies.c.ref))
    return list(rows.scalars().all())


async def forget_copy(tx: AsyncConnection, chat_id: int, message_id: int) -> None:
    """Forget a message that is gone from its chat: it is a copy of nothing any more."""
    await tx.execute(delete(copies).where(copies.c.chat_id == chat_id, copies.c.message_id == message_id))


async def forget_note(tx: AsyncConnection, chat_id: int, message_id: int) -> None:
    """Forget what a message, that is no outbox message, belongs to."""
    here = copies.c.chat_id == chat_id, copies.c.message_id == message_id
    await tx.execute(delete(copies).where(*here, copies.c.outbox_id == 0))


async def forget_notes(
    tx: AsyncConnection, space_id: int, kind: str, ref: int, chat_id: int | None = None
) -> None:
    """Forget which messages belong to something: all of them, or those in a chat.

    `kind` is one that no outbox message has (see `note`): copies of outbox messages are forgotten one by one
    (`forget_copy`).
    """
    where = [copies.c.space_id == space_id, copies.c.kind == kind, copies.c.ref == ref]
    await tx.execute(
        delete(copies).where(*where, *([] if chat_id is None else [copies.c.chat_id == chat_id]))
    )


async def forget_notes_in(tx: AsyncConnection, space_id: int, chat_id: int) -> None:
    """Forget of a space's messages in a chat, that are no outbox messages, what they belong to."""
    of_space = (
        literal_column("+copies.space_id") == space_id
    )  # by the chat's index, not through all of a space's
    await tx.execute(delete(copies).where(copies.c.chat_id == chat_id, of_space, copies.c.outbox_id == 0))


async def forget_copies_in(tx: AsyncConnection, space_id: int, kind: str, chat_id: int) -> None:
    """Forget which messages in a chat are copies of a space's outbox messages of a kind."""
    here = (copies.c.space_id == space_id, copies.c.kind == kind, copies.c.chat_id == chat_id)
    await tx.execute(delete(copies).where(*here))
