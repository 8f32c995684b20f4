"""A group that becomes a supergroup: what was asked there is asked anew, and old cards say where to look."""

from bot.actions import Row
from bot.features.question.actions import NotToday
from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.features.thanks.looking import cards
from tests.people import Person

STAYED = "Your group was upgraded, and this card stayed behind. /today there shows what's on."


async def test_what_was_asked_in_the_group_is_asked_anew_and_answered_there(couple: Couple) -> None:
    await couple.ana.says_from_menu("/thanks", couple.group)
    await couple.group.becomes_supergroup()
    (asked,) = [shown for shown in couple.group.messages if "What would you like to thank Ben" in shown.text]
    await couple.ana.replies("for the soup", to=asked)
    assert len(cards(couple)) == 1


async def test_what_was_answered_before_is_not_asked_again(couple: Couple) -> None:
    await couple.ana.says_from_menu("/thanks", couple.group)
    await couple.ana.replies("for the soup", to=couple.group.last())
    await couple.group.becomes_supergroup()
    assert not [shown for shown in couple.group.messages if "What would you like" in shown.text]


async def test_a_tap_on_a_card_that_stayed_behind_says_where_to_look(couple: Couple, cleo: Person) -> None:
    card = await morning(couple)
    await couple.group.becomes_supergroup()
    for label in ("Answer privately", "Not today", "Another"):
        toast = await couple.ben.taps(label, on=card)
        assert toast.text == STAYED
    stranger = await cleo.forges(NotToday(1, Row(1)).pack(), on=card)
    assert stranger.text.startswith("These cards belong to the two people")
