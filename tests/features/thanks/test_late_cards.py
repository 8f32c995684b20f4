"""A card that comes later than its words, or elsewhere, carries what it is about, and whose it is."""

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.test_topics import topics
from tests.features.thanks.looking import cards, logged
from tests.features.thanks.test_edits_before import WAITS, Begin, is_over
from tests.people import Person, there

FOR_BEN = "Ben, this one is for you. 💛"
KEPT = "For as long as its giver likes, it's with your thank-yous: /thanks in our private chat."
THANKS = "Ana thanks you."


def lines(card: Shown) -> list[str]:
    return card.text.splitlines()


async def test_right_below_its_words_a_card_says_them_no_second_time(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    (card,) = cards(couple)
    assert (lines(card), card.reply_to) == ([FOR_BEN, KEPT], None)


@WAITS
async def test_of_three_that_waited_each_replies_to_its_words(
    couple: Couple, cleo: Person, begins: Begin
) -> None:
    await begins(couple, cleo)
    said = [
        await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group),
        await couple.ana.sends_photo(caption="/thanks@kindling_bot", at=couple.group),
        await couple.ana.says("/thanks@kindling_bot for the bread", at=couple.group),
    ]
    await couple.stage.moves(minutes=30)
    await is_over(couple, cleo)
    assert [card.reply_to for card in cards(couple)] == said
    assert {tuple(lines(card)) for card in cards(couple)} == {(FOR_BEN, THANKS, KEPT)}
    await couple.ben.taps("That landed", on=cards(couple)[0])
    assert lines(cards(couple)[0]) == [FOR_BEN, THANKS, "Ben: that landed."]
    assert said[0].reactions == ["❤"]


async def test_of_two_that_waited_for_a_moment_neither_points_at_nothing(
    couple: Couple, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    said = [
        await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group),
        await couple.ana.says("/thanks@kindling_bot for the bread", at=couple.group),
    ]
    await couple.group.removes(cleo, by=couple.ana)
    assert [card.reply_to for card in cards(couple)] == said


async def test_of_words_their_giver_deleted_a_late_card_brings_none_back(
    couple: Couple, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.deletes(said)
    await couple.stage.moves(minutes=2)
    await is_over(couple, cleo)
    (card,) = cards(couple)
    assert (lines(card), card.reply_to) == ([FOR_BEN, THANKS, KEPT], None)


async def test_of_an_erased_thank_you_no_card_comes(couple: Couple, cleo: Person) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    await is_over(couple, cleo)
    assert cards(couple) == []


@pytest.mark.parametrize("over", ["closed", "deleted"])
@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("for the soup & bread", "Ana thanks you: for the soup & bread"),
        (None, "Ana thanks you with a photo."),
        ("w" * 3900, "Ana thanks you: " + "w" * 3000 + "…"),
    ],
)
async def test_in_general_a_card_quotes_what_was_said_in_a_topic_that_is_over(
    couple: Couple, cleo: Person, over: str, words: str | None, quoted: str
) -> None:
    _general, us = await topics(couple)
    await couple.group.adds(cleo, by=couple.ana)
    if words is None:
        await couple.ana.sends_photo(caption="/thanks@kindling_bot", at=us)
    else:
        await couple.ana.says(f"/thanks@kindling_bot {words}", at=us)
    await (us.closes(couple.ana) if over == "closed" else us.is_deleted())
    await is_over(couple, cleo)
    card = cards(couple)[-1]
    assert (lines(card)[:-1], card.reply_to, card.thread) == ([FOR_BEN, quoted], None, None)
    await couple.ben.taps("That landed", on=card)
    assert lines(card) == [FOR_BEN, quoted, "Ben: that landed."]


async def test_at_once_in_general_a_card_quotes_as_well(couple: Couple) -> None:
    general, us = await topics(couple)
    await us.closes(couple.ana)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=us)  # who owns the group still may
    assert lines(general.last()) == [FOR_BEN, "Ana thanks you: for the soup", KEPT]


async def test_in_its_topic_a_late_card_replies_there(couple: Couple, cleo: Person) -> None:
    _general, us = await topics(couple)
    await couple.group.adds(cleo, by=couple.ana)
    said = await couple.ana.says("/thanks@kindling_bot for the soup", at=us)
    await couple.stage.moves(minutes=2)
    await is_over(couple, cleo)
    (card,) = cards(couple)
    assert (there(card.reply_to).id, card.thread, lines(card)) == (
        said.id,
        us.thread,
        [FOR_BEN, THANKS, KEPT],
    )


async def test_after_an_upgrade_the_words_are_quoted_that_no_reply_reaches(
    couple: Couple, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    view = await couple.ben.says("look what I made", at=couple.group)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ana.says("/thanks@kindling_bot", at=couple.group, reply_to=view)
    await couple.group.becomes_supergroup(by=couple.ana)
    await is_over(couple, cleo)
    assert [lines(card)[1] for card in cards(couple)] == [
        "Ana thanks you: for the soup",
        "Ana thanks you for something you said.",
    ]
    assert [row.text for row in await logged(couple)] == ["for the soup", ""]
