"""/question and /kindness typed in a private chat: the thing itself, or a button that brings it."""

from collections.abc import Callable

import pytest

from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import cards, morning
from tests.people import Person
from tests.worlds import seen_by_ben


async def answerable_morning(couple: Couple) -> str:
    """Move on to a morning whose question is answered in words; return the question's card."""
    while True:
        card = await morning(couple)
        if "Answer privately" in card.buttons:
            return card.text


async def test_the_question_is_there_with_its_button(couple: Couple) -> None:
    text = await answerable_morning(couple)
    await couple.ana.says("/question")
    here = couple.ana.door.last()
    assert here.text.splitlines()[0] in text
    assert here.buttons == ["Answer privately"]
    await couple.ana.taps("Answer privately", on=here)
    await couple.ana.says("a word of hers")
    assert "Sealed." in couple.ana.door.last().text


async def test_a_reply_to_it_is_the_answer(couple: Couple) -> None:
    await answerable_morning(couple)
    await couple.ana.says("/question")
    await couple.ana.says("a word of hers", reply_to=couple.ana.door.last())
    assert "Sealed." in couple.ana.door.last().text


async def test_where_none_is_open_a_button_brings_one_to_the_group(couple: Couple) -> None:
    await couple.ana.says("/question")
    here = couple.ana.door.last()
    assert (
        here.text == "There's no question just now. If you like, I'll bring one to your group, for you both."
    )
    assert cards(couple) == []
    await couple.ana.taps("Ask us one now")
    assert len(cards(couple)) == 1
    assert here.text == "Today's question is in your group."
    assert here.rows == []
    await couple.stage.moves_to_time(9, 5)
    assert len(cards(couple)) == 1


async def test_a_second_tap_brings_no_second_one(couple: Couple) -> None:
    for person in (couple.ana, couple.ben):
        await person.says("/question")
    await couple.ana.taps("Ask us one now")
    await couple.ben.taps("Ask us one now")
    assert len(cards(couple)) == 1


async def test_the_kindness_is_there_with_its_button(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 31)
    await couple.ana.says("/kindness")
    assert couple.ana.door.last().buttons == ["Show me mine"]
    toast = await couple.ana.taps("Show me mine", at=couple.ana.door)
    assert toast.alert
    assert "Only you see this." in toast.text


async def test_before_it_came_a_button_brings_the_kindness_to_the_group(couple: Couple) -> None:
    await couple.ana.says("/kindness")
    await couple.ana.taps("Bring it now")
    assert "Show me mine" in couple.group.last().buttons
    assert couple.ana.door.last().text == "Today's kindness is in your group, one for each of you."
    posted = len(couple.group.messages)
    await couple.stage.moves_to_time(8, 55)
    assert len(couple.group.messages) == posted


@pytest.mark.parametrize(
    ("command", "button"), [("/question", "Ask us one now"), ("/kindness", "Bring it now")]
)
async def test_nothing_comes_while_a_third_may_listen(
    couple: Couple, cleo: Person, command: str, button: str
) -> None:
    await couple.ana.says(command)
    await couple.group.adds(cleo, by=couple.ben)
    posted = len(couple.group.messages)
    toast = await couple.ana.taps(button)
    assert toast.text == "I'm quiet while more people are here."
    assert len(couple.group.messages) == posted


async def test_whoever_is_in_two_spaces_is_asked_which(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    await joined(stage, ana, ben)
    await joined(stage, ana, cleo)
    await ana.says("/question")
    await ana.taps("With Cleo")
    assert ana.door.last().buttons == ["Ask us one now"]
    await stage.stop()


async def test_asking_in_private_is_seen_by_nobody_else(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def asks(couple: Couple) -> None:
        await answerable_morning(couple)
        await couple.ana.says("/question")
        await couple.stage.moves_to_time(12, 31)
        await couple.ana.says("/kindness")
        await couple.ana.taps("Show me mine", at=couple.ana.door)
        await couple.stage.moves(hours=1)

    async def asks_nothing(couple: Couple) -> None:
        await answerable_morning(couple)
        await couple.stage.moves_to_time(12, 31)
        await couple.stage.moves(hours=1)

    first = await seen_by_ben(tmp_path_factory.mktemp("a"), asks)
    assert first == await seen_by_ben(tmp_path_factory.mktemp("b"), asks_nothing)
