"""What was erased after a backup is erased again when that backup is restored."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Table

from bot.db import backup, erasures, keys
from bot.db.encrypted import TOKENS, Cipher
from bot.db.engine import Database
from bot.db.erasures import Erasure
from bot.db.tables import metadata
from bot.db.tables.erasures import triggers
from bot.features.question.exports import CHOSEN, DEPTH, MUTED, SAVES_ANSWERS
from bot.restoring import catch_up, restore
from bot.spaces import store
from tests.conftest import Couple, Stage, joined
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import seals
from tests.preferring import choose
from tests.prepared import cipher_of
from tests.promises.acts import on_disk, rows
from tests.promises.test_promise_8_leaving import lived_in

pytestmark = pytest.mark.prove

NOT_WRITTEN_DOWN = {
    "awaited": "prompts: no words, and they end by themselves",
    "cards": "go with their post",
    "copies": "numbers of messages",
    "erasures": "the lines themselves",
    "fading": "numbers of messages, which go by themselves within the hour",
    "keyboards": "numbers of messages",
    "meta": "facts about the database",
    "missed": "numbers of messages, which are forgotten by themselves",
    "nonces": "links, which end by themselves",
    "numberings": "the ids of the bank's questions",
    "outbox": "what the bot has to say, without its words",
    "pasts": "sums of cards, which go where those change, and are made anew",
    "plan": "when posts are due",
    "taken": "numbers of messages, which go with what they are part of",
    "timers": "when something is to be done about a card",
}


def test_every_table_is_written_down_when_a_row_goes_or_is_known_to_hold_nobodys_words() -> None:
    erased = {trigger.table.name for trigger in triggers() if not trigger.of}
    assert erased.isdisjoint(NOT_WRITTEN_DOWN)
    assert erased | set(NOT_WRITTEN_DOWN) >= set(metadata.tables)
    assert {trigger.table.name for trigger in triggers()} <= set(metadata.tables)


@pytest.mark.parametrize("trigger", triggers(), ids=lambda it: it.name)
def test_a_line_finds_its_row_by_a_key_that_only_one_has(trigger: object) -> None:
    table: Table = trigger.table  # type: ignore[attr-defined]
    assert tuple(column.name for column in table.primary_key) == trigger.key  # type: ignore[attr-defined]


async def backs_up(couple: Couple) -> Path:
    """Make a backup as the night does."""
    made = await backup.make(couple.stage.kindling.parts.db, couple.stage.clock.now())
    return made.path


async def restores(couple: Couple, copy: Path, *, without_journal: bool = False) -> None:
    """Stop the bot, put a backup in its database's place, and look at it before the bot starts again."""
    stage = couple.stage
    await stage.stop()
    keyed = type(stage.settings).model_validate({"encryption_keys": (stage.key,)})
    settings = stage.settings.model_copy(update={"encryption_keys": keyed.encryption_keys})
    await restore(settings, copy, without_journal=without_journal)


def journal_of(stage: Stage) -> Path:
    """Return the file of erasures of a stage's database."""
    (path,) = stage.path.parent.glob("backups/erased-*")
    return path


async def words_of(couple: Couple, *tables: str) -> list[bytes]:
    """Return what stands on the disk for every word in these tables."""
    found: list[bytes] = []
    async with couple.stage.kindling.parts.db.read() as tx:
        for table in tables:
            raw = await tx.exec_driver_sql(f"SELECT * FROM {table}")
            found += [str(it).encode() for row in raw.all() for it in row if str(it).startswith(TOKENS)]
    return found


WORDY = ("answers", "thanks", "drafts", "evenings", "handed")


async def test_what_a_person_deleted_does_not_come_back_and_its_bytes_do_not_either(couple: Couple) -> None:
    await lived_in(couple)
    copy = await backs_up(couple)
    before, waiting = await words_of(couple, *WORDY), await words_of(couple, "drafts")
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    after = await words_of(couple, *WORDY)
    erased = set(before) - set(after)
    assert len(erased) >= 5
    assert {word for word in erased if word in copy.read_bytes()} == erased - set(
        waiting
    )  # no copy has those
    await restores(couple, copy)
    restored = couple.stage.path.read_bytes()
    assert [word for word in erased if word in restored] == []
    assert all(word in restored for word in after)
    assert not list(couple.stage.path.parent.glob("kindling.db-*"))  # no log that could hold them
    await couple.stage.start()
    found = await rows(couple.stage)
    for table, column in (("answers", "person_id"), ("thanks", "giver_id"), ("evenings", "person_id")):
        assert {row[column] for row in found[table]} == {couple.ben.id}


async def stops(couple: Couple) -> None:
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly")


async def is_removed(couple: Couple) -> None:
    await couple.group.removes_bot(by=couple.ana)
    await couple.stage.moves(minutes=61)


@pytest.mark.parametrize("ends", [stops, is_removed])
async def test_a_space_that_ended_stays_ended_and_is_erased_on_its_day(
    couple: Couple, ends: Callable[[Couple], Awaitable[None]]
) -> None:
    await lived_in(couple)
    copy = await backs_up(couple)
    await ends(couple)
    ended = await rows(couple.stage)
    await restores(couple, copy)
    await couple.stage.start()
    found = await rows(couple.stage)
    assert found["spaces"][0]["state"] == "closed"
    assert found["spaces"][0]["erase_at"] == ended["spaces"][0]["erase_at"]
    for table in ("answers", "thanks", "drafts", "awaited", "evenings"):
        assert found[table] == ended[table], table
    said = len(couple.group.messages)
    await couple.stage.moves(days=6, hours=22)
    assert len(couple.group.messages) == said
    await couple.stage.moves(hours=4)
    assert (await rows(couple.stage))["spaces"] == []


async def test_an_erased_space_does_not_come_back(couple: Couple) -> None:
    await lived_in(couple)
    await stops(couple)
    await couple.stage.moves(days=6)
    copy = await backs_up(couple)
    words = await words_of(couple, *WORDY)
    await couple.stage.moves(days=1, hours=2)
    await restores(couple, copy)
    restored = couple.stage.path.read_bytes()
    assert [word for word in words if word in restored] == []
    await couple.stage.start()
    found = await rows(couple.stage)
    assert [name for name, table in found.items() if table] == ["meta"]


async def test_whoever_undid_their_yes_is_not_in_again(couple: Couple) -> None:
    copy = await backs_up(couple)
    await couple.ben.taps("Undo", at=couple.ben.door)
    await restores(couple, copy)
    await couple.stage.start()
    found = await rows(couple.stage)
    assert [row["person_id"] for row in found["partners"]] == [couple.ana.id]
    assert found["spaces"][0]["state"] == "inviting"
    await couple.stage.moves_to_time(9)
    assert "Answer privately" not in couple.group.last().buttons


async def test_taken_back_words_hidden_thanks_and_an_unsaid_wish_stay_so(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await couple.stage.moves_to_time(9)
    await seals(ana, "words that Ana takes back")
    await couple.stage.moves_to_time(21)
    await checks_in(ben, "Good", "Close", "A hand", "Yes, tell Ana")
    copy = await backs_up(couple)
    await ana.taps("Take back", at=ana.door)
    await checks_in(ben, "Good", "Close", "A hand", "No, just for me")
    await restores(couple, copy)
    await couple.stage.start()
    found = await rows(couple.stage)
    assert found["answers"] == []
    assert found["taken"] == []
    assert [row["passed_on"] for row in found["evenings"]] == [False]


async def test_consent_and_topics_taken_back_stay_taken_back(couple: Couple) -> None:
    space, ana = 1, couple.ana.id
    db = couple.stage.kindling.parts.db
    async with db.write() as tx:
        await choose(tx, space, ana, chosen="intimacy=2026-07-01", depth="3")
    copy = await backs_up(couple)
    async with db.write() as tx:
        await choose(tx, space, ana, chosen="", muted="money", depth="1", keeps_answers=False)
    await restores(couple, copy)
    await couple.stage.start()
    async with couple.stage.kindling.parts.db.read() as tx:
        found = await store.by_id(tx, space)
    assert found is not None
    me, other = found.partner(ana), found.other(ana)
    assert me is not None
    assert (me[CHOSEN], me[MUTED], me[DEPTH], me[SAVES_ANSWERS]) == ({}, frozenset({"money"}), 1, False)
    assert (other[MUTED], other[SAVES_ANSWERS]) == (frozenset(), True)


async def test_what_was_not_erased_comes_back_as_it_was(couple: Couple) -> None:
    await lived_in(couple)
    before = await rows(couple.stage)
    copy = await backs_up(couple)
    await restores(couple, copy)
    await couple.stage.start()
    after = await rows(couple.stage)
    assert before["drafts"]
    assert {**after, "erasures": []} == {**before, "erasures": [], "drafts": []}  # those are in no backup


async def test_a_second_restore_of_the_same_backup_erases_again_too(couple: Couple) -> None:
    await lived_in(couple)
    copy = await backs_up(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    for _ in range(2):
        await restores(couple, copy)
        await couple.stage.start()
        assert couple.ana.id not in {row["person_id"] for row in (await rows(couple.stage))["answers"]}
        await seals(couple.ben, "And Ben goes on")


async def puts_back_by_hand(couple: Couple, copy: bytes) -> None:
    """Stop the bot, and copy an older database over its own, as one does who has not heard of `restore`."""
    await couple.stage.stop()
    couple.stage.path.write_bytes(copy)


@pytest.mark.parametrize("again", [False, True], ids=["once", "twice"])
async def test_an_older_copy_put_back_by_hand_forgets_at_the_start_what_was_erased(
    couple: Couple, caplog: pytest.LogCaptureFixture, again: bool
) -> None:
    await lived_in(couple)
    copy = (await backs_up(couple)).read_bytes()
    before = await words_of(couple, *WORDY)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    erased = set(before) - set(await words_of(couple, *WORDY))
    for _ in range(1 + again):
        await puts_back_by_hand(couple, copy)
        await couple.stage.start()
    found = await rows(couple.stage)
    for table, column in (("answers", "person_id"), ("thanks", "giver_id"), ("evenings", "person_id")):
        assert {row[column] for row in found[table]} == {couple.ben.id}
    assert erased
    assert not [word for word in erased if word in on_disk(couple.stage)]
    said = [it.getMessage() for it in caplog.records if it.name == "bot.restoring"]
    assert len(said) == 1 + again
    assert "put back by hand" in said[0]
    await couple.stage.restart()
    assert len([it for it in caplog.records if it.name == "bot.restoring"]) == 1 + again


async def test_a_space_that_ended_stays_ended_when_an_older_copy_is_put_back_by_hand(couple: Couple) -> None:
    await lived_in(couple)
    copy = (await backs_up(couple)).read_bytes()
    await stops(couple)
    await puts_back_by_hand(couple, copy)
    await couple.stage.start()
    said = len(couple.group.messages)
    await couple.stage.moves(days=6, hours=22)
    assert len(couple.group.messages) == said
    await couple.stage.moves(hours=4)
    assert (await rows(couple.stage))["spaces"] == []


async def test_a_database_without_a_name_is_not_taken_for_an_older_copy(couple: Couple) -> None:
    """The file of erasures without a name may be of another database that lay in this folder before."""
    stage = couple.stage
    await lived_in(couple)
    copy = (await backs_up(couple)).read_bytes()
    await stops(couple)
    await stage.moves(days=1)
    await puts_back_by_hand(couple, copy)
    with closing(sqlite3.connect(stage.path)) as database:
        database.execute("DELETE FROM meta WHERE key = ?", (keys.NAME,)).connection.commit()
    journal_of(stage).rename(stage.path.parent / "backups/erased")
    await stage.start()
    (space,) = (await rows(stage))["spaces"]
    assert space["state"] == "active"


async def test_what_is_made_after_a_restore_gets_no_number_that_was_given_before(couple: Couple) -> None:
    stage = couple.stage
    await lived_in(couple)
    copy = await backs_up(couple)
    for _ in range(3):
        await stage.moves(days=1)
    before = _given(stage.path)
    await restores(couple, copy)
    after = _given(stage.path)
    assert {table: after[table] for table in before} == {**after, **before}
    await stage.start()


def _given(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT name, seq FROM sqlite_sequence WHERE name != 'erasures'").fetchall()
    return dict(rows)


async def test_a_copy_put_back_by_hand_that_is_older_than_what_is_remembered_ends_the_start(
    couple: Couple,
) -> None:
    await lived_in(couple)
    copy = (await backs_up(couple)).read_bytes()
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    for _ in range(10):
        await couple.stage.moves(days=1)
    await puts_back_by_hand(couple, copy)
    db = Database(couple.stage.settings.database_url, Cipher([couple.stage.key]))
    with pytest.raises(backup.NoBackup, match="older than what is remembered"):
        await catch_up(db)
    await db.close()


async def test_what_is_erased_from_one_database_touches_no_other_in_its_place(couple: Couple) -> None:
    stage = couple.stage
    await lived_in(couple)
    before = await rows(stage)
    await stage.stop()
    lost = stage.path.read_bytes()
    stage.path.unlink()
    await stage.start()  # begun anew: its spaces and people get the same numbers
    other = await joined(stage, couple.ana, couple.ben)
    await stops(other)
    await puts_back_by_hand(other, lost)
    await stage.start()
    found = await rows(stage)
    assert [space["state"] for space in found["spaces"]] == ["active"]
    assert found["answers"] == before["answers"]


async def test_a_backup_older_than_what_is_remembered_is_refused(couple: Couple) -> None:
    await lived_in(couple)
    copy = await backs_up(couple)
    elsewhere = couple.stage.path.parent.parent / "elsewhere.db"
    elsewhere.write_bytes(copy.read_bytes())
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    for _ in range(10):
        await couple.stage.moves(days=1)
    with pytest.raises(backup.NoBackup, match="older than what is remembered"):
        await restores(couple, elsewhere)


async def test_without_the_file_of_erasures_nothing_is_restored_unless_one_says_so(couple: Couple) -> None:
    await lived_in(couple)
    copy = await backs_up(couple)
    await couple.stage.stop()
    journal_of(couple.stage).unlink()
    with pytest.raises(backup.NoBackup, match="--without-journal"):
        await restores(couple, copy)


async def test_after_a_restore_without_the_file_no_newer_backup_brings_back_what_is_erased_then(
    couple: Couple,
) -> None:
    stage = couple.stage
    await lived_in(couple)
    older = await backs_up(couple)
    await couple.ben.says("/delete")
    await couple.ben.taps("Erase my words")
    await stage.moves(minutes=5)
    newer = await backs_up(couple)
    await stage.stop()
    journal_of(stage).unlink()
    await restores(couple, older, without_journal=True)
    await stage.start()
    await stage.moves(minutes=1)
    await stops(couple)
    await restores(couple, newer)
    await stage.start()
    assert [space["state"] for space in (await rows(stage))["spaces"]] == ["closed"]


async def test_the_file_of_erasures_names_nobody(couple: Couple) -> None:
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    written = journal_of(couple.stage).read_text()
    assert str(couple.ana.id) not in written
    assert "answers" not in written
    assert journal_of(couple.stage).stat().st_mode & 0o777 == 0o600


async def test_a_line_cut_short_by_a_power_cut_is_written_again(couple: Couple) -> None:
    stage = couple.stage
    await lived_in(couple)
    path = journal_of(stage)
    await erasures.write_down(stage.kindling.parts.db, stage.clock.now())
    whole = path.read_bytes()
    path.write_bytes(whole + b"gcm1AAAABcut")
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    journal = erasures.read(path, stage.kindling.parts.db.cipher)
    assert [line.id for line in journal.lines] == list(range(journal.since, journal.newest + 1))
    assert {line.table for line in journal.lines} >= {"answers", "thanks", "evenings"}


def lines(first: int, last: int) -> list[Erasure]:
    return [Erasure(number, "posts", {"id": number}, None) for number in range(first, last + 1)]


@pytest.mark.parametrize("again", range(7), ids=lambda it: f"{it} came again")
def test_lines_that_come_again_leave_the_file_in_the_order_of_their_ids(tmp_path: Path, again: int) -> None:
    """The bot ends after it wrote lines and before it deleted them; then the machine goes down in between."""
    path, cipher, now = tmp_path / "erased", cipher_of(Fernet.generate_key().decode()), datetime.now(UTC)
    erasures.append(path, cipher, lines(1, 5), 5, now)
    whole = path.read_bytes()
    erasures.append(path, cipher, lines(1, 7), 7, now)
    written = path.read_bytes()
    if written.startswith(whole):
        written = whole + b"".join(written.removeprefix(whole).splitlines(keepends=True)[:again])
        path.write_bytes(written)
    assert erasures.newest_in(path, cipher) == erasures.read(path, cipher).newest
    erasures.append(path, cipher, lines(1, 8), 8, now)
    ids = [
        json.loads(cipher.decrypt(line, erasures.FIELD))["id"] for line in path.read_text().splitlines()[1:]
    ]
    assert ids == list(range(1, 9))


def test_another_line_of_an_id_that_is_written_already_is_not_lost(tmp_path: Path) -> None:
    """A database without a name may share its file with one that lay there before."""
    path, cipher, now = tmp_path / "erased", cipher_of(Fernet.generate_key().decode()), datetime.now(UTC)
    erasures.append(path, cipher, lines(1, 5), 5, now)
    other = Erasure(4, "thanks", {"id": 9}, None)
    erasures.append(path, cipher, [other], 4, now)
    found = erasures.read(path, cipher)
    assert [(line.id, line.table) for line in found.lines if line.id >= 4] == [(4, "thanks"), (5, "posts")]


def test_a_file_that_nobody_can_read_takes_lines_on_until_it_is_begun_anew(tmp_path: Path) -> None:
    path, now = tmp_path / "erased", datetime.now(UTC)
    first, second = (cipher_of(Fernet.generate_key().decode()) for _ in range(2))
    erasures.append(path, first, lines(1, 2), 2, now)
    before = path.read_bytes()
    erasures.append(path, second, lines(2, 3), 3, now)
    assert path.read_bytes().startswith(before)
    assert [
        json.loads(second.decrypt(line, erasures.FIELD))["id"] for line in path.read_text().splitlines()[-2:]
    ] == [2, 3]


@pytest.mark.parametrize("cancelled", [False, True], ids=["to its end", "cancelled"])
async def test_what_is_erased_while_old_lines_are_forgotten_is_written_down_too(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, cancelled: bool
) -> None:
    stage = couple.stage
    db = stage.kindling.parts.db

    async def mutes(topic: str) -> None:
        async with db.write() as tx:
            await choose(tx, 1, couple.ana.id, muted=topic)

    await mutes("money")
    await erasures.write_down(db, stage.clock.now())
    whole, has_read, go_on = erasures._read, threading.Event(), threading.Event()

    def reads_slowly(path: Path, cipher: Cipher) -> tuple[erasures.Journal, dict[int, str]]:
        found = whole(path, cipher)
        has_read.set()
        go_on.wait(20)
        return found

    monkeypatch.setattr(erasures, "_read", reads_slowly)
    later = stage.clock.now() + erasures.REMEMBERED
    forgetting = asyncio.create_task(backup.make(db, later))
    assert await asyncio.to_thread(has_read.wait, 20)
    if cancelled:
        forgetting.cancel()
    await mutes("family")
    writing = asyncio.create_task(erasures.write_down(db, later))
    await asyncio.wait((writing,), timeout=0.3)  # waits for the other now, or has lost its line already
    go_on.set()
    await asyncio.gather(forgetting, writing, return_exceptions=True)
    await erasures.write_down(db, later)
    async with db.read() as tx:
        newest = await erasures.sequence(tx)
    assert erasures.read(journal_of(stage), db.cipher).newest == newest
