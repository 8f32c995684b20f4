"""After /delete: what the other does below a reveal goes on as if nothing had been erased."""

from pathlib import Path

import pytest

from bot.loopback.typed import Formatted
from tests.conftest import Couple
from tests.features.question.acts import morning, reveals, seals
from tests.worlds import Lives, seen_by_ben

REPLIES = ("Thank you", "Makes sense", "Tell me more", "Makes sense")


async def erases(couple: Couple) -> None:
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)


@pytest.mark.parametrize("after", [0, 40])
@pytest.mark.parametrize("before", [False, True])
async def test_replies_below_a_reveal_are_the_same_whether_the_other_erased_theirs(
    tmp_path: Path, after: int, *, before: bool
) -> None:
    def lives(*, erased: bool) -> Lives:
        async def days(couple: Couple) -> None:
            card = await morning(couple)
            await seals(couple.ana, "The <walk> & the soup", on=card)
            await seals(couple.ben, "Ours", on=card)
            (reveal,) = reveals(couple)
            if before:
                await couple.ana.taps("Tell me more", on=reveal)
            if erased:
                await erases(couple)
            data = [row[0]["callback_data"] for row in reveal.message.buttons]
            await couple.stage.moves(hours=after)
            for label in REPLIES if after == 0 else ():
                await couple.ben.taps(label, on=reveal)
            for one in data:
                await couple.ben.forges(one, on=reveal)
            assert ("Ben: that makes sense." in reveal.text) == (after == 0)
            assert ("Ana: tell me more." in reveal.text) == before
            await couple.ben.says("/today")

        return days

    assert await seen_by_ben(tmp_path / "a", lives(erased=True)) == await seen_by_ben(
        tmp_path / "b", lives(erased=False)
    )


async def test_a_reply_leaves_what_the_reveal_shows_as_it_is(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, Formatted("The <b>walk</b> &amp; the <i>soup</i>"), on=card)
    await seals(couple.ben, "Ours\nand more", on=card)
    (reveal,) = reveals(couple)
    said, spoilers = reveal.text, reveal.spoilers
    for person, label in ((couple.ana, REPLIES[0]), (couple.ben, REPLIES[1]), (couple.ana, REPLIES[1])):
        await person.taps(label, on=reveal)
    assert reveal.spoilers == spoilers
    lines = ("Ana: thank you for telling me.", "Ben: that makes sense.", "Ana: that makes sense.")
    assert reveal.text == "\n\n".join([said, "\n".join(lines)])
    assert {it["type"] for it in reveal.entities} >= {"bold", "italic", "spoiler"}


ERASED = "You erased this one, so nothing is sealed."


@pytest.mark.parametrize("restarts", [False, True])
async def test_ones_own_line_says_that_nothing_is_sealed_any_more(couple: Couple, restarts: bool) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.says("The walk")
    line = couple.ana.door.last()
    assert line.text.startswith("Sealed.")
    if restarts:
        await couple.stage.restart()
    await erases(couple)
    assert (line.text, line.buttons) == (ERASED, [])
    theirs = couple.ben.door.last()
    assert theirs.text.startswith("Sealed.")
    assert "Take back" in theirs.buttons
    await couple.minute_passes()
    assert reveals(couple) == []
    await seals(couple.ana, "The soup", on=card)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["The soup", "Ours"]
    assert line.text == ERASED


async def test_a_line_erased_while_its_reveal_is_refused_says_so_too(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Ours", on=card)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await seals(couple.ana, "The walk", on=card)
    line = couple.ana.door.last()
    await erases(couple)
    assert (line.text, line.buttons) == (ERASED, [])


async def test_what_asked_about_a_kept_thank_you_says_that_it_is_gone(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    choice = couple.ana.door.last()
    await couple.ana.says("/thanks for the walk")
    await couple.ana.taps("Save it for Sunday", at=couple.ana.door)
    kept = couple.ana.door.last()
    await erases(couple)
    for asked in (choice, kept):
        assert (asked.text, asked.buttons) == ("Deleted. Nobody saw it.", [])
