"""A person in two spaces is asked which one is meant, and loses no word by it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest

from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import morning
from tests.people import Group, Person
from tests.promises.acts import rows

ASKED = [["With Ben"], ["With Cleo"], ["Read mine", "Neither"]]


@dataclass
class Both:
    """Ana, in a group with Ben and in another with Cleo."""

    ana: Person
    with_ben: Couple
    with_cleo: Couple


@pytest.fixture
async def both(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> AsyncIterator[Both]:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    yield Both(ana, await joined(stage, ana, ben), await joined(stage, cleo, ana))
    await stage.stop()


def thanked(group: Group) -> list[str]:
    """Return the words on the thank-you cards of a group."""
    return [shown.text for shown in group.messages if "this one is for you" in shown.text]


async def test_the_words_of_a_command_wait_until_its_space_is_chosen(both: Both) -> None:
    await both.ana.says("/thanks for the soup")
    assert both.ana.door.last().rows == ASKED
    await both.with_ben.stage.restart()
    await both.ana.taps("With Cleo", at=both.ana.door)
    await both.ana.taps("Give it now", at=both.ana.door)
    (card,) = thanked(both.with_cleo.group)
    assert "for the soup" in card
    assert thanked(both.with_ben.group) == []


async def test_a_choice_tapped_twice_runs_the_command_once(both: Both) -> None:
    await both.ana.says("/thanks for the soup")
    asked = both.ana.door.last()
    data = asked.message.buttons[0][0]["callback_data"]
    await both.ana.taps("With Ben", on=asked)
    count = len(both.ana.door.messages)
    await both.ana.forges(data, on=asked)
    assert len(both.ana.door.messages) == count


async def test_held_words_are_their_authors_alone(both: Both) -> None:
    await both.ana.says("/thanks for the soup")
    data = both.ana.door.last().message.buttons[0][0]["callback_data"]
    ben = both.with_ben.ben
    await ben.says("/today")
    count = len(ben.door.messages)
    await ben.forges(data, on=ben.door.last())
    assert len(ben.door.messages) == count
    await both.ana.taps("With Ben", at=both.ana.door)
    assert "Give it now" in both.ana.door.last().buttons


async def test_an_edit_of_held_words_counts_once_they_are_given(both: Both) -> None:
    await both.ana.says("/settings")
    await both.ana.taps("With Ben", at=both.ana.door)
    for label in ("Just mine", "Leave my words in our chat"):
        await both.ana.taps(label, at=both.ana.door)
    await both.ana.says("/thanks for the soup")
    said = both.ana.door.messages[-2]
    await both.ana.taps("With Ben", at=both.ana.door)
    await both.ana.taps("Give it now", at=both.ana.door)
    await both.ana.edits(said, "/thanks for the stew")
    (card,) = thanked(both.with_ben.group)
    assert "for the stew" in card


async def test_a_bare_command_runs_in_the_chosen_space(both: Both) -> None:
    await both.ana.says("/thanks")
    await both.ana.taps("With Cleo", at=both.ana.door)
    assert "thank Cleo for" in both.ana.door.last().text


async def test_two_open_questions_are_told_apart_by_their_words(couple: Couple) -> None:
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    second = couple.group.last()
    for card in (first, second):
        await couple.ana.taps("Answer privately", on=card)
    await couple.stage.moves(minutes=11)
    await couple.ana.says("The lake")
    *labels, show, none = couple.ana.door.last().buttons
    assert (show, none) == ("Read mine", "None of these")
    asked = [second.text.splitlines()[1], first.text.removeprefix("You can answer this one, too: ")]
    assert len(set(labels)) == 2
    assert [words.startswith(label.rstrip("…")) for words, label in zip(asked, labels, strict=True)] == [
        True
    ] * 2
    assert all(len(label) <= 40 for label in labels)
    await couple.ana.taps(labels[1], at=couple.ana.door)
    assert couple.ana.door.last().text.endswith(asked[1])
    assert couple.ana.door.last().text.startswith("Sealed.")


async def two_prompts_in_one_space(couple: Couple) -> None:
    """Have Ana say something while two cards of this space wait for her answer."""
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    for card in (first, couple.group.last()):
        await couple.ana.taps("Answer privately", on=card)
    await couple.stage.moves(minutes=11)
    await couple.ana.says("The lake")
    assert "Which is this?" in couple.ana.door.last().text


async def ends(couple: Couple) -> None:
    """Have whoever of the two is in no other space end this one."""
    other = couple.ana if couple.ana.name == "Cleo" else couple.ben
    await other.says("/stop")
    await other.taps("End quietly", at=other.door)


async def test_words_held_for_one_of_two_prompts_go_with_their_space(couple: Couple) -> None:
    await two_prompts_in_one_space(couple)
    await ends(couple)
    assert (await rows(couple.stage))["drafts"] == []


async def test_words_held_for_two_prompts_of_one_space_go_with_it_though_their_writer_has_another(
    both: Both,
) -> None:
    await two_prompts_in_one_space(both.with_ben)
    await ends(both.with_ben)
    assert (await rows(both.with_ben.stage))["drafts"] == []


async def test_words_that_may_be_about_either_space_go_when_both_have_ended(both: Both) -> None:
    stage = both.with_ben.stage
    await both.ana.says("/thanks for the soup")
    await ends(both.with_ben)
    assert len((await rows(stage))["drafts"]) == 1
    await ends(both.with_cleo)
    assert (await rows(stage))["drafts"] == []
