"""Reads and writes by index only: no statement of the bot's goes through a table that grows."""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from types import ModuleType

import pytest

import bot
import schedules
from bot.db.engine import Database
from bot.db.tables.base import Trigger
from bot.db.tables.erasures import triggers
from tests.conftest import Stage
from tests.db.living import lives
from tests.db.plans import SMALL_IN_A_SPACE, STAYS_SMALL, WHAT_WAITS, Schema
from tests.db.recorder import acts_of, calls, statements
from tests.people import Person

BY_THE_CLOCK = {
    "ix_awaited_until": "what is over goes with the same statement or the next",
    "ix_drafts_until": "as above",
    "ix_exports_at": "what is due comes, and goes from here with it",
    "ix_fading_at": "what is due goes from the chat and from here, a day later at the latest",
    "ix_keyboards_at": "what is over goes, or is looked at again later",
    "ix_missed_until": "as above",
    "ix_nonces_until": "as above",
    "ix_plan_next_due": "what is due moves on once it is claimed",
    "ix_posts_due_at": "posts from hours to come, which only a wrong clock writes",
    "ix_spaces_counted": "whoever was not counted for a day is counted now",
    "ix_spaces_erase_at": "what is over is erased at once",
    "ix_spaces_public": "public groups are few, and each is looked at every hour",
    "ix_spaces_removed_at": "an hour after a removal the space ends, and the column is empty again",
    "ix_timers_at": "what is due goes with what it means",
    "ix_updates_at": "what is older than two days goes with the same statement",
}
"""Indexes along which one may go up to an instant: what they find there does not stay there."""

EXCUSED = {
    r"FROM people WHERE people.id > \?": "upkeep goes through all people, a thousand at a time",
    r"SELECT partners.person_id FROM partners JOIN spaces": "WHO_MAY_JOIN=first: one couple has the bot",
    r'SELECT DISTINCT "plan".space_id': "a clock set back by days: all is planned anew",
    r'UPDATE "plan" SET claimed_date=\?$': "as above",
    r"max\(posts.local_date\) AS day": "as above",
    r"FROM preferences WHERE .* = 'question.saves' AND": "whoever keeps no answers has only today's",
    r"FROM handed .* ORDER BY handed.local_date": "an idea is picked by all that its person had, once a day",
    r"DELETE FROM \w+ WHERE \w+.space_id = \?( AND \w+.(giver_id|person_id) = \?)?$": "all is erased",
    r"DELETE FROM (answers|marks) WHERE .* AND \w+.person_id = \? AND \(EXISTS": "all of one owner",
    r"DELETE FROM answers WHERE answers.space_id = \? AND answers.how IN": "what is sealed of all is erased",
    r"UPDATE (evenings SET wish|thanks SET received|outbox SET (state=\?, claimed_at|file_id))": "as above",
    r"SELECT outbox.ref FROM outbox WHERE .* AND outbox.state = \?$": "once, when a space ends",
    r"FROM answers WHERE answers.space_id = \? AND answers.person_id = \? AND answers.how": "at an undo",
    r"UPDATE (answers SET alone|cards SET drawn_by|posts SET person_id)": "once, at an undo",
    r"SELECT DISTINCT posts.ritual FROM posts JOIN cards": "all is erased, whoever asked for it",
    r"UPDATE evenings SET passed_on=\? WHERE evenings.space_id": "once, at an undo",
    r"UPDATE keyboards SET at=\? WHERE keyboards.space_id": "once, when both have joined",
    r"UPDATE outbox SET not_before=\? WHERE outbox.space_id": "once, when a hush or a removal is over",
    r"FROM outbox JOIN posts .* ORDER BY outbox.id DESC LIMIT": "newest first, over after a handful",
    r"SELECT cards.post_id FROM cards .* ORDER BY cards.id DESC": "newest first, over after one or two",
    r"FROM (answers|thanks|evenings|asides) .* DESC LIMIT \? OFFSET": "one's own list, a page at a turn",
    r"FROM evenings .* ORDER BY evenings.local_date LIMIT": "an export's first page, over after a page",
}
"""Statements that read more than they look for, and why that may be."""

_RESTORED = "a backup was put back: tests/db/test_erasures.py"
_NO_QUESTION = "a morning that has something to tell and no question"
_OVER = "the end of a button comes before anybody tapped it"
_ASKED_ANEW = "a prompt that a door did not take is asked for once more"
_DOUBTED = "whoever runs the bot doubts the sums of pasts: tests/features/question/test_pasts.py"
_LINE_ANEW = "a door did not take the line of an answer, and does later"
NOT_LIVED = {
    "bot.db.erasures.give_no_id_twice": _RESTORED,
    "bot.db.erasures.replay": _RESTORED,
    "bot.db.erasures.set_sequence": _RESTORED,
    "bot.features.checkin.morning.came_of_message": _NO_QUESTION,
    "bot.features.checkin.morning.load": _NO_QUESTION,
    "bot.features.checkin.reminder.evening_at": "a check-in begins on its reminder",
    "bot.features.clocks.handlers.offer_over": _OVER,
    "bot.features.pairing.standing.over": _OVER,
    "bot.features.question.pasts.forget": _DOUBTED,
    "bot.features.question.pasts.rebuild": _DOUBTED,
    "bot.features.pairing.zones.load_leads": _ASKED_ANEW,
    "bot.features.pause.handlers.load_names": _ASKED_ANEW,
    "bot.sealed.ending.was_told": "the line of an answer that stayed alone cannot be reached",
    "bot.sealed.theirs.said_after": "a user of the sealed pair whose cards have no taps: tests/sealed",
    "bot.sealed.line.came_of": _LINE_ANEW,
    "bot.sealed.line.load": _LINE_ANEW,
    "bot.sealed.line.stands": "a message that was an answer comes once more",
    "bot.sealed.line_taps.change_left": "*Change* is left for something else",
    "bot.features.thanks.more.load": "who gave a thank-you is asked to tell more, and was not",
    "bot.spaces.store.anybody_in": "a process starts: tests/db/test_at_rest.py",
    "bot.spaces.languages.of_group": "a second language is spoken",
    "bot.unheard.tell": "a door took nothing, and its person writes elsewhere",
    "schedules.posts.skipped_since": "two rituals of one person want the same day",
}
"""What nobody lives through here, each with when it would come: what it reads is not looked at."""


@pytest.fixture
async def schema(db: Database) -> AsyncIterator[Schema]:
    """The tables and indexes of a new database."""
    with closing(sqlite3.connect(db.path, cached_statements=0)) as connection:
        yield Schema(connection)


@pytest.mark.prove
async def test_every_statement_finds_what_it_wants_by_index(
    stage: Stage, ana: Person, ben: Person, cleo: Person, schema: Schema
) -> None:
    acts = acts_of(list(_modules()))
    with calls(acts) as called, statements() as heard:
        await stage.restart()
        await lives(stage, ana, ben, cleo)
    assert set(acts) - called == NOT_LIVED.keys(), "nobody lived through these, or somebody does now"
    issued = [it for it in sorted(heard) if it.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    assert len(issued) > 150
    plans = {statement: schema.plan(statement) for statement in issued}
    excuses = {statement: [it for it in EXCUSED if re.search(it, statement)] for statement in issued}
    faults = {
        statement: _unexcused(plan.faults) for statement, plan in plans.items() if not excuses[statement]
    }
    assert {statement: found for statement, found in faults.items() if found} == {}
    needed = {it for statement in issued if plans[statement].faults for it in excuses[statement]}
    assert set(EXCUSED) - needed == set(), "nothing needs these excuses any more"
    used = set().union(*(plan.indexes for plan in plans.values()))
    unused = {name for name in schema.indexes() if name.startswith("ix_")} - used
    assert unused == set(), "no statement needs these, and every write pays for them"


def test_a_row_that_goes_finds_by_index_what_goes_with_it(schema: Schema) -> None:
    found = {(table, column) for table, column in schema.references() if column not in schema.leading(table)}
    assert found == set()


@pytest.mark.parametrize("trigger", triggers(), ids=lambda it: it.name)
def test_what_is_erased_is_written_down_without_a_look_at_other_rows(
    schema: Schema, trigger: Trigger
) -> None:
    when = re.sub(r"\b(OLD|NEW)\.\w+", "?", trigger.when)
    assert schema.plan(f"SELECT {when or 1}").faults == []


def test_a_trigger_finds_by_index_what_it_forgets(schema: Schema) -> None:
    found = schema.database.execute("SELECT sql FROM sqlite_schema WHERE name LIKE 'forgets_%'").fetchall()
    bodies = [re.search(r"BEGIN (.*); END", sql) for (sql,) in found]
    forgotten = [re.sub(r"(OLD|NEW)\.\w+", "?", body[1]) for body in bodies if body]
    assert len(forgotten) >= 3
    assert {it: faults for it in forgotten if (faults := schema.plan(it).faults)} == {}


def test_the_short_lists_name_tables_that_there_are(schema: Schema) -> None:
    assert {*STAYS_SMALL, *SMALL_IN_A_SPACE} <= schema.tables()
    assert {*BY_THE_CLOCK, *WHAT_WAITS} <= schema.indexes()


@pytest.mark.parametrize(
    ("index", "statement"),
    [
        ("ix_posts_due_at", "SELECT id FROM posts WHERE due_at > ? LIMIT 1"),
        ("ix_outbox_claimed", "UPDATE outbox SET tries = 1 WHERE state = 'claimed'"),
        ("ix_cards_space_id", "SELECT id FROM cards WHERE space_id = ? AND id > ?"),
        ("ix_spaces_inviter_id", "SELECT id FROM spaces WHERE inviter_id = ?"),
    ],
)
def test_without_its_index_a_statement_is_found_out(schema: Schema, index: str, statement: str) -> None:
    assert _unexcused(schema.plan(statement).faults) == []
    schema.database.execute(f"DROP INDEX {index}")
    assert _unexcused(schema.plan(statement).faults) != []


def _unexcused(faults: list[str]) -> list[str]:
    return [it for it in faults if not any(f"INDEX {index} " in it for index in BY_THE_CLOCK)]


def _modules() -> Iterator[ModuleType]:
    """Yield every module of the bot's and of the schedules'."""
    for package in (bot, schedules):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(("bot.db.migrations", "bot.__main__")):
                yield importlib.import_module(found.name)
