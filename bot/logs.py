"""How the bot logs: one line each to standard error, without a token in any of them.

Lines carry ids and outcomes; nobody logs a couple's words. A traceback shows places and kinds of errors and
never what an error says of itself, which may quote a message. The token is taken out by the handlers'
formatter and not by filters on loggers, because a logger's filters never see what its children log, and
because only the formatted line holds the traceback.
"""

import asyncio
import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from typing import Any

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# Addresses of the Bot API hold the token as in /bot123456789:AAF…/sendMessage.
_TOKEN_SHAPED = re.compile(r"\d{5,}:[A-Za-z0-9_-]{10,}")
_HIDDEN = "[token]"
_DEEPEST = 5  # errors that brought one another about, in one traceback

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
    """Formats a record, tracebacks without their messages, and hides what is or looks like a bot token."""

    def __init__(self, token: str | None = None) -> None:
        """Take the token in use; others are hidden by their shape."""
        super().__init__(_FORMAT)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the whole text of the record without tokens."""
        record.exc_text = None  # a handler before this one may have left its own traceback there
        text = super().format(record)
        if self._token:
            text = text.replace(self._token, _HIDDEN)
        return _TOKEN_SHAPED.sub(_HIDDEN, text)

    def formatException(self, ei: Any) -> str:
        """Return where an error came from and of which kind it is, and the same of what brought it about."""
        error: BaseException | None = ei[1]
        parts: list[str] = []
        while error is not None and len(parts) < _DEEPEST:
            places = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"Traceback (most recent call last):\n{places}{_kind(error)}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nbrought about by\n".join(parts)


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
    threading.excepthook = lambda lost: _lost(lost.exc_value)
    sys.unraisablehook = lambda lost: _lost(lost.exc_value)


def listen_to(loop: asyncio.AbstractEventLoop) -> None:
    """Log what a loop's tasks and callbacks raised and nobody awaited; asyncio's own line would quote it."""
    loop.set_exception_handler(lambda _loop, context: _lost(context.get("exception")))


def _lost(error: BaseException | None) -> None:
    """Log an error that reached nobody."""
    logging.getLogger("bot").error("An error reached nobody: %s", _kind(error), exc_info=error)


def _kind(error: BaseException | None) -> str:
    """Return what kind of error it is; of the system's own also why, in the system's words."""
    why = f": {error.strerror}" if isinstance(error, OSError) and error.strerror else ""
    return f"{type(error).__name__}{why}"


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process, so that its traceback is redacted too."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("Stopped by an error", exc_info=(kind, error, trace))
