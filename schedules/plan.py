"""The plan: the instant at which each ritual is next due, kept in the database and claimed one by one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.tables import plan
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from content.bank import Bank
from schedules import agenda, posts
from schedules.due import Due, end, first_due
from schedules.posts import Post, PostState
from schedules.rest import rests_until
from schedules.ritual import Place, Ritual

Spot = tuple[int, int, str]
"""A place in the plan: space, person (0 for the space itself), ritual."""

_ASIDE = timedelta(hours=1)

_DUE_SPOTS = (
    select(plan.c.space_id, plan.c.person_id, plan.c.ritual)
    .where(plan.c.next_due <= bindparam("now"))
    .order_by(plan.c.next_due)
    .limit(bindparam("most"))
)
_SPOT = select(plan.c.claimed_date, plan.c.next_date, plan.c.next_due).where(
    plan.c.space_id == bindparam("space"),
    plan.c.person_id == bindparam("person"),
    plan.c.ritual == bindparam("name"),
)
_SPOTS_OF = select(
    plan.c.person_id, plan.c.ritual, plan.c.claimed_date, plan.c.next_date, plan.c.next_due
).where(plan.c.space_id == bindparam("space"))
_NEW = upsert(plan)
_SPOTS_KEY = ["space_id", "person_id", "ritual"]
_PLANNED = {"next_date": _NEW.excluded.next_date, "next_due": _NEW.excluded.next_due}
_WRITE = _NEW.on_conflict_do_update(index_elements=_SPOTS_KEY, set_=_PLANNED)
_WRITE_CLAIMED = _NEW.on_conflict_do_update(
    index_elements=_SPOTS_KEY, set_=_PLANNED | {"claimed_date": _NEW.excluded.claimed_date}
)
_NEXT_DUE = select(func.min(plan.c.next_due)).where(plan.c.next_due > bindparam("now"))


async def replan(tx: AsyncConnection, rituals: Iterable[Ritual], space: Space, now: datetime) -> None:
    """Plan every ritual of a space anew: from the first unclaimed date whose instant is still ahead.

    What is due already and not claimed yet (the bot has just come back, say) stays due while it is fresh, if
    the rhythm still lets it come. To be called, in the same transaction, whenever a setting, zone, pause or
    the ladder changed.
    """
    rows = (await tx.execute(_SPOTS_OF, {"space": space.id})).all()
    standing = {(row.person_id, row.ritual): row for row in rows}
    changed = []
    for ritual in rituals:
        for person_id in ritual.targets(space):
            row = standing.get((person_id, ritual.name))
            claimed, planned = (None, None) if row is None else (row.claimed_date, row.next_due)
            is_due = planned is not None and planned <= now
            due = _next(ritual, space, person_id, claimed, now, now - ritual.freshness if is_due else now)
            if row is None or (row.next_date, row.next_due) != (due and due.local_date, due and due.at):
                changed.append(_spot(space.id, person_id, ritual.name, due))
    if changed:
        await tx.execute(_WRITE, changed)


async def turn_back(tx: AsyncConnection, rituals: Iterable[Ritual], now: datetime) -> None:
    """Plan every space anew after the clock was set back: from the newest post that was due by now.

    Posts of days to come that were skipped by the wrong clock are forgotten, so that those days have theirs.
    """
    await posts.forget_skipped_ahead(tx, now)
    await tx.execute(update(plan).values(claimed_date=None))
    for whose, day in await posts.newest_days(tx, now):
        await tx.execute(
            update(plan)
            .where(
                plan.c.space_id == whose.space_id,
                plan.c.person_id == whose.person_id,
                plan.c.ritual == whose.ritual,
            )
            .values(claimed_date=day)
        )
    rituals = tuple(rituals)
    for space_id in (await tx.scalars(select(plan.c.space_id).distinct())).all():
        space = await spaces.by_id(tx, space_id)
        if space is not None:
            await replan(tx, rituals, space, now)


async def due_spots(tx: AsyncConnection, now: datetime, limit: int) -> list[Spot]:
    """Return up to `limit` planned spots (space, person, ritual) that are due, soonest first."""
    rows = await tx.execute(_DUE_SPOTS, {"now": now, "most": limit})
    return [(row.space_id, row.person_id, row.ritual) for row in rows.all()]


async def claim(
    tx: AsyncConnection, rituals: Mapping[str, Ritual], bank: Bank, spot: Spot, now: datetime
) -> Post | None:
    """Claim one due spot: write its post, let the ritual fill it, and advance the plan.

    Nothing is posted when the spot is no longer due, its freshness is over, the space is closed, quieted or
    resting, another ritual has the day's place (`agenda`), or the day already has its post (a couple may have
    asked for it). Returns the new post.
    """
    space_id, person_id, name = spot
    spot_values = {"space": space_id, "person": person_id, "name": name}
    row = (await tx.execute(_SPOT, spot_values)).one_or_none()
    if row is None or row.next_due is None or row.next_date is None or row.next_due > now:
        return None
    space = await spaces.by_id(tx, space_id)
    ritual = rituals.get(name)
    if space is None or space.state is not SpaceState.ACTIVE or ritual is None:
        await _write(tx, space_id, person_id, name, None)
        return None
    due = Due(row.next_date, row.next_due)
    rhythm = ritual.rhythm(space, person_id, now)
    rest = rests_until(space) if rhythm is None else rhythm.not_before
    resting = rest is not None and due.at < rest
    fresh = now - due.at <= ritual.freshness
    may_speak = fresh and not space.quieted and not resting
    refusal = None
    if may_speak:
        refusal = await agenda.refuses(tx, rituals.values(), space, person_id, ritual, due)
    post = None
    if not resting:
        speaks = may_speak and refusal is None
        post = await begin(tx, ritual, space, person_id, due, skipped=not speaks, holds=speaks)
    if post is not None and may_speak and refusal is None:
        posted = await ritual.post(tx, bank, space, post, now)
        if not posted.speaks and ritual.place is not None:
            await posts.holds_nothing(tx, post.id)
        if posted.changes:
            space = await spaces.by_id(tx, space_id) or space
    claimed = due.local_date
    if refusal is not None and rhythm is not None:
        claimed -= timedelta(days=rhythm.step - 1)  # it asks again the next day, however rarely it comes
    await advance(tx, ritual, space, person_id, claimed, now)
    return post


async def begin(
    tx: AsyncConnection,
    ritual: Ritual,
    space: Space,
    person_id: int,
    due: Due,
    *,
    skipped: bool = False,
    holds: bool = False,
) -> Post | None:
    """Write the post of a local date; None if that date already has one.

    One that `holds` has its ritual's place on that day (`agenda`).
    """
    values = {
        "space_id": space.id,
        "person_id": person_id,
        "ritual": ritual.name,
        "local_date": due.local_date,
        "due_at": due.at,
        "closes_at": end(due, ritual.lasts, space.tz),
        "state": PostState.SKIPPED if skipped else PostState.OPEN,
        "place": ritual.place if holds else None,
        "held_on": agenda.day_of(space, person_id, due),
    }
    post_id = await posts.begin(tx, values)
    if post_id is None:
        return None
    return Post(post_id, space.id, person_id, ritual.name, due.local_date, due.at)


async def begin_asked(tx: AsyncConnection, ritual: Ritual, space: Space, today: date, now: datetime) -> Post:
    """Write today's post because the couple asked for it; it counts as the day's.

    A post that was skipped, or that the day had already, opens anew from now.
    """
    closes_at = end(Due(today, now), ritual.lasts, space.tz)
    key = {"space_id": space.id, "person_id": 0, "ritual": ritual.name, "local_date": today}
    values = {
        "due_at": now,
        "closes_at": closes_at,
        "state": PostState.OPEN,
        "place": ritual.place,
        "held_on": today,
    }
    post_id = await posts.begin_anew(tx, key, values)
    return Post(post_id, space.id, 0, ritual.name, today, now)


async def hold(tx: AsyncConnection, space: Space, person_id: int, by: str, now: datetime) -> None:
    """Note that something else than a ritual (a kind of outbox message) has the place of a day at a door.

    To be called in the transaction that puts the outbox message; again on one day it changes nothing.
    """
    partner = space.partner(person_id)
    if partner is None:
        return
    values = {
        "space_id": space.id,
        "person_id": person_id,
        "ritual": by,
        "local_date": partner.day(now),
        "due_at": now,
        "closes_at": now,
        "state": PostState.CLOSED,
        "place": Place.DOOR,
        "held_on": partner.day(now),
    }
    await posts.begin(tx, values)


async def advance(
    tx: AsyncConnection, ritual: Ritual, space: Space, person_id: int, claimed: date, now: datetime
) -> None:
    """Move the plan past a claimed local date, to the first one that is still fresh."""
    due = _next(ritual, space, person_id, claimed, now, now - ritual.freshness)
    await _write(tx, space.id, person_id, ritual.name, due, claimed)


async def off(tx: AsyncConnection, space_id: int) -> None:
    """Plan nothing more for a space and close its open posts; whoever ends it ends what hangs on them."""
    await tx.execute(update(plan).where(plan.c.space_id == space_id).values(next_date=None, next_due=None))
    await posts.close_all(tx, space_id)


async def end_undone(tx: AsyncConnection, space_id: int, left: int = 0) -> None:
    """Plan nothing more for a space of which one undid their joining (`left`), and end its posts.

    What hangs on the posts of both stays for who stays, but they are nobody's any more: their days are free
    for other posts, whatever was done with these.
    """
    await off(tx, space_id)
    await tx.execute(delete(plan).where(plan.c.space_id == space_id))
    await posts.disown(tx, space_id, left)


async def forget(tx: AsyncConnection, space_id: int) -> None:
    """Plan nothing more for a space and erase its posts, with all that hangs on them: it begins anew."""
    await tx.execute(delete(plan).where(plan.c.space_id == space_id))
    await posts.erase_all(tx, space_id)


async def close(tx: AsyncConnection, rituals: Mapping[str, Ritual], post: Post, now: datetime) -> None:
    """Close a post without a word, letting its ritual end what hangs on it."""
    is_closed = await posts.close(tx, post.id)
    space = await spaces.by_id(tx, post.space_id)
    if is_closed and space is not None and post.ritual in rituals:
        await rituals[post.ritual].close(tx, space, post, now)


async def set_aside(tx: AsyncConnection, spot: Spot, now: datetime) -> None:
    """Try a spot that could not be claimed again in an hour, so that it does not keep others waiting."""
    space_id, person_id, name = spot
    await tx.execute(
        update(plan)
        .where(
            plan.c.space_id == space_id,
            plan.c.person_id == person_id,
            plan.c.ritual == name,
            plan.c.next_due.is_not(None),  # its space may have ended meanwhile
        )
        .values(next_due=now + _ASIDE)
    )


async def leave_open(tx: AsyncConnection, post: Post, now: datetime) -> None:
    """Try a post that could not be closed again in an hour."""
    await posts.close_later(tx, post.id, now + _ASIDE)


async def next_instant(tx: AsyncConnection, now: datetime) -> datetime | None:
    """Return the soonest instant after now at which a ritual is due or a post closes."""
    soonest = await tx.scalar(_NEXT_DUE, {"now": now})
    closing = await posts.next_over(tx, now)
    return min((at for at in (soonest, closing) if at is not None), default=None)


def _next(
    ritual: Ritual, space: Space, person_id: int, claimed: date | None, now: datetime, later_than: datetime
) -> Due | None:
    rhythm = ritual.rhythm(space, person_id, now)
    if rhythm is None or space.state is not SpaceState.ACTIVE:
        return None
    after = claimed
    if after is None:
        after = now.astimezone(rhythm.zone).date() - timedelta(days=rhythm.step)
    return first_due(rhythm, after, later_than)


async def _write(
    tx: AsyncConnection,
    space_id: int,
    person_id: int,
    name: str,
    due: Due | None,
    claimed: date | None = None,
) -> None:
    values = _spot(space_id, person_id, name, due)
    if claimed is None:
        await tx.execute(_WRITE, values)
    else:
        await tx.execute(_WRITE_CLAIMED, values | {"claimed_date": claimed})


def _spot(space_id: int, person_id: int, name: str, due: Due | None) -> dict[str, object]:
    return {
        "space_id": space_id,
        "person_id": person_id,
        "ritual": name,
        "next_date": due.local_date if due else None,
        "next_due": due.at if due else None,
    }
