"""What an author may do at their door with a word they sealed, as with any answer that is sealed."""

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.privacy.test_one_by_one import erases
from tests.features.question.acts import MORNING
from tests.people import Person
from tests.promises.acts import rows
from tests.sealed.test_second_user import FOUR, card, opened, says_word


async def seals_word(couple: Couple, person: Person, word: str) -> Shown:
    """Say one's word at one's door; return it as it stands there."""
    if not any(it.text.startswith("One word") for it in couple.group.messages):
        await couple.stage.moves_to_time(FOUR)
    await person.taps("Say mine", on=card(couple))
    return await person.says(word)


def line(person: Person) -> Shown:
    """Return the newest message at a door that says a word is sealed, or what became of it."""
    starts = ("Sealed.", "You've both", "You erased", "This one stayed", "Nothing is sealed")
    return next(it for it in reversed(person.door.messages) if it.text.startswith(starts))


async def test_the_line_says_until_when_it_waits_and_offers_what_can_be_done(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = line(couple.ana)
    assert said.text.startswith("Sealed. It opens when you've both answered, until Tuesday, 16:00")
    assert "That's all" in said.buttons
    assert "tired" not in said.text
    await couple.minute_passes()
    assert line(couple.ana).buttons[:3] == ["Read mine", "Change", "Take back"]


async def test_an_edit_of_a_sealed_word_is_followed(couple: Couple) -> None:
    said = await seals_word(couple, couple.ana, "tired")
    await couple.ana.edits(said, "rested")
    assert any("Your sealed answer is changed too." in it.text for it in couple.ana.door.messages)
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · rested"]


async def test_an_edit_after_it_opened_changes_nothing_and_says_so(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = await seals_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    await couple.ben.edits(said, "sorry")
    assert couple.ben.door.last().text == "That one is open already, so it stays as it was posted."
    assert opened(couple) == ["Both words: glad · tired"]


async def test_change_takes_the_place_of_what_is_sealed(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("rested")
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · rested"]


async def test_its_author_alone_reads_it_again(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("Read mine", at=couple.ana.door)
    assert couple.ana.door.last().text == "Yours, only for you:\ntired"
    assert couple.ana.door.last().spoilers == ["tired"]
    assert all("tired" not in it.text for it in (*couple.group.messages, *couple.ben.door.messages))


async def test_what_stayed_alone_is_saved_for_its_author(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.stage.moves(days=1, minutes=1)
    await couple.stage.moves_to_time(MORNING)
    assert couple.ana.door.last().text.startswith("This one stayed yours. You can save it until")
    await couple.ana.taps("Save it for me", at=couple.ana.door)
    await couple.stage.moves(days=3)
    assert [it["how"] for it in (await rows(couple.stage))["answers"]] == ["saved"]
    assert opened(couple) == []


async def test_a_reply_in_the_group_is_a_word_said_aloud_and_may_be_none(couple: Couple) -> None:
    await couple.stage.moves_to_time(FOUR)
    await couple.ana.replies("well", card(couple))
    heard = couple.ana.door.last()
    assert heard.text.startswith("I took what you said in your group as your answer to this one.")
    await couple.ana.taps("That wasn't my answer", on=heard)
    assert heard.text == "Just talk, then. You can still say a word."
    assert (await rows(couple.stage))["answers"] == []


async def test_delete_erases_a_sealed_word_and_its_line_says_so(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = line(couple.ana)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    assert said.text == "You erased this one, so nothing is sealed."
    assert (await rows(couple.stage))["answers"] == []
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == []


async def test_one_word_can_be_erased_by_itself(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = line(couple.ana)
    await erases(couple.ana, "My words")
    assert said.text == "You erased this one, so nothing is sealed."
    assert (await rows(couple.stage))["answers"] == []


async def test_the_end_of_the_space_erases_what_is_sealed_unopened(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    said = line(couple.ana)
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly", at=couple.ben.door)
    assert said.text == "Nothing is sealed here any more. What was is erased, unopened."
    assert (await rows(couple.stage))["answers"] == []


async def test_what_is_left_of_a_prompt_can_be_said_later(couple: Couple) -> None:
    await couple.stage.moves_to_time(FOUR)
    await couple.ana.taps("Say mine", on=card(couple))
    await couple.ana.taps("Leave it", at=couple.ana.door)
    await says_word(couple, couple.ana, "tired")
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · tired"]
