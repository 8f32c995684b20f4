"""Promise 1: who erases theirs while the reveal is refused leaves the other's sealed, and no word tells."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.conftest import Couple
from tests.features.privacy.test_one_by_one import erases as erases_one
from tests.features.privacy.test_one_by_one import looks
from tests.features.question.acts import CARD_LASTS, is_over, morning, reveals, seals, writes
from tests.features.question.test_after_delete import ERASED, erases
from tests.worlds import Lives, seen_by_ben

CLOSED = "Bad Request: TOPIC_CLOSED"
STAYED = "This one stayed yours. You can save it."
OVER = "Sealed, and its days to be answered are over. It waits until I can speak in your group again;"
LONG = "Ours " * 500

Erases = Callable[[Couple], Awaitable[None]]


async def all_of_it(couple: Couple) -> None:
    """Ana erases all her words."""
    await erases(couple)


async def one(couple: Couple) -> None:
    """Ana erases her newest answer."""
    await erases_one(couple.ana, "My answers")


WAYS = pytest.mark.parametrize("way", [all_of_it, one], ids=lambda way: way.__name__)


def is_refused(couple: Couple) -> None:
    couple.stage.telegram.refuses("send", CLOSED, chat=couple.group)


async def takes_again(couple: Couple) -> None:
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)


def said_in_group(couple: Couple) -> str:
    return "\n".join(shown.text for shown in couple.group.messages)


async def both_sealed(couple: Couple, words: str = "Ours") -> None:
    """Both have sealed theirs, and the group refuses the reveal."""
    card = await morning(couple)
    await seals(couple.ben, words, on=card)
    is_refused(couple)
    await seals(couple.ana, "The walk", on=card)
    await couple.stage.moves(minutes=5)


@WAYS
@pytest.mark.parametrize("words", ["Ours", LONG])
async def test_promise_1_the_others_stays_sealed(couple: Couple, way: Erases, words: str) -> None:
    await both_sealed(couple, words)
    mine, theirs = couple.ana.door.last(), couple.ben.door.last()
    await way(couple)
    assert (mine.text, mine.buttons) == (ERASED, [])
    await takes_again(couple)
    assert reveals(couple) == []
    assert "Ours" not in said_in_group(couple)
    assert theirs.text.startswith("Sealed.")
    await seals(couple.ana, "The soup", on=couple.group.last())
    (reveal,) = reveals(couple)
    assert "The soup" in reveal.text
    assert "Ours" in said_in_group(couple)


@WAYS
async def test_promise_1_nor_does_it_open_where_the_bot_was_thrown_out(couple: Couple, way: Erases) -> None:
    await both_sealed(couple)
    await couple.group.removes_bot(by=couple.ben)
    await way(couple)
    couple.stage.telegram.takes_again()
    await couple.group.adds_bot(by=couple.ben)
    await couple.stage.moves(hours=2)
    assert "Ours" not in said_in_group(couple)


@WAYS
async def test_promise_1_what_was_said_aloud_and_erased_opens_nothing(couple: Couple, way: Erases) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    is_refused(couple)
    await couple.ana.says("The walk", couple.group, reply_to=card)
    await couple.stage.moves(minutes=5)
    await way(couple)
    await takes_again(couple)
    assert reveals(couple) == []
    assert "Ours" not in said_in_group(couple)
    assert couple.ben.door.last().text.startswith("Sealed.")


@WAYS
async def test_promise_1_past_the_cards_time_the_others_stays_theirs(couple: Couple, way: Erases) -> None:
    await both_sealed(couple)
    theirs = couple.ben.door.last()
    await couple.stage.moves(hours=CARD_LASTS)
    assert theirs.text.startswith(OVER)
    await way(couple)
    await couple.stage.moves(minutes=1)
    assert theirs.text.startswith(STAYED)
    assert theirs.rows == [["Read mine", "Save it for me"]]
    await takes_again(couple)
    assert "Ours" not in said_in_group(couple)
    await is_over(couple)
    assert theirs.text.startswith("This one stayed yours, and it's deleted now.")


@WAYS
@pytest.mark.parametrize("refused", [False, True])
async def test_promise_1_while_it_is_quiet_past_the_cards_time(
    couple: Couple, way: Erases, refused: bool
) -> None:
    cleo = couple.stage.telegram.person("Cleo")
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    theirs = couple.ben.door.last()
    if refused:
        is_refused(couple)
        await seals(couple.ana, "The walk", on=card)
        await couple.stage.moves(minutes=5)
    await couple.group.adds(cleo, by=couple.ana)
    if not refused:
        await seals(couple.ana, "The walk", on=card)
    await couple.stage.moves(hours=CARD_LASTS + 1)
    await way(couple)
    await couple.stage.moves(minutes=5)
    assert theirs.text.startswith(OVER)  # which of the two it will be is not told while it is quiet
    couple.stage.telegram.takes_again()
    await couple.group.removes(cleo, by=couple.ana)
    await couple.stage.moves(minutes=5)
    assert theirs.text.startswith(STAYED)
    assert "Ours" not in said_in_group(couple)


@pytest.mark.parametrize("label", ["Erase my words", "Erase it"])
async def test_promise_1_a_reveal_in_flight_that_is_refused_shows_nothing_alone(
    couple: Couple, label: str
) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    theirs = couple.ben.door.last()
    await writes(couple.ana, "The walk", on=card)
    if label == "Erase it":
        asks = await looks(couple.ana, "My answers")
        await couple.ana.taps("Erase 1", on=asks)
    else:
        await couple.ana.says("/delete")
        asks = couple.ana.door.last()
    is_refused(couple)
    held = couple.stage.telegram.hold("sendMessage", where=lambda it: "Ours" in str(it.get("text")))
    opens = asyncio.create_task(couple.stage.moves(minutes=2))
    await held.reached()
    erases = asyncio.create_task(couple.ana.taps(label, on=asks))
    await couple.stage.telegram.until(lambda: asks.text.startswith(("Done.", "Nothing of this kind")))
    held.release()
    await asyncio.gather(opens, erases)
    await takes_again(couple)
    assert "Ours" not in said_in_group(couple)
    assert theirs.text.startswith("Sealed.")
    await seals(couple.ana, "The soup", on=couple.group.last())
    assert reveals(couple)[0].spoilers == ["The soup", "Ours"]


@WAYS
@pytest.mark.parametrize("act", ["looks", "changes", "takes back"])
async def test_promise_6_the_others_screens_never_tell_that_one_was_erased(
    tmp_path: Path, way: Erases, act: str
) -> None:
    def lives(*, answered: bool) -> Lives:
        async def days(couple: Couple) -> None:
            card = await morning(couple)
            await seals(couple.ben, "Ours", on=card)
            is_refused(couple)
            if answered:
                await seals(couple.ana, "The walk", on=card)
                await couple.stage.moves(minutes=5)
                await way(couple)
            else:
                await couple.stage.moves(minutes=5)
            await couple.ben.says("/today")
            line = next(it for it in couple.ben.door.messages if it.text.startswith("Sealed."))
            if act == "changes":
                await couple.ben.taps("Change", on=line)
                await couple.ben.says("Tea")
            elif act == "takes back":
                await couple.ben.taps("Take back", on=line)
            await takes_again(couple)
            await couple.ben.says("/today")
            await couple.ben.says("/export")
            await couple.stage.moves(hours=CARD_LASTS)
            await is_over(couple)
            await couple.stage.moves(days=1)

        return days

    assert await seen_by_ben(tmp_path / "a", lives(answered=True)) == await seen_by_ben(
        tmp_path / "b", lives(answered=False)
    )
