"""Words of need that their writer chose to save are never lost, and what is said of them is so."""

from pathlib import Path

import pytest

from tests.conftest import Couple
from tests.features.export.test_export import everything
from tests.features.question.acts import CARD_LASTS, is_done, morning, reveals, seals, writes
from tests.features.support.test_caution import ASKS, TELLS, held
from tests.features.support.test_support import DARK, said_at_door
from tests.promises.acts import rows
from tests.worlds import Lives, seen_by_ben

ALONE = "I saved this for you alone: Everything of mine, in /export, has it."
HURT = "he slapped me last night"


async def reads(couple: Couple) -> None:
    """Let Ana read the neutral line that is newest among those unread."""
    waiting = [shown for shown in couple.ana.door.messages if shown.text == ASKS]
    await couple.ana.taps("Read", on=waiting[-1])


async def says_yes(couple: Couple) -> None:
    """Let Ana read what is there, and say yes."""
    await reads(couple)
    choice = next(shown for shown in couple.ana.door.messages if "Delete it" in shown.buttons)
    await couple.ana.taps(choice.buttons[0], on=choice)


async def whole(couple: Couple) -> str:
    """Let Ana be done, and return what she sealed."""
    await is_done(couple.ana)
    await couple.ana.taps("Read mine", at=couple.ana.door)
    return couple.ana.door.last().text


async def is_hers_alone(couple: Couple, words: str) -> None:
    """Check that these words are saved for Ana, and that nothing else was made of them."""
    assert ALONE in couple.ana.door.last().text
    assert await held(couple) == 0
    await couple.stage.moves(hours=2)
    assert all(words not in shown.text for shown in (*couple.group.messages, *couple.ben.door.messages))
    data, page = await everything(couple, couple.ana)
    assert [it["text"] for it in data["for_you_alone"]] == [words]
    assert words in page


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("minutes", [0, 20])
async def test_what_was_answered_meanwhile_they_are_a_further_part_of(
    couple: Couple, minutes: int, *, before: bool
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    if before:
        await couple.ana.says("First")
    await couple.ana.says(HURT)
    await couple.ana.says("Third")
    await couple.stage.moves(minutes=minutes)
    await says_yes(couple)
    assert couple.ana.door.last().text.startswith("Sealed.")
    said = await whole(couple)
    assert [it for it in ("First", HURT, "Third") if it in said] == (["First"] if before else []) + [
        HURT,
        "Third",
    ]


async def test_two_in_a_row_are_both_saved(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    for words in (HURT, "I am scared of him"):
        await couple.ana.says(words)
    await says_yes(couple)
    await says_yes(couple)
    said = await whole(couple)
    assert HURT in said
    assert "I am scared of him" in said


async def test_what_they_were_to_replace_was_replaced_meanwhile_and_both_stay(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "First")
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says(HURT)
    await couple.ana.says("Another")
    await says_yes(couple)
    said = await whole(couple)
    assert "First" not in said
    assert "Another" in said
    assert HURT in said


async def test_asked_for_once_more_meanwhile_they_are_sealed(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, HURT)
    await couple.ana.taps("Answer privately", on=card)
    await says_yes(couple)
    assert HURT in await whole(couple)


async def test_once_the_card_is_open_they_are_their_writers_alone(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.taps("Answer privately")
    await couple.ana.says("First")
    await couple.ana.says(HURT)
    await couple.stage.moves(minutes=3)
    assert len(reveals(couple)) == 1
    await reads(couple)
    choice = next(shown for shown in couple.ana.door.messages if "Delete it" in shown.buttons)
    assert "Save it for you alone: that question can't be answered any more. Or delete it?" in choice.text
    await couple.ana.taps("Save it", on=choice)
    assert couple.ana.door.last().text == f"That one is open already. {ALONE}"
    await is_hers_alone(couple, HURT)


async def test_after_ones_own_reply_in_the_group_they_are_their_writers_alone(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, HURT)
    await couple.ana.replies("Aloud", to=card)
    await says_yes(couple)
    assert couple.ana.door.last().text == f"You've answered that one aloud. {ALONE}"
    await is_hers_alone(couple, HURT)


async def test_after_the_card_has_closed_they_are_their_writers_alone(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    asks = couple.ana.door.last()
    await couple.stage.moves(hours=CARD_LASTS, minutes=-10)
    await couple.ana.says(HURT, reply_to=asks)
    await couple.stage.moves(minutes=20)
    await says_yes(couple)
    assert couple.ana.door.last().text == f"That question has closed. {ALONE}"
    await is_hers_alone(couple, HURT)


async def test_what_an_answer_cannot_hold_too_is_its_writers_alone(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, HURT)
    for _ in range(4):
        await couple.ana.says("w" * 4090)
    await says_yes(couple)
    assert couple.ana.door.last().text == f"That's more than one answer can hold. {ALONE}"
    await is_hers_alone(couple, HURT)


async def test_the_rest_of_an_answer_that_opened_meanwhile_is_its_writers_alone(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_album(2, caption=["First", HURT], reply_to=couple.ana.door.last())
    await couple.stage.moves(minutes=3)
    await says_yes(couple)
    assert couple.ana.door.last().text == f"That one is open already. {ALONE}"
    await is_hers_alone(couple, HURT)


async def test_an_edit_of_what_opened_meanwhile_is_its_writers_alone(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Mine")
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("First")
    await couple.ana.edits(said, HURT)
    await couple.stage.moves(minutes=3)
    assert "First" in reveals(couple)[0].text
    await says_yes(couple)
    assert couple.ana.door.last().text == f"That one is open already. {ALONE}"
    await is_hers_alone(couple, HURT)


async def test_an_edit_of_what_nothing_is_kept_of_is_its_writers_alone(couple: Couple) -> None:
    said = await couple.ana.says("/today")
    await couple.ana.edits(said, HURT)
    await says_yes(couple)
    await is_hers_alone(couple, HURT)


async def test_a_thank_you_beside_another_is_asked_about_like_any(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.says("You stayed when I wanted to kill myself")
    await couple.ana.says("/thanks")
    await couple.ana.says("The soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await reads(couple)
    choice = next(shown for shown in couple.ana.door.messages if "Delete it" in shown.buttons)
    assert "Save it as a thank-you, and Ben gets it when you say so. Or delete it?" in choice.text
    assert choice.rows == [["Save it", "Delete it"]]
    await couple.ana.taps("Save it", on=choice)
    assert couple.ana.door.last().text == "Saved. Give it to Ben now, or on Sunday?"
    assert all("kill myself" not in shown.text for shown in couple.group.messages)
    await couple.ana.taps("Give it now", on=couple.ana.door.last())
    assert "kill myself" in couple.group.last().text


async def test_which_of_two_they_were_for_is_asked_though_one_was_answered_meanwhile(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    asks = couple.ana.door.last()
    await couple.ana.says("/thanks")
    await couple.ana.says("He choked me, and I say thank you")
    await couple.ana.says("Our slow breakfast", reply_to=asks)
    await reads(couple)
    choice = next(shown for shown in couple.ana.door.messages if "Delete it" in shown.buttons)
    assert "Save it, and I ask what it's for. Or delete it?" in choice.text
    await couple.ana.taps("Save it", on=choice)
    assert len(couple.ana.door.last().buttons) == 4
    answer = couple.ana.door.last().buttons[1]
    await couple.ana.taps(answer, on=couple.ana.door.last())
    said = await whole(couple)
    assert "choked" in said
    assert "Our slow breakfast" in said


@pytest.mark.parametrize(
    ("says", "then"),
    [
        ("First", "Seal it with your answer, and Ben reads it all once you've both answered. Or delete it?"),
        ("", "Seal it, and Ben reads it once you've both answered. Or delete it?"),
    ],
)
async def test_of_an_answer_it_is_said_that_saving_seals_it(couple: Couple, says: str, then: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    if says:
        await couple.ana.says(says)
    await couple.ana.says(HURT)
    await reads(couple)
    choice = next(shown for shown in couple.ana.door.messages if "Delete it" in shown.buttons)
    assert choice.text.split("\n\n")[-1] == then
    assert choice.rows == [["Seal it", "Delete it"]]
    assert all(len(label) <= 14 for label in choice.buttons)


async def test_after_a_change_it_is_said_that_it_takes_the_answers_place(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "First")
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says(HURT)
    await reads(couple)
    choice = next(shown for shown in couple.ana.door.messages if "Delete it" in shown.buttons)
    assert "Seal it in place of your answer, and Ben reads it once you've both answered." in choice.text
    await couple.ana.taps("Seal it", on=choice)
    said = await whole(couple)
    assert HURT in said
    assert "First" not in said


async def test_after_the_yes_a_minute_runs_as_for_any_answer(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "Mine")
    await writes(couple.ana, HURT)
    await couple.stage.moves(minutes=30)
    await says_yes(couple)
    await couple.stage.moves(seconds=50)
    assert reveals(couple) == []
    await couple.stage.moves(seconds=20)
    assert HURT in reveals(couple)[0].text


async def test_in_the_group_it_is_said_what_posting_means(couple: Couple) -> None:
    await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    await couple.ana.taps("Read", at=couple.ana.door)
    choice = couple.ana.door.last()
    assert choice.text.endswith("Post it, and a card in your group gives it to Ben. Or not?")
    assert choice.rows == [["Post it", "Don't post it"]]


async def test_words_of_need_are_no_setting_and_nothing_is_saved_of_them(couple: Couple) -> None:
    await couple.ana.says("/pause")
    await couple.ana.taps("Until…", at=couple.ana.door)
    await couple.ana.says("Until tomorrow, then I kill myself")
    assert couple.ana.door.last().text == TELLS
    assert await held(couple) == 0
    assert "kill myself" not in said_at_door(couple)


@pytest.mark.parametrize("choice", ["Seal it", "Delete it"])
async def test_nothing_differs_where_the_other_has_answered(tmp_path: Path, choice: str) -> None:
    def lives_with(*, sealed: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            card = await morning(couple)
            if sealed:
                await seals(couple.ana, "Mine", card)
            await couple.ben.taps("Answer privately", on=card)
            for words in (HURT, "And more", "I am scared of her"):
                await couple.ben.says(words)
            for _ in range(2):
                waiting = [shown for shown in couple.ben.door.messages if shown.text == ASKS]
                await couple.ben.taps("Read", on=waiting[-1])
                asks = next(shown for shown in couple.ben.door.messages if "Delete it" in shown.buttons)
                await couple.ben.taps(choice, on=asks)
            await couple.ben.taps("Change", at=couple.ben.door)

        return lives

    there = await seen_by_ben(tmp_path / "there", lives_with(sealed=True))
    assert there == await seen_by_ben(tmp_path / "not", lives_with(sealed=False))


@pytest.mark.parametrize("all_of_it", [True, False])
async def test_what_is_ones_own_alone_is_erased_like_all_else(couple: Couple, *, all_of_it: bool) -> None:
    card = await morning(couple)
    await writes(couple.ana, HURT)
    await couple.ana.replies("Aloud", to=card)
    await says_yes(couple)
    await couple.ana.says("/delete")
    if all_of_it:
        await couple.ana.taps("Erase my words")
    else:
        for label in ("One by one", "Mine alone", "Erase 1"):
            await couple.ana.taps(label, at=couple.ana.door)
        assert HURT in couple.ana.door.last().text
        await couple.ana.taps("Erase it", at=couple.ana.door)
    assert (await rows(couple.stage))["asides"] == []


async def test_an_edit_of_held_words_to_other_words_of_need_is_what_is_held(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("First")
    said = await couple.ana.sends_photo(caption=HURT, reply_to=couple.ana.door.last())
    await couple.stage.moves(minutes=40)
    await couple.ana.edits(said, f"{HURT}, and I am scared of him")
    assert await held(couple) == 1
    assert sum(shown.text == ASKS for shown in couple.ana.door.messages) == 1
    await says_yes(couple)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert any("scared of him" in shown.text for shown in couple.group.messages)


async def test_their_hour_goes_on_after_an_edit(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.sends_photo(caption=HURT, reply_to=couple.ana.door.last())
    await couple.stage.moves(minutes=40)
    await couple.ana.edits(said, f"{HURT}, and I am scared of him")
    await couple.stage.moves(minutes=22)
    assert await held(couple) == 0
    assert said_at_door(couple).count("slapped") == 0
    assert ASKS not in said_at_door(couple)
