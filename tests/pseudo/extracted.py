"""What the template for translators holds, found as `make messages` finds it (babel.cfg)."""

from functools import cache
from pathlib import Path

from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parents[2]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


@cache
def sentences() -> frozenset[str]:
    """Return every source string of the interface; of plurals both."""
    found: set[str] = set()
    for folder in ("bot", "schedules"):
        for _file, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS
        ):
            found.update((message,) if isinstance(message, str) else message)
    return frozenset(found)
