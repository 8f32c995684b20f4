"""A typed city finds its zone, however it is typed."""

import pytest

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
        ("Vienna, AT", "Europe/Vienna"),
    ],
)
def test_a_city_is_found_by_any_of_its_names(typed: str, zone: str) -> None:
    assert [city.zone for city in cities.find(typed)] == [zone]


def test_several_of_a_name_come_with_the_largest_first_one_per_zone() -> None:
    found = cities.find("Portland")
    assert 2 <= len(found) <= 4
    assert [city.population for city in found] == sorted((c.population for c in found), reverse=True)
    assert len({city.zone for city in found}) == len(found)


@pytest.mark.parametrize("typed", ["", "   ", ",", "Nowhereville", "x" * 5000, "💛"])
def test_what_is_no_city_finds_none(typed: str) -> None:
    assert cities.find(typed) == []


@pytest.mark.parametrize("name", ["", "Europe", "Mars/Olympus", "../../etc/passwd", "a\0b", "/etc/passwd"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert cities.known_zone(name) is None


def test_a_zone_is_named_by_its_city() -> None:
    assert cities.zone_city("America/Argentina/Buenos_Aires") == "Buenos Aires"
