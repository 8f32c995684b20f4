"""The key is made once, kept from others' eyes and proven before anything is read."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.config import Settings
from bot.db import keys, migrate
from bot.db.encrypted import Cipher, WrongKey
from bot.db.engine import Database
from bot.db.keys import KeyFileError
from bot.db.lock import AlreadyRunning, InstanceLock


def settings(folder: Path, **more: object) -> Settings:
    return Settings.model_validate(
        {
            "database_url": f"sqlite+aiosqlite:///{folder}/data/kindling.db",
            "encryption_key_file": str(folder / "config" / "key"),
            **more,
        }
    )


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    made = keys.cipher_for(settings(tmp_path))
    file = tmp_path / "config" / "key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert keys.cipher_for(settings(tmp_path)).decrypt(made.encrypt("hello", "a.b"), "a.b") == "hello"


def test_keys_from_the_settings_need_no_file(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    cipher = keys.cipher_for(settings(tmp_path, encryption_keys=key))
    assert Cipher([key]).decrypt(cipher.encrypt("hello", "a.b"), "a.b") == "hello"
    assert not (tmp_path / "config").exists()


def test_a_file_may_hold_the_new_key_above_the_old_one(tmp_path: Path) -> None:
    new, old = (Fernet.generate_key().decode() for _ in range(2))
    (tmp_path / "config").mkdir()
    file = tmp_path / "config" / "key"
    file.write_text(f"# since spring\n{new}\n{old}\n")
    file.chmod(0o600)
    cipher = keys.cipher_for(settings(tmp_path))
    assert cipher.decrypt(Cipher([old]).encrypt("hello", "a.b"), "a.b") == "hello"
    assert Cipher([new]).decrypt(cipher.encrypt("hello", "a.b"), "a.b") == "hello"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    keys.cipher_for(settings(tmp_path))
    (tmp_path / "config" / "key").chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        keys.cipher_for(settings(tmp_path))


def test_a_key_beside_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="keep it elsewhere"):
        keys.cipher_for(settings(tmp_path, encryption_key_file=str(tmp_path / "data" / "keys" / "key")))


def test_a_lost_key_is_not_replaced_behind_the_back_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kindling.db").write_bytes(b"")
    with pytest.raises(KeyFileError, match="bring back"):
        keys.cipher_for(settings(tmp_path))
    assert not (tmp_path / "config" / "key").exists()


@pytest.mark.parametrize("content", [b"", b"not a key\n", b"\xff\xfe"])
def test_a_file_without_a_key_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    keys.cipher_for(settings(tmp_path))
    (tmp_path / "config" / "key").write_bytes(content)
    with pytest.raises(KeyFileError, match="no Fernet key") as caught:
        keys.cipher_for(settings(tmp_path))
    assert "\n" not in str(caught.value)


async def test_the_start_proves_that_the_key_fits_what_is_stored(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/kindling.db"
    right, wrong = (Cipher([Fernet.generate_key().decode()]) for _ in range(2))
    db = Database(url, right)
    await migrate.upgrade(db)
    for _ in range(2):
        await keys.prove(db, right)
    with pytest.raises(WrongKey, match="ENCRYPTION_KEY_FILE"):
        await keys.prove(db, wrong)
    await keys.prove(db, right)
    await db.close()


def test_a_second_bot_on_the_same_database_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    database = tmp_path / "data" / "kindling.db"
    second = InstanceLock(database)
    with InstanceLock(database), pytest.raises(AlreadyRunning, match="already uses"):
        second.__enter__()
    with second:
        pass


def test_two_databases_in_one_folder_do_not_block_each_other(tmp_path: Path) -> None:
    with InstanceLock(tmp_path / "a.db"), InstanceLock(tmp_path / "b.db"):
        pass
