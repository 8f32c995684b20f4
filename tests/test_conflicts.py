"""Two bots with one token: a restart's short overlap is forgiven, a lasting second bot is not."""

from bot.app import Conflicts


def test_conflicts_that_go_on_for_more_than_a_minute_end_it() -> None:
    conflicts = Conflicts()
    assert [conflicts.last_too_long(now) for now in (1000, 1030, 1060, 1061)] == [False, False, False, True]


def test_two_overlaps_a_day_apart_are_forgiven() -> None:
    conflicts = Conflicts()
    assert not conflicts.last_too_long(1000)
    assert not conflicts.last_too_long(87_400)
