"""The only reader of the environment: every setting, its default and its check.

A wrong setting ends the start with one plain line that names it and says how to mend it. The line never
shows the value, because it may be a secret.
"""

import base64
import difflib
import logging
import os
import re
from math import inf
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import tzlocal
from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

log = logging.getLogger(__name__)

ENV_FILE = ".env"

SQLITE = "sqlite+aiosqlite:///"
"""What the address of a database begins with; the path of its file follows."""

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{10,}")

# Messages a second to all chats together, free and with paid broadcasts:
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
_FREE, _PAID = 30.0, 1000.0

_MENDS = {
    "telegram_bot_token": "is not a bot token; copy it from @BotFather, it looks like 123456789:AAF…",
    "telegram_api_base": "must be an address such as https://api.telegram.org",
    "database_url": f"must be a file in a folder that can be written, as in {SQLITE}data/kindling.db",
    "encryption_keys": "must be Fernet keys (44 characters each), newest first, with commas between",
    "encryption_key_file": "must be the path of a file, outside the folder of the database",
    "default_timezone": "must be a zone name such as Europe/Berlin",
    "allowed_users": "must be Telegram user ids (numbers) with commas between",
    "who_may_join": "must be first, listed or anyone",
    "operator": "must be a short text that says who runs this bot",
    "operator_is": "must be one Telegram user id (a number): the partner who runs this bot",
    "messages_per_second": "must be a number above 0, or 0 for no limit",
    "paid_broadcast": "must be yes or no",
    "log_level": "must be DEBUG, INFO, WARNING or ERROR",
    "clock_offset": "must be a number of seconds",
}


class SettingError(Exception):
    """A setting is missing or wrong; `str()` is one line for whoever starts the bot."""


def host_zone() -> str:
    """Return the zone of this machine, UTC where it does not say."""
    try:
        return ZoneInfo(tzlocal.get_localzone_name() or "UTC").key
    except (LookupError, ValueError, OSError):
        return "UTC"


class Settings(BaseSettings):
    """The settings; `load` makes them. Each name in capitals is the setting's name in `.env`."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_base: str = "https://api.telegram.org"
    database_url: str = f"{SQLITE}data/kindling.db"
    encryption_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    encryption_key_file: Path = Path("~/.config/kindling/key")
    default_timezone: str = Field(default_factory=host_zone)
    allowed_users: Annotated[frozenset[int], NoDecode] = frozenset()
    who_may_join: Literal["first", "listed", "anyone"] = "first"
    operator: str | None = Field(default=None, max_length=200)
    operator_is: int | None = Field(default=None, gt=0)
    messages_per_second: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    paid_broadcast: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    clock_offset: int = 0
    """Seconds by which the bot's clock is ahead of the machine's: for trying out and tests only."""

    @property
    def pace(self) -> float:
        """Messages a second in all; without a limit, infinitely many."""
        if self.messages_per_second is None:
            return _PAID if self.paid_broadcast else _FREE
        return self.messages_per_second or inf

    @property
    def database_path(self) -> Path:
        """The database's file, whole: a relative one lies in the folder from which the bot is started."""
        return Path(self.database_url.removeprefix(SQLITE)).absolute()

    @classmethod
    def for_play(cls, database_url: str, api_base: str, zone: str) -> "Settings":
        """Return settings for the playground: whatever `.env` or the environment say is left alone."""
        return cls.model_construct(
            database_url=database_url,
            telegram_api_base=api_base,
            default_timezone=zone,
            who_may_join="anyone",
        )

    @field_validator("telegram_bot_token")
    @classmethod
    def _token_has_its_shape(cls, token: SecretStr | None) -> SecretStr | None:
        if token is None:
            return None
        return SecretStr(_checked(token.get_secret_value().strip(), _TOKEN))

    @field_validator("telegram_api_base")
    @classmethod
    def _api_base_is_an_address(cls, address: str) -> str:
        return _checked(address.strip().rstrip("/"), re.compile(r"https?://[^\s?#@]+"))

    @field_validator("database_url")
    @classmethod
    def _database_is_a_file_that_can_be_made(cls, url: str) -> str:
        path = Path(_checked(url.strip(), re.compile(re.escape(SQLITE) + r"[^:?#]+")).removeprefix(SQLITE))
        folder = next(folder for folder in path.absolute().parents if folder.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            raise ValueError("not writable")
        if path.exists() and not (path.is_file() and os.access(path, os.R_OK | os.W_OK)):
            raise ValueError("no file to read and write")  # what it holds is for the start to judge
        return url.strip()

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _keys_are_split_and_have_their_shape(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        keys = _split(value)
        if any(len(base64.b64decode(key, altchars=b"-_", validate=True)) != 32 for key in keys):
            raise ValueError("wrong length")
        return keys

    @field_validator("encryption_key_file")
    @classmethod
    def _key_file_is_absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("default_timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            return ZoneInfo(name.strip()).key
        except (LookupError, OSError):  # OSError: a folder of zones, such as Europe
            raise ValueError("unknown zone") from None

    @field_validator("allowed_users", mode="before")
    @classmethod
    def _users_are_split(cls, value: object) -> object:
        return _split(value) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _level_in_capitals(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _a_list_names_somebody(self) -> "Settings":
        if self.who_may_join == "listed" and not self.allowed_users:
            raise ValueError("WHO_MAY_JOIN=listed needs ALLOWED_USERS: the Telegram user id of a partner")
        return self


def load(env_file: str | Path = ENV_FILE) -> Settings:
    """Read the settings from the file, if there is one, and the environment, which wins.

    Raises:
        SettingError: a setting is wrong; the message is one line.
    """
    try:
        _warn_of_typos(env_file)
        # mypy sees only the fields, not what BaseSettings itself takes.
        return Settings(_env_file=env_file, _env_file_encoding="utf-8")  # type: ignore[call-arg]
    except ValidationError as error:
        line = _line(error)
    except (OSError, UnicodeDecodeError):
        line = f"{env_file} cannot be read; it must be a text file that you may read"
    raise SettingError(line)  # outside the handlers: their errors hold the values


def _line(error: ValidationError) -> str:
    """Return the first mistake as one line without its value."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["loc"]:
        field = str(first["loc"][0])
        return f"{field.upper()} {_MENDS[field]}"
    return first["msg"].removeprefix("Value error, ")


def _warn_of_typos(env_file: str | Path) -> None:
    """Log a line for each name in the file that is nearly a setting's."""
    names = {field.upper() for field in Settings.model_fields}
    if not Path(env_file).is_file():
        return
    for name in dotenv_values(env_file, encoding="utf-8", interpolate=False):
        if name.upper() in names:
            continue
        for near in difflib.get_close_matches(name.upper(), names, n=1, cutoff=0.8):
            log.warning("%s: %s is not a setting; did you mean %s?", env_file, name, near)


def _checked(value: str, shape: re.Pattern[str]) -> str:
    if shape.fullmatch(value) is None:
        raise ValueError("wrong shape")
    return value


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]
