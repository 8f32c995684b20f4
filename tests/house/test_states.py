"""Whoever meets a state in the code finds what it means, and nobody writes one as a bare word."""

import ast

import pytest
from sqlalchemy import select, text

from bot.db.engine import Database
from bot.db.tables import spaces
from bot.spaces import store
from bot.spaces.model import SpaceState
from tests.house import states
from tests.house.source import trees
from tests.schedules.conftest import NOW


def test_no_state_is_a_bare_word() -> None:
    assert states.bare(trees("bot", "schedules")) == []


@pytest.mark.parametrize(
    "code",
    [
        'space.state == "active"',
        '"active" != space.state',
        'space.state in ("active", "closed")',
        'spaces.c.state == fixed("active")',
        'spaces.c.state.in_(("active",))',
        'values(state="active")',
        'values(state=case((late, "over"), else_="claimed"))',
        'values = {"state": "over" if late else "claimed"}',
        'match space.state:\n    case "active":\n        pass',
    ],
)
def test_a_bare_word_is_found(code: str) -> None:
    assert states.bare({"bot/new.py": ast.parse(code)})


@pytest.mark.parametrize(
    "code", ["space.state is SpaceState.ACTIVE", "values(state=state)", 'said.kind == "text"']
)
def test_nothing_else_is_found(code: str) -> None:
    assert states.bare({"bot/new.py": ast.parse(code)}) == []


def test_every_state_has_a_line_that_says_what_it_means() -> None:
    assert states.unexplained(trees("bot", "content", "schedules")) == []


def test_a_state_without_a_line_is_found() -> None:
    code = 'class NewState(StrEnum):\n    """What."""\n\n    A = "a"\n    """A line."""\n    B = "b"\n'
    assert states.unexplained({"bot/new.py": ast.parse(code)}) == ["bot/new.py: NewState.B"]


def test_every_table_whose_rows_have_a_state_says_which_there_are() -> None:
    assert states.with_states() == set(states.STORED)


def test_the_sql_that_names_a_state_as_text_names_one_that_there_is() -> None:
    found = states.in_sql()
    assert {table for table, _word in found} >= {"outbox", "partners", "posts", "spaces", "thanks"}
    assert [(table, word) for table, word in sorted(found) if word not in set(states.STORED[table])] == []


async def test_a_state_is_a_plain_word_on_the_disk(db: Database) -> None:
    async with db.write() as tx:
        await store.see_person(tx, 1, "Ana", NOW)
        space_id = await store.create(tx, -100, 1, "Europe/Berlin", NOW)
        await store.change(tx, space_id, state=SpaceState.ACTIVE)
        stored = await tx.scalar(select(spaces.c.state))
        kind = await tx.scalar(text("SELECT typeof(state) FROM spaces"))
        space = await store.by_id(tx, space_id)
    assert (type(stored), stored, kind) == (str, "active", "text")
    assert space is not None
    assert space.state is SpaceState.ACTIVE
