"""Databases full of couples, made through the bot's own tables and cipher, kept under build/ to be copied."""

import asyncio
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import FEATURES
from bot.db import backup, keys, migrate, tables
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.features.checkin.preferences import AGREED_AT
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT
from bot.features.question.preferences import PROMPTED, READER_TOLD
from bot.sealed.door import EXPLAINED
from bot.spaces import store
from schedules import plan
from schedules.ladder import JOINT_AT
from schedules.ritual import Ritual
from tests.bench.load import chat_of, people_of
from tests.bench.process import ROOT

STORE = ROOT / "build" / "bench"
ZONE = ZoneInfo("Europe/Berlin")
_AT_ONCE = 5000
_FAR = timedelta(days=2)
_RITUALS: tuple[Ritual, ...] = tuple(ritual for feature in FEATURES for ritual in feature.rituals)


def key() -> str:
    """Return the key of every database made here; it is made once."""
    path = STORE / "key"
    if not path.exists():
        STORE.mkdir(parents=True, exist_ok=True)
        path.write_text(Fernet.generate_key().decode())
        path.chmod(0o600)
    return path.read_text()


def opened(path: Path) -> Database:
    """Open a database made here."""
    return Database(f"sqlite+aiosqlite:///{path}", Cipher([key()]))


@dataclass(frozen=True, slots=True)
class World:
    """So many couples, all in."""

    couples: int

    async def at(self, path: Path) -> None:
        """Put a fresh copy there, in which nothing is due for two days; made first where there is none."""
        template = template_of(f"couples-{self.couples}")
        if not template.exists():
            await self._make(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(shutil.copyfile, template, path)
        await freshen(path)

    async def _make(self, template: Path) -> None:
        unfinished = template.with_suffix(".new")
        for left in STORE.glob(f"{unfinished.name}*"):
            left.unlink()
        db = opened(unfinished)
        try:
            await migrate.upgrade(db)
            await keys.prove(db, db.cipher)
            for first in range(1, self.couples + 1, _AT_ONCE):
                async with db.write() as tx:
                    await _join(tx, range(first, min(first + _AT_ONCE, self.couples + 1)))
                    await tx.execute(delete(tables.erasures))  # written down a month ago, forgotten since
            async with db.write() as tx:
                await _plan_alike(tx, self.couples)
            await db.checkpoint()
        finally:
            await db.close()
        os.replace(unfinished, template)


_KNOWS = (PROMPTED.to(EXPLAINED), READER_TOLD.to(True))


async def freshen(path: Path) -> None:
    """Make it a quiet hour: nothing is due for two days, and the night's backup counts as made."""
    now = datetime.now(UTC)
    far = now + _FAR
    db = opened(path)
    try:
        async with db.write() as tx:
            await tx.execute(update(tables.plan).values(next_due=far, next_date=far.astimezone(ZONE).date()))
            await tx.execute(update(tables.spaces).values(members_at=now))
            joint = update(tables.preferences).where(tables.preferences.c.key == JOINT_AT.key)
            await tx.execute(joint.values(value=JOINT_AT.to(now).text))
        await db.checkpoint()
    finally:
        await db.close()
    backup.path_for(path, now).touch()


async def make_due(path: Path, ritual: str, instants: Sequence[datetime]) -> None:
    """Let a ritual of the first couples be due at these instants, one each."""
    day = instants[0].astimezone(ZONE).date()
    db = opened(path)
    try:
        async with db.write() as tx:
            statement = (
                update(tables.plan)
                .where(tables.plan.c.space_id == bindparam("of"), tables.plan.c.ritual == ritual)
                .values(next_due=bindparam("at"), next_date=day)
            )
            await tx.execute(
                statement, [{"of": couple, "at": at} for couple, at in enumerate(instants, start=1)]
            )
        await db.checkpoint()
    finally:
        await db.close()


async def count(path: Path, table: str) -> int:
    """Return how many rows a table has."""
    db = opened(path)
    try:
        async with db.read() as tx:
            return int((await tx.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one())
    finally:
        await db.close()


async def _join(tx: AsyncConnection, couples: Iterable[int]) -> None:
    """Write down couples who joined a month ago; a couple's number is its space's id."""
    numbers = list(couples)
    began = datetime.now(UTC) - timedelta(days=30)
    everyone = [(couple, person, name) for couple in numbers for person, name in _named(couple)]
    await tx.execute(
        insert(tables.people),
        [
            {"id": person, "name": name, "zone": ZONE.key, "door_open": True, "seen_at": began}
            for _, person, name in everyone
        ],
    )
    await tx.execute(
        insert(tables.spaces),
        [
            {
                "id": couple,
                "chat_id": chat_of(couple),
                "inviter_id": people_of(couple)[0],
                "state": "active",
                "zone": ZONE.key,
                "created_at": began,
                "active_at": began,
                "members": 3,
                "members_at": began,
            }
            for couple in numbers
        ],
    )
    await tx.execute(
        insert(tables.preferences),
        [
            {"space_id": couple, "person_id": 0, "key": JOINT_AT.key, "value": JOINT_AT.to(began).text}
            for couple in numbers
        ]
        + [
            {"space_id": couple, "person_id": person, "key": it.of.key, "value": it.text}
            for couple, person, _ in everyone
            for it in (*(yes.to(began) for yes in (ADULT_AT, SAVING_AT, AGREED_AT)), *_KNOWS)
        ],
    )
    await tx.execute(
        insert(tables.partners),
        [
            {
                "space_id": couple,
                "person_id": person,
                "state": "in",
                "joined_at": began,
            }
            for couple, person, _ in everyone
        ],
    )


async def _plan_alike(tx: AsyncConnection, couples: int) -> None:
    """Plan the first couple's rituals as the bot does, and everybody else's like theirs."""
    first = await store.by_id(tx, 1)
    assert first is not None
    await plan.replan(tx, _RITUALS, first, datetime.now(UTC))
    rows = [dict(row) for row in (await tx.execute(select(tables.plan))).mappings().all()]
    for begin in range(2, couples + 1, _AT_ONCE):
        await tx.execute(
            insert(tables.plan),
            [
                row | {"space_id": couple, "person_id": _same_person(row["person_id"], couple)}
                for couple in range(begin, min(begin + _AT_ONCE, couples + 1))
                for row in rows
            ],
        )


def _same_person(of_first: int, couple: int) -> int:
    """Return who is to this couple what that person is to the first; 0 stays the space itself."""
    return of_first and people_of(couple)[people_of(1).index(of_first)]


def _named(couple: int) -> tuple[tuple[int, str], tuple[int, str]]:
    ana, ben = people_of(couple)
    return (ana, "Ana"), (ben, "Ben")  # as they are called in what they say: nobody's name changes daily


def template_of(name: str, *made_by: Path) -> Path:
    """Return where the database of this name lies, made or not; one made for other tables is removed.

    `made_by` are the files that say how it is filled, besides this one.
    """
    folders = (ROOT / "bot" / "db" / "tables", ROOT / "bot" / "db" / "migrations" / "versions")
    files = [*(file for folder in folders for file in sorted(folder.glob("*.py"))), Path(__file__), *made_by]
    shape = hashlib.sha256(json.dumps([file.read_text() for file in files]).encode()).hexdigest()[:12]
    template = STORE / f"{name}-{shape}.db"
    for old in STORE.glob(f"{name}-*.db"):
        if old != template:
            old.unlink()
    return template
