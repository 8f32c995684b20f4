"""The parameters of one Bot API call, as they come: strings, some of them JSON, and uploads."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.loopback.model import Json, bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along with a call."""

    name: str
    content: bytes


# Parameters that are words even where they look like a number or a yes.
_WORDS = frozenset(
    {
        "text",
        "caption",
        "parse_mode",
        "callback_query_id",
        "url",
        "name",
        "description",
        "short_description",
        "language_code",
        "file_id",
        "action",
    }
)


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters by name; every reader names the one it wants."""

    given: dict[str, str]
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a string, empty when it was not given."""
        return self.given.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """Return an integer, the default when it was not given or is none."""
        try:
            return int(self.given.get(name, default))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Return a yes or no; not given means no."""
        return self.text(name).lower() in ("true", "1", "yes", "t", "y")

    def parsed(self, name: str) -> Any:
        """Return a JSON parameter, None when it was not given; raises ApiError for broken JSON."""
        if not self.text(name):
            return None
        try:
            return json.loads(self.text(name))
        except (ValueError, RecursionError):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def readable(self) -> Json:
        """Return the parameters as values: numbers, yes and no, objects; words stay words."""
        return {name: value if name in _WORDS else _value(value) for name, value in self.given.items()}


def _value(written: str) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return written
