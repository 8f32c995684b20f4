"""Helplines: nothing without two sources and a date, nothing verified is hidden, each says whom it is for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from content.helplines import FRESH_FOR, KINDS, HelplineError, Helplines, helpline_findings, load

ENTRY = """
[[emergency]]
countries = ["DE", "PT"]
number = "112"
sources = ["https://one.example/a", "https://two.example/b"]
verified_on = 2026-05-01

[[line]]
country = "DE"
kinds = ["crisis"]
name = "Somebody"
about = "for everybody"
number = "0800 111"
hours = "day and night"
also = "text 12"
sources = ["https://three.example/a", "https://four.example/b"]
verified_on = 2026-05-01
"""


def read(folder: Path, text: str) -> Helplines:
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / "helplines.toml").write_text(text)
    return load(root=folder)


def test_the_shipped_ones_each_have_two_sources_and_each_number_once_in_a_country() -> None:
    lines = load().lines
    assert len({(line.country, line.number) for line in lines}) == len(lines)
    assert all(len(line.sources) >= 2 for line in lines)


@pytest.mark.parametrize("country", ["AU", "CA", "DE", "ES", "FR", "GB", "IT", "US"])
def test_each_of_these_countries_has_a_line_for_any_hour_one_for_violence_and_its_emergency_number(
    country: str,
) -> None:
    found = load()
    kinds = {kind for line in found.of(country) for kind in line.kinds}
    assert {"crisis", "harm"} <= kinds
    assert found.emergency(country) in {"000", "112", "911", "999"}


def test_there_are_lines_for_men_for_lgbtq_people_and_for_people_afraid_of_what_they_may_do() -> None:
    lines = load().lines
    for words in ("for men", "LGBT", "afraid of what they may do"):
        assert len([line for line in lines if words in line.about]) >= 2


@pytest.mark.parametrize(
    ("was", "broken", "mend"),
    [
        ('"https://four.example/b"', "", "two sources"),
        ("four.example", "three.example", "two sources"),
        ("two.example", "one.example", "two sources"),
        ("verified_on = 2026-05-01\n\n", "", "verified_on"),
        ('number = "0800 111"', 'number = "call us"', "number"),
        ('number = "112"', 'number = "help"', "number"),
        ('kinds = ["crisis"]', 'kinds = ["other"]', "kinds"),
        ('kinds = ["crisis"]', "kinds = []", "kinds"),
        ('about = "for everybody"', "", "about"),
        ('hours = "day and night"', "", "hours"),
        ('also = "text 12"', "also = 12", "also"),
        ('countries = ["DE", "PT"]', 'countries = ["Germany"]', "countries"),
    ],
)
def test_what_is_not_verified_is_refused(tmp_path: Path, was: str, broken: str, mend: str) -> None:
    assert was in ENTRY
    with pytest.raises(HelplineError, match=mend):
        read(tmp_path, ENTRY.replace(was, broken))


def test_a_country_has_its_lines_those_of_the_first_kind_first(tmp_path: Path) -> None:
    second = ENTRY[ENTRY.index("[[line]]") :].replace("crisis", "harm").replace("0800 111", "0800 222")
    found = read(tmp_path, ENTRY + second)
    assert found.countries == ("DE",)
    assert [line.number for line in found.of("DE")] == ["0800 111", "0800 222"]
    assert [line.number for line in found.of("DE", ("harm", "crisis"))] == ["0800 222", "0800 111"]
    assert [line.number for line in found.of("DE", ("harm",))] == ["0800 222"]
    assert (found.of("FR"), found.of(None)) == ((), ())
    assert [found.emergency(it) for it in ("DE", "PT", "JP", None)] == ["112", "112", None, None]


def test_the_lint_warns_of_each_old_entry_and_says_how_to_mend_it() -> None:
    found = load()
    days = [it.verified_on for it in found.lines] + [it.verified_on for it in found.emergencies]
    newest, oldest = max(days), min(days)
    assert newest <= date(2026, 11, 28)
    assert helpline_findings(oldest + FRESH_FOR) == ()
    assert helpline_findings(oldest + FRESH_FOR + timedelta(days=1)) != ()
    findings = helpline_findings(date(2030, 1, 1))
    assert len(findings) == len(found.lines) + len(found.emergencies)
    assert all("verified_on" in finding for finding in findings)


def test_every_kind_is_known_and_used() -> None:
    assert {kind for line in load().lines for kind in line.kinds} == set(KINDS)
