"""Callback data: `verb:space:ref[:arg]`, 64 bytes at most, and never believed without a check."""

from dataclasses import dataclass

LIMIT = 64


@dataclass(frozen=True, slots=True)
class Data:
    """What a button says: what to do (`verb`), in which space, about what (`ref`), and how (`arg`)."""

    verb: str
    space_id: int
    ref: int
    arg: str


def data(verb: str, space_id: int = 0, ref: int = 0, arg: str | int = "") -> str:
    """Return the callback data of a button; raises ValueError where Telegram would refuse it."""
    text = f"{verb}:{space_id}:{ref}" + (f":{arg}" if arg != "" else "")
    if len(text.encode()) > LIMIT:
        raise ValueError(f"callback data of {verb} is longer than {LIMIT} bytes")
    return text


def parse(text: str) -> Data | None:
    """Return what callback data says, or None if it is not of our form (forged, or very old)."""
    parts = text.split(":", 3)
    if len(parts) < 3 or not parts[0]:
        return None
    numbers = [_number(part) for part in parts[1:3]]
    if numbers[0] is None or numbers[1] is None:
        return None
    return Data(parts[0], numbers[0], numbers[1], parts[3] if len(parts) == 4 else "")


def _number(text: str) -> int | None:
    """Return a plain decimal number that fits SQLite's integers, else None."""
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        return None
    return int(text)
