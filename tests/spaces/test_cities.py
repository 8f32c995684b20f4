"""A typed city finds its zone, however it is typed."""

from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.spaces import cities


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Munich", "Europe/Berlin"),
        ("  münchen ", "Europe/Berlin"),
        ("MUMBAI", "Asia/Kolkata"),
        ("sao paulo", "America/Sao_Paulo"),
        ("東京", "Asia/Tokyo"),
        ("Paris, France", "Europe/Paris"),
        ("london, uk", "Europe/London"),
        ("Portland, me", "America/New_York"),
        ("Portland, Maine", "America/New_York"),
        ("Paris, Texas", "America/Chicago"),
        ("Atlanta, Georgia", "America/New_York"),
        ("Tbilisi, Georgia", "Asia/Tbilisi"),
        ("Vienna, AT", "Europe/Vienna"),
        ("NYC", "America/New_York"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("america/new_york", "America/New_York"),
        ("America/Argentina/Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("Saint Petersburg, Russia", "Europe/Moscow"),
        ("St. Petersburg, FL", "America/New_York"),
        ("st louis, mo", "America/Chicago"),
        ("Mt. Gambier", "Australia/Adelaide"),
    ],
)
def test_a_city_is_found_by_any_of_its_names(typed: str, zone: str) -> None:
    assert [city.zone for city in cities.find(typed)] == [zone]


def test_several_of_a_name_come_with_the_largest_first_one_per_zone() -> None:
    found = cities.find("Portland")
    assert 2 <= len(found) <= 4
    assert [city.population for city in found] == sorted((c.population for c in found), reverse=True)
    assert len({city.zone for city in found}) == len(found)


@pytest.mark.parametrize("typed", ["St. Petersburg", "Saint Petersburg", "st petersburg"])
def test_a_larger_city_is_not_hidden_by_a_smaller_one_of_that_very_spelling(typed: str) -> None:
    assert [(city.name, city.where) for city in cities.find(typed)] == [
        ("Saint Petersburg", "Russia"),
        ("St. Petersburg", "FL"),
    ]


def test_one_that_others_call_so_comes_too_if_it_is_larger() -> None:
    assert [city.name for city in cities.find("Mexico")] == ["Mexico City", "Mexico"]


@given(st.sampled_from(sorted(available_timezones())))
def test_every_zone_can_be_typed(zone: str) -> None:
    found = cities.find(zone)
    assert found or cities.names_a_clock(zone)
    if "/" in zone:
        assert [city.zone for city in found] == [zone]


@pytest.mark.parametrize(
    "typed",
    [
        *("CET", "cest", "EST", "PST", "pdt", "MST", "IST", "BST", "JST", "HKT", "EET", "ET"),
        *("GMT+2", "UTC+1", "utc -5", "UTC+05:30", "GMT 2", "+2", "\u22123"),
    ],
)
def test_what_a_clock_is_called_is_never_a_city_of_a_like_name(typed: str) -> None:
    assert cities.find(typed) == []
    assert cities.names_a_clock(typed)


@pytest.mark.parametrize("typed", ["UTC", "gmt", "NYC", "LA", "Ist, Croatia", "Berlin", "", "Etc/GMT+2", "2"])
def test_what_names_more_than_a_clock_is_none(typed: str) -> None:
    assert not cities.names_a_clock(typed)


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ((52.52, 13.4), "Europe/Berlin"),
        ((48.1, 11.6), "Europe/Berlin"),
        ((40.7, -74.0), "America/New_York"),
        ((-33.9, 151.2), "Australia/Sydney"),
        ((-17.8, 179.9), "Pacific/Fiji"),
        ((64.1, -21.9), "Atlantic/Reykjavik"),
    ],
)
def test_a_place_on_the_map_has_the_zone_of_the_nearest_city(place: tuple[float, float], zone: str) -> None:
    assert cities.nearest(*place).zone == zone


def test_a_place_in_a_part_of_town_is_the_towns() -> None:
    assert cities.nearest(52.5442, 13.4105).name == "Berlin"  # in Prenzlauer Berg


@pytest.mark.prove
@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(max_examples=20)
def test_every_place_has_a_zone(latitude: float, longitude: float) -> None:
    assert cities.known_zone(cities.nearest(latitude, longitude).zone)


@pytest.mark.parametrize(
    "typed", ["near Lisbon", "We live in Lisbon.", "I\u2019m in Lisbon, Portugal", "Lisbon time"]
)
def test_what_is_said_around_a_name_goes(typed: str) -> None:
    [city] = cities.find(typed)
    assert city.name == "Lisbon"
    assert not cities.is_guess(typed, city)


@pytest.mark.parametrize(
    ("typed", "guess"),
    [
        *((typed, True) for typed in ("no", "yes", "the", "dad", "haha", "of", "BER", "NYC")),
        *(
            (typed, False)
            for typed in ("Nice", "Köln", "Cologne", "berlin!", "Den Haag", "UTC", "Europe/Berlin")
        ),
    ],
)
def test_a_short_or_little_known_name_is_a_guess(typed: str, guess: bool) -> None:
    assert {cities.is_guess(typed, city) for city in cities.find(typed)} == {guess}


@pytest.mark.parametrize("typed", ["", "   ", ",", "Nowhereville", "x" * 5000, "💛"])
def test_what_is_no_city_finds_none(typed: str) -> None:
    assert cities.find(typed) == []


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Olympus", "../../etc/passwd", "a\0b", "/etc/passwd"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert cities.known_zone(name) is None


def test_a_zone_is_named_by_its_city() -> None:
    assert cities.zone_city("America/Argentina/Buenos_Aires") == "Buenos Aires"
