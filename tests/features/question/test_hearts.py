"""An answer said aloud gets a heart, which tells nothing of what is sealed; its card says what may follow."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.features.question.lines import FOLLOWED, PROBED
from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, morning, reveals, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

HEART = "❤"


async def _says(person: Person, words: str, card: Shown) -> Shown:
    """Reply to a card; return that reply as the group shows it."""
    await person.replies(words, to=card)
    return next(it for it in reversed(card.place.messages) if it.text == words)


async def test_an_answer_said_aloud_gets_a_heart_once(couple: Couple) -> None:
    card = await morning(couple)
    first = await _says(couple.ana, "The walk", card)
    assert first.reactions == [HEART]
    second = await _says(couple.ana, "And the coffee", card)
    assert second.reactions == []
    hers = await _says(couple.ben, "The tea", card)
    assert hers.reactions == [HEART]


async def test_talk_below_a_card_that_is_open_or_over_gets_none(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Mine")
    await seals(couple.ben, "Yours")
    assert len(reveals(couple)) == 1
    assert (await _says(couple.ana, "haha", card)).reactions == []
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS)
    assert (await _says(couple.ana, "Too late", card)).reactions == []


async def test_a_group_that_takes_no_reactions_loses_nothing_by_it(couple: Couple) -> None:
    card = await morning(couple)
    refused = faults.api_error(400, "Bad Request: REACTION_INVALID")
    couple.stage.telegram.fail_next("setMessageReaction", refused, 9)
    said = await _says(couple.ana, "The walk", card)
    assert said.reactions == []
    assert couple.ana.door.last().text.startswith("I took what you said in your group as your answer")
    assert couple.group.last() == said


async def test_words_of_need_get_no_heart(couple: Couple) -> None:
    card = await morning(couple)
    assert (await _says(couple.ana, "I want to kill myself", card)).reactions == []


async def test_while_it_is_quiet_nothing_is_hearted(couple: Couple, cleo: Person) -> None:
    card = await morning(couple)
    await couple.group.adds(cleo, by=couple.ana)
    assert (await _says(couple.ana, "The walk", card)).reactions == []


async def test_talk_that_was_hearted_may_become_a_thank_you_by_an_edit(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Sealed", card)
    said = await _says(couple.ana, "haha", card)
    await couple.ana.edits(said, "/thanks@kindling_bot for the soup")
    assert "Ben, this one is for you. 💛" in couple.group.last().text


Private = Callable[[Couple, Shown], Awaitable[object]]


async def _nothing(_couple: Couple, _card: Shown) -> None: ...


async def _seals(couple: Couple, card: Shown) -> None:
    await seals(couple.ana, "Sealed", card)


def _replies_of_ana(private: Private) -> Lives:
    async def lives(couple: Couple) -> None:
        card = await morning(couple)
        await private(couple, card)
        assert (await _says(couple.ana, "haha what a question", card)).reactions == [HEART]
        assert (await _says(couple.ana, "no, really", card)).reactions == []

    return lives


async def test_the_heart_does_not_tell_whether_who_talks_has_sealed_one(tmp_path: Path) -> None:
    sealed = await seen_by_ben(tmp_path / "a", _replies_of_ana(_seals))
    assert sealed == await seen_by_ben(tmp_path / "b", _replies_of_ana(_nothing))


@pytest.mark.parametrize("how", ["That wasn't my answer", "/delete"])
async def test_an_answer_taken_back_in_private_brings_no_second_heart(tmp_path: Path, how: str) -> None:
    def lives(*, takes_back: bool) -> Lives:
        async def day(couple: Couple) -> None:
            card = await morning(couple)
            assert (await _says(couple.ana, "The walk", card)).reactions == [HEART]
            if takes_back and how == "/delete":
                await couple.ana.says("/delete")
                await couple.ana.taps("Erase my words", at=couple.ana.door)
            elif takes_back:
                await couple.ana.taps(how, at=couple.ana.door)
            assert (await _says(couple.ana, "Or the coffee", card)).reactions == []

        return day

    one = await seen_by_ben(tmp_path / "a", lives(takes_back=True))
    assert one == await seen_by_ben(tmp_path / "b", lives(takes_back=False))


async def test_a_refused_reveal_is_not_told_by_a_heart(tmp_path: Path) -> None:
    def lives(*, ana_seals: bool) -> Lives:
        async def day(couple: Couple) -> None:
            card = await morning(couple)
            closed = faults.api_error(400, "Bad Request: TOPIC_CLOSED")
            group = couple.group.id
            couple.stage.telegram.fail_next(
                "sendMessage", closed, 99, lambda params: params.get("chat_id") == group
            )
            if ana_seals:
                await seals(couple.ana, "Hers", card)
            await seals(couple.ben, "His", card)
            await couple.stage.moves(minutes=2)
            assert (await _says(couple.ben, "haha", card)).reactions == [HEART]

        return day

    one = await seen_by_ben(tmp_path / "a", lives(ana_seals=True))
    assert one == await seen_by_ben(tmp_path / "b", lives(ana_seals=False))


async def test_once_both_said_it_aloud_what_may_follow_stands_on_the_card(couple: Couple) -> None:
    card = await morning(couple)
    said = len(couple.group.messages)
    await _says(couple.ana, "The walk", card)
    await _says(couple.ben, "The tea", card)
    assert "You both answered" not in card.text
    await couple.stage.moves(minutes=2)
    _question, opened, _between, more = card.text.splitlines()
    assert opened == "You both answered, out loud."
    begins = {line.split("%")[0] for line in PROBED} | {line[:20] for line in FOLLOWED}
    assert any(more.startswith(line) for line in begins)
    assert card.buttons == []
    assert len(couple.group.messages) == said + 2, "nothing new was posted"
    assert reveals(couple) == []


async def test_what_they_talked_about_stays_on_the_card(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("We talked about it (both see it)", on=card)
    await _says(couple.ana, "The walk", card)
    await _says(couple.ben, "The tea", card)
    await couple.stage.moves(minutes=2)
    assert "You talked about this one. ♥" in card.text
    assert "You both answered, out loud." in card.text
