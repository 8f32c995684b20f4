"""The SQL of what a couple's past comes to: sums of the older cards, and the cards after them.

A pick asks for both, so that it costs the same after five years as after one month. The sums hold only what
has settled: a card that both answered a day ago, or whose time has been over for a day. Where it changes all
the same, they go by a trigger (`bot.db.tables.pasts`) and are made anew from the cards. Every function works
in the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BindParameter, bindparam, case, delete, exists, func, select
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import cards, marks, numberings, pasts, posts
from bot.features.question.store import NOT_TODAY, RITUAL
from content.bank import Bank
from content.numbering import Numbering
from content.past import Asked, Couple, Past
from content.sums import Sums
from schedules.posts import PostState

AT_ONCE = 8
"""As many settled cards are summed up at a time."""
SETTLED = timedelta(days=1)
"""How long ago both answered a card, or its time was over, when it has settled."""
_MOST_KEPT = 8

_SUMS = select(pasts.c.through_card, pasts.c.numbering, pasts.c.sums).where(
    pasts.c.space_id == bindparam("space")
)
_settled_by: BindParameter[datetime] = bindparam("settled_by")
_over_at = case((posts.c.state != PostState.OPEN, posts.c.closes_at))
_AFTER = (
    select(
        cards.c.item_id,
        posts.c.local_date,
        cards.c.revealed_at.is_not(None) | cards.c.talked_at.is_not(None),
        exists().where(marks.c.card_id == cards.c.id, marks.c.mark == NOT_TODAY),
        cards.c.id,
        (func.coalesce(cards.c.revealed_at, cards.c.talked_at) < _settled_by) | (_over_at < _settled_by),
    )
    .join(posts, posts.c.id == cards.c.post_id)
    .where(cards.c.space_id == bindparam("space"), cards.c.id > bindparam("after"), posts.c.ritual == RITUAL)
    .order_by(cards.c.id)
)
_ITEMS = select(numberings.c.item_ids).where(numberings.c.digest == bindparam("digest"))
_NEWEST = select(numberings.c.digest).order_by(numberings.c.id.desc()).limit(1)
_NUMBERED = upsert(numberings)
_NUMBER = _NUMBERED.on_conflict_do_update(
    index_elements=["digest"], set_={"item_ids": _NUMBERED.excluded.item_ids}
)
_NEW = upsert(pasts)
_KEEP = _NEW.on_conflict_do_update(
    index_elements=["space_id"],
    set_={name: _NEW.excluded[name] for name in ("through_card", "numbering", "sums")},
)
_FORGET = delete(pasts).where(pasts.c.space_id == bindparam("space"))

_numberings: dict[str, Numbering] = {}
"""Those that were read, by digest: what one stands for never changes, in whatever database."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the cards a couple had: sums of the older ones, and those after them.

    Without `sums` these are all.
    """

    space_id: int
    sums: Sums | None
    cards: Sequence[Asked]
    """In the order in which they came."""
    settled: int
    """How many of those, the first ones, can be summed up as well."""
    through: int
    """The last of these (the card's number)."""

    @property
    def is_long(self) -> bool:
        """Whether so much has settled that it is worth summing up."""
        return self.settled >= AT_ONCE


async def known(tx: AsyncConnection, space_id: int, day: date, now: datetime) -> Known:
    """Return what is known of a couple's cards on a day.

    Where the sums have a card of a later day (a clock that ran ahead was set back), or cannot be read, all
    cards are read one by one.
    """
    row = (await tx.execute(_SUMS, {"space": space_id})).first()
    after, numbering, packed = row or (0, "", b"")
    sums = await _unpacked(tx, numbering, packed) if after else None
    if sums is None or sums.through > day:
        after, sums = 0, None
    values = {"space": space_id, "after": after, "settled_by": now - SETTLED}
    rows = (await tx.execute(_AFTER, values)).all()
    asked = [Asked(item_id, on, bool(joint), bool(declined)) for item_id, on, joint, declined, *_ in rows]
    settled = next((at for at, row in enumerate(rows) if not row[5]), len(rows))
    if settled < len(rows):  # a day is summed up as a whole
        day = min(it.day for it in asked[settled:])
        while settled and asked[settled - 1].day >= day:
            settled -= 1
    return Known(space_id, sums, asked, settled, rows[settled - 1][4] if settled else after)


async def sum_up(tx: AsyncConnection, bank: Bank, past: Known) -> None:
    """Take what has settled into the sums."""
    settled = past.cards[: past.settled]
    sums = past.sums or Sums.of_none(Numbering(()))
    numbering = await _newest(tx, [*bank.questions, *(it.item_id for it in settled)])
    if not numbering.extends(sums.numbering):  # of a database that was mended by hand, say
        await forget(tx, past.space_id)
        return
    sums = Past(bank, Couple(past.space_id, date.min), settled, sums.under(numbering)).sums()
    values = {
        "space_id": past.space_id,
        "through_card": past.through,
        "numbering": numbering.digest,
        "sums": sums.packed(),
    }
    await tx.execute(_KEEP, values)


async def rebuild(tx: AsyncConnection, bank: Bank, space_id: int, now: datetime) -> bool:
    """Make a couple's sums anew from the cards; return whether so much has settled that there are any."""
    await forget(tx, space_id)
    past = await known(tx, space_id, date.max, now)
    if past.is_long:
        await sum_up(tx, bank, past)
    return past.is_long


async def forget(tx: AsyncConnection, space_id: int) -> None:
    """Drop a couple's sums: they are made anew from the cards."""
    await tx.execute(_FORGET, {"space": space_id})


async def _unpacked(tx: AsyncConnection, digest: str, packed: bytes) -> Sums | None:
    numbering = await _numbering(tx, digest)
    try:
        return None if numbering is None else Sums.unpacked(packed, numbering)
    except ValueError:
        return None


async def _newest(tx: AsyncConnection, item_ids: Iterable[str]) -> Numbering:
    """Return the newest numbering, with all of these items: one more, where it lacks any."""
    newest: str | None = await tx.scalar(_NEWEST)
    found = None if newest is None else await _numbering(tx, newest)
    numbering = (found or Numbering(())).extended(item_ids)
    if numbering is not found:
        values = {"digest": numbering.digest, "item_ids": "\n".join(numbering.ids)}
        await tx.execute(_NUMBER, values)
    return numbering


async def _numbering(tx: AsyncConnection, digest: str) -> Numbering | None:
    """Return the numbering of a digest; None if there is none, or its items are not what they were."""
    found = _numberings.get(digest)
    if found is None:
        items: str | None = await tx.scalar(_ITEMS, {"digest": digest})
        found = None if items is None else Numbering(dict.fromkeys(items.split("\n")))
        if found is None or found.digest != digest:
            return None
        if len(_numberings) >= _MOST_KEPT:
            _numberings.clear()
        _numberings[digest] = found
    return found
