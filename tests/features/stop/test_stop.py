"""Leaving, by either alone."""

from pathlib import Path

from sqlalchemy import Table, func, select

from bot.db.tables import answers, handed, spaces
from bot.features.stop.actions import CloseQuietly
from tests.conftest import Couple
from tests.worlds import seen_by_ben

NOTE = "Kindling has ended here. I won't post again."


async def closes(couple: Couple, label: str = "End quietly") -> None:
    """Let Ana close the space."""
    await couple.ana.says("/stop")
    await couple.ana.taps(label, at=couple.ana.door)


async def seals(couple: Couple, words: str) -> None:
    """Let Ana seal an answer to this morning's question."""
    await couple.stage.moves_to_time(9)
    toast = await couple.ana.taps("Answer privately", at=couple.group)
    if toast.url:
        await couple.ana.opens(toast.url)
    await couple.ana.says(words)


async def count(couple: Couple, table: Table) -> int:
    """Return how many rows a table holds."""
    async with couple.stage.kindling.parts.db.read() as tx:
        return int(await tx.scalar(select(func.count()).select_from(table)) or 0)


async def test_it_asks_once_and_says_what_happens_when(couple: Couple) -> None:
    await couple.ana.says("/stop")
    card = couple.ana.door.last()
    assert "sealed answers are deleted unopened" in card.text
    assert "On the eighth day I delete everything and leave the group" in card.text
    assert "/export" in card.text
    await couple.ana.taps("Don't end it", on=card)
    await couple.stage.moves_to_time(9)
    assert "We talked about it (both see it)" in couple.group.last().buttons


async def test_a_quiet_close_ends_the_posts_and_says_nothing_to_the_other(couple: Couple) -> None:
    await couple.leaves_words()  # else the night takes a card from each door
    await couple.stage.moves(days=1, minutes=1)  # *Undo* goes with its day
    before = couple.ben.transcript()
    await closes(couple)
    assert couple.ana.door.last().text.startswith("Kindling has ended for you two. For seven days")
    for _ in range(4):
        await couple.stage.moves_to_time(9)
        await couple.stage.moves_to_time(12, 30)
    assert couple.ben.transcript() == before


async def test_a_note_is_posted_only_if_asked_for(couple: Couple) -> None:
    await closes(couple, "End with a note")
    assert couple.group.last().text == NOTE
    assert couple.group.last().buttons == []


async def test_sealed_answers_are_gone_at_once(couple: Couple) -> None:
    await seals(couple, "The walk by the river")
    assert await count(couple, answers) == 1
    await closes(couple)
    assert await count(couple, answers) == 0


async def test_the_partners_next_act_says_that_it_is_closed(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    card = couple.group.last()
    await closes(couple)
    await couple.ben.says("/today")
    assert couple.ben.door.last().text.startswith("Kindling has ended for you two.")
    assert "/export brings your own words, and /delete erases them right away" in couple.ben.door.last().text
    toast = await couple.ben.taps("Show me mine", on=card)
    assert toast.text.startswith("Kindling has ended for you two.")
    await couple.ben.says_from_menu("/question", couple.group)
    assert couple.group.last().text == "Kindling has ended here, so I stay quiet."


async def test_each_can_still_erase_their_own_for_seven_days_and_on_the_eighth_all_is_gone(
    couple: Couple,
) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.ana.taps("Show me mine")
    await couple.ben.taps("Show me mine")
    await closes(couple)
    await couple.stage.moves(days=6)
    await couple.ben.says("/delete")
    await couple.ben.taps("Erase my words", at=couple.ben.door)
    assert couple.ben.door.last().text.startswith("Done.")
    assert await count(couple, handed) == 1
    await couple.stage.moves(days=1, hours=2)
    assert await count(couple, spaces) == 0
    assert await count(couple, handed) == 0
    await couple.ben.says("/delete")
    assert couple.ben.door.last().text == "There is nothing of yours here to erase."


async def test_stop_typed_in_the_group_closes_nothing(couple: Couple) -> None:
    await couple.ana.says_from_menu("/stop", couple.group)
    assert "End quietly" not in couple.group.last().buttons
    await couple.stage.moves_to_time(9)
    assert "We talked about it (both see it)" in couple.group.last().buttons


async def test_a_forged_close_from_the_group_or_a_stranger_closes_nothing(couple: Couple) -> None:
    cleo = couple.stage.telegram.person("Cleo")
    for person in (couple.ana, cleo):
        await person.forges(f"{CloseQuietly.name}:1:0", on=couple.group.last())
    await couple.stage.moves_to_time(9)
    assert "We talked about it (both see it)" in couple.group.last().buttons


async def test_after_a_quiet_close_the_other_cannot_tell_what_was_sealed(tmp_path: Path) -> None:
    async def without(couple: Couple) -> None:
        await couple.stage.moves_to_time(9)
        await closes(couple)
        await couple.ben.says("/delete")
        await couple.stage.moves(days=2)

    async def sealed(couple: Couple) -> None:
        await seals(couple, "The walk")
        await closes(couple)
        await couple.ben.says("/delete")
        await couple.stage.moves(days=2)

    assert await seen_by_ben(tmp_path / "a", sealed) == await seen_by_ben(tmp_path / "b", without)
