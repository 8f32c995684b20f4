"""While the group refuses a reveal, nothing tells at a door that both have answered; none of it is lost."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import choice_morning, morning, options, reveals, seals, writes
from tests.worlds import Lives, seen_by_ben

CLOSED = "Bad Request: TOPIC_CLOSED"

Act = Callable[[Couple, Shown], Awaitable[None]]


async def changes(couple: Couple, _card: Shown) -> None:
    await couple.ben.taps("Change", at=couple.ben.door)
    await couple.ben.says("Tea")


async def takes_back(couple: Couple, _card: Shown) -> None:
    await couple.ben.taps("Take back", at=couple.ben.door)


async def adds_and_is_done(couple: Couple, _card: Shown) -> None:
    line = next(it for it in reversed(couple.ben.door.messages) if it.text.startswith("Sealed."))
    await couple.ben.says("Tea", reply_to=line)
    await couple.ben.taps("That's all", at=couple.ben.door)


async def edits(couple: Couple, _card: Shown) -> None:
    mine = next(it for it in reversed(couple.ben.door.messages) if it.text == "Coffee")
    await couple.ben.edits(mine, "Tea")


async def adds(couple: Couple, _card: Shown) -> None:
    line = next(it for it in reversed(couple.ben.door.messages) if it.text.startswith("Sealed."))
    await couple.ben.says("With milk", reply_to=line)


async def adds_to_the_prompt(couple: Couple, _card: Shown) -> None:
    prompt = next(
        it for it in couple.ben.door.messages if it.sender is not couple.ben.user and not it.buttons
    )
    await couple.ben.says("With milk", reply_to=prompt)


async def says_something(couple: Couple, _card: Shown) -> None:
    await couple.ben.says("Hello")


async def lets_know(couple: Couple, _card: Shown) -> None:
    await couple.ben.taps("Let Ana know one is waiting", at=couple.ben.door)
    await couple.ben.taps("If Ana doesn't answer: show mine", at=couple.ben.door)


async def looks_again(couple: Couple, card: Shown) -> None:
    await couple.ben.taps("Answer privately", on=card)
    await couple.ben.taps("Not today", on=card)
    await couple.ben.says("/today")
    await couple.ben.taps("Change or take back", at=couple.ben.door)


async def exports(couple: Couple, _card: Shown) -> None:
    await couple.ben.says("/export")


ACTS = (
    changes,
    takes_back,
    adds_and_is_done,
    edits,
    adds,
    adds_to_the_prompt,
    says_something,
    lets_know,
    looks_again,
    exports,
)
AGAIN = (changes, adds, adds_to_the_prompt, says_something, looks_again)


def while_refused(act: Act, *, answered: bool) -> Lives:
    """Ana has answered, or not; the group takes nothing any more, and Ben goes on with what he sealed."""

    async def lives(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        await couple.leaves_words(ben)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        await couple.stage.moves(minutes=2)
        couple.stage.telegram.refuses("send", CLOSED, chat=couple.group)
        await writes(ben, "Coffee", on=card)
        await couple.stage.moves(minutes=5)
        await ben.says("/today")
        await act(couple, card)
        await ben.says("/today")
        await couple.stage.moves(minutes=5)
        if act in AGAIN:
            await act(couple, card)
        await ben.says("/today")

    return lives


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_promise_6_a_refused_reveal_tells_nothing_at_a_door(tmp_path: Path, act: Act) -> None:
    first = await seen_by_ben(tmp_path / "first", while_refused(act, answered=False))
    assert first == await seen_by_ben(tmp_path / "second", while_refused(act, answered=True))


def choice_while_refused(*, answered: bool) -> Lives:
    """Ana has chosen, or not; the group takes nothing any more, and Ben chooses, and chooses anew."""

    async def lives(couple: Couple) -> None:
        card = await choice_morning(couple)
        if answered:
            await couple.ana.taps(options(card)[0], on=card)
        await couple.stage.moves(minutes=2)
        couple.stage.telegram.refuses("send", CLOSED, chat=couple.group)
        await couple.ben.taps(options(card)[1], on=card)
        await couple.stage.moves(minutes=5)
        await couple.ben.says("/today")
        await couple.ben.taps(options(card)[0], on=card)
        await couple.ben.says("/today")

    return lives


async def test_promise_6_nor_does_a_choice_whose_reveal_is_refused(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", choice_while_refused(answered=False))
    assert first == await seen_by_ben(tmp_path / "second", choice_while_refused(answered=True))


async def refused(couple: Couple) -> Shown:
    """Both have sealed theirs; the group refused the reveal some times."""
    card = await morning(couple)
    couple.stage.telegram.refuses("send", CLOSED, chat=couple.group)
    await seals(couple.ana, "The walk", on=card)
    await seals(couple.ben, "Coffee", on=card)
    await couple.stage.moves(minutes=5)
    return card


async def test_what_was_changed_meanwhile_is_what_is_revealed_once(couple: Couple) -> None:
    await refused(couple)
    await couple.ben.taps("Change", at=couple.ben.door)
    await couple.ben.says("x" * 3000)
    await couple.stage.moves(minutes=5)
    await couple.ana.says("And the lake", reply_to=couple.ana.door.last())
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    (reveal,) = reveals(couple)
    assert "And the lake" in reveal.text
    assert not any("Coffee" in shown.text for shown in couple.group.messages)
    assert sum("xxx" in shown.text for shown in couple.group.messages) == 1


async def test_what_was_taken_back_meanwhile_is_not_revealed(couple: Couple) -> None:
    await refused(couple)
    await couple.ben.taps("Take back", at=couple.ben.door)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    assert reveals(couple) == []
    await seals(couple.ben, "Tea", couple.group.last())
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["The walk", "Tea"]


async def test_said_aloud_and_taken_for_talk_while_the_reveal_is_refused(couple: Couple) -> None:
    card = await morning(couple)
    couple.stage.telegram.refuses("send", CLOSED, chat=couple.group)
    await seals(couple.ana, "The walk", on=card)
    await couple.ben.says("Coffee", couple.group, reply_to=card)
    await couple.stage.moves(minutes=5)
    await couple.ben.taps("That wasn't my answer", at=couple.ben.door)
    assert couple.ben.door.last().text.startswith("It was just talk, then.")
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    assert reveals(couple) == []
