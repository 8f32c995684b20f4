"""What was chosen before the table of preferences is what both have chosen after it."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.changes import before
from bot.db import erasures, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.erasures import Erasure
from bot.features.kindness.preferences import KINDNESS_DAYS, KINDNESS_MODE
from bot.features.question.preferences import QUESTION_ON
from bot.spaces import store
from bot.spaces.model import Space
from bot.spaces.preference import Preference
from schedules.quiet import QUIET_UNTIL
from tests.conftest import Stage, joined
from tests.db.of_old import of_old
from tests.db.upgrading import brought_before
from tests.people import Person, there
from tests.preferring import OF_A_PERSON, OF_THE_SPACE

_SPACES = (
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, question_on, question_time, "
    "question_days, kindness_mode, kindness_time, kindness_days, rest_days, quiet_from, quiet_until, pace, "
    "quiet_told, month_asked, public, change_no, changed_from, rest_from, rest_to, joint_at, resting_until) "
    "VALUES "
    "(7, -7, 1, 'active', 'UTC', '2026-07-01', 1, '09:00:00.000000', 'xxxxxxx', 'own', '12:30:00.000000', "
    "'xxxxxxx', '.......', '22:00:00.000000', '07:00:00.000000', 'daily', 0, 0, 0, 0, NULL, NULL, "
    "NULL, NULL, NULL), "
    "(8, -8, 1, 'active', 'UTC', '2026-07-01', 0, '18:15:00.000000', 'xxxxx..', 'off', '20:00:00.000000', "
    "'.x.....', '......x', '21:00:00.000000', '08:30:00.000000', 'weekly', 1, 1, 0, 4, :told, "
    "'2026-07-12', '2026-07-10', '2026-07-02 09:30:00.250000', "
    "'2026-07-20 22:00:00.000000')"
)
_PEOPLE = (
    "INSERT INTO people (id, name, door_open, seen_at) "
    "VALUES (1, :name, 1, '2026-07-01'), (2, :name, 1, '2026-07-01')"
)
_PARTNERS = (
    "INSERT INTO partners (space_id, person_id, state, joined_at, keeps_answers, vouched, depth, "
    "depth_before, depth_from, muted, reminder_at, paused_until, away, chosen, adult_at, saving_at, "
    "checkin_at, prompted, reader_told, announced, leaves_words) VALUES "
    "(8, 1, 'in', '2026-07-02', 1, 0, :three, NULL, NULL, :nothing, NULL, NULL, 0, NULL, NULL, NULL, NULL, "
    "0, 0, NULL, 0), "
    "(8, 2, 'in', '2026-07-03', 0, 1, :two, :one, '2026-07-09 12:00:00.500000', :muted, '21:30:00.000000', "
    "'2026-07-12 22:00:00.000000', 1, :chosen, '2026-07-03 08:00:00.000000', '2026-07-03 08:01:00.000000', "
    "'2026-07-04 20:00:00.000000', 3, 1, 'Asia/Tokyo', 1)"
)
_WRITTEN = {
    "three": "3",
    "two": "2",
    "one": "1",
    "nothing": "",
    "muted": "money,trust",
    "chosen": "faith=2026-07-05,touch=2026-07-01",
}
_BENS = {
    "keeps_answers": False,
    "prompted": 3,
    "reader_told": True,
    "depth": 2,
    "depth_before": 1,
    "depth_from": datetime(2026, 7, 9, 12, 0, 0, 500000, tzinfo=UTC),
    "muted": {"money", "trust"},
    "forms_left_out": frozenset(),
    "chosen": {"faith": date(2026, 7, 5), "touch": date(2026, 7, 1)},
    "reminder_at": time(21, 30),
    "checkin_at": datetime(2026, 7, 4, 20, tzinfo=UTC),
    "adult_at": datetime(2026, 7, 3, 8, tzinfo=UTC),
    "saving_at": datetime(2026, 7, 3, 8, 1, tzinfo=UTC),
    "announced": "Asia/Tokyo",
    "vouched": True,
    "leaves_words": True,
    "paused_until": datetime(2026, 7, 12, 22, tzinfo=UTC),
}
_TOLD = {
    "zone": "UTC",
    "question": [False, "09:00", "xxxxxxx"],
    "kindness": ["with_question", "12:30", "x......"],
    "rest_days": ".......",
    "pace": "daily",
    "quiet": ["22:00", "08:00"],
    "announced": {"1": "Asia/Tokyo"},
    "paced": True,
    "step": 2,
}
_CHOSEN = {
    "question_on": False,
    "question_time": time(18, 15),
    "question_days": "xxxxx..",
    "kindness_mode": "off",
    "kindness_time": time(20),
    "kindness_days": ".x.....",
    "rest_days": "......x",
    "rest_from": date(2026, 7, 12),
    "rest_to": date(2026, 7, 10),
    "resting_until": datetime(2026, 7, 20, 22, tzinfo=UTC),
    "quiet_from": time(21),
    "quiet_until": time(8, 30),
    "pace": "weekly",
    "joint_at": datetime(2026, 7, 2, 9, 30, 0, 250000, tzinfo=UTC),
    "quiet_told": True,
    "month_asked": True,
}


async def _space(db: Database, space_id: int) -> Space:
    async with db.read() as tx:
        space = await store.by_id(tx, space_id)
    assert space is not None
    return space


async def test_what_was_chosen_before_is_chosen_after(empty: Database, tmp_path: Path) -> None:
    await brought_before(empty, "0061", tmp_path)
    async with empty.write() as tx:
        await tx.execute(text(_SPACES), {"told": json.dumps(_TOLD)})
    await migrate.upgrade(empty)
    plain, chosen = await _space(empty, 7), await _space(empty, 8)
    assert {name: plain[it] for name, it in OF_THE_SPACE.items()} == {
        name: it.default for name, it in OF_THE_SPACE.items()
    }
    assert {name: chosen[it] for name, it in OF_THE_SPACE.items()} == _CHOSEN
    told = there(before(chosen))
    assert before(plain) is None
    assert (told.zone, told.announced, told.paced) == ("UTC", {"1": "Asia/Tokyo"}, True)
    assert told.chosen == _stored(
        (KINDNESS_MODE, "with_question"),
        (KINDNESS_DAYS, "x......"),
        (QUESTION_ON, False),
        (QUIET_UNTIL, time(8)),
    )
    async with empty.read() as tx:
        stored = await tx.scalar(text("SELECT count(*) FROM preferences WHERE space_id = 7"))
    assert stored == 0


async def test_both_are_shown_after_it_what_they_set_before(
    stage: Stage, ana: Person, ben: Person, tmp_path: Path
) -> None:
    couple = await joined(stage, ana, ben)
    await stage.stop()
    for left in stage.path.parent.glob(f"{stage.path.name}*"):
        left.unlink()
    db = Database(stage.settings.database_url, Cipher([stage.key]))
    await brought_before(db, "0061", tmp_path / "steps")
    async with db.write() as tx:
        await tx.execute(text(_SPACES), {"told": json.dumps(_TOLD)})
        await tx.execute(text(_PEOPLE), {"name": of_old(db.cipher, "Ana")})
        written = {name: of_old(db.cipher, value) for name, value in _WRITTEN.items()}
        await tx.execute(text(_PARTNERS), written)
        for change in (
            "DELETE FROM spaces WHERE id = 7",
            "UPDATE spaces SET chat_id = :group, inviter_id = :ana, members = 3, changed_from = NULL",
            "UPDATE people SET id = :ana WHERE id = 1",
            "UPDATE people SET id = :ben, name = :name WHERE id = 2",
            "UPDATE partners SET person_id = :ana WHERE person_id = 1",
            "UPDATE partners SET person_id = :ben, away = 0, paused_until = NULL WHERE person_id = 2",
        ):
            named = {"group": couple.group.id, "ana": ana.id, "ben": ben.id, "name": of_old(db.cipher, "Ben")}
            await tx.execute(text(change), {it: named[it] for it in named if f":{it}" in change})
    await db.close()
    await stage.start()
    for person in (ana, ben):
        await person.says("/settings")
        assert person.door.last().text.startswith(
            "Settings\nQuestion: off\nKindness: off\nRest days: Sun\nPace: once a week"
        )
        assert "\nWithout a sound: 21:00 to 08:30\n" in person.door.last().text
        await person.taps("Just mine", at=person.door)
    assert "Evening reminder: off" in ana.door.last().text
    assert "My words in this chat: I take them away" in ana.door.last().text
    assert "Evening reminder: 21:30" in ben.door.last().text
    assert "My words in this chat: they stay" in ben.door.last().text
    await ben.taps("My answers", at=ben.door)
    assert ben.door.last().buttons[1] == "Forget my answers ✓"


def _stored(*chosen: tuple[Preference[Any], object]) -> dict[str, str]:
    return {it.key: it.kind.write(value) for it, value in chosen}


async def _bring_people(db: Database, folder: Path) -> None:
    """Bring an older database with two people in it to today's shape."""
    await brought_before(db, "0061", folder)
    async with db.write() as tx:
        await tx.execute(text(_SPACES), {"told": json.dumps(_TOLD)})
        await tx.execute(text(_PEOPLE), {"name": of_old(db.cipher, "Ana")})
        await tx.execute(
            text(_PARTNERS), {name: of_old(db.cipher, value) for name, value in _WRITTEN.items()}
        )
    await migrate.upgrade(db)


async def test_what_each_chose_before_is_chosen_after_and_what_is_private_stays_so(
    empty: Database, tmp_path: Path
) -> None:
    await _bring_people(empty, tmp_path)
    space = await _space(empty, 8)
    ana, ben = space.partner(1), space.partner(2)
    assert ana is not None
    assert ben is not None
    assert {name: ana[it] for name, it in OF_A_PERSON.items()} == {
        name: it.default for name, it in OF_A_PERSON.items()
    }
    assert {name: ben[it] for name, it in OF_A_PERSON.items()} == _BENS
    assert (ana.away, ben.away) == (False, True)
    async with empty.read() as tx:
        stored = await tx.execute(text("SELECT person_id, key FROM preferences WHERE person_id <> 0"))
        private = await tx.execute(text("SELECT key FROM preferences WHERE value IS NULL"))
        noted = await tx.scalar(text("SELECT count(*) FROM erasures"))
        assert {row.person_id for row in stored.all()} == {2}
        assert {row.key for row in private.all()} == {
            it.key for name, it in OF_A_PERSON.items() if it.private and name != "forms_left_out"
        }
    assert noted == 0


async def test_a_choice_that_an_older_version_wrote_down_is_made_again(
    empty: Database, tmp_path: Path
) -> None:
    await _bring_people(empty, tmp_path)
    bens, anas = {"space_id": 8, "person_id": 2}, {"space_id": 8, "person_id": 1}
    back: erasures.Columns = {"keeps_answers": 1, "depth": of_old(empty.cipher, "1"), "depth_before": None}
    back |= {"depth_from": None, "muted": of_old(empty.cipher, "money"), "chosen": None}
    lines = [
        Erasure(1, "partners", dict(bens), back),
        Erasure(2, "partners", dict(bens), {"checkin_at": None, "reminder_at": None}),
        Erasure(
            3, "partners", dict(anas), back | {"keeps_answers": 0, "depth_from": "2026-07-20 08:00:00.000000"}
        ),
        Erasure(4, "spaces", {"id": 8}, {"active_at": None, "joint_at": None}),
        Erasure(5, "partners", {"space_id": 8, "person_id": 3}, dict(back)),
    ]
    async with empty.write() as tx:
        await erasures.replay(tx, lines)
    space = await _space(empty, 8)
    ana, ben = space.partner(1), space.partner(2)
    assert ana is not None
    assert ben is not None
    now: dict[str, Any] = {
        "keeps_answers": True,
        "depth": 1,
        "depth_before": None,
        "depth_from": None,
        "muted": {"money"},
    }
    now |= {"chosen": {}, "checkin_at": None, "reminder_at": None}
    assert {name: ben[it] for name, it in OF_A_PERSON.items()} == _BENS | now
    assert (ana[OF_A_PERSON["keeps_answers"]], ana[OF_A_PERSON["depth_from"]]) == (
        False,
        datetime(2026, 7, 20, 8, tzinfo=UTC),
    )
    assert space[OF_THE_SPACE["joint_at"]] is None
    async with empty.read() as tx:
        assert await tx.scalar(text("SELECT count(*) FROM preferences WHERE person_id = 3")) == 0
