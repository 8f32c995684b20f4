"""A feature that sealed words was taken out of the bot: they are erased as everybody's are."""

from collections.abc import Iterator

import pytest

from tests.besides import has_besides
from tests.conftest import Couple
from tests.people import Person
from tests.promises.acts import rows
from tests.sealed.test_at_the_door import line, seals_word
from tests.sealed.test_second_user import opened
from tests.sealed.word import FEATURE


@pytest.fixture
def with_words() -> Iterator[pytest.MonkeyPatch]:
    """Build the bot with one feature more, until that is undone."""
    with pytest.MonkeyPatch.context() as patches:
        has_besides(patches, FEATURE)
        yield patches


async def is_taken_out(couple: Couple, patches: pytest.MonkeyPatch) -> None:
    """Start the bot once more, without the feature."""
    patches.undo()
    await couple.stage.restart()


async def erases_all(person: Person) -> None:
    """Erase all of one's words at one's door."""
    await person.says("/delete")
    await person.taps("Erase my words", at=person.door)


async def kept_of(couple: Couple) -> list[tuple[int, str]]:
    """Return whose answers there are, and what each is."""
    return [(it["person_id"], it["how"]) for it in (await rows(couple.stage))["answers"]]


async def test_delete_erases_one_s_own_words_to_it_whatever_became_of_them(
    couple: Couple, with_words: pytest.MonkeyPatch
) -> None:
    await seals_word(couple, couple.ana, "tired")
    await seals_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple)
    await is_taken_out(couple, with_words)
    await erases_all(couple.ana)
    assert await kept_of(couple) == [(couple.ben.id, "revealed")]


async def test_delete_has_its_line_say_that_nothing_is_sealed(
    couple: Couple, with_words: pytest.MonkeyPatch
) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = line(couple.ana)
    await is_taken_out(couple, with_words)
    await erases_all(couple.ben)
    assert await kept_of(couple) == [(couple.ana.id, "sealed")]
    await erases_all(couple.ana)
    assert said.text == "You erased this one, so nothing is sealed."
    assert await kept_of(couple) == []


async def test_the_end_of_the_space_erases_what_is_sealed_unopened(
    couple: Couple, with_words: pytest.MonkeyPatch
) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = line(couple.ana)
    await is_taken_out(couple, with_words)
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly", at=couple.ben.door)
    assert said.text == "Nothing is sealed here any more. What was is erased, unopened."
    assert await kept_of(couple) == []


async def test_an_undo_erases_what_whoever_leaves_said_and_shows_the_other_s_to_nobody(
    couple: Couple, with_words: pytest.MonkeyPatch
) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    await seals_word(couple, couple.ben, "glad")
    await is_taken_out(couple, with_words)
    await couple.ben.taps("Undo", at=couple.ben.door)
    left = (await rows(couple.stage))["answers"]
    assert [(it["person_id"], it["how"], it["alone"]) for it in left] == [(couple.ana.id, "stayed", "erase")]
