"""Promise 10: no refusal in the group ends anything in silence; what never goes stale comes later."""

import pytest

from bot.playground.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import morning, reveals, seals

TEXTS = [
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: something that nobody has seen yet"),
    (403, "Forbidden: something that nobody has seen yet"),
]
WISH = "asked me to pass this on"
JUST_BELOW = "It's just below."
LONG = "heron " * 500


def with_words(couple: Couple, words: str) -> list[Shown]:
    """Return the messages in the group that hold these words."""
    return [shown for shown in couple.group.messages if words in shown.text]


def refuse(couple: Couple, refusal: tuple[int, str]) -> None:
    """Let the group take nothing from now on."""
    code, text = refusal
    couple.stage.telegram.refuses("send", text, chat=couple.group, code=code)


async def is_over(couple: Couple) -> None:
    """Let the group take messages again, and an hour pass: the longest wait."""
    couple.stage.telegram.takes_again()
    await couple.stage.moves(minutes=61)


@pytest.mark.parametrize("refusal", TEXTS, ids=[text for _code, text in TEXTS])
async def test_promise_10_a_reveal_and_its_parts_come_once_the_refusal_is_over(
    couple: Couple, refusal: tuple[int, str]
) -> None:
    card = await morning(couple)
    await seals(couple.ana, LONG, on=card)
    refuse(couple, refusal)
    await seals(couple.ben, "Mine", on=card)
    await couple.stage.moves(hours=30)
    assert reveals(couple) == []
    assert with_words(couple, JUST_BELOW) == []
    assert "It opened in your group." not in couple.ana.transcript()
    await is_over(couple)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Mine"]
    (part,) = with_words(couple, "Ana:\n")
    assert part.id > reveal.id
    (pointing,) = with_words(couple, JUST_BELOW)
    assert pointing.id == card.id
    await couple.stage.moves(hours=3)
    assert len(reveals(couple)) == 1


@pytest.mark.parametrize("refusal", TEXTS, ids=[text for _code, text in TEXTS])
async def test_promise_10_a_card_comes_late_and_a_wish_is_told_when_it_is_out(
    couple: Couple, refusal: tuple[int, str]
) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    refuse(couple, refusal)
    await couple.stage.moves_to_time(9)
    await couple.stage.moves(minutes=3)
    assert with_words(couple, WISH) == []
    await is_over(couple)
    assert len([shown for shown in couple.group.messages if "Not today" in shown.buttons]) == 1
    assert len(with_words(couple, WISH)) == 1
    await couple.stage.moves(days=2)
    assert len(with_words(couple, WISH)) == 1


async def test_promise_10_a_wish_outlives_the_card_that_was_to_carry_it(couple: Couple) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    refuse(couple, TEXTS[0])
    await couple.stage.moves_to_time(9)
    for _hour in range(26):
        await couple.stage.moves(hours=1)
    assert with_words(couple, WISH) == []
    await is_over(couple)
    (told,) = with_words(couple, WISH)
    assert told.text.startswith("This is from Tuesday")
    await couple.stage.moves(days=2)
    assert len(with_words(couple, WISH)) == 1


@pytest.mark.parametrize("refusal", TEXTS, ids=[text for _code, text in TEXTS])
async def test_promise_10_a_thank_you_comes_once_the_refusal_is_over(
    couple: Couple, refusal: tuple[int, str]
) -> None:
    refuse(couple, refusal)
    await couple.ana.says("/thanks for the soup", at=couple.group)
    await couple.stage.moves(hours=30)
    assert with_words(couple, "this one is for you") == []
    await is_over(couple)
    assert len(with_words(couple, "this one is for you")) == 1
