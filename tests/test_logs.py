"""No token in any log line, however it got there."""

import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot import logs

TOKEN = "123456789:AAF-secret_secret_secret_secret_se"
OTHER = "987654321:BBB-another_another_another_anot"


@pytest.fixture(autouse=True)
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield
    root.handlers = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def fail(token: str) -> None:
    raise OSError(f"cannot reach https://api.telegram.org/bot{token}/sendMessage")


def test_a_token_is_hidden_in_message_arguments_and_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up("INFO", TOKEN)
    try:
        fail(TOKEN)
    except OSError:
        logging.getLogger("bot.anything").exception("called %s with %s", f"/bot{TOKEN}/getMe", OTHER)
    printed = capsys.readouterr().err
    assert "Traceback" in printed
    assert "/bot[token]/sendMessage" in printed
    assert TOKEN not in printed
    assert OTHER not in printed


def test_a_token_of_an_unusual_shape_is_hidden_when_it_is_the_one_in_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("INFO", "1:x")
    logging.getLogger("bot").info("/bot1:x/getMe")
    assert "/bot[token]/getMe" in capsys.readouterr().err


def test_libraries_that_print_addresses_and_updates_are_quiet_at_every_level(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("DEBUG", TOKEN)
    for name in (
        "httpx",
        "httpcore.http11",
        "aiohttp.access",
        "telegram.Bot",
        "sqlalchemy.engine",
        "aiosqlite",
    ):
        logging.getLogger(name).info("told by %s", name)
    logging.getLogger("bot.schedules").debug("told by the bot")
    printed = capsys.readouterr().err
    assert "told by the bot" in printed
    assert printed.count("told by") == 1


def test_an_error_that_ends_the_process_shows_no_token() -> None:
    script = f"from bot import logs; logs.set_up('INFO', {TOKEN!r}); raise OSError('/bot{TOKEN}/x')"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert "[token]" in run.stderr
    assert "secret" not in run.stderr.replace(script, "")
