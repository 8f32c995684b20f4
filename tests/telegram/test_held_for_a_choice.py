"""Words held until their writer says what they are for are asked about again, and their end is said."""

from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_done, morning, reveals, seals
from tests.promises.acts import on_disk, raw
from tests.telegram.test_what_fits import wants_end

LINE = "You wrote something here, and I don't know yet what it's for."
END = "I never learned what this was for, so it's deleted."


async def holds(couple: Couple) -> None:
    """Let Ana say what may be an answer or a pause's end, and walk away."""
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await wants_end(couple.ana)
    await couple.ana.says("tomorrow")


async def test_today_offers_to_ask_again(couple: Couple) -> None:
    await holds(couple)
    await couple.stage.moves(hours=20)
    await couple.stage.restart()
    await couple.ana.says("/today")
    assert LINE in couple.ana.door.last().text
    await couple.ana.taps("Ask me again", at=couple.ana.door)
    asked = couple.ana.door.last()
    assert asked.reply_to is None
    assert asked.buttons[-1] == "None of these"
    await couple.ana.taps(asked.buttons[1], on=asked)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[-1].spoilers == ["tomorrow", "Mine"]
    await couple.ana.says("/today")
    assert LINE not in couple.ana.door.last().text
    before = len(couple.ana.door.messages)
    await couple.stage.moves(hours=20)
    assert END not in "".join(it.text for it in couple.ana.door.messages[before:])


async def test_their_end_is_said_without_sound_and_nothing_of_them_stands(couple: Couple) -> None:
    await holds(couple)
    asked = couple.ana.door.last()
    await couple.stage.moves(hours=45)
    await couple.stage.moves(hours=CARD_LASTS - 45)
    assert not [it for it in couple.ana.door.messages if it.text.startswith(END)]
    assert asked not in couple.ana.door.messages
    await couple.stage.moves_to_time(9)
    told = couple.ana.door.last()
    assert told.text.startswith(END)
    assert told.silent
    assert told.reply_to is None
    await couple.ana.says("/today")
    assert LINE not in couple.ana.door.last().text
    await couple.stage.moves(hours=24)
    assert not [it for it in couple.ana.door.messages if it.text.startswith(END)]
    assert "tomorrow" not in [it.text for it in couple.ana.door.messages]


async def test_their_end_waits_for_a_door_that_takes_nothing(couple: Couple) -> None:
    await holds(couple)
    couple.stage.telegram.refuses("sendMessage", "Bad Request: CHAT_ODD_FORBIDDEN", chat=couple.ana)
    await couple.stage.moves(hours=CARD_LASTS + 6)
    couple.stage.telegram.takes_again()
    await couple.ana.says("/today")
    await couple.stage.moves(minutes=2)
    assert [it for it in couple.ana.door.messages if it.text.startswith(END)]


async def test_none_of_these_lets_them_go(couple: Couple) -> None:
    await holds(couple)
    asked = couple.ana.door.last()
    await couple.ana.taps("None of these", on=asked)
    assert (asked.text, asked.buttons) == ("Then it's deleted.", [])
    await couple.ana.says("/today")
    assert LINE not in couple.ana.door.last().text


async def test_they_lie_encrypted_for_eight_days_at_most_as_the_policy_says(couple: Couple) -> None:
    await couple.ana.says("/privacy")
    await couple.ana.taps("The whole policy", at=couple.ana.door)
    policy = "".join(shown.text for shown in couple.ana.door.messages[-2:])
    assert "wait encrypted until you say, eight days at most; then they are deleted" in policy
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await wants_end(couple.ana)
    await couple.ana.says("tomorrow at noon")
    (stored,) = await raw(couple.stage, "SELECT text FROM drafts")
    assert stored in on_disk(couple.stage)
    assert b"tomorrow at noon" not in on_disk(couple.stage)
    couple.stage.telegram.refuses("sendMessage", "Bad Request: CHAT_ODD_FORBIDDEN", chat=couple.ana)
    await couple.stage.moves(days=8)
    assert await raw(couple.stage, "SELECT text FROM drafts") == []
    assert stored not in on_disk(couple.stage)


async def test_what_was_chosen_and_is_over_asks_about_what_still_waits(couple: Couple) -> None:
    await holds(couple)
    asked = couple.ana.door.last()
    await couple.ana.says("/pause 3")
    await couple.ana.taps("How long to rest", on=asked)
    assert asked.text == "Is this what I was waiting for? I hold your words until you say."
    assert asked.buttons[-1] == "No"


async def test_none_of_these_on_an_older_question_says_nothing_of_words_that_were_taken(
    couple: Couple,
) -> None:
    await holds(couple)
    older = couple.ana.door.last()
    said = older.text
    await couple.ana.says("/today")
    await couple.ana.taps("Ask me again", at=couple.ana.door)
    newer = couple.ana.door.last()
    await couple.ana.taps(newer.buttons[0], on=newer)
    toast = await couple.ana.taps("None of these", on=older)
    assert toast.text == "That one is over already."
    assert (older.text, older.buttons) == (said, [])
    assert newer not in couple.ana.door.messages
