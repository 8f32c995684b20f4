"""Dates and times as people read them, by Babel's rules for the language of who reads."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names, get_month_names

from bot.words import _, language


def _locale() -> Locale:
    return _rules(language())


@cache
def _rules(name: str) -> Locale:
    """Return Babel's rules for a language; where it knows none of a region's own, the language's."""
    try:
        return Locale.parse(name)
    except UnknownLocaleError:
        return Locale.parse(name.partition("_")[0])


def say_time(at: time) -> str:
    """Return a wall time: "09:00"."""
    return format_time(at, "HH:mm", locale=_locale())


def say_date(day: date) -> str:
    """Return a date with its weekday: "Monday 14 July"."""
    return format_date(day, "EEEE d MMMM", locale=_locale())


def say_date_of_year(day: date) -> str:
    """Return a date with its weekday and year: "Monday 14 July 2025"."""
    return format_date(day, "EEEE d MMMM y", locale=_locale())


def say_month(day: date) -> str:
    """Return a month with its year: "July 2025"."""
    return format_date(day, "MMMM y", locale=_locale())


def say_country(code: str) -> str:
    """Return the name of a country by its ISO 3166 code: "Germany"."""
    return str(_locale().territories.get(code, code))


def say_until(end: datetime) -> str:
    """Return when something ends, by the wall clock of `end`; midnight is the date alone."""
    if end.time() == time():
        return say_date(end.date())
    return _("%(date)s, %(time)s") % {"date": say_date(end.date()), "time": say_time(end.time())}


def weekday(number: int) -> str:
    """Return the short name of a weekday, Monday being 0: "Mon"."""
    return str(get_day_names("abbreviated", locale=_locale())[number])


def say_weekday(day: date) -> str:
    """Return the name of a date's weekday: "Monday"."""
    return format_date(day, "EEEE", locale=_locale())


def say_day_and_month(day: date) -> str:
    """Return a date without its weekday: "14 July"."""
    return format_date(day, "d MMMM", locale=_locale())


def say_weekdays(days: str) -> str:
    """Return a set of weekdays (seven letters, Monday first, `x` for one that counts): "Mon, Wed"."""
    chosen = [number for number, letter in enumerate(days) if letter == "x"]
    if len(chosen) == len(days):
        return _("every day")
    return ", ".join(weekday(number) for number in chosen)


def month_number(name: str) -> int | None:
    """Return the number of a month named in full or in short, in any case; None for anything else."""
    return _numbered(name, get_month_names)


def weekday_number(name: str) -> int | None:
    """Return the number of a weekday (Monday is 0) named in full or in short; None for anything else."""
    return _numbered(name, get_day_names)


def _numbered(name: str, names: Callable[..., Mapping[int, str]]) -> int | None:
    wanted = name.casefold()
    for width in ("wide", "abbreviated"):
        for number, known in names(width, locale=_locale()).items():
            if known.casefold() == wanted:
                return number
    return None
