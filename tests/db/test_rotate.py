"""A new key for everything, whatever interrupts it; nothing is left that the old one opens."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert, select

from bot import rotating
from bot.config import Settings
from bot.db import backup, erasures, keys, rotate
from bot.db.encrypted import Cipher, WrongKey
from bot.db.keys import KeyFileError
from bot.db.lock import AlreadyRunning, InstanceLock
from bot.db.tables import people
from bot.restoring import restore
from tests.conftest import Couple
from tests.db.of_old import of_old
from tests.db.test_erasures import backs_up, journal_of
from tests.people import there
from tests.preferring import choose
from tests.promises.acts import rows
from tests.promises.test_promise_8_leaving import lived_in

pytestmark = pytest.mark.prove


async def moved_to_a_key_file(couple: Couple, folder: Path) -> Settings:
    """Stop the bot; return its settings with its key in a file, as at home."""
    await couple.stage.stop()
    file = folder / "elsewhere" / "key"
    file.parent.mkdir()
    file.write_text(couple.stage.key + "\n")
    file.chmod(0o600)
    return couple.stage.settings.model_copy(update={"encryption_key_file": file})


def tokens(path: Path) -> list[str]:
    """Return everything encrypted in a file, whatever table it is in, free pages included."""
    return [found.decode() for found in re.findall(rb"gcm1[A-Za-z0-9+/]{72,}", path.read_bytes())]


def erasures_known(path: Path) -> tuple[int, list[int]]:
    """Return the newest id that an erasure in a file ever had, and the ids of those that wait there."""
    with closing(sqlite3.connect(path)) as database:
        ((newest,),) = database.execute("SELECT seq FROM sqlite_sequence WHERE name = 'erasures'").fetchall()
        return newest, [row[0] for row in database.execute("SELECT id FROM erasures ORDER BY id").fetchall()]


async def test_afterwards_only_the_new_key_opens_the_database_its_backups_and_the_file_of_erasures(
    couple: Couple, tmp_path: Path
) -> None:
    stage = couple.stage
    await lived_in(couple)
    await couple.ben.says("/delete")
    await couple.ben.taps("Erase my words")
    async with stage.kindling.parts.db.write() as tx:  # a choice waits to be written down
        await choose(tx, 1, couple.ana.id, muted="money")
    before = await rows(stage)
    copy = await backup.make(stage.kindling.parts.db, stage.clock.now())
    settings = await moved_to_a_key_file(couple, tmp_path)
    old = stage.key
    was = {file: tokens(file) for file in (stage.path, copy.path)}
    said = rotating.rotate(settings)
    assert said.startswith("ok: ")
    (new,) = keys.names_in(settings.encryption_key_file)
    assert new != old
    assert new not in said
    for file, tokens_before in was.items():
        content = file.read_bytes()
        assert tokens_before
        assert not [token for token in tokens_before if token.encode("latin-1") in content]
    with pytest.raises(WrongKey):
        keys.prove_file(stage.path, Cipher([old]))
    lines = erasures.read(journal_of(stage), Cipher([new])).lines
    assert Cipher([new]).decrypt(str(there(lines[-1].changed)["private"]), "preferences.private") == "money"
    with pytest.raises(backup.NoBackup, match="another key"):
        backup.prove(copy.path, Cipher([old]))
    stage.key = new
    await stage.start()
    assert {**(await rows(stage)), "meta": [], "erasures": []} == {**before, "meta": [], "erasures": []}
    await stage.stop()
    await restore(settings, copy.path)
    await stage.start()
    assert (await rows(stage))["answers"] == before["answers"]


async def test_a_backup_encrypted_anew_brings_back_nothing_that_was_erased_after_it(
    couple: Couple, tmp_path: Path
) -> None:
    stage = couple.stage
    await lived_in(couple)
    copy = await backs_up(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly")
    settings = await moved_to_a_key_file(couple, tmp_path)
    known = {file: erasures_known(file) for file in (stage.path, copy)}
    rotating.rotate(settings)
    assert {file: erasures_known(file) for file in known} == known
    (stage.key,) = keys.names_in(settings.encryption_key_file)
    await restore(settings, copy)
    await stage.start()
    found = await rows(stage)
    assert found["spaces"][0]["state"] == "closed"
    for table, column in (("answers", "person_id"), ("thanks", "giver_id"), ("evenings", "person_id")):
        assert {row[column] for row in found[table]} == {couple.ben.id}


@pytest.mark.parametrize("after", [0, 1, 7])
async def test_it_may_be_interrupted_anywhere_and_run_again(
    couple: Couple, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    stage = couple.stage
    await lived_in(couple)
    await backup.make(stage.kindling.parts.db, stage.clock.now())
    before = await rows(stage)
    settings = await moved_to_a_key_file(couple, tmp_path)
    monkeypatch.setattr(rotate, "BATCH", 1)
    whole, done = rotate._recrypt_batch, 0

    def interrupted(*given: Any) -> rotate.Values:
        nonlocal done
        if done == after:
            raise KeyboardInterrupt
        done += 1
        return whole(*given)

    monkeypatch.setattr(rotate, "_recrypt_batch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        rotating.rotate(settings)
    monkeypatch.undo()
    half = keys.names_in(settings.encryption_key_file)
    assert half[1:] == [stage.key]
    stage.key = half[0]
    rotating.rotate(settings)
    assert keys.names_in(settings.encryption_key_file) == half[:1]
    await stage.start()
    assert {**(await rows(stage)), "meta": []} == {**before, "meta": []}


async def test_it_is_refused_while_the_bot_runs_and_with_a_key_that_does_not_fit(
    couple: Couple, tmp_path: Path
) -> None:
    settings = await moved_to_a_key_file(couple, tmp_path)
    file = settings.encryption_key_file
    with InstanceLock(settings.database_path), pytest.raises(AlreadyRunning):
        rotating.rotate(settings)
    assert keys.names_in(file) == [couple.stage.key]
    file.write_text(Fernet.generate_key().decode())
    with pytest.raises(WrongKey):
        rotating.rotate(settings)
    assert len(keys.names_in(file)) == 1


async def test_with_keys_in_the_settings_it_says_what_to_do_and_takes_the_first(
    couple: Couple, tmp_path: Path
) -> None:
    settings = await moved_to_a_key_file(couple, tmp_path)
    new = Fernet.generate_key().decode()

    def given(*names: str) -> Settings:
        made = Settings.model_validate({"encryption_keys": names})
        return settings.model_copy(update={"encryption_keys": made.encryption_keys})

    with pytest.raises(KeyFileError, match="put a new one before it"):
        rotating.rotate(given(couple.stage.key))
    with pytest.raises(KeyFileError, match="nothing was changed"):
        rotating.rotate(given(couple.stage.key, new))
    keys.prove_file(couple.stage.path, Cipher([couple.stage.key]))
    assert rotating.rotate(given(new, couple.stage.key)).endswith("drop the others.")
    keys.prove_file(couple.stage.path, Cipher([new]))


async def test_a_value_that_no_key_opens_stays_and_is_counted(couple: Couple, tmp_path: Path) -> None:
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(insert(people).values(id=7, name="Lost", seen_at=couple.stage.clock.now()))
        foreign = Cipher([Fernet.generate_key().decode()]).encrypt("Lost", "people.name")
        await tx.exec_driver_sql("UPDATE people SET name = ? WHERE id = 7", (foreign,))
    settings = await moved_to_a_key_file(couple, tmp_path)
    assert "1 values could not be read" in rotating.rotate(settings)
    couple.stage.key = keys.names_in(settings.encryption_key_file)[0]
    await couple.stage.start()
    async with couple.stage.kindling.parts.db.read() as tx:
        ids = set((await tx.scalars(select(people.c.id))).all())
    assert ids == {couple.ana.id, couple.ben.id, 7}


@pytest.mark.parametrize("name", ["kindling-20260713-020000.db", "replaced-20260713-020000.db", "erased"])
async def test_a_damaged_copy_is_named_keeps_the_old_key_and_holds_nothing_else_up(
    couple: Couple, tmp_path: Path, name: str
) -> None:
    copy = await backs_up(couple)
    settings = await moved_to_a_key_file(couple, tmp_path)
    damaged, file = copy.with_name(name), settings.encryption_key_file
    damaged.write_bytes(b"not what it was" * 1000)
    said = rotating.rotate(settings)
    assert (said.count("\n"), f"still under the old key: {name}." in said) == (0, True)
    new, *others = keys.names_in(file)
    assert others == [couple.stage.key]
    for whole in (couple.stage.path, copy):
        keys.prove_file(whole, Cipher([new]))
    damaged.unlink()
    assert name not in rotating.rotate(settings)
    assert keys.names_in(file) == [new]


async def written_by_an_older_version(couple: Couple) -> None:
    """Have everything encrypted in the database as it was before AES-GCM, and an erasure that waits."""
    cipher = Cipher([couple.stage.key])
    with closing(sqlite3.connect(couple.stage.path, isolation_level=None)) as file:
        for table, fields in rotate.columns().items():
            for column, field in fields.items():
                rows = file.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} NOT NULL").fetchall()
                for number, token in rows:
                    anew = of_old(cipher, cipher.decrypt(token, field))
                    file.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (anew, number))
        waiting = json.dumps({"value": None, "private": of_old(cipher, "money")})
        key = json.dumps({"space_id": 1, "person_id": couple.ana.id, "key": "question.muted"})
        file.execute(
            "INSERT INTO erasures (of_table, key, changed) VALUES ('preferences', ?, ?)", (key, waiting)
        )
        file.execute("VACUUM")
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


async def test_what_an_older_version_wrote_is_in_todays_form_and_can_be_moved_nowhere_any_more(
    couple: Couple, tmp_path: Path
) -> None:
    stage = couple.stage
    await lived_in(couple)
    before = await rows(stage)
    settings = await moved_to_a_key_file(couple, tmp_path)
    await written_by_an_older_version(couple)
    assert stage.path.read_bytes().count(b"gAAAA") > 10
    rotating.rotate(settings)
    assert b"gAAAA" not in stage.path.read_bytes()
    (stage.key,) = keys.names_in(settings.encryption_key_file)
    await stage.start()
    assert {**(await rows(stage)), "meta": [], "erasures": []} == {**before, "meta": [], "erasures": []}
    told = erasures.read(journal_of(stage), Cipher([stage.key])).lines[-1]
    private = str(there(told.changed)["private"])
    assert Cipher([stage.key]).decrypt(private, "preferences.private") == "money"


async def test_a_value_that_somebody_moved_to_another_field_stays_where_it_is_and_is_counted(
    couple: Couple, tmp_path: Path
) -> None:
    await lived_in(couple)
    settings = await moved_to_a_key_file(couple, tmp_path)
    with closing(sqlite3.connect(couple.stage.path, isolation_level=None)) as file:
        file.execute("UPDATE people SET name = (SELECT text FROM answers) WHERE id = ?", (couple.ana.id,))
        moved = file.execute("SELECT name FROM people WHERE id = ?", (couple.ana.id,)).fetchone()
    assert "1 values could not be read" in rotating.rotate(settings)
    with closing(sqlite3.connect(couple.stage.path)) as file:
        assert file.execute("SELECT name FROM people WHERE id = ?", (couple.ana.id,)).fetchone() == moved
