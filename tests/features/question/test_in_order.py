"""The pieces of one answer stand in the order in which they were said, whatever the group refuses."""

import re
from functools import partial
from typing import Any

import pytest

from bot.features.question import lines
from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals, writes

pytestmark = pytest.mark.prove

NO_RIGHTS = "Forbidden: not enough rights"


async def ben_seals_many_pieces(couple: Couple) -> Shown:
    """Let Ben seal an album of four, a voice note and words, in this order."""
    card = await morning(couple)
    await couple.ben.taps("Answer privately", on=card)
    await couple.ben.sends_album(4, caption=["one", "two", "three", "four"])
    await couple.ben.sends_voice(3)
    await couple.ben.says("the end")
    await is_done(couple.ben)
    return card


def pieces(couple: Couple) -> list[str]:
    """Return Ben's pieces below the reveal: their words, or what kind of thing they are."""
    (reveal,) = reveals(couple)
    below = [it for it in couple.group.messages if it.id > reveal.id and it.text.startswith("Ben:")]
    return [
        it.spoilers[0] if it.spoilers else it.text.removeprefix("Ben:").strip() or "voice" for it in below
    ]


def has(word: str, params: dict[str, Any]) -> bool:
    """Whether a call holds a word."""
    return word in str(params)


async def hours_pass(couple: Couple, hours: int = 3) -> None:
    for _step in range(2 * hours):
        await couple.stage.moves(minutes=30)


IN_ORDER = ["one", "two", "three", "four", "voice", "the end"]


@pytest.mark.parametrize("restarts", [False, True])
async def test_what_follows_a_refused_piece_waits_for_it(couple: Couple, *, restarts: bool) -> None:
    card = await ben_seals_many_pieces(couple)
    await writes(couple.ana, "Mine", on=card)
    couple.stage.telegram.refuses("sendPhoto", NO_RIGHTS, chat=couple.group, code=403, times=2)
    await is_done(couple.ana)
    if restarts:
        await couple.stage.restart()
    await hours_pass(couple)
    assert pieces(couple) == IN_ORDER


@pytest.mark.parametrize("restarts", [False, True])
@pytest.mark.parametrize("which", [("one",), ("one", "two"), ("two", "four")])
@pytest.mark.parametrize("fault", [faults.server_error(500), faults.timeout_before()], ids=lambda it: it.name)
async def test_what_follows_one_that_may_not_have_arrived_waits_for_it(
    couple: Couple, fault: faults.Fault, which: tuple[str, ...], *, restarts: bool
) -> None:
    card = await ben_seals_many_pieces(couple)
    await writes(couple.ana, "Mine", on=card)
    for word in which:
        couple.stage.telegram.fail_next("sendPhoto", fault, when=partial(has, word))
    await is_done(couple.ana)
    if restarts:
        await couple.stage.restart()
    await hours_pass(couple)
    assert pieces(couple) == IN_ORDER


async def test_what_arrived_and_is_proven_holds_up_nothing(couple: Couple) -> None:
    card = await ben_seals_many_pieces(couple)
    await writes(couple.ana, "Mine", on=card)
    couple.stage.telegram.fail_next(
        "sendMessage", faults.timeout_after_accepting(), when=lambda it: "Both answers" in str(it.get("text"))
    )
    await is_done(couple.ana)
    (reveal,) = reveals(couple)
    assert pieces(couple) == []
    await couple.ana.taps("Thank you", on=reveal)
    assert pieces(couple) == IN_ORDER
    await hours_pass(couple)
    assert len(reveals(couple)) == 1


async def test_what_follows_a_voice_note_waits_until_it_is_told_in_words(couple: Couple) -> None:
    card = await ben_seals_many_pieces(couple)
    couple.stage.telegram.refuses("sendVoice", "Bad Request: VOICE_ODD", chat=couple.group)
    await seals(couple.ana, "Mine", on=card)
    await hours_pass(couple)
    *photos, voice, end = pieces(couple)
    assert photos == IN_ORDER[:4]
    assert "voice note can't be posted here" in voice
    assert end == "the end"


async def test_the_others_pieces_and_later_posts_do_not_wait(couple: Couple) -> None:
    card = await ben_seals_many_pieces(couple)
    couple.stage.telegram.refuses("sendPhoto", NO_RIGHTS + " to send", chat=couple.group, code=403, times=2)
    await seals(couple.ana, "heron " * 400, on=card)
    await couple.ana.says("/thanks for the soup", couple.group)
    (reveal,) = reveals(couple)
    after = [it.text for it in couple.group.messages if it.id > reveal.id]
    assert pieces(couple) == []
    assert any(text.startswith("Ana:") for text in after)
    assert any("this one is for you" in text for text in after)
    await hours_pass(couple)
    assert pieces(couple) == IN_ORDER


async def test_a_piece_that_can_never_be_sent_holds_up_nothing(couple: Couple) -> None:
    card = await ben_seals_many_pieces(couple)
    couple.stage.telegram.refuses(
        "sendPhoto", "Bad Request: message caption is too long", chat=couple.group, times=1
    )
    await seals(couple.ana, "Mine", on=card)
    await couple.stage.moves(minutes=1)
    assert pieces(couple) == IN_ORDER[1:]
    await couple.ana.says_from_menu("/today", couple.group)
    await couple.ana.taps("Show it again", on=couple.group.last())
    assert pieces(couple) == [*IN_ORDER[1:], "one"]


async def test_a_refused_reveal_that_is_shut_again_loses_no_piece(couple: Couple) -> None:
    card = await ben_seals_many_pieces(couple)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await seals(couple.ana, "Mine", on=card)
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    couple.stage.telegram.takes_again()
    await hours_pass(couple)
    assert pieces(couple) == IN_ORDER


def test_nothing_is_said_of_how_two_answers_compare() -> None:
    """One may be said aloud, and then the bot cannot tell whether it is what the other tapped."""
    for line in (*lines.OPENED, *lines.FOLLOWED, *lines.DEEP):
        assert not re.search("differ|agree|alike|the same|both chose", line, re.IGNORECASE), line
