"""However a space is closed, no line at either door goes on to claim that something is sealed."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning, seals
from tests.features.stop.test_stop import closes
from tests.worlds import Lives, seen_by_ben

NOTHING = "Nothing is sealed here any more. What was is erased, unopened."

Ends = Callable[[Couple], Awaitable[None]]


async def with_a_note(couple: Couple) -> None:
    await closes(couple, "End with a note")


async def by_leaving(couple: Couple) -> None:
    await couple.ben.leaves(couple.group)
    await couple.stage.moves(minutes=61)


@pytest.mark.parametrize("ends", [closes, with_a_note, by_leaving])
async def test_both_lines_say_that_nothing_is_sealed(couple: Couple, ends: Ends) -> None:
    card = await morning(couple)
    await couple.leaves_words()
    await seals(couple.ana, "The walk", on=card)
    await couple.ben.taps("Another", on=card)
    await seals(couple.ben, "Coffee", on=couple.group.last())
    lines = [person.door.last() for person in (couple.ana, couple.ben)]
    assert all(line.text.startswith("Sealed.") for line in lines)
    before = len(couple.ben.door.messages)
    await ends(couple)
    assert [(line.text, line.buttons) for line in lines] == [(NOTHING, []), (NOTHING, [])]
    assert all(shown.silent for shown in couple.ben.door.messages[before:])


async def test_a_line_of_what_stayed_alone_offers_nothing_to_save_any_more(couple: Couple) -> None:
    card = await morning(couple)
    await couple.leaves_words()
    await seals(couple.ben, "Coffee", on=card)
    line = couple.ben.door.last()
    await couple.stage.moves(days=7)
    assert line.text.startswith("This one stayed yours.")
    await closes(couple)
    assert (line.text, line.buttons) == (NOTHING, [])


def ended(*, sealed: bool) -> Lives:
    """Ben has sealed an answer, Ana too or not, and she ends it quietly."""

    async def lives(couple: Couple) -> None:
        card = await morning(couple)
        await couple.leaves_words()
        await seals(couple.ben, "Coffee", on=card)
        await couple.ana.taps("Another", on=card)
        if sealed:
            await seals(couple.ana, "The walk", on=couple.group.last())
        await closes(couple)
        await couple.stage.moves(days=2)

    return lives


async def test_promise_6_the_line_tells_nothing_of_what_the_other_had_sealed(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", ended(sealed=False))
    assert first == await seen_by_ben(tmp_path / "second", ended(sealed=True))
