"""Helplines: nothing without two sources and a date, nothing shown that was verified too long ago."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from content.helplines import (
    FRESH_FOR,
    Helpline,
    HelplineError,
    helpline_findings,
    load,
    shown,
    stale,
)

ENTRY = """
[[line]]
country = "DE"
kind = "crisis"
name = "Somebody"
number = "0800 111"
hours = "day and night"
sources = ["https://one.example/a", "https://two.example/b"]
verified_on = 2026-05-01
"""
DAY = date(2026, 5, 1)


def read(folder: Path, text: str) -> tuple[Helpline, ...]:
    (folder / "en").mkdir(exist_ok=True)
    (folder / "en" / "helplines.toml").write_text(text)
    return load(root=folder)


def test_the_shipped_ones_each_have_two_sources_and_each_number_once() -> None:
    lines = load()
    assert len({(line.country, line.number) for line in lines}) == len(lines)
    assert all(len(line.sources) >= 2 for line in lines)


@pytest.mark.parametrize(
    ("was", "broken", "mend"),
    [
        ('"https://two.example/b"', "", "two sources"),
        ("two.example", "one.example", "two sources"),
        ("verified_on = 2026-05-01", "", "verified_on"),
        ('number = "0800 111"', 'number = "call us"', "number"),
        ('kind = "crisis"', 'kind = "other"', "kind"),
        ('hours = "day and night"', "", "hours"),
    ],
)
def test_what_is_not_verified_is_refused(tmp_path: Path, was: str, broken: str, mend: str) -> None:
    with pytest.raises(HelplineError, match=mend):
        read(tmp_path, ENTRY.replace(was, broken))


def test_it_is_hidden_and_warned_of_after_180_days(tmp_path: Path) -> None:
    lines = read(tmp_path, ENTRY)
    last = DAY + FRESH_FOR
    assert (shown(lines, last, "DE"), stale(lines, last)) == (lines, ())
    day_after = last + timedelta(days=1)
    assert (shown(lines, day_after, "DE"), stale(lines, day_after)) == ((), lines)


def test_only_the_lines_of_ones_own_country_are_shown(tmp_path: Path) -> None:
    lines = read(tmp_path, ENTRY)
    other = replace(lines[0], country="FR")
    assert shown((*lines, other), DAY, "FR") == (other,)
    assert shown((*lines, other), DAY, None) == ()


def test_the_lint_is_told_of_each_stale_entry_and_how_to_mend_it() -> None:
    assert helpline_findings(max(line.verified_on for line in load())) == ()
    findings = helpline_findings(date(2030, 1, 1))
    assert len(findings) == len(load())
    assert all("verified_on" in finding for finding in findings)
