"""What asks for words goes with what they were for; words that waited are not lost by another's Undo."""

from collections.abc import Awaitable, Callable

import pytest

from bot.db.tables import asides
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.pairing.walk import rows
from tests.features.question.acts import morning, seals
from tests.features.support.test_saved_after_all import ALONE, HURT, reads
from tests.people import Person
from tests.telegram.test_what_fits import wants_end, wants_time

PROMPT = "Write, talk or send a photo here."
SEA = "I would rather live by the sea"

Ends = Callable[[Couple], Awaitable[None]]


def standing(person: Person) -> list[Shown]:
    """Return what asks at a door for a reply, or which of several was meant."""
    return [it for it in person.door.messages if it.asks or "Which is this?" in it.text]


async def undoes(couple: Couple) -> None:
    """Ben takes back that he joined."""
    await couple.ben.taps("Undo", at=couple.ben.door)
    await couple.stage.moves(seconds=40)


async def stops(couple: Couple) -> None:
    """Ben ends it."""
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly", at=couple.ben.door)
    await couple.stage.moves(seconds=40)


BOTH = pytest.mark.parametrize("ends", [undoes, stops])


@BOTH
async def test_the_prompts_of_either_go_at_once(couple: Couple, ends: Ends) -> None:
    await morning(couple)
    for person in (couple.ana, couple.ben):
        await person.taps("Answer privately", at=couple.group)
        assert PROMPT in standing(person)[-1].text
        await person.says("/thanks")
    await ends(couple)
    assert standing(couple.ana) == []
    assert standing(couple.ben) == []


@BOTH
@pytest.mark.parametrize("wants", [wants_time, wants_end])
async def test_so_does_what_asks_for_a_setting(
    couple: Couple, ends: Ends, wants: Callable[[Person], Awaitable[None]]
) -> None:
    await wants(couple.ana)
    await ends(couple)
    assert standing(couple.ana) == []


@BOTH
async def test_the_line_of_what_was_sealed_stays(couple: Couple, ends: Ends) -> None:
    await morning(couple)
    await seals(couple.ana, SEA)
    line = next(it for it in couple.ana.door.messages if it.text.startswith("Sealed"))
    await ends(couple)
    assert line in couple.ana.door.messages


@BOTH
async def test_what_asks_which_of_two_was_meant_goes(couple: Couple, ends: Ends) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    await couple.ana.says("/thanks")
    await couple.stage.moves(minutes=11)
    await couple.ana.says(SEA)
    assert "Which is this?" in couple.ana.door.last().text
    await ends(couple)
    assert standing(couple.ana) == []
    assert SEA not in "\n".join(it.text for it in couple.ana.door.messages)


@pytest.mark.parametrize("before", ["the answer's prompt", "a thank-you's prompt", "/thanks"])
async def test_after_anothers_undo_words_that_waited_are_their_writers_alone(
    couple: Couple, before: str
) -> None:
    await morning(couple)
    words = HURT
    if before == "the answer's prompt":
        await couple.ana.taps("Answer privately", at=couple.group)
    elif before == "a thank-you's prompt":
        await couple.ana.says("/thanks")
    else:
        words = f"/thanks {HURT}"
    await couple.ana.says(words)
    await undoes(couple)
    await reads(couple)
    choice = next(it for it in couple.ana.door.messages if "Delete it" in it.buttons)
    assert "Save it for you alone: it can't go anywhere else any more." in choice.text
    await couple.ana.taps("Save it", on=choice)
    assert ALONE in couple.ana.door.last().text
    (aside,) = await rows(couple.stage, asides)
    assert aside["person_id"] == couple.ana.id
    everywhere = [*couple.group.messages, *couple.ben.door.messages]
    assert not [it for it in everywhere if HURT in it.text]


@pytest.mark.parametrize("opened", [True, False])
async def test_after_a_stop_they_are_deleted_and_their_writer_hears_so(couple: Couple, opened: bool) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    await couple.ana.says(HURT)
    if opened:
        await reads(couple)
    await stops(couple)
    line = next(it for it in couple.ana.door.messages if {"Read", "Save it", "Seal it"} & set(it.buttons))
    toast = await couple.ana.taps(line.buttons[0], on=line)
    assert toast.text == (
        "Kindling has ended for you two, so nothing waits here any more: what did was deleted."
    )
    assert line not in couple.ana.door.messages
    assert await rows(couple.stage, asides) == []
