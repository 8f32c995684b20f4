"""The first private prompts explain themselves; one of them says who could read; later ones are short."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.conftest import BANK, Couple, Stage, joined
from tests.features.question.acts import morning
from tests.people import Person
from tests.worlds import seen_by_ben

EXPLAINED = "Write, talk or send a photo here. Ben sees it when you've both answered."
READ = "Whoever runs this bot could read even sealed answers. If that is Ben, decide with that in mind."


async def prompts(couple: Couple, person: Person, days: int) -> list[str]:
    """Return what stands at a person's door after *Answer privately*, on so many mornings."""
    found: list[str] = []
    while len(found) < days:
        card = await morning(couple)
        if "Answer privately" in card.buttons:
            await person.taps("Answer privately", on=card)
            found.append(person.door.last().text)
    return found


async def test_the_first_three_say_what_to_do_and_what_happens(couple: Couple) -> None:
    found = await prompts(couple, couple.ana, 5)
    assert [EXPLAINED in it for it in found] == [True, True, True, False, False]
    assert all(len(it.split()) <= 60 for it in found)
    asked = {question.asked("Ben") for question in BANK.questions.values()}
    assert found[3].partition("\n\n")[0] in asked


async def test_once_it_says_who_could_read(couple: Couple) -> None:
    found = await prompts(couple, couple.ana, 3)
    assert [it.startswith(READ) for it in found] == [True, False, False]
    theirs = await prompts(couple, couple.ben, 1)
    assert "If that is Ana, decide" in theirs[0]


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ben", "Ben runs this bot and could read even sealed answers. Decide with that in mind."),
        ("ana", "You run this bot, so you could read even sealed answers."),
    ],
)
async def test_it_names_the_partner_who_runs_the_bot(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, who: str, said: str
) -> None:
    stage = make_stage(operator_is={"ana": ana.id, "ben": ben.id}[who])
    await stage.start()
    couple = await joined(stage, ana, ben)
    assert (await prompts(couple, ana, 1))[0].startswith(said)
    await stage.stop()


async def test_what_never_reached_a_shut_door_is_said_once_it_is_open(couple: Couple) -> None:
    card = await morning(couple)
    while "Answer privately" not in card.buttons:
        card = await morning(couple)
    await couple.ana.blocks_bot()
    toast = await couple.ana.taps("Answer privately", on=card)
    await couple.ana.unblocks_bot()
    await couple.ana.opens(toast.url or "")
    assert couple.ana.door.last().text.startswith(READ)
    assert EXPLAINED in couple.ana.door.last().text


async def test_nothing_of_it_is_seen_by_the_other(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def opens_four(couple: Couple) -> None:
        await prompts(couple, couple.ana, 4)
        await couple.stage.moves(days=1)

    async def opens_none(couple: Couple) -> None:
        done = 0
        while done < 4:
            done += "Answer privately" in (await morning(couple)).buttons
        await couple.stage.moves_to(couple.stage.clock.now() + timedelta(days=1))

    first = await seen_by_ben(tmp_path_factory.mktemp("a"), opens_four)
    assert first == await seen_by_ben(tmp_path_factory.mktemp("b"), opens_none)
