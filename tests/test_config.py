"""A missing or wrong setting ends the start with one plain line that names it and hides its value."""

import logging
import re
from math import inf
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot import config
from bot.config import SettingError, Settings
from tests.people import there

EXAMPLE = Path(__file__).parent.parent / ".env.example"
TOKEN = "123456789:AAF-secret_secret_secret_secret_se"


@pytest.fixture(autouse=True)
def no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)


def load(folder: Path, text: str) -> Settings:
    file = folder / ".env"
    file.write_text(text)
    return config.load(file)


def test_without_any_setting_the_defaults_hold(tmp_path: Path) -> None:
    settings = config.load(tmp_path / ".env")
    assert settings.telegram_bot_token is None
    assert settings.who_may_join == "first"
    assert settings.database_path == Path("data/kindling.db").absolute()
    assert settings.encryption_key_file == Path.home() / ".config/kindling/key"


def test_the_example_file_names_every_setting_and_sets_nothing_but_defaults(tmp_path: Path) -> None:
    named = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), flags=re.MULTILINE)
    assert sorted(named) == sorted(field.upper() for field in Settings.model_fields)
    assert config.load(EXAMPLE) == config.load(tmp_path / "none")


def test_a_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPERATOR", "Ben")
    settings = load(
        tmp_path,
        f"TELEGRAM_BOT_TOKEN={TOKEN}\nOPERATOR=Ana\nALLOWED_USERS=11, 22\nWHO_MAY_JOIN=listed\n"
        "OPERATOR_IS=22\nDEFAULT_TIMEZONE=Asia/Kolkata\nLOG_LEVEL=debug\nCLOCK_OFFSET=-60\n",
    )
    assert there(settings.telegram_bot_token).get_secret_value() == TOKEN
    assert settings.operator == "Ben"
    assert settings.allowed_users == {11, 22}
    assert settings.operator_is == 22
    assert (settings.default_timezone, settings.log_level, settings.clock_offset) == (
        "Asia/Kolkata",
        "DEBUG",
        -60,
    )


def test_several_keys_keep_their_order(tmp_path: Path) -> None:
    keys = [Fernet.generate_key().decode() for _ in range(2)]
    settings = load(tmp_path, f"ENCRYPTION_KEYS={', '.join(keys)}\n")
    assert [key.get_secret_value() for key in settings.encryption_keys] == keys


@pytest.mark.parametrize(
    ("lines", "pace"),
    [
        ("", 30),
        ("PAID_BROADCAST=yes\n", 1000),
        ("MESSAGES_PER_SECOND=12.5\nPAID_BROADCAST=yes\n", 12.5),
        ("MESSAGES_PER_SECOND=0\n", inf),
    ],
)
def test_the_pace_is_telegrams_limit_unless_another_is_set(tmp_path: Path, lines: str, pace: float) -> None:
    assert load(tmp_path, lines).pace == pace


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "bot-123"),
        ("TELEGRAM_BOT_TOKEN", "12345:short"),
        ("TELEGRAM_API_BASE", "telegram.example"),
        ("DATABASE_URL", "postgresql://localhost/kindling"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
        ("DATABASE_URL", "sqlite+aiosqlite:////dev/null/kindling.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:////tmp"),
        ("ENCRYPTION_KEYS", "not-a-key"),
        ("ENCRYPTION_KEYS", "AAAA"),
        ("DEFAULT_TIMEZONE", "Mars/Olympus"),
        ("DEFAULT_TIMEZONE", "Africa"),
        ("DEFAULT_TIMEZONE", "../etc"),
        ("ALLOWED_USERS", "@ana"),
        ("WHO_MAY_JOIN", "nobody"),
        ("OPERATOR", "x" * 201),
        ("OPERATOR_IS", "@ana"),
        ("OPERATOR_IS", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("MESSAGES_PER_SECOND", "many"),
        ("MESSAGES_PER_SECOND", "-1"),
        ("MESSAGES_PER_SECOND", "infinity"),
        ("PAID_BROADCAST", "perhaps"),
        ("CLOCK_OFFSET", "soon"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it_and_hides_its_value(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingError) as caught:
        load(tmp_path, f"{name}={value}\n")
    line = str(caught.value)
    assert line.startswith(f"{name} must") or line.startswith(f"{name} is not")
    assert "\n" not in line
    assert value not in line
    assert caught.value.__context__ is None


def test_a_database_that_exists_is_taken_whatever_it_holds(tmp_path: Path) -> None:
    file = tmp_path / "kindling.db"
    file.write_text("damaged: a restore reads the settings, too")
    assert load(tmp_path, f"DATABASE_URL=sqlite+aiosqlite:///{file}\n").database_path == file
    with pytest.raises(SettingError, match="DATABASE_URL"):
        load(tmp_path, f"DATABASE_URL=sqlite+aiosqlite:///{file}/kindling.db\n")


def test_listed_without_a_list_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="ALLOWED_USERS"):
        load(tmp_path, "WHO_MAY_JOIN=listed\n")


def test_a_file_that_is_no_text_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match="cannot be read"):
        config.load(tmp_path / ".env")


def test_a_mistyped_name_is_pointed_out_without_its_value(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        load(tmp_path, f"TELEGRAM_BOT_TOKN={TOKEN}\nPATH_TO_SOMETHING=1\n")
    assert "did you mean TELEGRAM_BOT_TOKEN?" in caplog.text
    assert TOKEN not in caplog.text
    assert len(caplog.records) == 1


def test_settings_can_be_printed_without_showing_a_secret(tmp_path: Path) -> None:
    key = Fernet.generate_key().decode()
    settings = load(tmp_path, f"TELEGRAM_BOT_TOKEN={TOKEN}\nENCRYPTION_KEYS={key}\n")
    assert TOKEN not in repr(settings)
    assert key not in repr(settings)


def test_only_config_reads_the_environment() -> None:
    root = Path(__file__).parent.parent
    reading = re.compile(r"os\.environ(?!\.setdefault)|getenv|expandvars")
    readers = [
        file.relative_to(root)
        for room in ("bot", "schedules", "content")
        for file in (root / room).rglob("*.py")
        if reading.search(file.read_text())
    ]
    assert readers == []
