"""Where several things are awaited, what plainly does not fit one is not offered for it."""

from collections.abc import Awaitable, Callable

import pytest

from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.people import Person

SENTENCE = "The walk home, because it rained and you laughed so much"


async def wants_time(person: Person) -> None:
    """Let a prompt for a time stand at this door."""
    await person.says("/settings")
    for label in ("Our times", "Question", "Another time"):
        await person.taps(label, at=person.door)


async def wants_city(person: Person) -> None:
    """Let a prompt for a city stand at this door."""
    await person.says("/settings")
    for label in ("Just mine", "My clock"):
        await person.taps(label, at=person.door)


async def wants_end(person: Person) -> None:
    """Let a prompt for a pause's end stand at this door."""
    await person.says("/pause")
    await person.taps("Until…", at=person.door)


async def test_a_sentence_is_the_answer_where_a_time_an_end_and_a_city_are_asked_for_too(
    couple: Couple,
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await wants_time(couple.ana)
    await wants_end(couple.ana)
    await wants_city(couple.ana)
    await couple.ana.says(SENTENCE)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == [SENTENCE, "Mine"]


async def test_a_photo_is_no_time(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await wants_time(couple.ana)
    await couple.ana.sends_photo(caption="Look")
    assert couple.ana.door.last().text.startswith("Sealed")


async def test_what_may_be_either_is_asked_about(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await wants_end(couple.ana)
    for typed in ("tomorrow", "utnil thursday", "half past nine in teh evening"):
        await couple.ana.says(typed)
        assert "I was waiting for more than one thing. Which is this?" in couple.ana.door.last().text
        assert "How long to rest" in couple.ana.door.last().buttons


@pytest.mark.parametrize("said", [SENTENCE, "hello", "Thank you for the soup"])
@pytest.mark.parametrize("wants", [wants_time, wants_end, wants_city])
async def test_what_plainly_does_not_fit_is_taken_as_if_nothing_were_asked(
    couple: Couple, wants: Callable[[Person], Awaitable[None]], said: str
) -> None:
    await wants(couple.ana)
    await couple.ana.says(said)
    assert couple.ana.door.last().text.startswith("I wasn't expecting that just now")


async def test_as_a_reply_to_what_asks_it_is_kindly_asked_again(couple: Couple) -> None:
    await wants_end(couple.ana)
    said = await couple.ana.says(SENTENCE, reply_to=couple.ana.door.last())
    assert "A date like 14 July works" in couple.ana.door.last().text
    assert couple.ana.door.last().buttons == ["Leave it"]
    assert couple.ana.door.last().asks
    await couple.ana.edits(said, "Thursday")
    assert couple.ana.door.last().text.startswith("I'm resting until Thursday 16 July.")


async def test_as_a_reply_to_what_it_cannot_answer_it_is_asked_about_where_more_is_asked_for(
    couple: Couple,
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await wants_time(couple.ana)
    await couple.ana.says(SENTENCE, reply_to=couple.ana.door.last())
    asked = couple.ana.door.last()
    assert asked.text.startswith("Is this what I was waiting for?")
    await couple.ana.taps(asked.buttons[0], on=asked)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == [SENTENCE, "Mine"]
