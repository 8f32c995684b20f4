"""What a couple says is unreadable in the file, and a wrong key says so without showing any of it."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from bot.db.encrypted import Cipher, EncryptedInt, EncryptedText, WrongKey
from bot.db.engine import Database

SAID = "I felt close to you <3 \N{SPARKLES}"
notes = Table(
    "notes",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("words", EncryptedText("notes.words")),
    Column("felt", EncryptedInt("notes.felt")),
)


def key() -> str:
    return Fernet.generate_key().decode()


def database(path: Path, *keys: str) -> Database:
    return Database(f"sqlite+aiosqlite:///{path}", Cipher(keys))


async def store(db: Database) -> None:
    async with db.write() as tx:
        await tx.run_sync(notes.metadata.create_all)
        await tx.execute(insert(notes).values(id=1, words=SAID, felt=4))
        await tx.execute(insert(notes).values(id=2))


async def stored(db: Database) -> list[tuple[object, ...]]:
    async with db.read() as tx:
        return [
            tuple(row) for row in await tx.execute(select(notes.c.words, notes.c.felt).order_by(notes.c.id))
        ]


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir()]


async def test_text_and_numbers_come_back_and_nothing_stays_nothing(tmp_path: Path) -> None:
    db = database(tmp_path / "a.db", key())
    await store(db)
    assert await stored(db) == [(SAID, 4), (None, None)]
    await db.close()


async def test_no_file_of_the_database_shows_what_was_said(tmp_path: Path) -> None:
    db = database(tmp_path / "a.db", key())
    await store(db)
    assert [b"close to you" in content for content in contents(tmp_path)] == [False] * 3
    await db.close()


async def test_a_new_key_in_front_reads_what_the_old_one_wrote(tmp_path: Path) -> None:
    old, new = key(), key()
    db = database(tmp_path / "a.db", old)
    await store(db)
    await db.close()
    db = database(tmp_path / "a.db", new, old)
    assert (await stored(db))[0] == (SAID, 4)
    await db.close()


async def test_another_key_is_told_without_the_content(tmp_path: Path) -> None:
    db = database(tmp_path / "a.db", key())
    await store(db)
    await db.close()
    db = database(tmp_path / "a.db", key())
    with pytest.raises(WrongKey) as caught:
        await stored(db)
    assert "gcm1" not in str(caught.value)
    await db.close()


async def test_two_databases_with_two_keys_live_side_by_side(tmp_path: Path) -> None:
    first, second = database(tmp_path / "a.db", key()), database(tmp_path / "b.db", key())
    for db in (first, second):
        await store(db)
    assert await stored(first) == await stored(second) == [(SAID, 4), (None, None)]
    for db in (first, second):
        await db.close()


@pytest.mark.parametrize("keys", [[], ["short"], ["A" * 44]])
def test_a_key_of_another_shape_is_refused_without_being_named(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="key") as caught:
        Cipher(keys)
    assert "short" not in str(caught.value)
    assert caught.value.__context__ is None
