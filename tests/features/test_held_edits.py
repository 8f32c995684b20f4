"""A message that is held until its author says what it is for follows an edit made meanwhile."""

from collections.abc import Callable

from bot.playground.people import Person
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import morning, reveals, seals
from tests.features.thanks.looking import cards


async def test_a_second_answer_edited_before_its_choice_is_added_as_edited(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "First thought")
    said = await couple.ana.says("Second thuoght")
    await couple.ana.edits(said, "Second thought")
    await couple.ana.taps("Add")
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["First thought\nSecond thought", "Mine"]


async def test_a_command_that_waits_for_its_space_runs_with_its_edited_words(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    couple = await joined(stage, ana, ben)
    await joined(stage, ana, cleo)
    said = await ana.says("/thanks for the soop")
    await ana.edits(said, "/thanks for the soup")
    await ana.taps("With Ben")
    await ana.taps("Give it now")
    assert "Ana thanks you: for the soup" in cards(couple)[0].text
    await stage.stop()


async def test_an_edit_changes_nobody_elses_held_words(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "First thought")
    await couple.ana.says("Second thought")
    for _ in range(3):
        await couple.ben.edits(await couple.ben.says("just talking"), "talking still")
    await couple.ana.taps("Replace")
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["Second thought", "Mine"]
