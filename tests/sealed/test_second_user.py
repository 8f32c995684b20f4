"""One word each: a user of the sealed pair that is no question, from the seal to the reveal."""

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_over, morning, seals
from tests.people import Person
from tests.promises.acts import rows

FOUR = 16


def card(couple: Couple) -> Shown:
    """Return the day's card."""
    return next(shown for shown in reversed(couple.group.messages) if shown.text.startswith("One word"))


async def says_word(couple: Couple, person: Person, word: str) -> None:
    """Say one's word at one's door."""
    await person.taps("Say mine", on=card(couple))
    await person.says(word)


def opened(couple: Couple) -> list[str]:
    """Return what opened in the group."""
    return [shown.text for shown in couple.group.messages if shown.text.startswith("Both words")]


async def test_both_open_together_a_minute_after_the_second(couple: Couple) -> None:
    await couple.stage.moves_to_time(FOUR)
    await says_word(couple, couple.ana, "tired")
    await couple.minute_passes()
    assert opened(couple) == []
    assert all("tired" not in shown.text for shown in (*couple.group.messages, *couple.ben.door.messages))
    await says_word(couple, couple.ben, "glad")
    assert opened(couple) == []
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · tired"]
    await couple.stage.moves(days=2)
    assert opened(couple) == ["Both words: glad · tired"]


async def test_what_stays_alone_is_shown_to_nobody_and_goes(couple: Couple) -> None:
    await couple.stage.moves_to_time(FOUR)
    await says_word(couple, couple.ana, "tired")
    await couple.stage.moves(days=1, minutes=1)
    assert couple.ana.door.last().text.startswith("This one stayed yours.")
    await is_over(couple)
    assert opened(couple) == []
    assert (await rows(couple.stage))["answers"] == []


async def test_what_is_taken_back_opens_nothing(couple: Couple) -> None:
    await couple.stage.moves_to_time(FOUR)
    await says_word(couple, couple.ana, "tired")
    await couple.ana.taps("Take back", at=couple.ana.door)
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == []
    await says_word(couple, couple.ana, "well")
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · well"]


async def test_a_sealed_word_and_a_sealed_answer_know_nothing_of_each_other(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "to the question")
    await couple.stage.moves_to_time(FOUR)
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == []
    assert all("to the question" not in shown.text for shown in couple.group.messages)
    await says_word(couple, couple.ana, "tired")
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · tired"]
    assert all("to the question" not in shown.text for shown in couple.group.messages)
