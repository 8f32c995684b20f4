"""Promise 10: no refusal in the group ends anything in silence; what never goes stale comes later."""

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import morning, reveals, seals
from tests.people import Place

TEXTS = [
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: something that nobody has seen yet"),
    (403, "Forbidden: something that nobody has seen yet"),
    (401, "Unauthorized"),
    (404, "Not Found"),
    (413, "Request Entity Too Large"),
    (418, "I'm a teapot"),
]
WISH = "asked me to pass this on"
JUST_BELOW = "It's just below."
LONG = "heron " * 500


def with_words(couple: Couple, words: str) -> list[Shown]:
    """Return the messages in the group that hold these words."""
    return [shown for shown in couple.group.messages if words in shown.text]


def wishes_told(couple: Couple) -> list[Shown]:
    """Return the messages in which the group was ever told a wish: one of a wish alone goes with its day."""
    return [shown for shown in couple.group.ever if WISH in shown.came]


def refuse(couple: Couple, refusal: tuple[int, str]) -> None:
    """Let the group take nothing from now on."""
    code, text = refusal
    couple.stage.telegram.refuses("send", text, chat=couple.group, code=code)


async def is_over(couple: Couple) -> None:
    """Let the group take messages again, and an hour pass: the longest wait."""
    couple.stage.telegram.takes_again()
    await couple.stage.moves(minutes=61)


@pytest.mark.parametrize("refusal", TEXTS, ids=[text for _code, text in TEXTS])
async def test_promise_10_a_reveal_and_its_parts_come_once_the_refusal_is_over(
    couple: Couple, refusal: tuple[int, str]
) -> None:
    card = await morning(couple)
    await seals(couple.ana, LONG, on=card)
    refuse(couple, refusal)
    await seals(couple.ben, "Mine", on=card)
    await couple.stage.moves(hours=30)
    assert reveals(couple) == []
    assert with_words(couple, JUST_BELOW) == []
    assert "It opened in your group." not in couple.ana.transcript()
    await is_over(couple)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Mine"]
    (part,) = with_words(couple, "Ana:\n")
    assert part.id > reveal.id
    (pointing,) = with_words(couple, "You both answered. It's further down.")  # a day's card stands between
    assert pointing.id == card.id
    await couple.stage.moves(hours=3)
    assert len(reveals(couple)) == 1


@pytest.mark.parametrize("refusal", TEXTS, ids=[text for _code, text in TEXTS])
async def test_promise_10_a_card_comes_late_and_a_wish_is_told_when_it_is_out(
    couple: Couple, refusal: tuple[int, str]
) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    refuse(couple, refusal)
    await couple.stage.moves_to_time(9)
    await couple.stage.moves(minutes=3)
    assert with_words(couple, WISH) == []
    await is_over(couple)
    assert len([shown for shown in couple.group.messages if "Not today" in shown.buttons]) == 1
    assert len(wishes_told(couple)) == 1
    await couple.stage.moves(days=2)
    assert len(wishes_told(couple)) == 1


async def test_promise_10_a_wish_outlives_the_card_that_was_to_carry_it(couple: Couple) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    refuse(couple, TEXTS[0])
    await couple.stage.moves_to_time(9)
    for _hour in range(26):
        await couple.stage.moves(hours=1)
    assert with_words(couple, WISH) == []
    await is_over(couple)
    (told,) = with_words(couple, WISH)
    assert told.text.startswith("This is from Tuesday")
    await couple.stage.moves(days=2)
    assert len(wishes_told(couple)) == 1


@pytest.mark.parametrize("refusal", TEXTS, ids=[text for _code, text in TEXTS])
async def test_promise_10_a_thank_you_comes_once_the_refusal_is_over(
    couple: Couple, refusal: tuple[int, str]
) -> None:
    refuse(couple, refusal)
    await couple.ana.says("/thanks for the soup", at=couple.group)
    await couple.stage.moves(hours=30)
    assert with_words(couple, "this one is for you") == []
    await is_over(couple)
    assert len(with_words(couple, "this one is for you")) == 1


NO_VOICE = "Bad Request: CHAT_SEND_VOICES_FORBIDDEN"
NO_PHOTO = "Bad Request: not enough rights to send photos to the chat"
NOTICE = "can't be posted here, so I bring it to your private chats."
TAKES_NONE = "this chat takes none from me just now. I'll keep trying for a week."


def media_at(place: Place, kind: str) -> list[Shown]:
    """Return the voice notes or photos of the bot's that stand in a place."""
    return [it for it in place.messages if it.media == kind and it.sender is not None and it.sender.is_bot]


@pytest.mark.parametrize(
    ("method", "text", "kind"), [("sendVoice", NO_VOICE, "voice"), ("sendPhoto", NO_PHOTO, "photo")]
)
async def test_promise_10_a_refused_medium_falls_back_to_words_once_the_reveal_is_out(
    couple: Couple, method: str, text: str, kind: str
) -> None:
    card = await morning(couple)
    couple.stage.telegram.refuses(method, text, chat=couple.group)
    await couple.ana.taps("Answer privately", on=card)
    await (couple.ana.sends_voice() if kind == "voice" else couple.ana.sends_photo(caption="the lake"))
    refuse(couple, TEXTS[0])
    await seals(couple.ben, "Mine", on=card)
    await couple.stage.moves(hours=2)
    assert media_at(couple.ben.door, kind) == []
    couple.stage.telegram.takes_again("send")
    await couple.stage.moves(minutes=61)
    (reveal,) = reveals(couple)
    (words,) = with_words(couple, NOTICE)
    assert words.text.startswith("Ana:\n")
    assert words.id > reveal.id
    assert len(media_at(couple.ben.door, kind)) == 1
    if kind == "photo":
        assert words.spoilers == ["the lake"]
    couple.stage.telegram.takes_again()
    await couple.stage.moves(days=1)
    assert media_at(couple.group, kind) == []
    assert len(media_at(couple.ben.door, kind)) == 1


async def test_promise_10_the_words_are_the_same_whether_the_others_door_is_shut(couple: Couple) -> None:
    card = await morning(couple)
    couple.stage.telegram.refuses("sendVoice", NO_VOICE, chat=couple.group)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.sends_voice()
    await seals(couple.ben, "Mine", on=card)
    await couple.stage.moves(minutes=2)
    (words,) = with_words(couple, NOTICE)
    said = words.text
    await couple.stage.moves_to_time(9)
    await couple.ana.taps("Answer privately", on=couple.group.last())
    await couple.ana.sends_voice()
    await seals(couple.ben, "Mine too", on=couple.group.last())
    await couple.ben.blocks_bot()
    await couple.stage.moves(minutes=2)
    assert with_words(couple, NOTICE)[-1].text == said


async def gives_a_photo(couple: Couple) -> None:
    """Give a photo from the door, as Ana."""
    await couple.ana.says("/thanks", at=couple.ana.door)
    await couple.ana.sends_photo(at=couple.ana.door, caption="for the lake")
    await couple.ana.taps("Give it now", at=couple.ana.door)


async def test_promise_10_a_thank_you_whose_photo_is_refused_is_given_in_words_and_brought_to_the_doors(
    couple: Couple,
) -> None:
    couple.stage.telegram.refuses("sendPhoto", NO_PHOTO, chat=couple.group)
    await gives_a_photo(couple)
    await couple.stage.moves(minutes=2)
    (card,) = with_words(couple, "this one is for you")
    assert NOTICE in card.text
    assert "for the lake" in card.text
    assert len(media_at(couple.ben.door, "photo")) == 1
    assert "isn't taking my messages" not in couple.ana.transcript()
    await couple.ben.taps("That landed", on=card)
    assert "Ben: that landed." in with_words(couple, "this one is for you")[0].text
    couple.stage.telegram.takes_again()
    await couple.stage.moves(days=1)
    assert len(with_words(couple, "this one is for you")) == 1
    assert media_at(couple.group, "photo") == []


async def test_promise_10_an_edit_of_a_thank_you_in_words_is_followed(couple: Couple) -> None:
    couple.stage.telegram.refuses("sendPhoto", NO_PHOTO, chat=couple.group)
    await couple.ana.says("/thanks", at=couple.ana.door)
    photo = await couple.ana.sends_photo(at=couple.ana.door, caption="for the lake")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await couple.stage.moves(minutes=2)
    await couple.ana.edits(photo, "for the sea")
    (card,) = with_words(couple, "this one is for you")
    assert "for the sea" in card.text
    assert NOTICE in card.text


async def test_promise_10_whoever_gives_hears_once_that_the_group_takes_nothing_now(couple: Couple) -> None:
    refuse(couple, TEXTS[0])
    await gives_a_photo(couple)
    await couple.stage.moves(hours=3)
    assert couple.ana.transcript().count("isn't taking my messages just now") == 1
    assert "isn't taking my messages" not in couple.ben.transcript()
    await is_over(couple)
    assert len(media_at(couple.group, "photo")) == 1
    assert len(with_words(couple, "this one is for you")) == 1


async def test_promise_10_what_a_shut_door_missed_comes_when_it_opens(couple: Couple) -> None:
    couple.stage.telegram.refuses("sendPhoto", NO_PHOTO, chat=couple.group)
    await couple.ben.blocks_bot()
    await gives_a_photo(couple)
    await couple.stage.moves(minutes=2)
    assert media_at(couple.ben.door, "photo") == []
    await couple.ben.unblocks_bot()
    await couple.ben.says("/start")
    assert len(media_at(couple.ben.door, "photo")) == 1


@pytest.mark.parametrize("starts", [False, True])
@pytest.mark.parametrize(
    "text", ["Bad Request: VOICE_MESSAGES_FORBIDDEN", "Bad Request: something nobody has seen yet"]
)
async def test_promise_10_a_voice_note_that_no_chat_takes_comes_once_one_does(
    couple: Couple, text: str, *, starts: bool
) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.sends_voice()
    couple.stage.telegram.refuses("sendVoice", text)
    await seals(couple.ben, "Mine", on=card)
    for _step in range(10):
        await couple.stage.moves(minutes=30)
    assert len(with_words(couple, NOTICE)) == 1
    for person in (couple.ana, couple.ben):
        assert media_at(person.door, "voice") == []
        assert person.transcript().count(TAKES_NONE) == 1
    couple.stage.telegram.takes_again()
    if starts:
        await couple.ben.says("/start")
    else:
        await couple.stage.moves(minutes=61)
    await couple.stage.moves(minutes=1)
    assert len(media_at(couple.ben.door, "voice")) == 1
    await couple.stage.moves(days=2)
    for person in (couple.ana, couple.ben):
        assert len(media_at(person.door, "voice")) == 1
        assert person.transcript().count(TAKES_NONE) == 1


async def test_promise_10_a_thank_you_that_is_erased_is_not_brought_to_a_door_later(couple: Couple) -> None:
    couple.stage.telegram.refuses("sendPhoto", NO_PHOTO)
    await gives_a_photo(couple)
    await couple.stage.moves(minutes=2)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=3)
    assert media_at(couple.ben.door, "photo") == []
