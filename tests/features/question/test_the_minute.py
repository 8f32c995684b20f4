"""An answer is whole a minute after its author's last message, or at once by *That's all*."""

from pathlib import Path

import pytest

from bot.loopback.faults import timeout_after_accepting
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import (
    CARD_LASTS,
    cards,
    choice_morning,
    is_done,
    morning,
    options,
    reveals,
    seals,
    writes,
)
from tests.people import Person
from tests.promises.acts import rows
from tests.stage import TONIGHT
from tests.worlds import Lives, seen_by_ben

KIND = "I didn't save that. To add to what you sealed, reply to its line. Change lets you write it anew."


def lines(person: Person) -> list[Shown]:
    """Return the *Sealed* lines at a door."""
    return [shown for shown in person.door.messages if shown.text.startswith("Sealed.")]


def parts(couple: Couple, name: str) -> list[Shown]:
    """Return what followed a reveal of one person's."""
    return [shown for shown in couple.group.messages if shown.text.startswith(f"{name}:")]


async def test_whoever_answers_second_has_more_than_one_message(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await couple.ana.taps("Answer privately")
    for words in ("Hm", "let me think", "the walk"):
        await couple.ana.says(words)
        await couple.stage.moves(seconds=50)
        assert reveals(couple) == []
    await couple.stage.moves(seconds=11)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Hm\nlet me think\nthe walk", "Coffee"]


async def test_its_line_stands_once_at_the_end_of_the_chat(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "Hm")
    await couple.ana.says("the walk")
    (line,) = lines(couple.ana)
    assert couple.ana.door.last() == line
    assert line.buttons[:3] == ["That's all", "Read mine", "Change"]


async def test_thats_all_opens_it_at_once_and_its_button_goes(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "The walk")
    assert reveals(couple) == []
    toast = await couple.ana.taps("That's all")
    assert toast.text == "That's all, then. It's sealed."
    assert len(reveals(couple)) == 1
    assert [shown.buttons for shown in lines(couple.ana)] == []


async def test_first_or_second_the_line_and_the_toast_are_the_same(couple: Couple) -> None:
    seen = []
    for others in (False, True):
        card = await morning(couple)
        if others:
            await seals(couple.ben, "Coffee", on=card)
        await writes(couple.ana, "The walk", on=card)
        (line,) = lines(couple.ana)[-1:]
        before = (line.text.partition(".")[0], line.rows)
        for label in ("Let Ben know one is waiting", "If Ben doesn't answer: show mine", "Change"):
            await couple.ana.taps(label, at=couple.ana.door)
        await couple.ana.says("Or the lake")
        toast = await couple.ana.taps("Take back", at=couple.ana.door)
        seen.append((before, toast.text))
        await couple.stage.moves(hours=CARD_LASTS + 30)
    assert seen[0] == seen[1]
    assert reveals(couple) == []


async def test_a_long_paste_is_whole_and_its_line_stands_below_it(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await couple.ana.taps("Answer privately")
    text = "heron " * 983
    await couple.ana.says(text)
    assert len(lines(couple.ana)) == 1
    assert couple.ana.door.last() == lines(couple.ana)[0]
    await couple.minute_passes()
    said = "".join(shown.spoilers[0] for shown in parts(couple, "Ana"))
    assert "".join(said.split()) == "".join(text.split())


async def test_an_album_of_ten_is_one_answer_with_one_line_and_all_its_photos(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_album(10, caption="our summer")
    assert len(lines(couple.ana)) == 1
    sent = [it for it in couple.stage.telegram.calls if it.method == "sendMessage"]
    assert sum("Sealed." in str(it.params.get("text")) for it in sent) == 2  # Ben's and hers
    await couple.minute_passes()
    photos = [shown for shown in parts(couple, "Ana") if shown.media == "photo"]
    assert len(photos) == 10
    assert all(shown.veiled for shown in photos)
    assert photos[0].spoilers == ["our summer"]


async def test_what_is_merely_said_later_reaches_no_seal_and_hears_how_it_would(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "The walk")
    await couple.minute_passes()
    await couple.ana.says("and good night")
    assert couple.ana.door.last().text == KIND + TONIGHT
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


@pytest.mark.parametrize("to", ["its line", "its prompt"])
async def test_a_reply_after_the_minute_is_added_and_begins_it_anew(couple: Couple, to: str) -> None:
    await couple.leaves_words(couple.ana)  # else the prompt goes with the words
    await morning(couple)
    await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    await couple.ana.says("The walk", reply_to=prompt)
    await couple.stage.moves(minutes=30)
    await seals(couple.ben, "Coffee")
    assert len(reveals(couple)) == 1  # it was whole: her further words are too late, and she hears so
    await couple.stage.moves_to_time(9)
    await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    await couple.ana.says("The walk", reply_to=prompt)
    await couple.stage.moves(minutes=30)
    (line,) = lines(couple.ana)
    await couple.ana.says("and the lake", reply_to=line if to == "its line" else prompt)
    await couple.ana.says("and the bench")
    assert len(lines(couple.ana)) == 1
    await seals(couple.ben, "Coffee")
    assert len(reveals(couple)) == 1
    await couple.minute_passes()
    assert reveals(couple)[-1].spoilers == ["The walk\nand the lake\nand the bench", "Coffee"]


async def test_change_does_not_open_under_the_writers_hands(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "The walk")
    await couple.stage.moves(minutes=30)
    await couple.ana.taps("Change")
    await seals(couple.ben, "Coffee")
    await couple.stage.moves(seconds=50)
    assert reveals(couple) == []
    await couple.ana.says("The lake")
    await couple.ana.says("and the bench")
    await couple.minute_passes()
    assert reveals(couple)[0].spoilers == ["The lake\nand the bench", "Coffee"]


async def test_taken_back_within_the_minute_nothing_opens(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "A thought I regret")
    await couple.ana.taps("Take back")
    await couple.stage.moves(hours=30)
    assert reveals(couple) == []
    assert (await rows(couple.stage))["timers"] == []


async def test_an_edit_within_the_minute_is_followed_and_begins_it_anew(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("The wlak")
    await couple.stage.moves(seconds=50)
    await couple.ana.edits(said, "The walk")
    await couple.stage.moves(seconds=50)
    assert reveals(couple) == []
    await couple.stage.moves(seconds=11)
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


async def test_an_older_prompt_takes_nothing_of_what_is_said_within_the_minute(couple: Couple) -> None:
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    second = couple.group.last()
    await couple.ana.taps("Answer privately", on=first)
    await couple.ana.taps("Answer privately", on=second)
    await couple.ana.says("Hm", reply_to=couple.ana.door.last())
    await couple.ana.says("the walk")
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee", on=second)
    assert reveals(couple)[0].spoilers == ["Hm\nthe walk", "Coffee"]


async def test_a_newer_prompt_takes_what_it_asked_for(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "The walk")
    await couple.ana.says("/thanks")
    await couple.ana.says("for the tea")
    assert "Give it now" in couple.ana.door.last().buttons
    await couple.minute_passes()
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


async def test_a_choice_has_the_same_minute_and_every_other_tap_begins_it_anew(couple: Couple) -> None:
    card = await choice_morning(couple)
    before = len(reveals(couple))
    first, second = options(card)[:2]
    await couple.ben.taps(first, on=card)
    await couple.ana.taps(first, on=card)
    await couple.stage.moves(seconds=50)
    await couple.ana.taps(second, on=card)
    await couple.stage.moves(seconds=50)
    assert len(reveals(couple)) == before
    await couple.stage.moves(seconds=11)
    assert reveals(couple)[-1].spoilers == [second, first]


async def test_a_restart_within_the_minute_changes_nothing(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "The walk")
    await couple.stage.moves(seconds=30)
    await couple.stage.restart()
    assert reveals(couple) == []
    await couple.ana.says("by the river")
    await couple.stage.stop()
    couple.stage.clock.move_to(couple.stage.clock.now().replace(hour=12))
    await couple.stage.start()
    await couple.stage.moves(seconds=1)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk\nby the river", "Coffee"]]


async def test_words_sent_while_the_bot_is_down_join_before_the_card_opens(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "Hm")
    await couple.stage.stop()
    await couple.ana.says("the walk")
    couple.stage.clock.move_to(couple.stage.clock.now().replace(hour=12))
    await couple.stage.start()
    await couple.stage.moves(seconds=1)
    assert [shown.spoilers for shown in reveals(couple)] == [["Hm\nthe walk", "Coffee"]]


async def test_a_clock_that_jumps_opens_it_once(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "The walk")
    await couple.stage.moves(minutes=-30)
    assert reveals(couple) == []
    await couple.stage.moves(hours=3)
    await couple.stage.moves(hours=-2)
    await couple.stage.moves(hours=3)
    assert len(reveals(couple)) == 1


async def test_an_answer_of_the_last_minute_opens_as_its_card_closes(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await couple.stage.moves(hours=CARD_LASTS, seconds=-30)
    await writes(couple.ana, "The walk", on=cards(couple)[0])
    assert reveals(couple) == []
    await couple.stage.moves(seconds=31)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk", "Coffee"]]


async def test_with_two_whole_in_the_same_second_the_reveal_comes_once(couple: Couple) -> None:
    await morning(couple)
    for person, words in ((couple.ana, "The walk"), (couple.ben, "Coffee")):
        await writes(person, words)
    await couple.stage.moves(seconds=60)
    await couple.stage.restart()
    await couple.minute_passes()
    assert len(reveals(couple)) == 1


def within(*, answered: bool, how: str) -> Lives:
    """Ana answers second, or first, and goes back on it within the minute; Ben looks at everything."""

    async def lives(couple: Couple) -> None:
        ana, ben = couple.ana, couple.ben
        card = await morning(couple)
        await seals(ben, "Coffee", on=card)
        if answered:
            await writes(ana, "The walk", on=card)
            await couple.stage.moves(seconds=20)
            if how == "added and taken back":
                await ana.says("and the lake")
            elif how == "changed and taken back":
                await ana.taps("Change")
                await couple.stage.moves(seconds=20)
                await ana.says("The lake")
            await ana.taps("Take back")
        else:
            await couple.stage.moves(seconds=20)
            if how == "changed and taken back":
                await couple.stage.moves(seconds=20)
        await ben.taps("Not today", on=card)
        await ben.says("/today")
        await ben.says_from_menu("/today", couple.group)
        await ben.taps("Change or take back", at=ben.door)
        await couple.stage.moves(minutes=3)
        await ben.says("/today")
        await couple.stage.moves(hours=CARD_LASTS)
        await couple.stage.moves(hours=30)

    return lives


@pytest.mark.parametrize("how", ["taken back", "added and taken back", "changed and taken back"])
async def test_promise_6_what_is_taken_back_within_the_minute_was_never_there(
    tmp_path: Path, how: str
) -> None:
    there = await seen_by_ben(tmp_path / "there", within(answered=True, how=how))
    assert there == await seen_by_ben(tmp_path / "not", within(answered=False, how=how))


def hers(how: str, *, answered: bool) -> Lives:
    """Ben seals and goes on within his minute, while Ana has answered, or has not; nothing opens."""

    async def lives(couple: Couple) -> None:
        ana, ben = couple.ana, couple.ben
        card = await morning(couple)
        if answered:
            await seals(ana, "The walk", on=card)
        await writes(ben, "Coffee", on=card)
        await couple.stage.moves(seconds=30)
        if how == "adds":
            await ben.says("and cake")
            await ben.says("and tea")
        elif how == "changes":
            await ben.taps("Change", at=ben.door)
            await ben.says("Tea")
        elif how == "edits":
            await ben.edits(ben.door.messages[-2], "Tea")
        else:
            await ben.taps("Let Ana know one is waiting", at=ben.door)
            await ben.taps("If Ana doesn't answer: show mine", at=ben.door)
        await ben.taps("Answer privately", on=card)
        await couple.stage.moves(seconds=20)
        await ben.says("/today")
        await ben.taps("Not today", on=card)
        await ben.taps("Take back", at=ben.door)
        await couple.stage.moves(minutes=3)
        await ben.says("/today")

    return lives


@pytest.mark.parametrize("how", ["adds", "changes", "edits", "arranges"])
async def test_promise_6_within_ones_minute_nothing_tells_whether_the_other_has_answered(
    tmp_path: Path, how: str
) -> None:
    first = await seen_by_ben(tmp_path / "first", hers(how, answered=False))
    assert first == await seen_by_ben(tmp_path / "second", hers(how, answered=True))


async def test_who_writes_anew_has_time_for_it_while_nothing_opens(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Coffee", on=card)
    await writes(couple.ana, "Regretted words", on=card)
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.stage.moves(minutes=25)
    assert reveals(couple) == []
    await couple.ana.says("The walk")
    await couple.minute_passes()
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk", "Coffee"]]


async def test_who_meant_to_write_anew_and_never_did_keeps_nobody_waiting_for_long(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, "The walk", on=card)
    await couple.ana.taps("Change", at=couple.ana.door)
    await seals(couple.ben, "Coffee", on=card)
    await couple.stage.moves(minutes=59)
    assert reveals(couple) == []
    await couple.stage.moves(minutes=2)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk", "Coffee"]]


async def test_a_reply_to_a_prompt_whose_number_was_lost_is_its_answer(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, "Hm", on=card)
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("The walk", reply_to=couple.ana.door.last())
    await couple.ana.says("with the dog")
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee", on=card)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk\nwith the dog", "Coffee"]]


async def test_in_the_minute_that_an_edit_began_anew_more_is_taken(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("The wlak")
    await couple.stage.moves(seconds=50)
    await couple.ana.edits(said, "The walk")
    await couple.stage.moves(seconds=30)
    assert "within a minute" in lines(couple.ana)[-1].text
    await couple.ana.says("and the lake")
    assert KIND not in [shown.text for shown in couple.ana.door.messages]
    await couple.stage.moves(seconds=61)
    assert reveals(couple)[0].spoilers == ["The walk\nand the lake", "Coffee"]


async def test_in_the_minute_after_a_change_was_left_more_is_taken(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "The walk")
    await couple.stage.moves(seconds=50)
    await couple.ana.taps("Change")
    await couple.ana.taps("Leave it", on=couple.ana.door.last())
    await couple.stage.moves(seconds=30)
    await couple.ana.says("and the lake")
    await couple.stage.moves(seconds=61)
    assert reveals(couple)[0].spoilers == ["The walk\nand the lake", "Coffee"]


async def test_an_hour_after_a_change_was_asked_for_nothing_is_more_of_what_is_sealed(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Coffee")
    await writes(couple.ana, "The walk")
    await couple.ana.taps("Change")
    await couple.stage.moves(minutes=61)
    await couple.ana.taps("Leave it", on=couple.ana.door.last())
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


@pytest.mark.parametrize("begins_anew", ["an edit", "a change that is left"])
async def test_a_minute_begun_anew_later_takes_nothing_more(couple: Couple, begins_anew: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("The wlak")
    await couple.minute_passes()
    if begins_anew == "an edit":
        await couple.ana.edits(said, "The walk")
    else:
        await couple.ana.taps("Change", on=lines(couple.ana)[-1])
        await couple.ana.taps("Leave it", on=couple.ana.door.last())
    await couple.ana.says("and the lake")
    assert couple.ana.door.last().text == KIND + TONIGHT
