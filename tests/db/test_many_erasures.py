"""However much was erased, a start waits for none of it, and a restore still does all of it again."""

import sqlite3
from contextlib import closing

import pytest

from bot import starting
from bot.db import erasures
from tests.conftest import Couple
from tests.db.test_erasures import (
    WORDY,
    backs_up,
    journal_of,
    puts_back_by_hand,
    restores,
    words_of,
)
from tests.prepared import cipher_of
from tests.promises.acts import rows
from tests.promises.test_promise_8_leaving import lived_in

pytestmark = pytest.mark.prove

MANY = 60


def _waiting(couple: Couple) -> int:
    """Return how many lines are still to be moved into the file."""
    with closing(sqlite3.connect(couple.stage.path)) as database:
        return int(database.execute("SELECT count(*) FROM erasures").fetchone()[0])


def _erases(couple: Couple, number: int) -> None:
    """Let so many lines wait while the bot does not run."""
    with closing(sqlite3.connect(couple.stage.path)) as database, database:
        database.executemany(
            "INSERT INTO erasures (of_table, key) VALUES ('drafts', ?)",
            [(f'{{"id": {10_000 + it}}}',) for it in range(number)],
        )


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a few lines as many as very many."""
    monkeypatch.setattr(erasures, "AT_ONCE", 3)


async def test_what_takes_several_steps_to_write_down_is_all_erased_again(couple: Couple) -> None:
    await lived_in(couple)
    copy = await backs_up(couple)
    before = await words_of(couple, *WORDY)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    erased = set(before) - set(await words_of(couple, *WORDY))
    assert len(erased) >= 5
    assert not _waiting(couple)
    await restores(couple, copy)
    await couple.stage.start()
    found = await rows(couple.stage)
    for table, column in (("answers", "person_id"), ("thanks", "giver_id"), ("evenings", "person_id")):
        assert {row[column] for row in found[table]} == {couple.ben.id}


async def test_a_start_waits_for_one_step_and_the_upkeep_moves_the_rest(couple: Couple) -> None:
    stage = couple.stage
    await stage.stop()
    _erases(couple, MANY)
    waiting = _waiting(couple)
    db = await starting.ready(stage.settings, cipher_of(stage.key), stage.clock.now())
    await db.close()
    assert _waiting(couple) == waiting - 3
    await stage.start()
    await stage.moves(minutes=1)
    assert not _waiting(couple)
    told = erasures.read(journal_of(stage), stage.kindling.parts.db.cipher)
    assert [line.id for line in told.lines] == list(range(told.since, told.newest + 1))
    assert len([line for line in told.lines if line.table == "drafts"]) == MANY


async def test_a_start_reads_the_end_of_the_file_alone(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = couple.stage
    await lived_in(couple)
    await stage.moves(minutes=1)

    def reads(*_of: object) -> None:
        raise AssertionError("the whole file was read")

    monkeypatch.setattr(erasures, "read", reads)
    await stage.restart()
    await couple.ana.says("/today")
    assert couple.ana.door.messages


@pytest.mark.parametrize("end", [b"", b"gcm1AAAABcut", b"\n"], ids=["whole", "cut short", "an empty line"])
async def test_a_copy_put_back_by_hand_is_known_for_old_however_the_file_ends(
    couple: Couple, end: bytes
) -> None:
    await lived_in(couple)
    copy = (await backs_up(couple)).read_bytes()
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    with journal_of(couple.stage).open("ab") as file:
        file.write(end)
    await puts_back_by_hand(couple, copy)
    await couple.stage.start()
    assert {row["person_id"] for row in (await rows(couple.stage))["answers"]} == {couple.ben.id}
