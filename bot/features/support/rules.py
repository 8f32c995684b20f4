"""Where somebody lives, as their own zone tells it, and which lines a kind of need puts first. Pure."""

from collections.abc import Mapping

from babel.core import get_global

from content.crisis import Kind
from content.helplines import LineKind

FIRST: Mapping[Kind, tuple[LineKind, ...]] = {
    "die": ("crisis", "harm"),
    "hurt": ("harm", "crisis"),
    "harm": ("doing", "crisis"),
}
"""Which lines stand below the text of each kind, its own first."""


def country_of(zone: str | None) -> str | None:
    """Return the ISO 3166 code of the country of an IANA zone, by CLDR's table; None if it has none."""
    found: str | None = get_global("zone_territories").get(zone or "")
    return found
