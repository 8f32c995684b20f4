"""A database of before AES-GCM: all of it is read, and what every step reads is sealed anew."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.db import keys, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.spaces import chance, store
from tests.db.of_old import of_old
from tests.db.upgrading import brought_before
from tests.people import there
from tests.preferring import OF_A_PERSON, choose

NOW = datetime(2026, 7, 13, 8, tzinfo=UTC)

_BEFORE = (
    "INSERT INTO meta (key, value) VALUES ('cipher_check', :check), ('chance', :chance), ('name', 'plain')",
    "INSERT INTO people (id, name, door_open, seen_at) VALUES (1, :ana, 1, '2026-07-01 00:00:00.000000')",
    "INSERT INTO people (id, name, door_open, seen_at) VALUES (2, :ben, 1, '2026-07-01 00:00:00.000000')",
    "INSERT INTO people (id, name, door_open, seen_at) VALUES (3, :lost, 1, '2026-07-01 00:00:00.000000')",
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at) "
    "VALUES (7, -100, 1, 'active', 'UTC', '2026-07-01 00:00:00.000000')",
    "INSERT INTO partners (space_id, person_id, state, joined_at, away) "
    "VALUES (7, 1, 'in', '2026-07-01', 0), (7, 2, 'in', '2026-07-02', 0)",
    "INSERT INTO preferences (space_id, person_id, key, private) VALUES (7, 1, 'question.muted', :muted)",
    "DELETE FROM erasures",
)


async def filled(db: Database, folder: Path) -> None:
    """Make the database as it was before, with what an older version wrote."""
    lost = Cipher([Fernet.generate_key().decode()])  # a key that nobody has any more
    texts = {"check": keys.CHECK, "chance": "a secret", "ana": "Ana", "ben": "Ben", "muted": "money"}
    named = {name: of_old(db.cipher, said) for name, said in texts.items()} | {"lost": of_old(lost, "Cleo")}
    await brought_before(db, "0120", folder)
    async with db.write() as tx:
        for statement in _BEFORE:
            await tx.execute(text(statement), {it: named[it] for it in named if f":{it}" in statement})


async def column(db: Database, statement: str) -> list[Any]:
    async with db.read() as tx:
        return list((await tx.execute(text(statement))).scalars().all())


async def test_names_and_private_choices_are_sealed_anew_and_read_as_before(
    empty: Database, tmp_path: Path
) -> None:
    await filled(empty, tmp_path)
    await migrate.upgrade(empty)
    await keys.prove(empty, empty.cipher)
    for statement in (
        "SELECT name FROM people WHERE id < 3",
        "SELECT private FROM preferences",
        "SELECT value FROM meta WHERE key IN ('cipher_check', 'chance')",
    ):
        stored = await column(empty, statement)
        assert stored
        assert all(empty.cipher.wrote(token) for token in stored)
    async with empty.read() as tx:
        space = there(await store.by_id(tx, 7))
        assert await chance.secret(tx) == "a secret"
    assert [partner.name for partner in space.couple] == ["Ana", "Ben"]
    assert there(space.partner(1))[OF_A_PERSON["muted"]] == {"money"}


async def test_what_no_key_opens_stays_as_it_is_and_what_is_plain_does(
    empty: Database, tmp_path: Path
) -> None:
    await filled(empty, tmp_path)
    before = await column(empty, "SELECT name FROM people WHERE id = 3")
    await migrate.upgrade(empty)
    assert await column(empty, "SELECT name FROM people WHERE id = 3") == before
    assert await column(empty, "SELECT value FROM meta WHERE key = 'name'") == ["plain"]


async def test_bytes_in_a_file_that_somebody_edited_keep_nobody_from_starting(
    empty: Database, tmp_path: Path
) -> None:
    await filled(empty, tmp_path)
    async with empty.write() as tx:
        await tx.execute(text("UPDATE people SET name = x'00ff' WHERE id = 1"))
    await migrate.upgrade(empty)
    assert await column(empty, "SELECT name FROM people WHERE id = 1") == [b"\x00\xff"]
    assert all(map(empty.cipher.wrote, await column(empty, "SELECT name FROM people WHERE id = 2")))


async def test_it_is_no_choice_that_a_restore_would_make_again_yet_later_ones_are(
    empty: Database, tmp_path: Path
) -> None:
    await filled(empty, tmp_path)
    await migrate.upgrade(empty)
    assert await column(empty, "SELECT of_table FROM erasures") == []
    async with empty.write() as tx:
        await choose(tx, 7, 1, muted="body")
    assert await column(empty, "SELECT of_table FROM erasures") == ["preferences"]
