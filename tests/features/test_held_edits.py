"""A message that is held until its author says what it is for follows an edit made meanwhile."""

from collections.abc import Callable

from bot.loopback.shown import Shown
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.features.thanks.looking import cards
from tests.people import Person


async def asked_twice(couple: Couple) -> Shown:
    """Let two prompts wait at Ana's door; return the first one's card."""
    card = await morning(couple)
    await couple.ben.taps("Another", on=card)
    for shown in (card, couple.group.last()):
        await couple.ana.taps("Answer privately", on=shown)
    await couple.stage.moves(minutes=11)  # what is said at once is for the prompt just asked for
    return card


async def test_an_answer_edited_before_its_choice_is_sealed_as_edited(couple: Couple) -> None:
    card = await asked_twice(couple)
    said = await couple.ana.says("A thuoght")
    await couple.ana.edits(said, "A thought")
    await couple.ana.taps(couple.ana.door.last().buttons[1])
    await is_done(couple.ana)
    await seals(couple.ben, "Mine", on=card)
    assert reveals(couple)[0].spoilers == ["A thought", "Mine"]


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
    card = await asked_twice(couple)
    await couple.ana.says("A thought")
    for _ in range(3):
        await couple.ben.edits(await couple.ben.says("just talking"), "talking still")
    await couple.ana.taps(couple.ana.door.last().buttons[1])
    await is_done(couple.ana)
    await seals(couple.ben, "Mine", on=card)
    assert reveals(couple)[0].spoilers == ["A thought", "Mine"]
