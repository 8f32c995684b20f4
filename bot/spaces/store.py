"""The SQL of people, spaces and partners. Every function works inside the caller's transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    Text,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.columns import fixed
from bot.db.encrypted import cipher_of, fields_of
from bot.db.inline import remembered_by
from bot.db.tables import awaited, partners, people, preferences, spaces
from bot.spaces.model import Group, Partner, PartnerState, Space, SpaceState
from bot.spaces.preference import Choice, Values


def _chosen(space: ColumnElement[int], person: ColumnElement[int]) -> Label[str]:
    """Return what is stored of the preferences of a space or a person, as a JSON object by their keys.

    It is read with their row, and what is private stays encrypted in it until somebody asks for it.
    """
    stored = func.coalesce(preferences.c.value, type_coerce(preferences.c.private, Text))
    objects = select(func.json_group_object(preferences.c.key, stored, type_=Text))
    theirs = objects.where(preferences.c.space_id == space, preferences.c.person_id == person)
    return theirs.correlate_except(preferences).scalar_subquery().label("preferred")


_WHICH = (spaces.c.id, spaces.c.version)
"""What finds a space: all else is read where nobody remembers it of that version."""

# Asked for at every step: building a statement takes SQLAlchemy twice as long as running one that stands.
_BY_ID = select(*_WHICH).where(spaces.c.id == bindparam("space"))
_READ = select(
    spaces.c.id,
    spaces.c.chat_id,
    spaces.c.inviter_id,
    spaces.c.state,
    spaces.c.zone,
    spaces.c.created_at,
    spaces.c.active_at,
    spaces.c.removed_at,
    spaces.c.erase_at,
    spaces.c.members,
    spaces.c.public,
    spaces.c.moved_from,
    spaces.c.thread_id,
    _chosen(spaces.c.id, fixed(0)),
).where(spaces.c.id == bindparam("space"))
_BY_CHAT = select(*_WHICH).where(spaces.c.chat_id == bindparam("chat"))
_IS_PUBLIC = select(spaces.c.public).where(spaces.c.chat_id == bindparam("chat"))
_PEOPLE_AFTER = (
    select(people.c.id)
    .where(people.c.id > bindparam("person"))
    .order_by(people.c.id)
    .limit(bindparam("most"))
)
_STRANGERS = select(people.c.id).where(
    people.c.id.in_(bindparam("persons", expanding=True)),
    people.c.seen_at <= bindparam("at"),
    ~exists().where(partners.c.person_id == people.c.id),
    ~exists().where(spaces.c.inviter_id == people.c.id),
)
# What is asked at every upkeep is put together once: that takes as long as to run it.
_REMOVED = select(spaces.c.id).where(
    spaces.c.removed_at <= bindparam("at"), spaces.c.state != SpaceState.CLOSED
)
_TO_ERASE = select(*_WHICH).where(spaces.c.erase_at <= bindparam("at"))
_IDLE = select(spaces.c.id).where(
    spaces.c.state == fixed(SpaceState.INVITING),
    spaces.c.created_at <= bindparam("at"),
    ~exists().where(partners.c.space_id == spaces.c.id, partners.c.joined_at > bindparam("at")),
)
_ACTIVE = select(*_WHICH).where(spaces.c.state == fixed(SpaceState.ACTIVE)).limit(bindparam("most"))
_UNCOUNTED = _ACTIVE.where(spaces.c.removed_at.is_(None))
_NEVER_COUNTED = _UNCOUNTED.where(spaces.c.members_at.is_(None))
_COUNTED_BY = _UNCOUNTED.where(spaces.c.members_at <= bindparam("at"))
_PUBLIC = _ACTIVE.where(spaces.c.public.is_(fixed(1)), spaces.c.members_at <= bindparam("at"))
_PARTNERS = (
    select(
        partners.c.person_id,
        people.c.name,
        people.c.zone,
        partners.c.state,
        partners.c.joined_at,
        people.c.door_open,
        partners.c.away,
        _chosen(partners.c.space_id, partners.c.person_id),
    )
    .join(people, people.c.id == partners.c.person_id)
    .where(partners.c.space_id == bindparam("space"))
    .order_by(partners.c.joined_at, partners.c.person_id)
)

_NEW_PERSON = upsert(people)
_SEE = _NEW_PERSON.on_conflict_do_update(index_elements=["id"], set_={"name": _NEW_PERSON.excluded.name})
_OPEN_DOOR = update(people).where(people.c.id == bindparam("person"))
_KNOWN = select(people.c.name, people.c.door_open, people.c.seen_at).where(people.c.id == bindparam("person"))
_DOOR = select(people.c.door_open).where(people.c.id == bindparam("person"))
_OF_PERSON = (
    select(*_WHICH)
    .join(partners, partners.c.space_id == spaces.c.id)
    .where(
        partners.c.person_id == bindparam("person"),
        partners.c.state == PartnerState.IN,
        spaces.c.state.in_(bindparam("states", expanding=True)),
    )
    .order_by(spaces.c.id)
)

_PRIVATE = fields_of(preferences)["private"]

_NEW_CHOICE = upsert(preferences)
_CHOOSE = _NEW_CHOICE.on_conflict_do_update(
    index_elements=["space_id", "person_id", "key"],
    set_={"value": _NEW_CHOICE.excluded.value, "private": _NEW_CHOICE.excluded.private},
)
_CHOOSE_NOT = delete(preferences).where(
    preferences.c.space_id == bindparam("space"),
    preferences.c.person_id == bindparam("person"),
    preferences.c.key.in_(bindparam("keys", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a person: the name they last went by, and whether the bot may write to their door.

    `seen_at` is when they were first seen (UTC).
    """

    name: str
    door_open: bool
    seen_at: datetime


async def known(tx: AsyncConnection, person_id: int) -> Known | None:
    """Return what is known of a person, or None of a stranger."""
    row = (await tx.execute(_KNOWN, {"person": person_id})).one_or_none()
    return None if row is None else Known(row.name, row.door_open, row.seen_at)


async def see_person(tx: AsyncConnection, person_id: int, name: str, now: datetime) -> None:
    """Remember a person by Telegram's id, with the name they have today."""
    values = {"id": person_id, "name": name, "zone": None, "door_open": False, "seen_at": now}
    await tx.execute(_SEE, values)


async def open_door(tx: AsyncConnection, person_id: int, *, is_open: bool) -> None:
    """Note whether the bot may write to this person's private chat."""
    await tx.execute(_OPEN_DOOR, {"person": person_id, "door_open": is_open})


async def set_person_zone(tx: AsyncConnection, person_id: int, zone: str) -> None:
    """Set a person's own IANA zone."""
    await tx.execute(update(people).where(people.c.id == person_id).values(zone=zone))


async def person_zone(tx: AsyncConnection, person_id: int) -> str | None:
    """Return the zone a person said, or None."""
    return await tx.scalar(select(people.c.zone).where(people.c.id == person_id))


async def door_is_open(tx: AsyncConnection, person_id: int) -> bool:
    """Return whether the bot may write to this person's private chat."""
    return bool(await tx.scalar(_DOOR, {"person": person_id}))


async def create(tx: AsyncConnection, chat_id: int, inviter_id: int, zone: str, now: datetime) -> int:
    """Begin a space in a chat that has none; return its id."""
    result = await tx.execute(
        insert(spaces).values(
            chat_id=chat_id, inviter_id=inviter_id, zone=zone, state=SpaceState.INVITING, created_at=now
        )
    )
    return cast(int, result.inserted_primary_key[0]) if result.inserted_primary_key else 0


async def by_id(tx: AsyncConnection, space_id: int) -> Space | None:
    """Return a space with its partners, or None."""
    row = (await tx.execute(_BY_ID, {"space": space_id})).one_or_none()
    return None if row is None else await _space(tx, row)


async def by_chat(tx: AsyncConnection, chat_id: int) -> Space | None:
    """Return the space that lives in a chat now, or None."""
    row = (await tx.execute(_BY_CHAT, {"chat": chat_id})).one_or_none()
    return None if row is None else await _space(tx, row)


async def is_public(tx: AsyncConnection, chat_id: int) -> bool | None:
    """Return whether a group was public when last looked at; None where no space lives."""
    return await tx.scalar(_IS_PUBLIC, {"chat": chat_id})


async def of_person(
    tx: AsyncConnection, person_id: int, *, states: Sequence[SpaceState] = (SpaceState.ACTIVE,)
) -> list[Space]:
    """Return the spaces (oldest first) in which this person is in."""
    rows = await tx.execute(_OF_PERSON, {"person": person_id, "states": list(states)})
    return [await _space(tx, row) for row in rows.all()]


async def invitations(tx: AsyncConnection, person_id: int) -> list[Space]:
    """Return the spaces, newest first, that wait for both and in which this person is, or is invited."""
    rows = await tx.execute(
        select(*_WHICH)
        .join(partners, partners.c.space_id == spaces.c.id)
        .where(
            partners.c.person_id == person_id,
            partners.c.state.in_((PartnerState.INVITED, PartnerState.IN)),
            spaces.c.state == SpaceState.INVITING,
        )
        .order_by(spaces.c.id.desc())
    )
    return [await _space(tx, row) for row in rows.all()]


async def newest_inviting(tx: AsyncConnection, most: int) -> list[Space]:
    """Return the spaces, newest first and at most so many, that wait for both."""
    rows = await tx.execute(
        select(*_WHICH)
        .where(spaces.c.state == fixed(SpaceState.INVITING))
        .order_by(spaces.c.created_at.desc())
        .limit(most)
    )
    return [await _space(tx, row) for row in rows.all()]


async def claimers(tx: AsyncConnection, *, but: int = 0) -> frozenset[int]:
    """Return the ids of everybody who is in an active space, one space left out of account.

    Every partner is looked at: ask only where one couple has the bot to itself.
    """
    rows = await tx.execute(
        select(partners.c.person_id)
        .join(spaces, spaces.c.id == partners.c.space_id)
        .where(spaces.c.state == SpaceState.ACTIVE, spaces.c.id != but, partners.c.state == PartnerState.IN)
    )
    return frozenset(rows.scalars().all())


async def anybody_in(tx: AsyncConnection) -> bool:
    """Return whether anybody is in an active space; the first who is ends the search."""
    found = await tx.scalar(
        select(partners.c.person_id)
        .join(spaces, spaces.c.id == partners.c.space_id)
        .where(spaces.c.state == SpaceState.ACTIVE, partners.c.state == PartnerState.IN)
        .limit(1)
    )
    return found is not None


async def living_with(tx: AsyncConnection, person_id: int) -> list[Space]:
    """Return the spaces not yet closed that this person is in, is invited to, or began."""
    mine = select(partners.c.space_id).where(partners.c.person_id == person_id)
    rows = await tx.execute(
        select(*_WHICH).where(
            spaces.c.state != SpaceState.CLOSED, or_(spaces.c.inviter_id == person_id, spaces.c.id.in_(mine))
        )
    )
    return [await _space(tx, row) for row in rows.all()]


async def removed_before(tx: AsyncConnection, instant: datetime) -> list[int]:
    """Return the ids of spaces whose grace after a removal began at or before this instant."""
    rows = await tx.execute(_REMOVED, {"at": instant})
    return list(rows.scalars().all())


async def to_erase(tx: AsyncConnection, now: datetime) -> list[Space]:
    """Return the closed spaces whose time has come to be erased."""
    rows = await tx.execute(_TO_ERASE, {"at": now})
    return [await _space(tx, row) for row in rows.all()]


async def idle_invitations(tx: AsyncConnection, before: datetime) -> list[int]:
    """Return the ids of spaces that were begun, and last joined by anybody, before this instant in vain."""
    rows = await tx.execute(_IDLE, {"at": before})
    return list(rows.scalars().all())


async def uncounted_since(tx: AsyncConnection, instant: datetime, limit: int) -> list[Space]:
    """Return up to `limit` active spaces whose members were last counted at or before this instant."""
    found: list[Space] = []
    for uncounted in (_NEVER_COUNTED, _COUNTED_BY):  # as one: all are read
        rows = await tx.execute(uncounted, {"at": instant, "most": limit - len(found)})
        found += [await _space(tx, row) for row in rows.all()]
    return found


async def public_since(tx: AsyncConnection, instant: datetime, limit: int) -> list[Space]:
    """Return up to `limit` active spaces in public groups last looked at before or at this instant."""
    rows = await tx.execute(_PUBLIC, {"at": instant, "most": limit})
    return [await _space(tx, row) for row in rows.all()]


async def people_after(tx: AsyncConnection, person_id: int, limit: int) -> list[int]:
    """Return the ids of the next people, in their order: whoever goes through all of them goes by this."""
    rows = await tx.execute(_PEOPLE_AFTER, {"person": person_id, "most": limit})
    return list(rows.scalars().all())


async def strangers(tx: AsyncConnection, person_ids: Sequence[int], seen_before: datetime) -> list[int]:
    """Return those of these people, first seen before this instant, who belong to no space."""
    rows = await tx.execute(_STRANGERS, {"persons": person_ids, "at": seen_before})
    return list(rows.scalars().all())


async def belongs(tx: AsyncConnection, person_id: int) -> bool:
    """Return whether a person is in a space of whatever state, or is invited to one."""
    theirs = select(partners.c.space_id).where(partners.c.person_id == person_id)
    return await tx.scalar(theirs.limit(1)) is not None


async def forget_people(tx: AsyncConnection, person_ids: Sequence[int]) -> None:
    """Erase what is known of these people."""
    await tx.execute(delete(people).where(people.c.id.in_(person_ids)))


async def change(tx: AsyncConnection, space_id: int, **values: Any) -> None:
    """Change columns of a space."""
    await tx.execute(update(spaces).where(spaces.c.id == space_id).values(**values))


async def put(tx: AsyncConnection, space_id: int, *choices: Choice, person_id: int = 0) -> None:
    """Write down what a space (or a person of it) is to have chosen; of a default nothing is stored.

    The person has a row in the space.
    """
    of = {"space_id": space_id, "person_id": person_id}
    rows = [_stored(choice) | of for choice in choices if choice.text is not None]
    if rows:
        await tx.execute(_CHOOSE, rows)
    if back := [choice.of.key for choice in choices if choice.text is None]:
        await tx.execute(_CHOOSE_NOT, {"space": space_id, "person": person_id, "keys": back})


def _stored(choice: Choice) -> dict[str, Any]:
    value, private = (None, choice.text) if choice.of.private else (choice.text, None)
    return {"key": choice.of.key, "value": value, "private": private}


async def set_partner(tx: AsyncConnection, space_id: int, person_id: int, state: PartnerState) -> None:
    """Put a person into a space with this state, keeping what they chose before."""
    statement = upsert(partners).values(space_id=space_id, person_id=person_id, state=state)
    await tx.execute(
        statement.on_conflict_do_update(index_elements=["space_id", "person_id"], set_={"state": state})
    )


async def change_partner(tx: AsyncConnection, space_id: int, person_id: int, **values: Any) -> None:
    """Change what one partner chose for themselves."""
    await tx.execute(
        update(partners)
        .where(partners.c.space_id == space_id, partners.c.person_id == person_id)
        .values(**values)
    )


async def forget_partner(tx: AsyncConnection, space_id: int, person_id: int) -> None:
    """Drop a person's row from a space."""
    await tx.execute(
        delete(partners).where(partners.c.space_id == space_id, partners.c.person_id == person_id)
    )


async def erase(tx: AsyncConnection, space_id: int) -> None:
    """Erase a space and, through the foreign keys, everything in it."""
    await tx.execute(delete(spaces).where(spaces.c.id == space_id))


async def move(tx: AsyncConnection, old_chat_id: int, new_chat_id: int) -> None:
    """Follow a group's upgrade: the space lives in the new chat from now on. Idempotent.

    A space that began in the new chat before the news came (a message there can arrive first) holds
    nothing yet and gives way.
    """
    moved = await by_chat(tx, old_chat_id)
    if moved is None:
        return
    early = await by_chat(tx, new_chat_id)
    if early is not None and early.id != moved.id:
        await erase(tx, early.id)
    await change(tx, moved.id, chat_id=new_chat_id, moved_from=old_chat_id, thread_id=None)
    await end_grace(tx, moved.id)
    # What was awaited there is awaited here; the message that asked is one that nobody can reply to any more.
    await tx.execute(
        update(awaited)
        .where(awaited.c.space_id == moved.id, awaited.c.chat_id == old_chat_id)
        .values(chat_id=new_chat_id, prompt_id=None)
    )


async def end_grace(tx: AsyncConnection, space_id: int) -> bool:
    """End the grace after a removal, unless a partner is still out of the group; return whether it ended."""
    space = await by_id(tx, space_id)
    if space is None or any(partner.away for partner in space.couple):
        return False
    await change(tx, space_id, removed_at=None)
    return True


async def _space(tx: AsyncConnection, found: Row[*tuple[Any, ...]]) -> Space:
    """Return a space of which the id and the version were found: remembered, or else read."""
    remembered = remembered_by(tx)
    space: Space | None = remembered.get(found.id, found.version)
    if space is None:
        space = await _read(tx, found.id)
        remembered.keep(found.id, found.version, space)
    return space


async def _read(tx: AsyncConnection, space_id: int) -> Space:
    row = (await tx.execute(_READ, {"space": space_id})).mappings().one()
    found = await tx.execute(_PARTNERS, {"space": space_id})
    opens = cipher_of(tx.dialect).opening(_PRIVATE)
    couple = tuple(
        Partner(
            person_id=p.person_id,
            name=p.name,
            zone=intern(p.zone or row["zone"]),
            state=PartnerState(p.state),
            joined_at=p.joined_at,
            door_open=p.door_open,
            away=p.away,
            values=Values(_stored_in(p.preferred), opens),
        )
        for p in found.all()
    )
    known = dict(row)
    group = Group(*(known.pop(name) for name in Group.__slots__))
    values = Values(_stored_in(known.pop("preferred")), opens)
    state, zone = SpaceState(known.pop("state")), intern(known.pop("zone"))
    return Space(**known, state=state, zone=zone, group=group, partners=couple, values=values)


def _stored_in(preferred: str) -> dict[str, str]:
    """Return what is stored of preferences by their keys, which thousands of spaces share."""
    return {intern(key): text for key, text in json.loads(preferred).items()}
