"""A reveal whose two tries both stayed without an answer can be asked for, and only then comes again."""

from bot.features.question.actions import ShowAgain
from bot.loopback.faults import Fault, timeout_after_accepting, timeout_before
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals
from tests.features.question.test_keeping import keeps_nothing
from tests.people import Person
from tests.promises.acts import own_data, rows

SHOW = "Show it again"
LONG = "heron " * 500


async def loses(
    couple: Couple, fault: Fault, words: str = "Both answers are open", *, times: int = 2
) -> None:
    """Let both answer, and whatever carries these words stay without an answer."""
    await morning(couple)
    await seals(couple.ana, LONG)
    couple.stage.telegram.fail_next(
        "sendMessage", fault, times=times, when=lambda params: words in str(params.get("text"))
    )
    await seals(couple.ben, "Mine", on=couple.group.last())
    for _step in range(3):
        await couple.stage.moves(minutes=11)


async def asks(couple: Couple) -> Shown:
    await couple.ben.says_from_menu("/today", couple.group)
    return couple.group.last()


async def test_a_reveal_that_never_came_comes_without_sound_when_somebody_asks_for_it(couple: Couple) -> None:
    await loses(couple, timeout_before())
    assert reveals(couple) == []
    await couple.stage.moves(hours=3)
    assert reveals(couple) == []
    today = await asks(couple)
    assert "I can't tell whether it reached your group." in today.text
    toast = await couple.ben.taps(SHOW, on=today)
    assert toast.text == "Here it comes."
    (shown,) = reveals(couple)
    assert shown.spoilers == ["Mine"]
    assert shown.silent
    assert SHOW not in (await asks(couple)).buttons
    await couple.ben.taps(SHOW, on=today)
    assert len(reveals(couple)) == 1


async def test_a_part_that_never_came_comes_when_somebody_asks_for_it(couple: Couple) -> None:
    await loses(couple, timeout_before(), "Ana:\n")
    assert len(reveals(couple)) == 1
    await couple.ben.taps(SHOW, on=await asks(couple))
    assert len(reveals(couple)) == 1
    (part,) = (shown for shown in couple.group.messages if shown.text.startswith("Ana:\n"))
    assert part.spoilers[0].split() == LONG.split()


async def test_one_that_did_come_is_proven_by_a_tap_and_not_offered_again(couple: Couple) -> None:
    await loses(couple, timeout_after_accepting())
    assert [shown.silent for shown in reveals(couple)] == [False, True]
    assert SHOW in (await asks(couple)).buttons
    await couple.ben.taps("Thank you", on=reveals(couple)[0])
    assert SHOW not in (await asks(couple)).buttons
    assert len(reveals(couple)) == 2


async def test_a_lost_reveal_is_offered_the_next_day_too_and_then_forgotten(couple: Couple) -> None:
    await loses(couple, timeout_before())
    lost = (await asks(couple)).text.splitlines()[0]
    await couple.stage.moves(days=1)
    today = await asks(couple)
    assert SHOW in today.buttons
    assert today.text.startswith(lost)
    assert today.text.count(lost) == 1
    data = next(it for it in own_data(today) if it.startswith(ShowAgain.name))
    await couple.stage.moves(days=2)
    assert SHOW not in (await asks(couple)).buttons
    assert today.buttons == []
    toast = await couple.ben.forges(data, on=today)
    assert toast.text in ("", "That button has expired. /today shows what's on.")
    assert reveals(couple) == []


async def test_answers_that_are_not_kept_stay_as_long_as_their_lost_reveal_may_be_asked_for(
    couple: Couple,
) -> None:
    for person in (couple.ana, couple.ben):
        await keeps_nothing(couple, person.id)
    await loses(couple, timeout_before())
    await couple.stage.moves(hours=40)
    await couple.ben.taps(SHOW, on=await asks(couple))
    assert len(reveals(couple)) == 1
    await couple.stage.moves(hours=37)
    assert (await rows(couple.stage))["answers"] == []


async def test_a_lost_reveal_is_offered_at_doors_too(couple: Couple) -> None:
    await loses(couple, timeout_before())
    lines = [couple.ana.door.last(), couple.ben.door.last()]
    assert all(line.buttons == [SHOW] and line.silent for line in lines)
    await couple.ana.says("/today")
    assert "I can't tell whether it reached your group." in couple.ana.door.last().text
    await couple.ana.taps(SHOW, at=couple.ana.door)
    assert len(reveals(couple)) == 1
    await couple.ben.taps(SHOW, on=lines[1])
    assert len(reveals(couple)) == 1


async def test_a_forged_tap_at_a_door_shows_nothing(couple: Couple, cleo: Person) -> None:
    await loses(couple, timeout_before())
    tap = couple.ana.door.last().message.buttons[0][0]["callback_data"]
    await couple.ana.says("/help")
    await couple.ana.forges(tap, on=couple.ana.door.last())
    await cleo.says("/start")
    await cleo.forges(tap, on=cleo.door.last())
    assert reveals(couple) == []


async def test_once_an_author_erased_theirs_it_is_not_offered_again(couple: Couple) -> None:
    await loses(couple, timeout_before())
    today = await asks(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    assert SHOW not in (await asks(couple)).buttons
    await couple.ben.taps(SHOW, on=today)
    assert reveals(couple) == []


async def test_no_sealed_line_says_that_it_opened_before_it_did(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "the sea")
    await couple.ana.taps("Answer privately", on=couple.group.last())
    await couple.ana.says("the walk")
    couple.stage.telegram.refuses("sendMessage", "Bad Request: can't parse entities: x", chat=couple.group)
    await couple.ana.taps("That's all", at=couple.ana.door)
    await couple.stage.moves(minutes=30)
    assert reveals(couple) == []
    for person in (couple.ana, couple.ben):
        texts = [shown.text for shown in person.door.messages]
        assert not any("It opened in your group." in text or "Sealed." in text for text in texts)
        assert sum("You've both answered. It may not have reached your group yet." in it for it in texts) == 1
    couple.stage.telegram.takes_again()
    await couple.ana.taps(SHOW, at=couple.ana.door)
    assert len(reveals(couple)) == 1
    for person in (couple.ana, couple.ben):
        texts = [shown.text for shown in person.door.messages]
        assert sum("You've both answered. It opened in your group." in text for text in texts) == 1
        assert not any("may not have reached your group yet" in text for text in texts)


async def test_a_tap_on_the_line_of_what_nobody_saw_go_out_says_no_more_than_is_so(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "the walk")
    line = couple.ana.door.last()
    couple.stage.telegram.fail_next(
        "sendMessage", timeout_before(), times=2, when=lambda params: "Both" in str(params.get("text"))
    )
    await seals(couple.ben, "the sea", on=couple.group.last())
    toast = await couple.ana.taps("Change", on=line)
    assert toast.text == "You both answered this one already."
    assert "Sealed." in line.text
    for _step in range(3):
        await couple.stage.moves(minutes=11)
    assert line.text.startswith("You've both answered. It may not have reached your group yet.")
