"""Starting, ending, and the one plain line when a start ends."""

import gc
import signal
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.cli import main
from bot.clock import MovableClock
from bot.db import backup
from bot.loopback import faults
from bot.loopback.faults import Fault
from tests.conftest import MONDAY, Stage, joined
from tests.people import Loopback
from tests.process.conftest import PATIENCE, ROOT, Process

pytestmark = pytest.mark.process
Make = Callable[..., Process]
KEY = Fernet.generate_key().decode()


def one_line(said: str) -> str:
    assert "Traceback" not in said
    assert said.count("\n") == 1, said
    return said


async def test_sigterm_ends_it_quietly_after_what_is_in_hand(telegram: Loopback, process: Make) -> None:
    ana = telegram.person("Ana")
    bot = process()
    await bot.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    hold = telegram.hold("sendMessage", when="before")
    await ana.says("/start")
    await hold.reached(PATIENCE)
    hold.release()
    code, said = await bot.gets(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in said
    assert "group" in ana.door.last().text
    assert not telegram.pending()


async def test_each_start_says_which_file_it_uses_and_whether_it_is_new(
    telegram: Loopback, process: Make, tmp_path: Path
) -> None:
    for new in (True, False):
        bot = process(DATABASE_URL="sqlite+aiosqlite:///data/kindling.db", ENCRYPTION_KEYS="")
        await bot.start()
        await telegram.until(telegram.poller_idle, PATIENCE)
        code, said = await bot.gets(signal.SIGTERM)
        assert code == 0
        (line,) = [line for line in said.splitlines() if "the database is" in line]
        assert str(tmp_path / "data" / "kindling.db") in line
        assert ("it is new" in line) == new
        assert line.endswith(f"its key: {tmp_path / '.config' / 'kindling' / 'key'}")


async def test_a_good_start_says_where_to_find_it_and_whether_anybody_has_joined(
    telegram: Loopback, process: Make, tmp_path: Path
) -> None:
    async def starts(**settings: str) -> str:
        bot = process(ENCRYPTION_KEYS=KEY, DATABASE_URL="sqlite+aiosqlite:///data/kindling.db", **settings)
        await bot.start()
        await telegram.until(telegram.poller_idle, PATIENCE)
        code, said = await bot.gets(signal.SIGTERM)
        assert code == 0
        return said

    name = telegram.world.bot.username
    found = f"I am @{name}: open https://t.me/{name} and press Start."
    assert f"{found} Nobody has joined yet; the first couple will be yours.\n" in await starts()
    listed = f"{found} Nobody has joined yet; a couple with somebody from ALLOWED_USERS may.\n"
    assert listed in await starts(WHO_MAY_JOIN="listed", ALLOWED_USERS="1")
    backup = process(ENCRYPTION_KEYS=KEY, DATABASE_URL="sqlite+aiosqlite:///data/kindling.db")
    await backup.start("backup")
    assert (await backup.ended())[0] == 0
    made = max((tmp_path / "data" / "backups").glob("kindling-*"))
    restore = process(ENCRYPTION_KEYS=KEY, DATABASE_URL="sqlite+aiosqlite:///data/kindling.db")
    await restore.start("restore", str(made))
    code, said = await restore.ended()
    assert code == 0, said  # the file of erasures is there before the first night


def test_what_a_start_imports_is_never_looked_through_for_garbage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found: list[tuple[bool, int]] = []

    async def run(*_: object) -> int:
        found.append((gc.isenabled(), gc.get_freeze_count()))
        return 0

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456789:AAFstartsOnly")
    monkeypatch.setattr("bot.logs.set_up", lambda *_: None)
    monkeypatch.setattr("bot.running.run", run)
    try:
        assert main(["run"]) == 0
    finally:
        gc.unfreeze()
    ((collects, frozen),) = found
    assert collects
    assert frozen > 100_000


def test_its_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert capsys.readouterr().out == f"Kindling {project['version']}\n"


async def test_an_older_copy_put_back_by_hand_is_made_to_forget_before_it_is_used(
    telegram: Loopback, process: Make, tmp_path: Path
) -> None:
    clock = MovableClock(MONDAY)
    elsewhere = Loopback(clock)
    stage = Stage(elsewhere, clock, tmp_path)
    ana, ben = elsewhere.person("Ana"), elsewhere.person("Ben")
    await joined(stage, ana, ben)
    copy = (await backup.make(stage.kindling.parts.db, clock.now())).path
    await ana.says("/stop")
    await ana.presses("End quietly")
    await stage.stop()
    stage.path.write_bytes(copy.read_bytes())
    bot = process(ENCRYPTION_KEYS=stage.key)
    await bot.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    code, said = await bot.gets(signal.SIGTERM)
    assert code == 0
    assert said.count("put back by hand") == 1


async def test_a_second_instance_says_so_in_one_line(telegram: Loopback, process: Make) -> None:
    first, second = process(), process()
    await first.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    await second.start()
    code, said = await second.ended()
    assert code != 0
    assert "already" in one_line(said)
    assert (await first.gets(signal.SIGTERM))[0] == 0


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "not-a-token"),
        ("TELEGRAM_BOT_TOKEN", "1234567:ANOTHER-tokens-shape-is-right"),
        ("DATABASE_URL", "postgresql://somewhere/else"),
        ("ENCRYPTION_KEYS", "short"),
        ("DEFAULT_TIMEZONE", "Europe/Atlantis"),
        ("WHO_MAY_JOIN", "everybody"),
        ("ALLOWED_USERS", "ana,ben"),
        ("LOG_LEVEL", "LOUD"),
        ("CLOCK_OFFSET", "an hour"),
    ],
)
async def test_a_wrong_setting_ends_the_start_with_one_line_that_names_it(
    process: Make, setting: str, value: str
) -> None:
    bot = process(**{setting: value})
    await bot.start()
    code, said = await bot.ended()
    assert code == 1
    assert setting in one_line(said)
    assert value not in said


async def test_a_start_waits_for_telegram_and_says_so_once(telegram: Loopback, process: Make) -> None:
    for fault in (faults.flood(1), faults.bad_gateway_html(), faults.reset_before()):
        telegram.fail_next("getMe", fault)
    telegram.fail_next("deleteWebhook", faults.flood(1))
    telegram.fail_next("setMyCommands", faults.server_error(), times=2)
    bot = process()
    await bot.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    await telegram.until(lambda: _well(telegram, "setMyCommands") == 2, PATIENCE)
    code, said = await bot.gets(signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in said
    assert said.count("TELEGRAM_API_BASE") == 1
    assert said.count("asks to wait") == 1


def _well(telegram: Loopback, method: str) -> int:
    return sum(call.method == method and call.outcome == "ok" for call in telegram.calls)


async def test_a_signal_ends_a_start_that_waits(telegram: Loopback, process: Make) -> None:
    telegram.fail_next("getMe", faults.flood(3600))
    bot = process()
    await bot.start()
    await telegram.until(lambda: bool(telegram.calls), PATIENCE)
    code, said = await bot.gets(signal.SIGTERM)
    assert code == 0
    assert "asks to wait" in one_line(said)


async def test_something_other_than_telegram_ends_the_start_in_one_line(
    telegram: Loopback, process: Make
) -> None:
    telegram.fail_next("getMe", Fault("other", status=200, body=b'{"ok": true, "result": {"version": 2}}'))
    bot = process()
    await bot.start()
    code, said = await bot.ended()
    assert code == 1
    assert "TELEGRAM_API_BASE" in one_line(said)
    assert "other than Telegram" in said


async def test_a_missing_token_is_said_in_one_line(process: Make) -> None:
    bot = process(TELEGRAM_BOT_TOKEN="")
    await bot.start()
    code, said = await bot.ended()
    assert code == 1
    assert "TELEGRAM_BOT_TOKEN" in one_line(said)


async def test_another_key_than_the_databases_is_said_in_one_line(telegram: Loopback, process: Make) -> None:
    first = process()
    await first.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    await first.gets(signal.SIGTERM)
    second = process(ENCRYPTION_KEYS="MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
    await second.start()
    code, said = await second.ended()
    assert code == 1
    assert "ENCRYPTION_KEYS" in one_line(said)


async def test_a_key_file_that_others_may_read_is_said_in_one_line(process: Make, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n")
    file.chmod(0o644)
    bot = process(ENCRYPTION_KEYS="", ENCRYPTION_KEY_FILE=str(file))
    await bot.start()
    code, said = await bot.ended()
    assert code == 1
    assert "ENCRYPTION_KEY_FILE" in one_line(said)
    assert "chmod" in said
