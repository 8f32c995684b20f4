"""Joining, as Ana and Ben live it."""

from tests.conftest import Couple


async def test_two_people_join_and_the_group_hears_of_it_once(couple: Couple) -> None:
    cards = [shown for shown in couple.group.messages if "You're both in" in shown.text]
    assert len(cards) == 1
    assert "One question a day: 09:00." in cards[0].text
    assert cards[0].rows == [["Ask us our first question"], ["Set our times"]]
