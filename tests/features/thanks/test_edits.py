"""A giver edits what they said: it is followed, or they are told what stays, and never silence."""

from typing import Any

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.thanks.looking import cards, logged
from tests.people import Person

STAYS = "What was given stays as it was."


async def kept_photo(couple: Couple, caption: str | None = None) -> Shown:
    """Ana writes a thank-you at her door: a photo."""
    await couple.ana.says("/thanks")
    return await couple.ana.sends_photo(caption=caption)


async def given(couple: Couple, words: str = "for the soup") -> tuple[Shown, Shown]:
    """Ana gives one from her door; return her message and the card."""
    said = await couple.ana.says(f"/thanks {words}")
    await couple.ana.taps("Give it now")
    return said, cards(couple)[-1]


def said_to(person: Person, since: int) -> list[str]:
    """Return what the bot said at a door since there were that many messages."""
    return [shown.text for shown in person.door.messages[since:] if shown.sender is not person.user]


async def test_a_kept_photo_is_given_as_the_one_that_took_its_place(couple: Couple) -> None:
    said = await kept_photo(couple)
    await couple.ana.replaces_media(said, "photo")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert card.message.content["photo"][-1]["file_id"] == said.message.content["photo"][-1]["file_id"]


async def test_words_that_became_a_photo_are_given_as_the_photo(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.replaces_media(said, "photo", "the soup itself")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert (card.media, "Ana thanks you: the soup itself" in card.text) == ("photo", True)


async def test_a_caption_taken_away_is_gone_from_what_is_given(couple: Couple) -> None:
    said = await kept_photo(couple, "for too many words")
    await couple.ana.edits(said, "")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert (card.media, "too many" in card.text) == ("photo", False)


@pytest.mark.parametrize("clip", ["video", "document", "audio", "animation"])
async def test_a_photo_that_became_a_clip_is_not_given_and_its_giver_hears_so(
    couple: Couple, clip: str
) -> None:
    said = await kept_photo(couple, "for this view")
    await couple.ana.replaces_media(said, clip)
    assert (
        couple.ana.door.last().text
        == "I can't take that, so the rest is what I have: text, voice notes, photos."
    )
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert (card.media, "Ana thanks you: for this view" in card.text) == (None, True)


async def test_of_which_nothing_is_left_is_not_given_and_can_be_mended(couple: Couple) -> None:
    said = await kept_photo(couple)
    choice = couple.ana.door.last()
    await couple.ana.replaces_media(said, "video")
    assert couple.ana.door.last().text == (
        "I can't take that, so nothing is left in this one. Change it again, or delete it."
    )
    toast = await couple.ana.taps("Give it now", on=choice)
    assert toast.text == "Nothing is left in this one."
    assert cards(couple) == []
    await couple.ana.replaces_media(said, "photo", "here")
    await couple.ana.taps("Give it now", on=choice)
    assert "Ana thanks you: here" in cards(couple)[0].text


@pytest.mark.parametrize("words", ["/today", "/thanks", "/thanks ,"])
async def test_words_that_became_a_bare_command_leave_nothing_and_their_giver_hears_so(
    couple: Couple, words: str
) -> None:
    await couple.ana.says("/thanks")
    said = await couple.ana.says("for the soup")
    choice = couple.ana.door.last()
    await couple.ana.edits(said, words)
    assert couple.ana.door.last().text == (
        "That's without words now, so nothing is left in this one. Change it again, or delete it."
    )
    await couple.ana.taps("Give it now", on=choice)
    assert cards(couple) == []
    await couple.ana.edits(said, "for the bread")
    await couple.ana.taps("Give it now", on=choice)
    assert "Ana thanks you: for the bread" in cards(couple)[0].text


async def test_a_given_one_stays_when_its_words_become_a_bare_command(couple: Couple) -> None:
    said, card = await given(couple)
    await couple.ana.edits(said, "/today")
    assert couple.ana.door.last().text == STAYS
    assert "Ana thanks you: for the soup" in card.text


@pytest.mark.parametrize("where", ["kept", "given", "aloud"])
async def test_an_edit_that_changes_nothing_is_silent_and_edits_nothing(couple: Couple, where: str) -> None:
    """Telegram tells of an edit when it has made a link's preview."""
    place = couple.group if where == "aloud" else couple.ana.door
    said = await couple.ana.says("/thanks@kindling_bot for https://example.org/soup", at=place)
    if where == "given":
        await couple.ana.taps("Give it now")
    before = (len(couple.stage.telegram.calls), await logged(couple))
    await couple.ana.edit_noise(said)
    calls = [call for call in couple.stage.telegram.calls[before[0] :] if call.method != "getUpdates"]
    assert (calls, await logged(couple)) == ([], before[1])


async def test_a_given_one_follows_on_its_day_until_it_is_answered(couple: Couple) -> None:
    said, card = await given(couple)
    await couple.ana.edits(said, "/thanks for the stew")
    assert "Ana thanks you: for the stew" in card.text
    assert len(card.buttons) == 3
    await couple.ben.taps("That landed", on=card)
    shown, before = card.text, len(couple.ana.door.messages)
    await couple.ana.edits(said, "/thanks for the gratin")
    assert (card.text, card.buttons) == (shown, [])
    assert said_to(couple.ana, before) == [STAYS]
    await couple.ana.edits(said, "/thanks for the fish")
    assert said_to(couple.ana, before) == [STAYS]
    assert [row.text for row in await logged(couple)] == ["for the stew"]


async def test_after_its_day_no_edit_brings_a_keyboard_back(couple: Couple) -> None:
    said, card = await given(couple)
    await couple.stage.moves(days=1, hours=2)
    assert card.buttons == []
    shown, before = card.text, len(couple.ana.door.messages)
    await couple.ana.edits(said, "/thanks for the gratin")
    assert (card.text, card.buttons) == (shown, [])
    assert said_to(couple.ana, before) == [STAYS]


async def test_words_that_outgrow_their_card_are_not_posted_below_it(couple: Couple) -> None:
    said, card = await given(couple)
    shown, there = card.text, len(couple.group.messages)
    await couple.ana.edits(said, "/thanks " + "w" * 3900)
    assert (card.text, len(couple.group.messages)) == (shown, there)
    assert couple.ana.door.last().text == STAYS


async def test_words_above_the_card_follow(couple: Couple) -> None:
    said, card = await given(couple, "w" * 3900)
    await couple.ana.edits(said, "/thanks " + "v" * 3900)
    (above,) = [message for message in couple.group.messages if message.text in ("w" * 3900, "v" * 3900)]
    assert (above.text[0], "the words just above" in card.text) == ("v", True)


@pytest.mark.parametrize("kind", ["photo", "video"])
async def test_another_medium_under_a_card_that_stands_is_told(couple: Couple, kind: str) -> None:
    said = await kept_photo(couple, "for this view")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    before = card.message.content["photo"]
    await couple.ana.replaces_media(said, kind)
    assert couple.ana.door.last().text == STAYS
    assert card.message.content["photo"] == before


async def test_said_aloud_the_log_follows_whatever_it_becomes(couple: Couple) -> None:
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    card = cards(couple)[0]
    shown = card.text
    await couple.ben.taps("Tell me more", on=card)
    await couple.ana.replaces_media(said, "photo", "/thanks@kindling_bot for this soup")
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for this soup", ["photo"])
    await couple.ana.replaces_media(said, "video")
    (row,) = await logged(couple)
    assert (row.text, row.media) == ("for this soup", [])
    assert shown.splitlines()[0] in card.text


async def test_what_the_receiver_hid_changes_nothing_for_its_giver(couple: Couple) -> None:
    said, card = await given(couple)
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    await couple.ben.taps("Hide this one")
    await couple.ana.edits(said, "/thanks for the stew")
    assert "for the stew" in card.text
    row: Any = (await logged(couple))[0]
    assert row.hidden


async def test_a_kept_one_is_followed_before_the_eyes_of_nobody(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    seen = couple.ben.transcript()
    await couple.ana.edits(said, "/thanks for the stew")
    await couple.ana.replaces_media(said, "photo")
    await couple.ana.replaces_media(said, "video")
    assert couple.ben.transcript() == seen


BARE = [
    "/thanks@kindling_bot",
    "/today@kindling_bot",
    "/checkin@kindling_bot",
    "/today@kindling_bot at noon",
    "/thanks@kindling_bot .",
]


@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("words", BARE)
async def test_said_aloud_a_bare_command_in_its_place_empties_nothing_and_its_giver_hears_once(
    couple: Couple, words: str, later: bool
) -> None:
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    if later:
        await couple.stage.moves(hours=30)
    door, group = len(couple.ana.door.messages), len(couple.group.messages)
    await couple.ana.edits(said, words)
    await couple.ana.edits(said, "/privacy@kindling_bot")
    assert said_to(couple.ana, door) == ["What you gave in your group stays as it was."]
    assert len(couple.group.messages) == group
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    assert couple.ben.door.last().spoilers == ["Ana: for the soup"]
    await couple.ana.edits(said, "/thanks@kindling_bot for the bread")
    assert [row.text for row in await logged(couple)] == ["for the bread"]


@pytest.mark.parametrize("place", ["kept", "given"])
async def test_what_follows_another_command_is_never_the_words_of_a_thank_you(
    couple: Couple, place: str
) -> None:
    await couple.leaves_words()
    said = await couple.ana.says("/thanks for the soup")
    if place == "given":
        await couple.ana.taps("Give it now")
    await couple.ana.edits(said, "/today at noon")
    assert couple.ana.door.last().text == (
        STAYS
        if place == "given"
        else "That's without words now, so nothing is left in this one. Change it again, or delete it."
    )
    assert "at noon" not in couple.ben.transcript()


ALOUD_STAYS = "What you gave in your group stays as it was."


async def said_with_medium(couple: Couple, medium: str) -> Shown:
    """Ana gives a photo, a voice note or an album with a caption in the group; return what has it."""
    words, group = "/thanks@kindling_bot for the view", couple.group
    if medium == "photo":
        return await couple.ana.sends_photo(caption=words, at=group)
    if medium == "voice":
        return await couple.ana.sends_voice(at=group, caption=words)
    return (await couple.ana.sends_album(3, caption=words, at=group))[0]


async def in_the_list(couple: Couple) -> list[str]:
    """Return what Ben reads of the newest in his list."""
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    return couple.ben.door.last().spoilers


@pytest.mark.parametrize("words", [*BARE, ""])
@pytest.mark.parametrize("medium", ["photo", "voice", "album"])
async def test_said_aloud_a_caption_taken_away_stays_in_the_list_and_its_giver_hears_once(
    couple: Couple, medium: str, words: str
) -> None:
    """Of one taken away whole the bot hears where Telegram shows it everything."""
    if not words:
        couple.stage.telegram.world.rules.off("privacy_mode")
    said = await said_with_medium(couple, medium)
    door, group = len(couple.ana.door.messages), len(couple.group.messages)
    await couple.ana.edits(said, words)
    await couple.ana.edits(said, "/privacy@kindling_bot")
    assert said_to(couple.ana, door) == [ALOUD_STAYS]
    assert len(couple.group.messages) == group
    assert await in_the_list(couple) == ["Ana: for the view"]
    await couple.ana.edits(said, "/thanks@kindling_bot for the sea")
    assert await in_the_list(couple) == ["Ana: for the sea"]


@pytest.mark.parametrize("words", ["", "/today"])
async def test_a_caption_taken_from_a_reply_to_the_question_stays_in_the_list(
    couple: Couple, words: str
) -> None:
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    said = await couple.ana.sends_photo(caption="for the view", at=couple.group, reply_to=asked)
    await couple.ana.edits(said, words)
    assert couple.ana.door.last().text == ALOUD_STAYS
    assert await in_the_list(couple) == ["Ana: for the view"]


async def test_a_rich_message_without_its_words_empties_nothing_and_its_giver_hears_once(
    couple: Couple,
) -> None:
    couple.stage.telegram.world.rules.off("privacy_mode")
    said = await couple.ana.sends_rich("/thanks for the soup", at=couple.group)
    door = len(couple.ana.door.messages)
    await couple.ana.edits_rich(said, {"type": "divider"})
    await couple.ana.edits_rich(said, "/thanks")
    assert said_to(couple.ana, door) == [ALOUD_STAYS]
    assert await in_the_list(couple) == ["Ana: for the soup"]


async def test_one_by_reply_that_became_another_command_stays_and_its_giver_hears_once(
    couple: Couple,
) -> None:
    view = await couple.ben.says("look what I made", at=couple.group)
    said = await couple.ana.says("/thanks@kindling_bot", at=couple.group, reply_to=view)
    door = len(couple.ana.door.messages)
    await couple.ana.edits(said, "/today@kindling_bot")
    await couple.ana.edits(said, "/checkin@kindling_bot")
    assert said_to(couple.ana, door) == [ALOUD_STAYS]
    assert await in_the_list(couple) == ["Ana: for something you said"]


@pytest.mark.parametrize("words", ["", "/thanks", "/today", "/today at noon"])
@pytest.mark.parametrize("album", [False, True])
async def test_a_caption_taken_away_stays_below_what_was_given_and_its_giver_hears_once(
    couple: Couple, words: str, album: bool
) -> None:
    await couple.leaves_words()
    await couple.ana.says("/thanks")
    if album:
        said = (await couple.ana.sends_album(2, caption="for this view"))[0]
    else:
        said = await couple.ana.sends_photo(caption="for this view")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    there, door = [it.text for it in couple.group.messages], len(couple.ana.door.messages)
    await couple.ana.edits(said, words)
    await couple.ana.edits(said, "/privacy")
    assert said_to(couple.ana, door) == [STAYS]
    assert [it.text for it in couple.group.messages] == there
    assert await in_the_list(couple) == ["Ana: for this view"]
