"""Helplines by country: read from `content/<language>/helplines.toml`, shown only while freshly verified."""

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

_KINDS = ("crisis", "harm")
_NUMBER = re.compile(r"[0-9][0-9 -]{1,18}[0-9]")


class HelplineError(Exception):
    """An entry cannot be used; the message is one plain line that names it and what mends it."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A line to call. `country` is an ISO 3166 code; `kind`: crisis (any distress) or harm (by one close).

    `verified_on` is the day on which both sources were read.
    """

    country: str
    kind: Literal["crisis", "harm"]
    name: str
    number: str
    hours: str
    sources: tuple[str, ...]
    verified_on: date

    def is_stale(self, today: date) -> bool:
        """Whether it was verified too long ago to be shown."""
        return today - self.verified_on > FRESH_FOR


def load(language: str = "en", root: Traversable | None = None) -> tuple[Helpline, ...]:
    """Read every entry of a language, from the package or from another `root`.

    Raises:
        HelplineError: for the first entry that lacks something, above all two sources of different hosts.
    """
    file = (root or files("content")) / language / "helplines.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8")).get("line", [])
    return tuple(_helpline(table) for table in tables)


def shown(lines: Sequence[Helpline], today: date, country: str | None) -> tuple[Helpline, ...]:
    """Return what a person of this country may be shown today; nothing where the country is unknown."""
    return tuple(line for line in lines if line.country == country and not line.is_stale(today))


def stale(lines: Sequence[Helpline], today: date) -> tuple[Helpline, ...]:
    """Return what is hidden until somebody verifies it anew."""
    return tuple(line for line in lines if line.is_stale(today))


def helpline_findings(today: date, language: str = "en") -> tuple[str, ...]:
    """Return a warning for each stale entry, with how to mend it: for the lint."""
    return tuple(
        f"{line.country} {line.name}: verified on {line.verified_on}, more than {FRESH_FOR.days} days ago, "
        "and hidden since; read two independent sources again and set verified_on, or take the entry out"
        for line in stale(load(language), today)
    )


def _helpline(table: Mapping[str, object]) -> Helpline:
    name = table.get("name", "an entry without name")
    words = {key: table.get(key) for key in ("country", "kind", "name", "number", "hours")}
    for key, value in words.items():
        if not isinstance(value, str) or not value.strip():
            raise HelplineError(f"{name}: {key} is missing")
    sources, verified_on = table.get("sources"), table.get("verified_on")
    hosts = {urlsplit(str(source)).hostname for source in sources} if isinstance(sources, list) else set()
    if len(hosts - {None}) < 2:
        raise HelplineError(f"{name}: sources needs the addresses of two sources of different hosts")
    if not isinstance(verified_on, date):
        raise HelplineError(f"{name}: verified_on must be the day on which both were read")
    if words["kind"] not in _KINDS or not re.fullmatch("[A-Z]{2}", str(words["country"])):
        raise HelplineError(f"{name}: kind must be crisis or harm, and country a code such as DE")
    if not _NUMBER.fullmatch(str(words["number"])):
        raise HelplineError(f"{name}: number must be digits, spaces and hyphens")
    return Helpline(
        **cast("dict[str, str]", words),  # type: ignore[arg-type]  # kind was checked above
        sources=tuple(str(source) for source in cast("list[object]", sources)),
        verified_on=verified_on,
    )
