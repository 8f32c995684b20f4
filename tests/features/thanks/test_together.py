"""What was sent together is one thank-you: an album, a long text that an app cut."""

from sqlalchemy import update

from bot.db.tables import thanks
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals
from tests.features.thanks.looking import cards, logged
from tests.people import Person


def at_the_door_of(person: Person, words: str) -> int:
    """Return how often the bot said this at a door."""
    return sum(words in shown.text for shown in person.door.messages)


async def test_an_album_at_the_door_is_one_thank_you_with_one_question(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.sends_album(3, caption="for these days")
    assert at_the_door_of(couple.ana, "Saved. Give it to") == 1
    assert at_the_door_of(couple.ana, "I wasn't expecting") == 0
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for these days", ["photo"] * 3)
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    above = couple.group.messages[-4:-1]
    assert [shown.media for shown in above] == ["photo"] * 3
    assert above[0].text == "for these days"
    assert all(shown.silent for shown in above)
    assert "Ana thanks you with what's just above." in card.text
    assert len(card.buttons) == 3


async def test_what_of_an_album_cannot_be_taken_is_told_once(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.sends_album(["photo", "video", "photo", "video"])
    assert at_the_door_of(couple.ana, "I can take text, a voice note or a photo.") == 1
    (row,) = await logged(couple)
    assert row.media == ["photo", "photo"]


async def test_a_paste_at_the_door_is_one_thank_you_whole_and_in_order(couple: Couple) -> None:
    words = " ".join(f"word{number}" for number in range(1200))
    await couple.ana.says(f"/thanks {words}")
    assert at_the_door_of(couple.ana, "Saved. Give it to") == 1
    (row,) = await logged(couple)
    assert row.text.replace("\n", "").replace(" ", "") == words.replace(" ", "")
    await couple.ana.taps("Give it now")
    above = [shown.text for shown in couple.group.messages[-4:-1]]
    assert "".join(above).replace(" ", "") == words.replace(" ", "")
    assert "the words just above" in cards(couple)[0].text


async def test_a_message_that_comes_later_is_not_its_rest(couple: Couple) -> None:
    await couple.ana.says("/thanks " + "w" * 3000)
    await couple.stage.moves(seconds=20)
    await couple.ana.says("and good night")
    assert "I wasn't expecting that" in couple.ana.door.last().text
    (row,) = await logged(couple)
    assert "night" not in row.text


async def test_a_short_one_takes_nothing_along(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.says("and good night")
    assert "I wasn't expecting that" in couple.ana.door.last().text
    assert [row.text for row in await logged(couple)] == ["for the soup"]


async def test_more_than_one_can_hold_is_told(couple: Couple) -> None:
    await couple.ana.says("/thanks " + "w" * 20_000)
    assert at_the_door_of(couple.ana, "That's more than one thank-you can hold.") >= 1
    (row,) = await logged(couple)
    assert len(row.text) <= 16_384


async def test_each_piece_can_be_edited(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    first, second = await couple.ana.sends_album(2, caption=["for this", "and this"])
    await couple.ana.edits(second, "and that")
    await couple.ana.replaces_media(first, "video")
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for this\nand that", ["photo"])


async def test_an_album_in_reply_to_the_question_in_the_group_is_one_thank_you(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    await couple.ana.sends_album(2, at=couple.group, caption="for both", reply_to=asked)
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for both", ["photo", "photo"])
    (card,) = cards(couple)
    assert "what I saw of it" not in card.text


async def test_of_a_paste_in_the_group_the_card_promises_only_what_the_bot_saw(couple: Couple) -> None:
    """In privacy mode the second piece, no command and no reply, never reaches the bot."""
    await couple.ana.says("/thanks@kindling_bot " + "w" * 5000, at=couple.group)
    (row,) = await logged(couple)
    assert len(row.text) < 4096
    (card,) = cards(couple)
    assert "what I saw of it is with your thank-yous" in card.text
    await couple.ben.taps("That landed", on=card)
    assert card.text.endswith("Ben: that landed.")


async def test_a_paste_in_a_group_of_which_the_bot_sees_all_is_whole(couple: Couple) -> None:
    couple.stage.telegram.world.rules.off("privacy_mode")
    couple.stage.kindling.services.sees_everything = True
    await couple.ana.says("/thanks@kindling_bot " + "w" * 5000, at=couple.group)
    (row,) = await logged(couple)
    assert row.text.replace("\n", "") == "w" * 5000
    await couple.ana.says("and good night", at=couple.group)
    assert ["night" in row.text for row in await logged(couple)] == [False]


async def test_what_was_kept_before_there_were_pieces_is_given_and_followed_as_ever(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(update(thanks).values(text="for the tea", pieces=None))
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert "Ana thanks you: for the tea" in card.text
    await couple.ana.edits(said, "/thanks for the stew")
    assert "Ana thanks you: for the stew" in card.text


async def test_a_caption_below_a_later_picture_makes_its_whole_album_a_thank_you(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_album(["photo", "photo", "photo"], caption=[None, "/thanks for these days", None])
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for these days", ["photo"] * 3)
    assert "nothing is sealed" in couple.ana.screen(couple.ana.door)
    assert at_the_door_of(couple.ana, "Sealed.") == 0
    await seals(couple.ben, "the walk")
    await couple.minute_passes()
    assert reveals(couple) == [], "nothing of it is an answer"
    await couple.ana.says("the hill")
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert "the hill" in reveal.text, "the question waited on, as before the album"


async def test_what_was_sealed_before_such_an_album_stays_sealed(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("the hill")
    await couple.ana.sends_photo(caption="it")
    await couple.ana.sends_album(["photo", "video", "photo"], caption=[None, None, "/thanks for these days"])
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for these days", ["photo"] * 2)
    assert at_the_door_of(couple.ana, "Sealed.") == 1
    await seals(couple.ben, "the walk")
    await couple.minute_passes()
    assert len(reveals(couple)) == 1
    assert "the hill\nit" in couple.group.last().text
    assert [it.media for it in couple.group.messages].count("photo") == 1


async def test_what_opened_already_stays_opened(couple: Couple) -> None:
    """A caption mended long after is a thank-you of its picture alone."""
    await morning(couple)
    await couple.ana.taps("Answer privately")
    _, second = await couple.ana.sends_album(2, caption=["the lake", "/thnaks for it"])
    await seals(couple.ben, "the walk")
    await couple.minute_passes()
    assert len(reveals(couple)) == 1
    await couple.ana.edits(second, "/thanks for it")
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for it", ["photo"])
    assert len(reveals(couple)) == 1


async def test_a_command_below_a_later_picture_of_a_thank_you_goes_on_with_it(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.sends_album(2, caption=[None, "/thanks for these days"])
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for these days", ["photo"] * 2)
