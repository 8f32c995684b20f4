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
def _found() -> dict[str, list[str]]:
    """Return every source string of the interface, of plurals both, with what translators are told."""
    found: dict[str, list[str]] = {}
    for folder in ("bot", "schedules"):
        for _file, _line, message, comments, _context in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS, comment_tags=["Translators:"]
        ):
            found |= dict.fromkeys((message,) if isinstance(message, str) else message, comments)
    return found


@cache
def sentences() -> frozenset[str]:
    """Return every source string of the interface; of plurals both."""
    return frozenset(_found())


def comments(part: str) -> list[str]:
    """Return what translators are told of the sentences that hold these words."""
    return [it for sentence, told in _found().items() if part in sentence for it in told]
