"""Messages that the bot could not take: a mistyped command, a time that reads as none.

Each is a row without its words, for as long as its writer may still edit it: an edit that mends it is then
taken as if it had just been said. What had an effect is never in here, so nothing happens twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import missed

EDITABLE = timedelta(hours=48)  # https://core.telegram.org/api/config, edit_time_limit

_NEW = upsert(missed)
_NOTE = _NEW.on_conflict_do_update(
    index_elements=["chat_id", "message_id"],
    set_={"tries": missed.c.tries + 1, "kind": _NEW.excluded.kind, "ref": _NEW.excluded.ref},
)
_FIND = select(missed).where(
    missed.c.chat_id == bindparam("chat"),
    missed.c.message_id == bindparam("message"),
    missed.c.person_id == bindparam("person"),
    missed.c.until > bindparam("at"),
)


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that was not taken, and the prompt that it did not fulfil: its kind ("" for none) and ref.

    `tries` counts how often it was not.
    """

    chat_id: int
    message_id: int
    kind: str
    ref: int
    tries: int


async def note(
    tx: AsyncConnection,
    person_id: int,
    chat_id: int,
    message_id: int,
    prompt: tuple[str, int] | None,
    now: datetime,
) -> None:
    """Note that a message, or an edit of it, was not taken."""
    kind, ref = prompt or ("", 0)
    values = {
        "chat_id": chat_id,
        "message_id": message_id,
        "person_id": person_id,
        "kind": kind,
        "ref": ref,
        "tries": 1,
        "until": now + EDITABLE,
    }
    await tx.execute(_NOTE, values)


async def find(
    tx: AsyncConnection, person_id: int, chat_id: int, message_id: int, at: datetime
) -> Missed | None:
    """Return this person's message, edited `at` that instant, if it was not taken; None for any other."""
    values = {"chat": chat_id, "message": message_id, "person": person_id, "at": at}
    row = (await tx.execute(_FIND, values)).one_or_none()
    return None if row is None else Missed(row.chat_id, row.message_id, row.kind, row.ref, row.tries)


async def taken(tx: AsyncConnection, it: Missed) -> None:
    """Forget a message that was taken at last; one that was missed once more meanwhile stays."""
    await tx.execute(
        delete(missed).where(
            missed.c.chat_id == it.chat_id,
            missed.c.message_id == it.message_id,
            missed.c.tries == it.tries,
        )
    )


async def forget(tx: AsyncConnection, person_id: int) -> None:
    """Forget all that one person said and the bot could not take."""
    await tx.execute(delete(missed).where(missed.c.person_id == person_id))
