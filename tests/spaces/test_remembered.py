"""A remembered space is the one that would be read, whoever wrote what meanwhile."""

import asyncio
import sys
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import visitors

from bot.db.engine import Database
from bot.db.inline import remembered_by
from bot.db.tables import metadata
from bot.db.tables.versions import triggers
from bot.features.question.preferences import MUTED
from bot.spaces import store
from bot.spaces.model import PartnerState, Space
from tests.conftest import MONDAY, Couple
from tests.people import there
from tests.preferring import choose
from tests.spaces.remembering import Remembering


def lives(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        derandomize=True,
        database=None,
    )


def test_each_load_is_what_it_is_with_nothing_remembered() -> None:
    run_state_machine_as_test(Remembering, settings=lives(4))


@pytest.mark.prove
def test_each_load_is_what_it_is_with_nothing_remembered_in_many_lives() -> None:
    run_state_machine_as_test(Remembering, settings=lives(200))


async def loaded(db: Database, space_id: int = 1) -> Space:
    async with db.read() as tx:
        return there(await store.by_id(tx, space_id))


async def read_by(db: Database, *, times: int) -> list[str]:
    """Return the tables that are read by so many loads, in order."""
    ran: list[str] = []
    async with db.read() as tx:
        sync = tx.sync_connection

        def hears(_on: Any, _cursor: Any, text: str, *_rest: Any) -> None:
            ran.append(text.rsplit("\nFROM ", 1)[-1].split()[0])

        event.listen(sync, "before_cursor_execute", hears)
        for _ in range(times):
            await store.by_id(tx, 1)
        event.remove(sync, "before_cursor_execute", hears)
    return ran


async def test_a_space_is_read_once_until_it_changes(couple: Couple) -> None:
    db = couple.stage.kindling.parts.db
    db.remembered.forget()
    assert await read_by(db, times=3) == ["spaces", "spaces", "partners", "spaces", "spaces"]
    assert await read_by(db, times=2) == ["spaces", "spaces"]
    async with db.write() as tx:
        await store.change(tx, 1, thread_id=5)
    assert await read_by(db, times=2) == ["spaces", "spaces", "partners", "spaces"]


async def test_another_process_changes_it(couple: Couple) -> None:
    db = couple.stage.kindling.parts.db
    assert (await loaded(db)).partners[0].zone != "Asia/Tokyo"
    changes = "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); "
    changes += "db.execute(\"UPDATE people SET zone = 'Asia/Tokyo'\"); db.commit(); db.close()"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", changes, db.path)
    assert await process.wait() == 0
    assert {it.zone for it in (await loaded(db)).partners} == {"Asia/Tokyo"}


async def test_what_is_private_is_opened_each_time_and_never_kept(couple: Couple) -> None:
    db = couple.stage.kindling.parts.db
    async with db.write() as tx:
        await choose(tx, 1, couple.ana.id, muted="money")
    ana = there((await loaded(db)).partner(couple.ana.id))
    for _ in range(2):
        assert ana[MUTED] == {"money"}
    assert await loaded(db) is await loaded(db)
    assert "money" not in repr([getattr(ana.values, name) for name in type(ana.values).__slots__])


async def test_nothing_is_remembered_once_somebody_erased(couple: Couple) -> None:
    db = couple.stage.kindling.parts.db
    was = await loaded(db)
    db.remembered.keep("another", 1, was)
    await couple.ben.says("/delete")
    await couple.ben.taps("Erase my words")
    await couple.stage.settle()
    assert db.remembered.get("another", 1) is None


async def version(tx: AsyncConnection, space_id: int = 1) -> int:
    found = await tx.exec_driver_sql(f"SELECT version FROM spaces WHERE id = {space_id}")
    return int(found.scalar_one())


async def _begin(tx: AsyncConnection) -> None:
    for person in (1, 2):
        await store.see_person(tx, person, "Somebody", MONDAY)
    space_id = await store.create(tx, -1, 1, "UTC", MONDAY)
    assert space_id == 1
    await store.set_partner(tx, 1, 1, PartnerState.IN)
    await tx.exec_driver_sql(
        "INSERT INTO preferences (space_id, person_id, key, value) VALUES (1, 1, 'a', 'b')"
    )


_OF_A_SPACE = ("spaces", "partners", "preferences", "people")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (name, column.name)
        for name in _OF_A_SPACE
        for column in metadata.tables[name].c
        if (name, column.name) != ("spaces", "version")
    ],
)
async def test_whatever_changes_gives_a_space_another_version(db: Database, table: str, column: str) -> None:
    async with db.write() as tx:
        await _begin(tx)
        before = await version(tx)
        await tx.exec_driver_sql(f'UPDATE {table} SET "{column}" = "{column}"')
        assert await version(tx) != before


@pytest.mark.parametrize("table", ["partners", "preferences", "people"])
async def test_whatever_comes_or_goes_gives_a_space_another_version(db: Database, table: str) -> None:
    async with db.write() as tx:
        await _begin(tx)
        seen = [await version(tx)]
        kept = (await tx.exec_driver_sql(f"SELECT * FROM {table}")).all()[0]
        await tx.exec_driver_sql(f"DELETE FROM {table}")
        seen.append(await version(tx))
        marks = ", ".join("?" for _ in kept)
        await tx.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", tuple(kept))
        seen.append(await version(tx))
        assert len(set(seen)) == 3


async def test_a_space_that_comes_has_a_version_of_its_own(db: Database) -> None:
    first = 0
    with suppress(LookupError):
        async with db.write() as tx:
            await _begin(tx)
            first = await version(tx)
            raise LookupError
    async with db.write() as tx:
        await _begin(tx)
        assert await version(tx) not in (0, first)
        assert remembered_by(tx) is db.remembered


async def test_every_table_that_a_space_is_read_from_gives_versions(db: Database) -> None:
    read = {it.name for statement in (store._READ, store._PARTNERS) for it in _tables(statement)}
    assert read == set(_OF_A_SPACE)
    assert {name.split("_")[1] for name in triggers()} == read


def _tables(statement: Any) -> set[Any]:
    return {it for it in visitors.iterate(statement) if it.__visit_name__ == "table"}
