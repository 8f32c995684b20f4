"""The doctor names what to mend, in lines that show no secret, and changes nothing."""

import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from bot import doctor
from bot.cli import main
from bot.clock import MovableClock, SystemClock
from bot.config import Settings
from bot.db import backup, keys
from bot.db.engine import Database
from bot.db.lock import InstanceLock
from bot.db.tables import spaces
from bot.doctor import Finding
from bot.loopback import membership
from bot.loopback.server import LoopbackServer
from tests.conftest import SCHEMA
from tests.people import Loopback, Person
from tests.prepared import Fresh, cipher_of

KEY = Fernet.generate_key().decode()
GROUP = "group of space 1"
ALL = [
    "token",
    "privacy mode",
    "clock",
    GROUP,
    "files",
    "database",
    "migrations",
    "key",
    "backups",
    "bank",
    "disk",
]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(SystemClock().now())


@pytest.fixture
def telegram(clock: MovableClock) -> Loopback:
    return Loopback(clock, schema=SCHEMA)


@pytest.fixture
async def settings(telegram: Loopback, tmp_path: Path) -> AsyncIterator[Settings]:
    """A bot's settings with a database, its backup, and a group that it is in."""
    server = await LoopbackServer(telegram).start()
    made = Settings.model_validate(
        {
            "telegram_bot_token": telegram.token,
            "telegram_api_base": server.base_url,
            "database_url": f"sqlite+aiosqlite:///{tmp_path}/data/kindling.db",
            "encryption_keys": (KEY,),
        }
    )
    await Fresh.at(made.database_path)
    db = Database(made.database_url, cipher_of(KEY))
    await keys.prove(db, db.cipher)
    ana: Person = telegram.person("Ana")
    group = await ana.creates_group("Ana & Ben", telegram.person("Ben"))
    await group.adds_bot(by=ana)
    async with db.write() as tx:
        await tx.execute(
            spaces.insert().values(chat_id=group.id, inviter_id=ana.id, state="active", zone="UTC",
                                   created_at=SystemClock().now())
        )  # fmt: skip
    await backup.make(db, SystemClock().now())
    await db.close()
    yield made
    await server.stop()


async def asks(settings: Settings, **changed: Any) -> dict[str, Finding]:
    found = await doctor.examine(settings.model_copy(update=changed))
    text = "\n".join(str(finding) for finding in found)
    for secret in (KEY, str(settings.telegram_bot_token and settings.telegram_bot_token.get_secret_value())):
        assert secret not in text
    return {finding.what: finding for finding in found}


def to_mend(found: dict[str, Finding]) -> dict[str, str]:
    return {what: finding.text for what, finding in found.items() if not finding.ok}


async def test_a_bot_that_is_well_needs_nothing_even_while_it_runs(settings: Settings) -> None:
    with InstanceLock(settings.database_path):
        found = await asks(settings)
    assert list(found) == ALL
    assert to_mend(found) == {}
    assert str(found["token"]) == "ok    token: @kindling_bot"


async def test_it_asks_for_no_updates_and_changes_no_file(settings: Settings, telegram: Loopback) -> None:
    before = {path: path.read_bytes() for path in settings.database_path.parent.rglob("*") if path.is_file()}
    calls = len(telegram.calls)
    await asks(settings)
    assert {call.method for call in telegram.calls[calls:]} == {"getMe", "getChatMember", "getChat"}
    after = {path: path.read_bytes() for path in settings.database_path.parent.rglob("*") if path.is_file()}
    assert {
        path for path in before.keys() ^ after.keys() if not path.name.endswith(("-wal", "-shm"))
    } == set()
    assert all(after[path] == content for path, content in before.items() if path in after)


async def test_a_public_group_is_to_be_mended(settings: Settings, telegram: Loopback) -> None:
    (group,) = (place for place in telegram.places if place.id < 0)
    group.now.username = "ana_and_ben"
    assert "public" in to_mend(await asks(settings))[GROUP]


async def test_privacy_mode_off_and_being_administrator_are_to_be_mended(
    settings: Settings, telegram: Loopback
) -> None:
    telegram.rules.off("privacy_mode")
    ana = next(user for user in telegram.world.users.values() if user.name == "Ana")
    (group,) = (place for place in telegram.places if place.id < 0)
    membership.promote(telegram.world, group.now, telegram.world.bot, ana, admin=True)
    found = to_mend(await asks(settings))
    assert "/setprivacy" in found["privacy mode"]
    assert "administrator" in found[GROUP]


async def test_a_clock_more_than_five_minutes_off_is_to_be_mended(
    settings: Settings, clock: MovableClock
) -> None:
    for minutes, way in ((-6, "ahead of"), (6, "behind")):
        clock.move_to(SystemClock().now() + timedelta(minutes=minutes))
        assert way in to_mend(await asks(settings))["clock"]
    clock.move_to(SystemClock().now() + timedelta(minutes=4))
    assert "clock" not in to_mend(await asks(settings))


async def test_a_wrong_token_and_a_missing_one_are_to_be_mended(settings: Settings) -> None:
    other = Settings.model_validate({"telegram_bot_token": "1234567:ANOTHER-tokens-shape-is-right"})
    found = await asks(settings, telegram_bot_token=other.telegram_bot_token)
    assert to_mend(found) == {"token": "Telegram refuses TELEGRAM_BOT_TOKEN; copy it anew from @BotFather"}
    assert "missing" in to_mend(await asks(settings, telegram_bot_token=None))["token"]


async def test_without_a_network_it_says_so_and_looks_at_the_rest(settings: Settings) -> None:
    found = await asks(settings, telegram_api_base="http://127.0.0.1:9")
    assert list(to_mend(found)) == ["network"]
    assert list(found)[1:] == ALL[4:]


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(5000)
        file.write(b"x" * 20_000)


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (damage, "database"),
        (lambda path: shutil.rmtree(path.parent / "backups"), "backups"),
    ],
)
async def test_a_damaged_database_and_missing_backups_are_to_be_mended(
    settings: Settings, spoil: Callable[[Path], None], what: str
) -> None:
    spoil(settings.database_path)
    assert what in to_mend(await asks(settings))


async def test_a_backup_of_the_day_before_yesterday_is_too_old(settings: Settings) -> None:
    (copy,) = backup.all_of(settings.database_path)
    old = backup.path_for(settings.database_path, copy.at - timedelta(hours=40))
    copy.path.rename(old)
    assert "40 hours old" in to_mend(await asks(settings))["backups"]


async def test_another_key_and_an_open_key_file_are_to_be_mended(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(Fernet.generate_key().decode())
    file.chmod(0o600)
    given = {"encryption_keys": (), "encryption_key_file": file}
    assert "does not fit" in to_mend(await asks(settings, **given))["key"]
    file.chmod(0o644)
    assert "chmod 600" in to_mend(await asks(settings, **given))["key"]


async def test_what_others_on_the_machine_may_read_is_to_be_mended(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    env, key, data = tmp_path / ".env", tmp_path / "key", settings.database_path.parent
    env.write_text("TELEGRAM_BOT_TOKEN=\n")
    key.write_text(KEY)
    for path in (env, key):
        path.chmod(0o600)
    given = {"encryption_keys": (), "encryption_key_file": key}
    assert to_mend(await asks(settings, **given)) == {}
    for path, mode, run in ((env, 0o644, "chmod 600 .env"), (key, 0o640, f"chmod 600 {key}"),
                            (data, 0o711, f"chmod 700 {data}")):  # fmt: skip
        was = path.stat().st_mode
        path.chmod(mode)
        assert to_mend(await asks(settings, **given))["files"].endswith(f"run: {run}")
        path.chmod(was)


async def test_a_full_disk_is_to_be_mended(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 1))
    assert "make room" in to_mend(await asks(settings))["disk"]


async def test_before_the_first_start_nothing_is_made(settings: Settings, tmp_path: Path) -> None:
    nowhere = tmp_path / "new" / "kindling.db"
    key = tmp_path / "nokey" / "key"
    found = await asks(settings, database_url=f"sqlite+aiosqlite:///{nowhere}", encryption_keys=(),
                       encryption_key_file=key)  # fmt: skip
    assert to_mend(found) == {}
    assert found["key"].text == f"none yet; the first start makes {key}"
    assert not nowhere.parent.exists()
    assert not key.parent.exists()


def test_the_command_ends_with_1_where_something_is_to_be_mended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("mend  token: TELEGRAM_BOT_TOKEN is missing")
    assert all(line[:6] in ("ok    ", "mend  ") for line in said)


async def test_what_a_group_refuses_is_named_with_its_mend_and_nothing_of_doors(settings: Settings) -> None:
    now = SystemClock().now().replace(tzinfo=None)
    with closing(sqlite3.connect(settings.database_path)) as database:
        for number, (person, state, why) in enumerate(
            [(0, "waiting", "topic_closed"), (0, "sent", "no_voice"), (0, "sent", None), (7, "waiting", None)]
        ):
            database.execute(
                "INSERT INTO outbox (space_id, person_id, kind, ref, not_before, state, claimed_at, tries, "
                "loud, why) VALUES (1, ?, 'question.part', ?, ?, ?, ?, 0, 1, ?)",
                (person, number, str(now), state, str(now), why),
            )
        database.commit()
    found = await doctor.examine(settings)
    posts = [finding.text for finding in found if finding.what == "posts in the group of space 1"]
    assert posts == [
        "the topic is closed; reopen it, or send /question in another one",
        "voice notes are not allowed there; allow voice messages in the group's permissions",
    ]
