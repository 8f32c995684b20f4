"""Every button that the sealed pair shows does with its second user what it says."""

import pytest

from bot.loopback.faults import timeout_before
from bot.spaces import store as spaces
from tests.conftest import Couple
from tests.features.export.test_export import everything, exported
from tests.features.question.acts import MORNING, is_over
from tests.people import there
from tests.promises.acts import rows
from tests.sealed import word
from tests.sealed.test_at_the_door import line, seals_word
from tests.sealed.test_second_user import FOUR, card, opened, says_word

WAITS = "A word is waiting. No hurry."


def said_in_group(couple: Couple, start: str) -> list[str]:
    """Return what stands in the group that begins so."""
    return [it.text for it in couple.group.messages if it.text.startswith(start)]


async def test_let_know_tells_the_group_once_about_nobody(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    toast = there(await couple.ana.taps("Let Ben know one is waiting", at=couple.ana.door))
    assert toast.text == "Done. It says: no hurry."
    assert said_in_group(couple, WAITS) == [WAITS]
    assert "Let Ben know one is waiting" not in line(couple.ana).buttons


async def test_a_reply_to_that_is_a_word_said_aloud(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("Let Ben know one is waiting", at=couple.ana.door)
    waits = next(it for it in couple.group.messages if it.text == WAITS)
    await couple.ben.replies("glad", waits)
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · tired"]


async def test_that_s_all_opens_without_the_minute(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("That's all", at=couple.ana.door)
    await seals_word(couple, couple.ben, "glad")
    assert opened(couple) == []
    toast = there(await couple.ben.taps("That's all", at=couple.ben.door))
    assert toast.text == "That's all, then. It's sealed."
    assert opened(couple) == ["Both words: glad · tired"]


@pytest.mark.parametrize("shows", [True, False])
async def test_what_stays_alone_is_shown_only_if_its_author_chose_so(couple: Couple, shows: bool) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    assert "If Ben doesn't answer: show mine ✓" in line(couple.ana).buttons
    if not shows:
        await couple.ana.taps("If Ben doesn't answer: delete mine", at=couple.ana.door)
    await couple.stage.moves(days=1, minutes=1)
    await is_over(couple)
    await couple.stage.moves(days=2)
    assert said_in_group(couple, "One word alone") == (["One word alone: tired"] if shows else [])
    assert opened(couple) == []


async def test_what_was_taken_back_is_taken_up_again(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.ana.taps("Take back", at=couple.ana.door)
    await couple.ana.taps("Answer privately", at=couple.ana.door)
    await couple.ana.says("rested")
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple) == ["Both words: glad · rested"]


async def test_a_choice_is_picked_with_one_tap_and_changed_with_another(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "ASKS", word.CHOICE)
    await couple.stage.moves_to_time(FOUR)
    for person in (couple.ana, couple.ben):
        await person.taps("Say mine", on=card(couple))
        assert person.door.last().buttons == ["Tea", "Toast"]
        toast = there(await person.taps("Tea", at=person.door))
        assert toast.text == "Sealed: Tea. Tap another to change."
    await couple.ana.taps("Toast", at=couple.ana.door)
    assert opened(couple) == []
    await couple.minute_passes()
    assert opened(couple) == ["Both words: Tea · Toast"]


async def test_what_may_be_lost_goes_out_once_more_where_somebody_asks(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    couple.stage.telegram.fail_next(
        "sendMessage", timeout_before(), times=2, when=lambda it: "Both words" in str(it.get("text"))
    )
    await seals_word(couple, couple.ben, "glad")
    for _step in range(3):
        await couple.stage.moves(minutes=11)
    assert opened(couple) == []
    toast = there(await couple.ana.taps("Show it again", at=couple.ana.door))
    assert toast.text == "Here it comes."
    assert opened(couple) == ["Both words: glad · tired"]


async def test_what_is_saved_is_in_what_its_author_takes_along(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await couple.stage.moves(days=1, minutes=1)
    await couple.stage.moves_to_time(MORNING)
    await couple.ana.taps("Save it for me", at=couple.ana.door)
    told = line(couple.ana).text
    assert "Everything of mine, in /export, has it." in told
    at_once, _page = await exported(couple, couple.ana)
    assert at_once["words"] == []
    later, page = await everything(couple, couple.ana)
    assert [(it["asked"], it["answer"], it["how"]) for it in later["words"]] == [
        ("One word for today", "tired", "saved")
    ]
    assert "tired" in page
    assert "Words of a day" in page


async def test_what_opened_is_handed_out_at_once_and_never_the_other_s(couple: Couple) -> None:
    await seals_word(couple, couple.ana, "tired")
    await seals_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    at_once, page = await exported(couple, couple.ana)
    assert [it["answer"] for it in at_once["words"]] == ["tired"]
    assert "glad" not in page


async def test_words_that_their_author_does_not_save_go(couple: Couple) -> None:
    async with couple.stage.kindling.parts.db.write() as tx:
        (space,) = await spaces.of_person(tx, couple.ana.id)
        await spaces.put(tx, space.id, word.PAIR.preferences.saves.to(False), person_id=couple.ana.id)
    await seals_word(couple, couple.ana, "tired")
    await seals_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    await couple.stage.moves(days=3)
    assert [it["person_id"] for it in (await rows(couple.stage))["answers"]] == [couple.ben.id]
