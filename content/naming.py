"""The partner in an item's text, by name where one of the two reads it, and as "the other one" where both do.

`{partner}` and `{partner's}` stand in the bank; what takes their place is each language's own
(`content/<language>/naming.toml`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from content.entries import BankError, parse

PARTNER, POSSESSIVE = "{partner}", "{partner's}"
_PLACES = re.compile(r"(\{partner(?:'s)?\})")
_BRACED = re.compile(r"\{[^{}]*\}|[{}]")
_BEGINS = re.compile(r"(?:^|[.!?…]\s+)[\"'“‘(]*$")


@dataclass(frozen=True, slots=True)
class Naming:
    """How a language names the partner: to both at once, and by name."""

    both: str
    """What both read: each of the two is the other one."""
    boths: str
    """Its possessive."""
    possessive: str
    """The possessive of a name, which stands in it as `{name}`."""

    def said(self, text: str, name: str = "") -> str:
        """Return a text as it is read by who knows their partner by a name; without one, by both."""
        said = ""
        for part in _PLACES.split(text):
            said += self._of(part, name, begins=bool(_BEGINS.search(said))) if part.startswith("{") else part
        return said

    def _of(self, place: str, name: str, *, begins: bool) -> str:
        if name:
            return name if place == PARTNER else self.possessive.replace("{name}", name)
        word = self.both if place == PARTNER else self.boths
        return word[:1].upper() + word[1:] if begins else word


UNNAMED = Naming("", "", "{name}")
"""Of a language that is begun, and has no words for it yet."""


def unknown_places(text: str) -> Iterator[str]:
    """Yield what stands in braces in a text and is neither of the two."""
    return (it for it in _BRACED.findall(text) if it not in (PARTNER, POSSESSIVE))


def names_partner(text: str) -> bool:
    """Return whether a text says the partner."""
    return PARTNER in text or POSSESSIVE in text


def load_naming(home: Traversable, where: str) -> Naming:
    """Read how a language names the partner from its folder.

    Raises:
        BankError: the file is missing, broken or lacks a word.
    """
    path = f"{where}/naming.toml"
    found = parse(home / "naming.toml", path)
    words = [found.pop(key, None) for key in ("both", "boths", "possessive")]
    both, boths, possessive = words
    if not (isinstance(both, str) and isinstance(boths, str) and isinstance(possessive, str)) or found:
        raise BankError(f"{path}: give it both, boths and possessive, and nothing else")
    if not both or not boths or possessive.count("{name}") != 1:
        raise BankError(f"{path}: possessive must have {{name}} in it once, and no word may be empty")
    return Naming(both, boths, possessive)
