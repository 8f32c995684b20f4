"""How long a pause may be: pure."""

from datetime import datetime, timedelta

from bot.typed import read_end

SPANS = {"1": timedelta(days=1), "3": timedelta(days=3), "7": timedelta(days=7)}
LONGEST = timedelta(days=30)


class TooLong(Exception):
    """The typed end lies more than `LONGEST` ahead."""


def typed_end(text: str, now: datetime) -> datetime | None:
    """Return the end a person typed (see `bot.typed.read_end`), by the clock of `now`.

    None if it cannot be read or is no future.

    Raises:
        TooLong: it is readable, but too far ahead.
    """
    end = read_end(text, now)
    if end is not None and end - now > LONGEST:
        raise TooLong
    return end
