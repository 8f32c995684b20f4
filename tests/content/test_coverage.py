"""Which practices have enough items, and that a gap is told."""

from dataclasses import replace

import pytest

from content.coverage import Practice, coverage, known_practices, run_coverage
from tests.stage import SHIPPED


def test_every_practice_of_the_shipped_bank_has_enough_items() -> None:
    lines: list[str] = []

    assert run_coverage(write=lines.append) == 0
    assert len(lines) == len(coverage(SHIPPED)) + 2
    assert lines[-1].endswith("0 with too few items")


def test_a_gap_is_marked_and_ends_the_command_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = {key: it for key, it in SHIPPED.questions.items() if "P21" not in it.practices}
    monkeypatch.setattr("content.coverage.load", lambda language: replace(SHIPPED, questions=lost))
    lines: list[str] = []

    assert run_coverage(write=lines.append) == 1
    assert [line[:3] for line in lines if "too few" in line][:-1] == ["P21"]


@pytest.mark.parametrize(
    ("brought_by", "enough", "few"),
    [
        ("questions", (3, 0, 0), (2, 9, 9)),
        ("kindness", (0, 3, 0), (9, 2, 9)),
        ("both", (3, 3, 0), (3, 2, 9)),
        ("either", (1, 2, 0), (1, 1, 9)),
        ("packs", (0, 0, 3), (9, 9, 2)),
    ],
)
def test_each_table_says_which_items_count(
    brought_by: str, enough: tuple[int, int, int], few: tuple[int, int, int]
) -> None:
    assert Practice("P01", "Notice", brought_by, *enough).enough
    assert not Practice("P01", "Notice", brought_by, *few).enough


def test_what_the_bot_itself_keeps_needs_no_items() -> None:
    assert Practice("P59", "Check in", "bot", 0, 0, 0).enough


def test_an_id_stands_in_one_table_only() -> None:
    ids = [key for names in known_practices().values() for key in names]

    assert len(ids) == len(set(ids))


def test_a_language_that_cannot_be_loaded_is_told_in_one_line() -> None:
    lines: list[str] = []

    assert run_coverage("xx", lines.append) == 1
    assert len(lines) == 1
