"""Helplines and emergency numbers by country, read from `content/<language>/helplines.toml`.

Nothing that was verified is ever hidden: people are told in which month it was, and the lint warns in time.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, cast
from urllib.parse import urlsplit

FRESH_FOR = timedelta(days=180)

LineKind = Literal["crisis", "harm", "doing"]
KINDS: tuple[LineKind, ...] = ("crisis", "harm", "doing")
_NUMBER = re.compile(r"[0-9][0-9 -]{1,18}[0-9]")
_COUNTRY = re.compile(r"[A-Z]{2}")


class HelplineError(Exception):
    """An entry cannot be used; the message is one plain line that names it and what mends it."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A line to call, in the country of that ISO 3166 code.

    `kinds`: crisis (any distress), harm (by somebody close), doing (afraid of what one may do). `about` says
    whom it is for, `also` how it is reached by text or chat ("" if it is not). `verified_on` is the day on
    which all sources were read.
    """

    country: str
    kinds: tuple[LineKind, ...]
    name: str
    about: str
    number: str
    hours: str
    also: str
    sources: tuple[str, ...]
    verified_on: date


@dataclass(frozen=True, slots=True)
class Emergency:
    """The number to call where somebody is in danger, in some countries."""

    countries: frozenset[str]
    number: str
    sources: tuple[str, ...]
    verified_on: date


@dataclass(frozen=True, slots=True)
class Helplines:
    """All of them."""

    lines: tuple[Helpline, ...]
    emergencies: tuple[Emergency, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """The codes of countries that have a line, in the alphabet's order."""
        return tuple(sorted({line.country for line in self.lines}))

    def of(self, country: str | None, kinds: Sequence[LineKind] = KINDS) -> tuple[Helpline, ...]:
        """Return a country's lines of these kinds, those of the first kind first; none of an unknown one."""
        mine = [line for line in self.lines if line.country == country and set(line.kinds) & set(kinds)]
        return tuple(sorted(mine, key=lambda line: min(kinds.index(it) for it in line.kinds if it in kinds)))

    def emergency(self, country: str | None) -> str | None:
        """Return a country's emergency number; None where no two sources were found, or of an unknown one."""
        return next((it.number for it in self.emergencies if country in it.countries), None)


def load(language: str = "en", root: Traversable | None = None) -> Helplines:
    """Read every entry of a language, from the package or from another `root`.

    Raises:
        HelplineError: for the first entry that lacks something, above all two sources of different hosts.
    """
    file = (root or files("content")) / language / "helplines.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return Helplines(
        tuple(_helpline(table) for table in tables.get("line", [])),
        tuple(_emergency(table) for table in tables.get("emergency", [])),
    )


def helpline_findings(today: date, language: str = "en") -> tuple[str, ...]:
    """Return a warning for each entry verified long ago, with how to mend it: for the lint."""
    found = load(language)
    named = [(f"{it.country} {it.name}", it.verified_on) for it in found.lines]
    named += [(f"emergency number {it.number}", it.verified_on) for it in found.emergencies]
    return tuple(
        f"{name}: verified on {day}, more than {FRESH_FOR.days} days ago; read two independent sources again "
        "and set verified_on, or take the entry out"
        for name, day in named
        if today - day > FRESH_FOR
    )


def _helpline(table: Mapping[str, object]) -> Helpline:
    name = str(table.get("name", "an entry without name"))
    words = {key: table.get(key) for key in ("country", "name", "about", "number", "hours")}
    for key, value in words.items():
        if not isinstance(value, str) or not value.strip():
            raise HelplineError(f"{name}: {key} is missing")
    kinds, also = table.get("kinds"), table.get("also", "")
    known = isinstance(kinds, list) and kinds and set(kinds) <= set(KINDS)
    if not known or not _COUNTRY.fullmatch(str(words["country"])):
        raise HelplineError(f"{name}: kinds must be of {', '.join(KINDS)}, and country a code such as DE")
    if not isinstance(also, str):
        raise HelplineError(f"{name}: also must be words")
    sources, verified_on = _proof(table, name)
    return Helpline(
        **cast("dict[str, str]", words),
        kinds=tuple(cast("list[LineKind]", kinds)),
        also=also,
        sources=sources,
        verified_on=verified_on,
    )


def _emergency(table: Mapping[str, object]) -> Emergency:
    name = f"emergency number {table.get('number', 'without digits')}"
    countries = table.get("countries")
    if not isinstance(countries, list) or not all(_COUNTRY.fullmatch(str(it)) for it in countries):
        raise HelplineError(f"{name}: countries must be codes such as DE")
    sources, verified_on = _proof(table, name)
    return Emergency(frozenset(map(str, countries)), str(table["number"]), sources, verified_on)


def _proof(table: Mapping[str, object], name: str) -> tuple[tuple[str, ...], date]:
    """Return an entry's sources and the day on which they were read; its number is looked at, too."""
    sources, verified_on = table.get("sources"), table.get("verified_on")
    hosts = {urlsplit(str(source)).hostname for source in sources} if isinstance(sources, list) else set()
    if len(hosts - {None}) < 2:
        raise HelplineError(f"{name}: sources needs the addresses of two sources of different hosts")
    if not isinstance(verified_on, date):
        raise HelplineError(f"{name}: verified_on must be the day on which both were read")
    if not _NUMBER.fullmatch(str(table.get("number"))):
        raise HelplineError(f"{name}: number must be digits, spaces and hyphens")
    return tuple(str(source) for source in cast("list[object]", sources)), verified_on
