"""Thank-yous in the group, as the two see them."""

from bot.features.thanks.actions import Receive
from bot.loopback.faults import server_error
from bot.loopback.shown import Shown
from schedules.ladder import JOINT_AT
from tests.conftest import Couple
from tests.features.thanks.looking import cards, logged
from tests.people import Person

REPLIES = ["That landed", "Tell me more", "Didn't know you saw"]


async def thanked(couple: Couple, words: str = "for the soup") -> tuple[Shown, Shown]:
    """Ana thanks Ben in the group; return her message and the card."""
    said = await couple.ana.says(f"/thanks@kindling_bot {words}".rstrip(), at=couple.group)
    return said, cards(couple)[-1]


async def test_a_thanks_with_words_brings_one_card_that_mentions_the_receiver(couple: Couple) -> None:
    _, card = await thanked(couple)
    assert card.text.startswith("Ben, this one is for you. 💛")
    assert f'<a href="tg://user?id={couple.ben.id}">Ben</a>' in card.html
    assert card.rows == [[label] for label in REPLIES]
    assert card.reply_to is None
    assert "soup" not in card.text
    assert [row.text for row in await logged(couple)] == ["for the soup"]


async def test_a_reply_to_the_partner_keeps_no_word_of_theirs(couple: Couple) -> None:
    theirs = await couple.ben.says("I fixed your bike, the blue one", at=couple.group)
    await couple.ana.says("/thanks@kindling_bot", at=couple.group, reply_to=theirs)
    assert len(cards(couple)) == 1
    (row,) = await logged(couple)
    assert (row.text, row.receiver_id) == ("", couple.ben.id)
    assert "bike" not in str(await logged(couple))


async def test_a_reply_with_words_keeps_the_givers_words(couple: Couple) -> None:
    theirs = await couple.ben.says("I fixed your bike", at=couple.group)
    await couple.ana.says("/thanks@kindling_bot for your patience", at=couple.group, reply_to=theirs)
    assert [row.text for row in await logged(couple)] == ["for your patience"]


async def test_a_reply_to_oneself_or_to_the_bot_counts_as_bare(couple: Couple) -> None:
    own = await couple.ana.says("done at last", at=couple.group)
    ours = couple.group.messages[0]
    for message in (own, ours):
        await couple.ana.says("/thanks@kindling_bot", at=couple.group, reply_to=message)
        assert couple.group.last().placeholder is not None
    assert cards(couple) == []


async def test_bare_thanks_asks_its_giver_and_takes_the_reply(couple: Couple) -> None:
    command = await couple.ana.says("/thanks@kindling_bot  ", at=couple.group)
    asked = couple.group.last()
    assert "What would you like to thank Ben for?" in asked.text
    assert asked.placeholder
    assert asked.reply_to == command
    await couple.ben.replies("that is not for me to say", to=asked)
    assert cards(couple) == []
    await couple.ana.replies("for <b>waiting</b> & smiling", to=asked)
    assert len(cards(couple)) == 1
    assert [row.text for row in await logged(couple)] == ["for <b>waiting</b> & smiling"]
    await couple.ana.replies("and again", to=asked)
    assert len(cards(couple)) == 1


async def test_what_cannot_be_a_thanks_gets_one_kind_line_and_another_try(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    await couple.ana.sends_sticker(at=couple.group, reply_to=asked)
    assert couple.group.last().text == "I can take text, a voice note or a photo."
    await couple.ana.sends_voice(at=couple.group, reply_to=asked)
    assert len(cards(couple)) == 1
    (row,) = await logged(couple)
    assert row.media == ["voice"]


async def test_the_receivers_tap_is_kept_and_shown_with_a_heart(couple: Couple) -> None:
    said, card = await thanked(couple)
    assert said.reactions == []
    toast = await couple.ben.taps("That landed", on=card)
    assert not toast.alert
    assert card.text.endswith("Ben: that landed.")
    assert card.buttons == []
    assert said.reactions == ["❤"]
    (row,) = await logged(couple)
    assert row.received == "landed"


async def test_each_reply_says_what_was_tapped(couple: Couple) -> None:
    endings = ["Ben: that landed.", "Ben: tell me more.", "Ben: I didn't know you saw."]
    for label, ending in zip(REPLIES, endings, strict=True):
        _, card = await thanked(couple)
        await couple.ben.taps(label, on=card)
        assert card.text.endswith(ending)


async def test_a_second_tap_changes_nothing_more(couple: Couple) -> None:
    _, card = await thanked(couple)
    await couple.ben.taps("That landed", on=card)
    shown, (row,) = card.text, await logged(couple)
    await couple.ben.forges(f"{Receive.name}:{row.space_id}:{row.id}:more", on=card)
    assert card.text == shown
    assert (await logged(couple))[0].received == "landed"


async def test_the_giver_is_told_kindly_whose_buttons_these_are(couple: Couple) -> None:
    said, card = await thanked(couple)
    toast = await couple.ana.taps("That landed", on=card)
    assert toast.text == "These are for Ben."
    assert card.buttons == REPLIES
    assert said.reactions == []


async def test_a_stranger_cannot_answer_a_thanks(couple: Couple, cleo: Person) -> None:
    _, card = await thanked(couple)
    (row,) = await logged(couple)
    toast = await cleo.forges(f"{Receive.name}:{row.space_id}:{row.id}:landed", on=card)
    assert toast.alert
    assert (await logged(couple))[0].received is None


async def test_forged_replies_do_nothing_to_any_card(couple: Couple) -> None:
    _, card = await thanked(couple)
    (row,) = await logged(couple)
    for data in (
        f"{Receive.name}:{row.space_id}:{row.id}:hated",
        f"{Receive.name}:{row.space_id}:999:landed",
    ):
        toast = await couple.ben.forges(data, on=card)
        assert "has expired" in toast.text
    assert card.buttons == REPLIES
    assert (await couple.space())[JOINT_AT] is None
    assert (await logged(couple))[0].received is None


async def test_the_keyboard_ends_with_the_next_days_card_whatever_happened(couple: Couple) -> None:
    """Leak row 14: untouched buttons say nothing, for the same instant ends them for everybody."""
    _, card = await thanked(couple)
    await couple.stage.moves_to_time(8, 59)
    _, newer = await thanked(couple, "for the tea")
    assert card.buttons == REPLIES
    data = [button["callback_data"] for row in card.message.buttons for button in row]
    await couple.stage.moves_to_time(8, 59)
    assert (card.buttons, newer.buttons) == (REPLIES, REPLIES)
    await couple.stage.moves_to_time(9, 1)
    assert (card.buttons, newer.buttons) == ([], [])
    for one in data:
        toast = await couple.ben.forges(one, on=card)
        assert toast.text == "That day is over. /today shows what's on."
    assert {row.received for row in await logged(couple)} == {None}


async def test_the_next_thanks_takes_the_keyboard_off_yesterdays(couple: Couple) -> None:
    _, card = await thanked(couple)
    await couple.stage.moves(days=2)
    await thanked(couple, "for the tea")
    assert card.buttons == []


async def test_an_answered_thanks_is_something_both_did(couple: Couple) -> None:
    _, card = await thanked(couple)
    assert (await couple.space())[JOINT_AT] is None
    await couple.ben.taps("That landed", on=card)
    assert (await couple.space())[JOINT_AT] == couple.stage.clock.now()


async def test_an_edit_of_the_message_updates_the_log_and_no_card(couple: Couple) -> None:
    said, card = await thanked(couple)
    shown = card.text
    await couple.ana.edits(said, "/thanks@kindling_bot for the soup and the song")
    assert [row.text for row in await logged(couple)] == ["for the soup and the song"]
    assert card.text == shown
    assert len(cards(couple)) == 1


async def test_only_the_givers_own_edit_counts(couple: Couple) -> None:
    await thanked(couple)
    other = await couple.ben.says("hello", at=couple.group)
    await couple.ben.edits(other, "/thanks@kindling_bot for the bread")
    assert [(row.giver_id, row.text) for row in await logged(couple)] == [
        (couple.ana.id, "for the soup"),
        (couple.ben.id, "for the bread"),
    ]


async def test_words_are_encrypted_where_they_lie(couple: Couple) -> None:
    await thanked(couple, "for the saffron soup")
    assert b"saffron" not in couple.stage.path.read_bytes()


async def test_a_restart_between_question_and_reply_changes_nothing(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    await couple.stage.restart()
    await couple.ana.replies("for staying", to=asked)
    card = cards(couple)[-1]
    await couple.stage.restart()
    await couple.ben.taps("That landed", on=card)
    assert card.text.endswith("Ben: that landed.")


async def test_a_thanks_survives_a_telegram_that_was_away(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", server_error())
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.stage.moves(minutes=11)
    assert len(cards(couple)) == 1


async def test_no_message_counts_thank_yous(couple: Couple) -> None:
    for words in ("for tea", "for cake", "for company"):
        await thanked(couple, words)
    assert len({card.text for card in cards(couple)}) == 1


async def test_a_second_reply_is_not_said_to_be_kept(couple: Couple) -> None:
    _, card = await thanked(couple)
    again = next(button["callback_data"] for button in card.message.buttons[2])
    await couple.ben.taps("That landed", on=card)
    toast = await couple.ben.forges(again, on=card)
    assert toast.text == "Yours is there already."
    assert (await logged(couple))[0].received == "landed"
