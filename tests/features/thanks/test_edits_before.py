"""A giver edits a thank-you of which nothing went out yet, though it was given: it is followed, or told."""

from collections.abc import Awaitable, Callable

import pytest

from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.thanks.looking import cards, logged
from tests.people import Person

Begin = Callable[[Couple, Person], Awaitable[None]]

NO_MORE = "That's no thank-you any more, so no card comes of it."
LEFT = "I can't take that, so the rest is what I have: text, voice notes, photos."
NOTHING = "That's without words now, so nothing is left in this one. Change it again, or delete it."


async def refuses(couple: Couple, _cleo: Person) -> None:
    """The group refuses whatever is sent there."""
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)


async def comes_in(couple: Couple, cleo: Person) -> None:
    """A third person is there."""
    await couple.group.adds(cleo, by=couple.ana)


async def goes_out(couple: Couple, _cleo: Person) -> None:
    """The receiver is out of the group."""
    await couple.ben.leaves(couple.group)


async def is_over(couple: Couple, cleo: Person) -> None:
    """The group takes messages again, and the two are alone there."""
    couple.stage.telegram.takes_again()
    members = couple.group.now.members
    if cleo.id in members and members[cleo.id].present:
        await couple.group.removes(cleo, by=couple.ana)
    if not members[couple.ben.id].present:
        await couple.group.adds(couple.ben, by=couple.ana)
    for _hour in range(2):
        await couple.stage.moves(hours=1)


WAITS = pytest.mark.parametrize("begins", [refuses, comes_in, goes_out])


async def given_photo(couple: Couple, caption: str | None) -> Shown:
    """Ana gives a photo from her door."""
    await couple.ana.says("/thanks")
    said = await couple.ana.sends_photo(caption=caption)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    return said


def heard(couple: Couple, since: int) -> list[str]:
    """Return what the bot said at Ana's door since there were that many messages."""
    door = couple.ana.door.messages[since:]
    return [shown.text for shown in door if shown.sender is not couple.ana.user]


@WAITS
async def test_the_photo_that_took_its_place_is_given(couple: Couple, cleo: Person, begins: Begin) -> None:
    await begins(couple, cleo)
    said = await given_photo(couple, "for this view")
    there = len(couple.ana.door.messages)
    await couple.ana.replaces_media(said, "photo", "for that view")
    assert heard(couple, there) == []
    await is_over(couple, cleo)
    (card,) = cards(couple)
    assert card.message.content["photo"][-1]["file_id"] == said.message.content["photo"][-1]["file_id"]
    assert "Ana thanks you: for that view" in card.text


@WAITS
async def test_a_caption_taken_away_is_not_given(couple: Couple, cleo: Person, begins: Begin) -> None:
    await begins(couple, cleo)
    said = await given_photo(couple, "for too many words")
    await couple.ana.edits(said, "")
    await is_over(couple, cleo)
    (card,) = cards(couple)
    assert (card.media, "too many" in card.text) == ("photo", False)


@WAITS
async def test_of_a_file_in_its_place_the_words_are_given_and_its_giver_hears_so(
    couple: Couple, cleo: Person, begins: Begin
) -> None:
    await begins(couple, cleo)
    said = await given_photo(couple, "for this view")
    there = len(couple.ana.door.messages)
    await couple.ana.replaces_media(said, "document", "for this view")
    assert heard(couple, there) == [LEFT]
    await is_over(couple, cleo)
    (card,) = cards(couple)
    assert (card.media, "Ana thanks you: for this view" in card.text) == (None, True)


@WAITS
async def test_words_that_outgrow_their_card_stand_above_it(
    couple: Couple, cleo: Person, begins: Begin
) -> None:
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await couple.ana.edits(said, "/thanks " + "w" * 3900)
    await is_over(couple, cleo)
    (card,) = cards(couple)
    assert "Ana thanks you with the words just above." in card.text
    assert [shown.text for shown in couple.group.messages].count("w" * 3900) == 1


@WAITS
async def test_of_words_that_shrank_nothing_stands_above_their_card(
    couple: Couple, cleo: Person, begins: Begin
) -> None:
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks " + "w" * 3900)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await couple.ana.edits(said, "/thanks for the soup")
    await is_over(couple, cleo)
    assert "Ana thanks you: for the soup" in cards(couple)[0].text
    assert "w" * 3900 not in [shown.text for shown in couple.group.messages]


@WAITS
async def test_of_which_nothing_is_left_its_giver_is_asked_anew(
    couple: Couple, cleo: Person, begins: Begin
) -> None:
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await couple.ana.edits(said, "/today")
    asked = couple.ana.door.last()
    assert (asked.text, asked.buttons) == (
        NOTHING,
        ["Give it now", "Save it for Sunday", "Delete it"],
    )
    await is_over(couple, cleo)
    assert cards(couple) == []
    await couple.ana.edits(said, "/thanks for the bread")
    await couple.ana.taps("Give it now", on=asked)
    assert "Ana thanks you: for the bread" in cards(couple)[-1].text


@WAITS
async def test_once_it_went_out_it_stays(couple: Couple, cleo: Person, begins: Begin) -> None:
    await begins(couple, cleo)
    said = await given_photo(couple, "for this view")
    await is_over(couple, cleo)
    await couple.ana.replaces_media(said, "photo", "for that view")
    assert couple.ana.door.last().text == "What was given stays as it was."
    assert "for this view" in cards(couple)[0].text


@pytest.mark.parametrize("words", ["just talk, no thanks", "/today@kindling_bot"])
@WAITS
async def test_said_aloud_what_is_no_thank_you_any_more_is_none(
    couple: Couple, cleo: Person, begins: Begin, words: str
) -> None:
    """Of plain words the bot hears where Telegram shows it everything; of a command in any group."""
    if not words.startswith("/"):
        couple.stage.telegram.world.rules.off("privacy_mode")
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.edits(said, words)
    where = couple.ana.door if begins is refuses else couple.group
    assert where.last().text.endswith(NO_MORE)
    assert await logged(couple) == []
    await is_over(couple, cleo)
    assert cards(couple) == []


@WAITS
async def test_said_aloud_it_may_become_one_again(couple: Couple, cleo: Person, begins: Begin) -> None:
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.edits(said, "/today@kindling_bot")
    await couple.ana.edits(said, "/thanks@kindling_bot for the bread")
    await is_over(couple, cleo)
    assert [row.text for row in await logged(couple)] == ["for the bread"]
    assert len(cards(couple)) == 1


@WAITS
async def test_said_aloud_its_words_follow(couple: Couple, cleo: Person, begins: Begin) -> None:
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.edits(said, "/thanks@kindling_bot for the bread")
    await is_over(couple, cleo)
    assert [row.text for row in await logged(couple)] == ["for the bread"]
    assert len(cards(couple)) == 1


async def test_a_reply_to_the_question_needs_no_command(couple: Couple, cleo: Person) -> None:
    await couple.ana.says("/thanks@kindling_bot", at=couple.group)
    asked = couple.group.last()
    await couple.group.adds(cleo, by=couple.ana)
    said = await couple.ana.says("for the soup", at=couple.group, reply_to=asked)
    await couple.ana.edits(said, "for the bread")
    await is_over(couple, cleo)
    assert [row.text for row in await logged(couple)] == ["for the bread"]
    assert len(cards(couple)) == 1


@pytest.mark.parametrize(
    "words", ["/thanks@kindling_bot", "/today@kindling_bot for two", "/thanks@kindling_bot ,"]
)
@WAITS
async def test_said_aloud_a_bare_command_in_its_place_brings_no_card_without_words(
    couple: Couple, cleo: Person, begins: Begin, words: str
) -> None:
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.edits(said, words)
    where = couple.ana.door if begins is refuses else couple.group
    assert where.last().text.endswith(NO_MORE)
    await is_over(couple, cleo)
    assert (cards(couple), await logged(couple)) == ([], [])
    await couple.ana.edits(said, "/thanks@kindling_bot for the bread")
    assert len(cards(couple)) == 1
    assert [row.text for row in await logged(couple)] == ["for the bread"]


async def test_as_a_reply_to_the_other_one_without_words_is_a_thank_you_still(
    couple: Couple, cleo: Person
) -> None:
    view = await couple.ben.says("look what I made", at=couple.group)
    await couple.group.adds(cleo, by=couple.ana)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group, reply_to=view)
    await couple.ana.edits(said, "/thanks@kindling_bot")
    await is_over(couple, cleo)
    assert len(cards(couple)) == 1
    assert [row.text for row in await logged(couple)] == [""]


@pytest.mark.parametrize("words", ["/today", "/checkin", "/privacy", "/today for two"])
@pytest.mark.parametrize("medium", ["words", "photo"])
@WAITS
async def test_said_aloud_of_one_without_words_another_command_in_its_place_brings_no_card(
    couple: Couple, cleo: Person, begins: Begin, medium: str, words: str
) -> None:
    """A thank-you by reply, or a photo, has no words that such an edit would change."""
    view = await couple.ben.says("look what I made", at=couple.group)
    await begins(couple, cleo)
    if medium == "words":
        said = await couple.ana.says("/thanks@kindling_bot", at=couple.group, reply_to=view)
    else:
        said = await couple.ana.sends_photo(caption="/thanks@kindling_bot", at=couple.group)
    there = len(couple.group.messages), len(couple.ana.door.messages)
    for command in (words, "/help"):
        name, _, rest = command.partition(" ")
        await couple.ana.edits(said, f"{name}@kindling_bot {rest}".strip())
    news = couple.group.messages[there[0] :] + couple.ana.door.messages[there[1] :]
    assert [it.text for it in news if it.text.endswith(NO_MORE)] == [news[0].text]
    assert await logged(couple) == []
    await is_over(couple, cleo)
    assert cards(couple) == []
    await couple.ana.edits(said, "/thanks@kindling_bot for the bread")
    assert len(cards(couple)) == 1
    assert [row.text for row in await logged(couple)] == ["for the bread"]


@WAITS
async def test_of_one_without_words_that_stays_as_it_was_an_edit_takes_nothing(
    couple: Couple, cleo: Person, begins: Begin
) -> None:
    """Telegram tells of an edit that is none."""
    view = await couple.ben.says("look what I made", at=couple.group)
    await begins(couple, cleo)
    said = await couple.ana.says("/thanks@kindling_bot", at=couple.group, reply_to=view)
    await couple.ana.edit_noise(said)
    await is_over(couple, cleo)
    assert len(cards(couple)) == 1


@pytest.mark.parametrize("words", ["/thanks", "/today"])
async def test_of_one_whose_card_may_be_out_already_the_words_stay_and_its_giver_hears_so(
    couple: Couple, cleo: Person, words: str
) -> None:
    telegram, group = couple.stage.telegram, couple.group
    telegram.fail_next(
        "sendMessage", faults.timeout_before(), when=lambda asked: asked.get("chat_id") == group.id
    )
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=group)
    await comes_in(couple, cleo)
    await couple.stage.moves(minutes=30)
    await couple.ana.edits(said, f"{words}@kindling_bot")
    assert couple.ana.door.last().text == "What you gave in your group stays as it was."
    await is_over(couple, cleo)
    assert len(cards(couple)) == 1
    assert [row.text for row in await logged(couple)] == ["for the soup"]
