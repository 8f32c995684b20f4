"""An edit that did not get there is made again: nothing goes on claiming what is not so."""

import pytest

from bot.loopback import faults
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals

ONCE = {
    "a wait": faults.api_error(429, "Too Many Requests: retry after 5", {"retry_after": 5}),
    "an error of Telegram's": faults.api_error(500, "Internal Server Error"),
    "no answer": faults.timeout_before(),
    "a refusal that nobody knows": faults.api_error(400, "Bad Request: SOMETHING_NEW"),
}


def lines(couple: Couple) -> list[str]:
    """Return how the lines at Ana's door begin."""
    return [it.text.partition(".")[0] for it in couple.ana.door.messages]


@pytest.mark.parametrize("fault", ONCE)
async def test_after_a_reveal_no_line_says_that_it_is_sealed(couple: Couple, fault: str) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", card)
    couple.stage.telegram.fail_next("editMessageText", ONCE[fault], 3)
    await seals(couple.ben, "Coffee", card)
    assert len(reveals(couple)) == 1
    await couple.stage.restart()
    await couple.stage.moves(minutes=5)
    assert "Sealed" not in lines(couple)
    assert "You've both answered" in lines(couple)
    assert "You both answered." in card.text
    assert card.buttons == []


@pytest.mark.parametrize("fault", ONCE)
async def test_that_they_talked_comes_to_the_card(couple: Couple, fault: str) -> None:
    card = await morning(couple)
    couple.stage.telegram.fail_next("editMessageText", ONCE[fault], 2)
    await couple.ana.taps("We talked about it (both see it)", on=card)
    await couple.stage.restart()
    await couple.stage.moves(minutes=5)
    await couple.stage.moves(minutes=5)
    assert "You talked about this one." in card.text
