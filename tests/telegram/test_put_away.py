"""Words held until their writer says what they are for do not stand in the chat meanwhile."""

import pytest

from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_done, morning, reveals, seals
from tests.features.question.test_words_alone import sends
from tests.people import Person, there

WORDS = "I would rather live by the sea"
TAKEN = "I take your words from this chat and hold them until you say."
DELETED = "I never learned what this was for, so it's deleted."
NOT_SAVED = "I never learned what this was for, so I've saved nothing of it."


def said(person: Person) -> str:
    """Return everything that stands at a door."""
    return "\n".join(shown.text for shown in person.door.messages)


async def two_wait(couple: Couple) -> None:
    """Ana is asked for an answer and for a thank-you."""
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("/thanks")
    await couple.stage.moves(minutes=11)


async def is_asked(couple: Couple) -> Shown:
    """Ana writes what may be either, and is asked."""
    await two_wait(couple)
    await couple.ana.says(WORDS)
    return couple.ana.door.last()


async def leaves_words(person: Person) -> None:
    """Have somebody's words stay in their chat."""
    await person.says("/settings")
    for label in ("Just mine", "Leave my words in our chat"):
        await person.taps(label, at=person.door)


async def test_they_go_at_once_and_wait_for_their_writer_through_a_restart(couple: Couple) -> None:
    asked = await is_asked(couple)
    assert asked.text.endswith(TAKEN)
    assert WORDS not in said(couple.ana)
    await couple.stage.restart()
    await couple.ana.taps(asked.buttons[1], on=asked)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[-1].spoilers == [WORDS, "Mine"]


async def test_their_writer_reads_them_in_a_box_that_leaves_nothing(couple: Couple) -> None:
    asked = await is_asked(couple)
    toast = await couple.ana.taps("Read mine", on=asked)
    assert (toast.text, toast.alert) == (WORDS, True)
    assert WORDS not in said(couple.ana)
    data = next(
        it["callback_data"] for row in asked.message.buttons for it in row if it["text"] == "Read mine"
    )
    await couple.ben.says("/today")
    await couple.ben.forges(data, on=couple.ben.door.last())
    assert WORDS not in couple.ben.toasts[-1].text


async def test_a_box_holds_the_beginning_of_more_than_it_takes(couple: Couple) -> None:
    await two_wait(couple)
    await couple.ana.says("The sea " * 60)
    toast = await couple.ana.taps("Read mine", at=couple.ana.door)
    assert toast.text.endswith("…")
    assert len(toast.text) <= 200


async def test_that_they_are_deleted_is_so_when_it_is_said(couple: Couple) -> None:
    await is_asked(couple)
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves_to_time(9)
    assert DELETED in said(couple.ana)
    assert WORDS not in said(couple.ana)


async def test_of_a_voice_note_it_is_not_claimed(couple: Couple) -> None:
    await two_wait(couple)
    note = await couple.ana.sends_voice(10)
    assert TAKEN not in said(couple.ana)
    assert "Read mine" not in couple.ana.door.last().buttons
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves_to_time(9)
    assert note in couple.ana.door.messages
    assert DELETED not in said(couple.ana)
    assert NOT_SAVED in said(couple.ana)


async def test_nor_of_words_that_are_left_in_the_chat(couple: Couple) -> None:
    await leaves_words(couple.ana)
    asked = await is_asked(couple)
    assert TAKEN not in asked.text
    assert WORDS in said(couple.ana)
    await couple.ana.taps("None of these", on=asked)
    assert asked.text == "Then I've saved nothing of it."
    assert WORDS in said(couple.ana)


async def test_nor_of_words_that_telegram_deletes_no_more(couple: Couple) -> None:
    couple.stage.telegram.refuses("deleteMessage", "Bad Request: message can't be deleted", chat=couple.ana)
    await is_asked(couple)
    couple.stage.telegram.takes_again()
    assert WORDS in said(couple.ana)
    await couple.ana.says("/today")
    await couple.ana.taps("Ask me again", at=couple.ana.door)
    asked = couple.ana.door.last()
    assert there(asked.reply_to).text == WORDS
    await couple.ana.taps("None of these", on=asked)
    assert asked.text == "Then I've saved nothing of it."


async def test_a_video_whose_words_alone_can_be_saved_stays(couple: Couple) -> None:
    await two_wait(couple)
    await sends(couple, "video", "by the lake")
    asked = couple.ana.door.last()
    assert asked.text.endswith("I can save its words alone.")
    await couple.stage.moves(minutes=5)
    assert "by the lake" in said(couple.ana)


async def test_the_rest_of_a_long_text_goes_with_its_beginning(couple: Couple) -> None:
    await two_wait(couple)
    await couple.ana.says("dunes and " * 409 + "dunes.")
    await couple.ana.says("and sand")
    assert "sand" not in said(couple.ana)
    assert "dunes" not in said(couple.ana)


@pytest.mark.parametrize("by_clock", [True, False])
async def test_words_about_which_nobody_was_asked_stand_until_they_are(
    couple: Couple, by_clock: bool
) -> None:
    await two_wait(couple)
    fault = faults.flood(20) if by_clock else faults.server_error(500)
    couple.stage.telegram.fail_next("sendMessage", fault, times=1)
    await couple.ana.says(WORDS)
    assert WORDS in said(couple.ana)
    if by_clock:
        await couple.stage.moves(minutes=1)
        await couple.stage.moves(minutes=1)
    else:
        await couple.ana.says("/today")
    assert TAKEN in said(couple.ana)
    assert WORDS not in said(couple.ana)
