"""Promise 8: leaving is one step; eight days on nothing is left live, seven more on no backup has it."""

from typing import Any

import pytest

from bot.db.tables import metadata
from tests.conftest import Couple, Stage
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import greets, seals
from tests.features.support.test_support import DARK
from tests.lives import live_in_each_feature
from tests.people import Person
from tests.promises.acts import SECRET, on_disk, rows

LEFT_OUT = ("meta",)
"""Facts about the database itself: its shape, and the proof that the key fits."""


async def lived_in(couple: Couple) -> None:
    """Leave something in every table: answers, thanks, evenings, kindnesses, prompts, drafts, links."""
    stage, ana, ben, group = couple.stage, couple.ana, couple.ben, couple.group
    await live_in_each_feature(couple)
    await stage.moves_to_time(9)
    await seals(ana, "an opened answer of Ana's")
    await seals(ben, "an opened answer of Ben's")
    await ana.taps("Tell me more")
    await stage.moves_to_time(13)
    await ben.says("/thanks the soup on the stairs", at=group)
    await ana.taps("That landed")
    await ana.says("/thanks and a secret for Sunday")
    await ben.taps("Show me mine")
    await stage.moves_to_time(21)
    for person in (ana, ben):
        await checks_in(person, "Good", "Close", "A hand", "No, just for me")
    await stage.moves_to_time(9)
    await seals(ana, SECRET)
    await ana.taps("Change")
    await ana.says(f"a second message that waits. {DARK}")
    await ben.taps("Answer privately", at=group)


async def sealed_bytes(stage: Stage) -> list[bytes]:
    """Return what stands on the disk for each encrypted word of theirs."""
    found: list[bytes] = []
    async with stage.kindling.parts.db.read() as tx:
        for table, column in (
            ("answers", "text"),
            ("thanks", "pieces"),
            ("drafts", "text"),
            ("evenings", "wish"),
        ):
            raw = await tx.exec_driver_sql(f"SELECT {column} FROM {table}")
            found += [str(value).encode() for (value,) in raw.all() if value]
    return found


async def is_empty(stage: Stage) -> None:
    """Assert that every table is empty but what is no couple's."""
    found: dict[str, list[dict[str, Any]]] = await rows(stage, but=LEFT_OUT)
    assert {name for name, table in found.items() if table} == set()
    assert len(found) == len(metadata.tables) - len(LEFT_OUT)


@pytest.mark.parametrize("who", ["ana", "ben"])
@pytest.mark.parametrize("how", ["End quietly", "End with a note", "the bot is removed"])
async def test_promise_8_eight_days_after_either_left_nothing_is_left(
    couple: Couple, who: str, how: str
) -> None:
    stage, group, telegram = couple.stage, couple.group, couple.stage.telegram
    await lived_in(couple)
    written = await sealed_bytes(stage)
    assert len(written) >= 7
    assert all(it in on_disk(stage) for it in written)
    leaver: Person = getattr(couple, who)
    said = len(group.messages)
    if how == "the bot is removed":
        await group.removes_bot(by=leaver)
        await stage.moves(minutes=61)
    else:
        await leaver.says("/stop")
        await leaver.taps(how)
    found = await rows(stage)
    assert [row["how"] for row in found["answers"]] == ["revealed", "revealed"]
    assert [row["state"] for row in found["thanks"]] == ["given"]
    assert (found["awaited"], found["drafts"]) == ([], [])
    assert SECRET not in couple.ben.transcript()
    heard = [shown.text for shown in group.messages[said:] if shown.sender is telegram.world.bot]
    assert heard == (["Kindling has ended here. I won't post again."] if "note" in how else [])
    await stage.restart()
    await stage.moves(days=6, hours=22)
    assert len((await rows(stage))["spaces"]) == 1
    assert [shown for shown in group.messages[said:] if greets(shown.text)] == []
    await stage.moves(hours=3)
    await stage.moves(hours=2)
    await is_empty(stage)
    if how != "the bot is removed":
        assert [call.params["chat_id"] for call in telegram.calls if call.method == "leaveChat"] == [group.id]
        assert not telegram.world.standing(group.now).present  # type: ignore[union-attr]
    disk = on_disk(stage)
    assert not [it for it in written if it in disk]


async def test_promise_8_delete_erases_ones_own_words_at_once_and_nobody_elses(couple: Couple) -> None:
    stage, ana, ben = couple.stage, couple.ana, couple.ben
    await lived_in(couple)
    written = await sealed_bytes(stage)
    await ana.says("/delete")
    await ana.taps("Erase my words")
    found = await rows(stage)
    for table, column in (("answers", "person_id"), ("thanks", "giver_id"), ("evenings", "person_id")):
        assert {row[column] for row in found[table]} == {ben.id}
    assert found["drafts"] == []
    disk = on_disk(stage)
    assert len([it for it in written if it in disk]) == len(await sealed_bytes(stage))
    await seals(ben, "And Ben goes on")
    assert (await rows(stage))["spaces"][0]["state"] == "active"


async def test_promise_8_after_a_stop_each_can_still_erase_their_own_words(couple: Couple) -> None:
    stage, ana, ben = couple.stage, couple.ana, couple.ben
    await lived_in(couple)
    await ben.says("/stop")
    await ben.taps("End quietly")
    await stage.moves(days=3)
    for person in (ana, ben):
        await person.says("/delete")
        await person.taps("Erase my words")
    found = await rows(stage)
    assert not [name for name in ("answers", "marks", "thanks", "evenings", "handed") if found[name]]


async def test_promise_8_seven_days_after_that_no_backup_has_anything_of_it(couple: Couple) -> None:
    stage, ana, ben = couple.stage, couple.ana, couple.ben
    await lived_in(couple)
    written = await sealed_bytes(stage)
    await stage.moves_to_time(4)
    await ana.says("/stop")
    await ana.taps("End quietly")
    for _ in range(8):
        await stage.moves(days=1, minutes=1)
    await is_empty(stage)
    assert not [it for it in written if it in on_disk(stage)]
    assert [it for it in written if it in in_backups(stage)]
    for _ in range(7):
        await stage.moves(days=1)
    beside = sorted(path.name for path in (stage.path.parent / "backups").iterdir())
    assert len(beside) == 8
    assert beside[0].startswith("erased-")
    assert not [it for it in written if it in in_backups(stage) + on_disk(stage)]
    for person in (ana, ben):
        assert str(person.id).encode() not in in_backups(stage) + on_disk(stage)


async def test_promise_8_what_one_erased_is_in_no_backup_seven_days_later(couple: Couple) -> None:
    stage, ana = couple.stage, couple.ana
    await lived_in(couple)
    written = await sealed_bytes(stage)
    await stage.moves_to_time(4)
    await ana.says("/delete")
    await ana.taps("Erase my words")
    erased = set(written) - set(await sealed_bytes(stage))
    assert len(erased) >= 4
    assert [it for it in erased if it in in_backups(stage)]
    for _ in range(7):
        await stage.moves(days=1)
    assert not [it for it in erased if it in in_backups(stage) + on_disk(stage)]


def in_backups(stage: Stage) -> bytes:
    """Return the bytes of everything that lies beside the database for later."""
    return b"".join(path.read_bytes() for path in sorted((stage.path.parent / "backups").iterdir()))
