"""Statements that come again are prepared: they answer as SQLAlchemy does, each database with its own key."""

import gc
import weakref
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import IntegrityError, MultipleResultsFound, NoResultFound

from bot.db.columns import Instant
from bot.db.encrypted import Cipher, EncryptedText
from bot.db.engine import Database
from bot.db.prepared import Result, Statements
from tests.db.recorder import statements

AT = datetime(2026, 7, 13, 7, 0, tzinfo=UTC)

notes = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", EncryptedText("notes.words")),
    Column("at", Instant),
    Column("done", Boolean, default=False),
    Column("kind", String, default=lambda: "made"),
)
_BY_ID = select(notes.c.id, notes.c.words, notes.c.at, notes.c.done).where(notes.c.id == bindparam("id"))
_SOME = select(notes.c.id).where(notes.c.id.in_(bindparam("ids", expanding=True))).order_by(notes.c.id)
_FIXED = (
    select(notes.c.id).where(notes.c.id.in_((1, 3)), notes.c.id > bindparam("over", 0)).order_by(notes.c.id)
)
_ADD = insert(notes)
_PUT = upsert(notes).on_conflict_do_nothing().returning(notes.c.id, notes.c.words)
_DONE = update(notes).where(notes.c.at <= bindparam("now")).values(done=True)
_TWICE = select(notes.c.id, (notes.c.id + 1).label("next"), func.length(notes.c.kind)).order_by(notes.c.id)
_COUNT = select(func.count()).select_from(notes)


async def _opened(folder: Path, name: str) -> Database:
    db = Database(f"sqlite+aiosqlite:///{folder / name}", Cipher([Fernet.generate_key().decode()]))
    async with db.write() as tx:
        await tx.run_sync(notes.metadata.create_all)
        for number, words in enumerate(("one", "two", "three"), 1):
            await tx.execute(_ADD, {"id": number, "words": words, "at": AT, "kind": "given"})
    return db


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    """A database with three notes, the third of which was written as prepared."""
    database = await _opened(tmp_path, "one.db")
    yield database
    await database.close()


async def _thrice(db: Database, statement: Any, values: Any = None) -> list[Any]:
    """Return what a statement finds when it comes for the first time, and then."""
    async with db.write() as tx:
        results = [await tx.execute(statement, values) for _ in range(3)]
        assert isinstance(results[-1], Result)
        return [result.all() for result in results]


@pytest.mark.parametrize("nothing", [[], (), {}, None], ids=str)
async def test_no_values_at_all_run_a_statement_once_as_sqlalchemy_does(db: Database, nothing: Any) -> None:
    every = update(notes).values(kind="seen")
    async with db.write() as tx:
        told = await tx.execute(every, nothing, execution_options={})
        for _ in range(3):
            await tx.execute(update(notes).values(kind="given"))
            assert (await tx.execute(every, nothing)).rowcount == told.rowcount == 3
            assert set((await tx.scalars(select(notes.c.kind))).all()) == {"seen"}


async def test_it_finds_the_same_under_the_same_names(db: Database) -> None:
    for rows in await _thrice(db, _BY_ID, {"id": 2}):
        assert rows == [(2, "two", AT, False)]
        assert (rows[0].words, rows[0].at, rows[0].done) == ("two", AT, False)
    for rows in await _thrice(db, _TWICE):
        assert [row.next for row in rows] == [2, 3, 4]
        assert rows[0][2] == len("given")


async def test_lists_of_any_length_are_looked_for(db: Database) -> None:
    for ids in ([1, 2], (3,), [], [1, 2, 3], [2, 3]):
        for rows in await _thrice(db, _SOME, {"ids": ids}):
            assert [row.id for row in rows] == list(ids)
    for rows in await _thrice(db, _FIXED):
        assert [row.id for row in rows] == [1, 3]
    for rows in await _thrice(db, _FIXED, {"over": 1}):
        assert [row.id for row in rows] == [3]


async def test_a_set_has_no_order_and_is_left_to_sqlalchemy(db: Database) -> None:
    async with db.write() as tx:
        for ids in ({1, 2}, {3}, {1, 2, 3}, set()):
            for _ in range(3):
                found = await tx.execute(_SOME, {"ids": ids})
                assert {row.id for row in found} == ids


async def test_two_databases_use_their_own_keys(db: Database, tmp_path: Path) -> None:
    other = await _opened(tmp_path, "two.db")
    try:
        for each in (db, other, db, other):
            assert (await _thrice(each, _BY_ID, {"id": 1}))[-1][0].words == "one"
        rows = []
        for each in (db, other):
            async with each.read() as tx:
                rows.append((await tx.exec_driver_sql("SELECT words FROM notes")).scalars().all())
        assert not set(rows[0]) & set(rows[1])
        assert all(token.startswith("gcm1") for token in [*rows[0], *rows[1]])
    finally:
        await other.close()


async def test_what_a_column_holds_by_default_is_written(db: Database) -> None:
    async with db.write() as tx:
        for number in (10, 11, 12):
            await tx.execute(_ADD, {"id": number, "words": "more", "at": AT})
        found = (await tx.execute(select(notes.c.done, notes.c.kind).where(notes.c.id >= 10))).all()
    assert found == [(False, "made")] * 3


async def test_what_is_written_is_counted_and_comes_back(db: Database) -> None:
    async with db.write() as tx:
        for number in (20, 21, 22):
            values = {"id": number, "words": "mine", "at": AT, "kind": ""}
            assert (await tx.execute(_PUT, values)).one() == (number, "mine")
            assert (await tx.execute(_PUT, values)).one_or_none() is None
        for expected in (6, 6, 6):
            assert (await tx.execute(_DONE, {"now": AT})).rowcount == expected


async def test_several_rows_are_written_at_once(db: Database) -> None:
    async with db.write() as tx:
        for start in (30, 40, 50):
            rows = [{"id": start + n, "words": str(n), "at": AT, "kind": ""} for n in range(3)]
            assert (await tx.execute(_ADD, rows)).rowcount == 3
        words = (await tx.execute(select(notes.c.words).where(notes.c.id >= 30))).scalars().all()
    assert words == ["0", "1", "2"] * 3


async def test_an_error_says_nothing_of_the_values(db: Database) -> None:
    for _ in range(3):
        with pytest.raises(IntegrityError) as caught:
            async with db.write() as tx:
                await tx.execute(_ADD, {"id": 1, "words": "a secret", "at": AT, "kind": ""})
        assert "secret" not in f"{caught.value!s} {caught.value!r}"


async def test_a_value_that_is_missing_or_naive_is_refused(db: Database) -> None:
    await _thrice(db, _BY_ID, {"id": 1})
    async with db.write() as tx:
        with pytest.raises(Exception, match="A value is required"):
            await tx.execute(_BY_ID, {})
        await tx.execute(_DONE, {"now": AT})
        await tx.execute(_DONE, {"now": AT})
        with pytest.raises(ValueError, match="an instant needs a zone"):
            await tx.execute(_DONE, {"now": AT.replace(tzinfo=None)})


async def test_statements_of_the_moment_are_not_kept(db: Database) -> None:
    kept = []
    for number in range(20):
        statement = select(notes.c.id).where(notes.c.id == number)
        await _thrice(db, statement)
        kept.append(weakref.ref(statement))
    del statement
    gc.collect()
    assert sum(it() is not None for it in kept) <= 1  # SQLAlchemy's own cache keeps the first of a shape


async def test_whoever_listens_hears_it(db: Database) -> None:
    await _thrice(db, _BY_ID, {"id": 1})
    with statements() as heard:
        await _thrice(db, _BY_ID, {"id": 1})
    assert heard == {"SELECT notes.id, notes.words, notes.at, notes.done FROM notes WHERE notes.id = ?"}


async def test_the_first_time_it_is_not_prepared(db: Database) -> None:
    dialect = db._to_read.dialect
    assert Statements(dialect).ready(select(notes.c.id), None) is None


def test_a_result_answers_as_sqlalchemys_result_does() -> None:
    none, one, two = (Result(("id", "name"), rows, 0) for rows in ([], [(1, "a")], [(1, "a"), (2, "b")]))
    assert [it.first() for it in (none, one, two)] == [None, (1, "a"), (1, "a")]
    assert [it.scalar() for it in (none, one, two)] == [None, 1, 1]
    assert (none.one_or_none(), one.one_or_none(), one.scalar_one(), one.scalar_one_or_none()) == (
        None,
        (1, "a"),
        1,
        1,
    )
    assert none.scalar_one_or_none() is None
    assert two.scalars().all() == [1, 2]
    assert list(two.mappings()) == [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]
    for wrong in (none.one, none.scalar_one):
        with pytest.raises(NoResultFound):
            wrong()
    for wrong in (two.one, two.one_or_none, two.scalar_one, two.scalar_one_or_none):
        with pytest.raises(MultipleResultsFound):
            wrong()
