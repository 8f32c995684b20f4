"""How the bot logs: one line each to standard error, without a token in any of them.

Lines carry ids and outcomes; nobody logs a couple's words. The token is taken out by the handlers' formatter
and not by filters on loggers, because a logger's filters never see what its children log, and because only
the formatted line holds the traceback.
"""

import logging
import re
import sys
from types import TracebackType

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# Addresses of the Bot API hold the token as in /bot123456789:AAF…/sendMessage.
_TOKEN_SHAPED = re.compile(r"\d{5,}:[A-Za-z0-9_-]{10,}")
_HIDDEN = "[token]"

# These print addresses, or an executed query with every call, below this level.
_QUIET = (
    "httpx",
    "httpcore",
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "asyncio",
    "sqlalchemy",
    "telegram",
)


class RedactingFormatter(logging.Formatter):
    """Formats a record as usual, traceback included, and hides what is or looks like a bot token."""

    def __init__(self, token: str | None = None) -> None:
        """Take the token in use; others are hidden by their shape."""
        super().__init__(_FORMAT)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of the record without tokens."""
        text = super().format(record)
        if self._token:
            text = text.replace(self._token, _HIDDEN)
        return _TOKEN_SHAPED.sub(_HIDDEN, text)


def set_up(level: str = "INFO", token: str | None = None) -> None:
    """Log to standard error from `level` on; called once, at the start.

    Libraries are held at WARNING whatever the level: at DEBUG they print requests and updates.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process, so that its traceback is redacted too."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("Stopped by an error", exc_info=(kind, error, trace))
