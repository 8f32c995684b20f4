"""The night's backup comes by itself, once, and nothing else waits for it."""

import shutil
from datetime import UTC, datetime

import pytest

from bot.db import backup
from bot.db.encrypted import Cipher
from tests.conftest import Couple
from tests.features.question.acts import seals


def nights(couple: Couple) -> list[datetime]:
    """Return when the backups that are there were made, newest first."""
    return [copy.at for copy in backup.all_of(couple.stage.path)]


async def test_one_is_made_at_the_first_start_and_then_at_four_each_night(couple: Couple) -> None:
    first = nights(couple)
    assert len(first) == 1
    await couple.stage.moves_to_time(3, 59)
    assert nights(couple) == first
    await couple.stage.moves_to_time(4)
    assert [at.astimezone(UTC).hour for at in nights(couple)] == [2, *(at.hour for at in first)]
    await couple.stage.moves(minutes=5)
    await couple.stage.restart()
    await couple.stage.moves(hours=20)
    assert len(nights(couple)) == 2


async def test_a_machine_that_slept_through_the_night_makes_up_for_it(couple: Couple) -> None:
    await couple.stage.stop()
    couple.stage.clock.move_to(datetime(2026, 7, 16, 11, tzinfo=UTC))
    await couple.stage.start()
    assert nights(couple)[0] == datetime(2026, 7, 16, 11, tzinfo=UTC)


async def test_a_full_disk_keeps_nobody_from_their_question(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 1))
    before = nights(couple)
    await couple.stage.moves_to_time(4)
    await couple.stage.moves_to_time(9)
    assert "Answer privately" in couple.group.last().buttons
    assert nights(couple) == before
    assert [it.getMessage() for it in caplog.records if "no backup was made" in it.getMessage()] != []
    monkeypatch.undo()
    await couple.stage.moves(hours=1)
    assert len(nights(couple)) == len(before) + 1


async def test_a_copy_that_is_not_what_it_should_be_is_no_backup(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = nights(couple)
    db = couple.stage.kindling.parts.db
    monkeypatch.setattr(db, "cipher", Cipher(["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]))
    with pytest.raises(backup.NoBackup):
        await backup.make(db, couple.stage.clock.now().replace(second=7))
    assert nights(couple) == before
    assert not list((couple.stage.path.parent / "backups").glob("*.partial"))


async def test_a_row_that_no_key_opens_becomes_a_kind_line_and_never_a_garbled_message(
    couple: Couple, caplog: pytest.LogCaptureFixture
) -> None:
    await couple.stage.moves_to_time(9)
    await seals(couple.ana, "The walk by the river")
    foreign = Cipher(["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]).encrypt("The walk", "answers.text")
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.exec_driver_sql("UPDATE answers SET text = ?", (foreign,))
    said = len(couple.ana.door.messages)
    await couple.ana.says("/export")
    heard = [shown.text for shown in couple.ana.door.messages[said:] if shown.sender is not couple.ana.user]
    assert len(heard) == 1
    assert "went wrong" in heard[0]
    assert "gcm1" not in couple.ana.transcript() + couple.ben.transcript()
    assert any("update" in it.getMessage() and "WrongKey" in it.getMessage() for it in caplog.records)
