"""What a sealed answer's line says of what becomes of it, and what is said once nothing can be sealed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.features.question.pair import PAIR
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.sealed.views import not_saved
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, morning, seals
from tests.features.question.test_rules import CARD, NOW, answer

DELETE, SHOW = "If Ben doesn't answer: delete mine", "If Ben doesn't answer: show mine"

Way = Callable[[Couple], Awaitable[None]]


async def test_two_rows_say_what_becomes_of_it_alone_and_which_is_chosen(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Mine")
    line = couple.ana.door.last()
    assert line.rows[-2:] == [[f"{DELETE} ✓"], [SHOW]]
    said = [await couple.ana.taps(label, on=line) for label in (SHOW, f"{SHOW} ✓", DELETE)]
    assert [toast.text for toast in said] == [
        "Then I'll show it in your group.",
        "Then I'll show it in your group.",
        "Then I'll delete it.",
    ]
    assert line.rows[-2:] == [[f"{DELETE} ✓"], [SHOW]]


async def _opens(couple: Couple) -> None:
    await seals(couple.ben, "Theirs")


async def _takes_back(couple: Couple) -> None:
    await couple.ana.taps("Take back", on=couple.ana.door.last())


async def _closes(couple: Couple) -> None:
    await couple.stage.moves(hours=CARD_LASTS)


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (_opens, "That answer is open already."),
        (_takes_back, "Nothing of yours is sealed here."),
        (_closes, "That question has closed."),
    ],
)
@pytest.mark.parametrize("label", ["Change", "Take back"])
async def test_an_old_button_says_why_nothing_is_sealed(
    couple: Couple, way: Way, words: str, label: str
) -> None:
    await morning(couple)
    await seals(couple.ana, "Mine")
    line = couple.ana.door.last()
    old = {"inline_keyboard": [[*row] for row in (line.message.keyboard or {})["inline_keyboard"]]}
    await way(couple)
    line.message.keyboard = old
    toast = await couple.ana.taps(label, on=line)
    assert toast.text == words


@pytest.mark.parametrize(
    ("card", "mine", "words"),
    [
        (None, None, "That question has closed, so I didn't save this."),
        (CARD, None, "That question has closed, so I didn't save this."),
        (replace(CARD, revealed_at=NOW), None, "That one is open already, so I didn't save this."),
        (
            CARD,
            replace(answer(), how=AnswerState.ALOUD),
            "You've answered that one aloud, so I didn't save this.",
        ),
    ],
)
def test_words_that_come_too_late_hear_why_they_are_not_saved(
    card: Card | None, mine: Answer | None, words: str
) -> None:
    assert not_saved(PAIR, card, mine) == words
