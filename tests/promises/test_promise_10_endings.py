"""Promise 10: what surely can never be sent, or stayed without an answer, ends in no silence either."""

import pytest

from bot.loopback.faults import timeout_before
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_over, morning, reveals, seals
from tests.people import Person
from tests.promises.test_promise_10_refusals import gives_a_photo, media_at, with_words

NEVER = ["Bad Request: can't parse entities: no words of ours", "Bad Request: message is too long"]
OF_ANSWER = "Something said to this one may not have reached your group. It can go once more."
OF_THANKS = "Your thank-you may not have reached your group. It's safe with me, and can go once more."
FOR_YOU = "this one is for you"
SHOW, SEND = "Show it again", "Send it again"


def told(person: Person, line: str) -> int:
    """Return how often a line stands at somebody's door."""
    return sum(shown.text.startswith(line) for shown in person.door.messages)


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("asks", ["the line", "/today", "/today in the group"])
async def test_promise_10_a_reveal_that_ends_is_told_at_both_doors_and_can_be_sent_again(
    couple: Couple, text: str, asks: str
) -> None:
    card = await morning(couple)
    await seals(couple.ana, "heron " * 500, on=card)
    couple.stage.telegram.refuses("sendMessage", text, chat=couple.group)
    await seals(couple.ben, "Mine", on=card)
    await couple.stage.moves(hours=2)
    assert reveals(couple) == []
    assert [told(person, OF_ANSWER) for person in (couple.ana, couple.ben)] == [1, 1]
    assert couple.ana.door.last().silent
    couple.stage.telegram.takes_again()
    if asks == "/today in the group":
        await couple.ana.says_from_menu("/today", couple.group)
        await couple.ana.taps(SHOW, on=couple.group.last())
    else:
        if asks == "/today":
            await couple.ana.says("/today")
            assert "I can't tell whether it reached your group." in couple.ana.door.last().text
        await couple.ana.taps(SHOW, at=couple.ana.door)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Mine"]
    (part,) = with_words(couple, "Ana:\n")
    assert part.id > reveal.id
    await couple.ana.says("/today")
    assert SHOW not in couple.ana.door.last().buttons


@pytest.mark.parametrize("text", NEVER)
@pytest.mark.parametrize("asks", ["the line", "/today"])
async def test_promise_10_a_thank_you_that_ends_is_told_to_its_giver_and_can_be_sent_again(
    couple: Couple, text: str, asks: str
) -> None:
    couple.stage.telegram.refuses("sendMessage", text, chat=couple.group)
    await couple.ana.says("/thanks")
    await couple.ana.says("for the soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    await couple.stage.moves(hours=2)
    assert [told(person, OF_THANKS) for person in (couple.ana, couple.ben)] == [1, 0]
    couple.stage.telegram.takes_again()
    if asks == "/today":
        await couple.ana.says("/today")
        assert "may not have reached your group." in couple.ana.door.last().text
    await couple.ana.taps(SEND, at=couple.ana.door)
    assert len(with_words(couple, FOR_YOU)) == 1
    await couple.ana.taps(SEND, at=couple.ana.door)
    await couple.stage.moves(hours=3)
    assert len(with_words(couple, FOR_YOU)) == 1


async def test_promise_10_what_ends_again_is_told_again(couple: Couple) -> None:
    couple.stage.telegram.refuses("sendMessage", NEVER[0], chat=couple.group)
    await couple.ana.says("/thanks for the soup", couple.group)
    assert told(couple.ana, OF_THANKS) == 1
    await couple.stage.moves(hours=2)
    await couple.ana.taps(SEND, at=couple.ana.door)
    await couple.stage.moves(minutes=1)
    assert told(couple.ana, OF_THANKS) == 2


async def test_promise_10_an_answer_shown_alone_that_ends_is_its_authors_to_send_again(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.sends_photo(caption="the lake")
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    await couple.stage.moves(hours=CARD_LASTS)
    couple.stage.telegram.refuses("sendPhoto", NEVER[1], chat=couple.group)
    await is_over(couple)
    assert media_at(couple.group, "photo") == []
    assert [told(person, OF_ANSWER) for person in (couple.ana, couple.ben)] == [1, 0]
    couple.stage.telegram.takes_again()
    await couple.ana.taps(SHOW, at=couple.ana.door)
    (photo,) = media_at(couple.group, "photo")
    assert photo.spoilers == ["the lake"]


async def test_promise_10_what_stayed_without_an_answer_twice_is_told_too(couple: Couple) -> None:
    couple.stage.telegram.fail_next(
        "sendMessage",
        timeout_before(),
        times=2,
        when=lambda params: FOR_YOU in str(params.get("text")),
    )
    await couple.ana.says("/thanks")
    await couple.ana.says("for the soup")
    await couple.ana.taps("Give it now", at=couple.ana.door)
    for _step in range(3):
        await couple.stage.moves(minutes=11)
    assert [told(person, OF_THANKS) for person in (couple.ana, couple.ben)] == [1, 0]
    await couple.ana.taps(SEND, at=couple.ana.door)
    assert len(with_words(couple, FOR_YOU)) == 1


@pytest.mark.parametrize("text", ["Bad Request: CHAT_SEND_MEDIA_FORBIDDEN", "Bad Request: VOICE_ODD"])
async def test_promise_10_whoever_gives_a_photo_hears_that_words_are_not_taken_either(
    couple: Couple, text: str
) -> None:
    couple.stage.telegram.refuses("send", text, chat=couple.group)
    await gives_a_photo(couple)
    await couple.stage.moves(minutes=30)
    assert couple.ana.transcript().count("Your group isn't taking my messages just now.") == 1
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=1)
    assert len(with_words(couple, FOR_YOU)) == 1
