"""What an author can do with a sealed answer, and what the door says to everything else."""

from bot.loopback import faults
from bot.loopback.faults import timeout_after_accepting
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.stage import TONIGHT


async def test_change_lets_the_next_message_take_the_place_at_once(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "First thought")
    await couple.ana.taps("Change")
    assert couple.ana.door.last().asks
    await couple.ana.says("Better thought")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["Better thought", "Mine"]


async def test_editing_the_sealed_message_edits_the_answer(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    first = await couple.ana.says("Frist thought")
    second = await couple.ana.says("Second")
    await couple.ana.edits(first, "First thought")
    await couple.ana.edits(second, "Second thought")
    assert couple.ana.door.last().text == "Your sealed answer is changed too."
    await couple.minute_passes()
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["First thought\nSecond thought", "Mine"]


async def test_an_edit_after_the_reveal_changes_nothing(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("One")
    await is_done(couple.ana)
    await seals(couple.ben, "Two")
    await couple.ana.edits(said, "Another thing")
    await couple.ben.taps("Tell me more")
    assert reveals(couple)[0].spoilers == ["One", "Two"]


async def test_taken_back_means_erased_and_can_be_answered_anew(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "A thought I regret")
    await couple.ana.taps("Take back")
    await seals(couple.ben, "Mine")
    assert reveals(couple) == []
    await couple.ana.taps("Answer privately", at=couple.ana.door)
    await couple.ana.says("A better one")
    await is_done(couple.ana)
    assert reveals(couple)[0].spoilers == ["A better one", "Mine"]
    assert "regret" not in couple.ben.transcript()


async def test_the_group_hears_that_one_is_waiting_only_if_its_author_says_so(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Mine")
    assert couple.group.last() == card
    await couple.ana.taps("Let Ben know one is waiting")
    line = couple.group.last()
    assert line.text == "An answer is waiting, until Sunday night. No hurry."
    assert line.silent
    assert "Let Ben know one is waiting" not in couple.ana.door.last().buttons


async def test_a_second_letting_know_says_that_the_line_is_there_and_posts_no_other(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Mine")
    first = await couple.ana.taps("Let Ben know one is waiting")
    await couple.ana.taps("Take back")
    await couple.ana.taps("Answer privately", at=couple.ana.door)
    await couple.ana.says("Mine after all")
    second = await couple.ana.taps("Let Ben know one is waiting")
    lines = [
        shown
        for shown in couple.group.messages
        if shown.text == "An answer is waiting, until Sunday night. No hurry."
    ]
    assert [toast.text for toast in (first, second)] == [
        "Done. It says: no hurry.",
        "It's in your group already.",
    ]
    assert len(lines) == 1


async def test_letting_know_again_posts_what_was_never_posted(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Mine")
    couple.stage.telegram.fail_next("sendMessage", faults.api_error(400, "Bad Request: no"))
    await couple.ana.taps("Let Ben know one is waiting")
    assert not couple.group.last().text.startswith("An answer is waiting")
    await couple.ana.taps("Take back")
    await couple.ana.taps("Answer privately", at=couple.ana.door)
    await couple.ana.says("Mine after all")
    await couple.ana.taps("Let Ben know one is waiting")
    assert couple.group.last().text == "An answer is waiting, until Sunday night. No hurry."


async def test_a_sticker_gets_a_kind_line_and_the_prompt_stays(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_sticker()
    assert couple.ana.door.last().text == "I can take text, a voice note or a photo." + TONIGHT
    await couple.ana.says("Words, then")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["Words, then", "Mine"]


async def test_words_for_a_card_that_was_opened_meanwhile_are_not_kept(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.replies("Aloud, after all", to=card)
    await couple.ana.says("Too late")
    assert "I wasn't expecting that" in couple.ana.door.last().text
    await seals(couple.ben, "Mine")
    assert "Too late" not in couple.ben.transcript()


async def test_a_sealed_answer_stands_in_nobodys_way_at_the_door(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Mine")
    await couple.ana.says("/thanks")
    await couple.ana.says("for the tea")
    assert "Replace" not in couple.ana.door.last().buttons
    assert all("more than one thing" not in shown.text for shown in couple.ana.door.messages)


async def test_pressing_answer_privately_again_shows_what_is_sealed(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Mine")
    await couple.ana.taps("Answer privately", at=couple.group)
    assert couple.ana.door.last().buttons[:3] == ["Read mine", "Change", "Take back"]


async def test_a_start_that_comes_after_the_prompt_adds_nothing(couple: Couple) -> None:
    await morning(couple)
    link = await couple.ana.finds_link("Answer privately")
    prompt = couple.ana.door.last()
    await couple.ana.opens(link)
    assert couple.ana.door.last() == prompt  # and their own /start is gone
    await couple.ana.says("Mine")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_a_prompt_that_may_be_lost_comes_with_the_opened_door(couple: Couple) -> None:
    await morning(couple)
    couple.ana.door.now.blocked = True
    link = await couple.ana.finds_link("Answer privately")
    couple.ana.door.now.blocked = False
    await couple.ana.opens(link)
    assert couple.ana.door.last().asks
    await couple.ana.says("Mine")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_a_confirmation_lost_on_the_way_loses_no_answer(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.ana.says("Mine")
    await couple.minute_passes()
    await seals(couple.ben, "Yours")
    assert reveals(couple)[0].spoilers == ["Mine", "Yours"]
