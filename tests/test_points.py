"""Extension points: what features add to each other's parts, in the order of ranks."""

import pytest

from bot.points import Point, Points

LINES = Point[str]("lines")
OTHERS = Point[str]("lines")


def test_what_is_added_comes_by_rank_and_then_in_the_order_of_features() -> None:
    points = Points(
        [
            ("late", LINES("last", rank=90)),
            ("one", LINES("a")),
            ("two", LINES("b")),
            ("two", LINES("first", 10)),
        ]
    )
    assert points.of(LINES) == ["first", "a", "b", "last"]


def test_two_points_of_one_name_are_two() -> None:
    points = Points([("one", LINES("a"))])
    assert points.of(OTHERS) == []


def test_what_is_known_by_its_feature_is_added_once() -> None:
    points = Points([("one", LINES("a")), ("two", LINES("b")), ("two", LINES("c"))])
    with pytest.raises(ValueError, match="lines"):
        points.named(LINES)
    assert Points([("one", LINES("a"))]).named(LINES) == {"one": "a"}
