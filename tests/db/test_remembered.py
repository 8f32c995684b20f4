"""What is remembered is of the version asked for; what was asked for longest ago goes first."""

from bot.db.remembered import Remembered


def test_only_what_has_the_version_asked_for_is_found() -> None:
    remembered = Remembered()
    remembered.keep("a", 1, "old")
    assert remembered.get("a", 1) == "old"
    assert remembered.get("a", 2) is None
    remembered.keep("a", 2, "new")
    assert remembered.get("a", 1) is None
    assert remembered.get("a", 2) == "new"
    assert remembered.get("b", 2) is None


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    remembered = Remembered(most=2)
    remembered.keep("a", 1, "of a")
    remembered.keep("b", 1, "of b")
    remembered.get("a", 1)
    remembered.keep("c", 1, "of c")
    assert len(remembered) == 2
    assert [remembered.get(of, 1) for of in "abc"] == ["of a", None, "of c"]


def test_nothing_is_found_after_all_was_forgotten() -> None:
    remembered = Remembered()
    remembered.keep("a", 1, "of a")
    remembered.forget()
    assert remembered.get("a", 1) is None
    assert len(remembered) == 0
