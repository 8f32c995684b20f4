"""No token in any log line, however it got there."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs

TOKEN = "123456789:AAF-secret_secret_secret_secret_se"
OTHER = "987654321:BBB-another_another_another_anot"


@pytest.fixture(autouse=True)
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
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
    assert "called /bot[token]/getMe with [token]" in printed
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
    assert "Stopped by an error" in run.stderr
    assert "secret" not in run.stderr.replace(script, "")


WORDS = "the heron by the frozen canal"
ENDINGS = {
    "uncaught": f"raise ValueError('{WORDS}')",
    "brought about by another": f"""
try:
    raise KeyError('{WORDS}')
except KeyError as error:
    raise ValueError('{WORDS}') from error
""",
    "in a thread": f"""
def breaks(words): raise ValueError(words)
thread = threading.Thread(target=breaks, args=('{WORDS}',)); thread.start(); thread.join()
""",
    "in a task nobody awaits": f"""
async def breaks(words): raise ValueError(words)
async def main():
    logs.listen_to(asyncio.get_running_loop())
    asyncio.ensure_future(breaks('{WORDS}'))
    await asyncio.sleep(0); await asyncio.sleep(0); gc.collect()
asyncio.run(main())
""",
    "in a callback": f"""
def breaks(words): raise ValueError(words)
async def main():
    logs.listen_to(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(breaks, '{WORDS}')
    await asyncio.sleep(0); await asyncio.sleep(0)
asyncio.run(main())
""",
    "while collecting garbage": f"""
class Breaks:
    def __del__(self): raise ValueError('{WORDS}')
Breaks()
""",
    "logged by a library": f"""
try:
    raise ValueError('{WORDS}')
except ValueError:
    logging.getLogger('apscheduler').exception('a job failed')
""",
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_an_error_is_reported_by_its_kind_and_place_and_never_by_its_words(
    ending: str, tmp_path: Path
) -> None:
    script = tmp_path / "ends.py"  # a file: what -c runs would be no place
    words = ending.replace(f"'{WORDS}'", "sys.argv[1]")
    script.write_text(
        "import asyncio, gc, logging, sys, threading\nfrom bot import logs\nlogs.set_up('DEBUG')\n" + words
    )
    run = subprocess.run(
        [sys.executable, str(script), WORDS],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert "ValueError" in run.stderr
    assert "ends.py" in run.stderr
    assert WORDS not in run.stderr + run.stdout


def test_of_an_error_of_the_system_the_systems_own_words_are_logged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.set_up("INFO", TOKEN)
    try:
        raise PermissionError(13, "Permission denied", "/somewhere/of/theirs")
    except OSError:
        logging.getLogger("bot").exception("cannot write")
    printed = capsys.readouterr().err
    assert "PermissionError: Permission denied" in printed
