"""Which lines a person is shown: those of the country they live in, as their own zone tells it. Pure."""

from collections.abc import Sequence
from datetime import date

from babel.core import get_global

from content.helplines import Helpline, shown


def country_of(zone: str | None) -> str | None:
    """Return the ISO 3166 code of the country of an IANA zone, by CLDR's table; None if it has none."""
    found: str | None = get_global("zone_territories").get(zone or "")
    return found


def lines_for(lines: Sequence[Helpline], zone: str | None, today: date) -> tuple[Helpline, ...]:
    """Return the freshly verified lines of the zone's country, those for any distress first."""
    return tuple(sorted(shown(lines, today, country_of(zone)), key=lambda line: (line.kind, line.name)))
