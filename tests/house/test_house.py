"""The house stays as easy to work in as it is said to be."""

import aiosqlite
import pytest
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection

from bot.db.engine import Database
from tests.house.circles import circles
from tests.house.figures import FIGURES, Figure
from tests.house.guards import refused_by_hand
from tests.house.layers import without_layer
from tests.house.owners import strangers_at_messages, strangers_at_posts
from tests.house.private import private_uses
from tests.house.source import ROOT
from tests.house.verbs import bare_verbs

PRIVATE = {
    "bot/db/inline.py: _conn",
    "bot/db/inline.py: _execute",
    "bot/db/inline.py: _handle_exception",
}
"""What we use of libraries though they do not promise it; all of it so that statements run at once."""


@pytest.mark.parametrize("figure", FIGURES, ids=lambda it: it.name)
def test_each_figure_is_what_the_page_says_and_no_more_than_it_is_to_be(figure: Figure) -> None:
    many = len(figure.found())
    assert (many <= figure.aim) is figure.reached
    assert figure.line(many) in (ROOT / "docs/architecture.md").read_text().splitlines()


def test_no_imports_go_in_circles() -> None:
    assert circles() == []


def test_posts_have_one_store() -> None:
    assert strangers_at_posts() == []


def test_which_message_belongs_to_what_is_known_in_one_place() -> None:
    assert strangers_at_messages() == []


def test_every_module_stands_in_a_layer() -> None:
    assert without_layer() == []


def test_where_a_tap_counts_is_said_by_guards_alone() -> None:
    assert refused_by_hand() == []


def test_no_action_is_named_by_a_bare_string() -> None:
    assert bare_verbs() == []


def test_little_is_used_of_libraries_that_they_do_not_promise() -> None:
    assert set(private_uses()) == PRIVATE


@pytest.mark.parametrize("name", ["_execute"])
def test_aiosqlite_still_has_what_we_use_of_it(name: str) -> None:
    assert callable(getattr(aiosqlite.Connection, name, None)), f"aiosqlite.Connection has no {name} any more"


async def test_aiosqlite_still_has_the_driver_where_we_look_for_it(db: Database) -> None:
    async with aiosqlite.connect(db.path) as connection:
        driver = getattr(connection, "_conn", None)
    assert hasattr(driver, "executemany"), "aiosqlite.Connection._conn is no sqlite3.Connection any more"


def test_sqlalchemy_still_has_what_we_use_of_it() -> None:
    found = getattr(AsyncAdapt_aiosqlite_connection, "_handle_exception", None)
    assert callable(found), "SQLAlchemy's adapted connection has no _handle_exception any more"
