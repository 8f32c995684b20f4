"""When an answer's minute is over its line says so, alike for the first and the second to answer."""

from pathlib import Path

from bot.loopback.faults import timeout_before
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals, writes
from tests.features.question.test_the_minute import lines
from tests.worlds import Lives, seen_by_ben


async def test_the_line_no_longer_asks_for_more_once_the_minute_is_over(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "Hm")
    await couple.stage.moves(seconds=50)
    await couple.ana.says("the walk")
    (line,) = lines(couple.ana)
    before = couple.group.messages
    await couple.stage.moves(seconds=50)
    assert "within a minute" in line.text
    await couple.stage.moves(seconds=11)
    assert "minute" not in line.text
    assert line.buttons[:3] == ["Read mine", "Change", "Take back"]
    assert lines(couple.ana) == [line]
    assert couple.group.messages == before
    await couple.ana.says("and the bench", reply_to=line)
    assert "within a minute" in lines(couple.ana)[-1].text
    await couple.minute_passes()
    assert "minute" not in lines(couple.ana)[-1].text


async def test_a_restart_or_a_fault_keeps_no_line_from_turning(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "Hm")
    (line,) = lines(couple.ana)
    await couple.stage.restart()
    couple.stage.telegram.fail_next("editMessageText", timeout_before(), times=99)
    await couple.minute_passes()
    assert "within a minute" in line.text
    await couple.stage.restart()
    couple.stage.telegram.fail_no_more()
    await couple.stage.moves(minutes=11)
    assert "minute" not in line.text


async def test_with_the_second_answer_it_opens_as_before(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await writes(couple.ben, "Coffee")
    await couple.minute_passes()
    assert len(reveals(couple)) == 1
    for person in (couple.ana, couple.ben):
        assert lines(person) == []


async def test_what_is_taken_back_stays_taken_back(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "Hm")
    (line,) = lines(couple.ana)
    await couple.ana.taps("Take back", on=line)
    await couple.stage.moves(minutes=20)
    assert line.text == "Taken back and deleted."


def while_quieted(*, answered: bool) -> Lives:
    """Ana has answered, or not; a third person is there when Ben's minute ends."""

    async def lives(couple: Couple) -> None:
        card = await morning(couple)
        if answered:
            await seals(couple.ana, "The walk")
        await couple.group.adds(couple.stage.telegram.person("Cleo"), by=couple.ana)
        await writes(couple.ben, "Coffee", on=card)
        await couple.minute_passes()
        await couple.stage.moves(minutes=20)
        assert "minute" not in lines(couple.ben)[-1].text

    return lives


async def test_it_turns_alike_whether_or_not_the_other_has_answered(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", while_quieted(answered=False))
    assert first == await seen_by_ben(tmp_path / "second", while_quieted(answered=True))
