"""How SQLite goes about a statement, and what of it costs more the more couples there are or the longer."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.db.tables import metadata

STAYS_SMALL = {
    "meta": "a few facts about the database itself",
    "erasures": "emptied into its file by every upkeep",
    "numberings": "a row for each release whose bank has more items",
}
"""Tables that neither more couples nor more time make longer. All others grow."""

SMALL_IN_A_SPACE = {
    "awaited": "prompts of a week",
    "missed": "messages of two days that could not be taken",
    "drafts": "held messages of a day and a half",
    "exports": "one row for each partner",
    "nonces": "door links of a day and a half",
    "partners": "two, and who opened their side",
    "pasts": "one row",
    "people": "one row a person",
    "plan": "one row for each ritual and partner",
    "preferences": "one row for each thing that somebody there set otherwise than it was",
    "spaces": "one row",
    "updates": "of no space",
}
"""Tables of which one space has little, however long it lives. Of all others it has more every day."""

WHAT_WAITS = {
    "ix_outbox_waiting": "letters that have not gone out",
    "ix_outbox_answers": "letters that have not gone out",
    "ix_outbox_refused_at_doors": "letters that a door has not taken so far",
    "ix_outbox_claimed": "letters that are going out now",
    "ix_outbox_unproven": "letters of the last ten minutes that got no answer",
    "ix_preferences_saving_none": "those who chose that no answer of theirs is kept",
    "ix_posts_open_closes_at": "posts of these days",
    "ix_posts_open_space_id": "posts of these days",
    "ix_spaces_inviting": "invitations of thirty days",
    "ix_thanks_kept": "thank-yous kept for a Sunday",
    "ix_updates_kept": "updates that wait here instead of at Telegram",
}
"""Indexes of some rows only, which soon leave them again: one may go through them from end to end."""

_LOOP = re.compile(r"(SCAN|SEARCH) (\w+)(?: USING (.*))?$")
_INDEX = re.compile(r"(?:COVERING )?INDEX (\w+)")
_TERMS = re.compile(r"\(([^()]*)\)")
_WHOSE = frozenset({"space_id=?", "person_id=?"})


@dataclass
class Plan:
    """What is wrong with the way a statement goes (`faults`), and the indexes it uses."""

    faults: list[str] = field(default_factory=list)
    indexes: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Schema:
    """A database of today's shape, without statistics: the shipped bot never runs ANALYZE."""

    database: sqlite3.Connection

    def tables(self) -> set[str]:
        """Return the names of the bot's own tables."""
        return set(metadata.tables)

    def indexes(self) -> set[str]:
        """Return every index, those of constraints too."""
        return {str(row[1]) for table in self.tables() for row in self._rows(f"PRAGMA index_list({table})")}

    def leading(self, table: str) -> set[str]:
        """Return the columns by which rows of a table are found: of whole indexes, the first one each.

        And the one whole number that is a table's key: SQLite orders the rows themselves by it.
        """
        whole = [row[1] for row in self._rows(f"PRAGMA index_list({table})") if not row[4]]
        keys = [row[1:3] for row in self._rows(f"PRAGMA table_info({table})") if row[5]]
        by_rows = {name for name, kind in keys if len(keys) == 1 and kind == "INTEGER"}
        return by_rows | {next(self._rows(f"PRAGMA index_info({index})"))[2] for index in whole}

    def references(self) -> set[tuple[str, str]]:
        """Return (table, column) of every reference: a row that goes looks for those that refer to it."""
        return {
            (table, row[3])
            for table in self.tables()
            for row in self._rows(f"PRAGMA foreign_key_list({table})")
        }

    def plan(self, statement: str) -> Plan:
        """Return how a statement goes, with nothing bound to it."""
        nothing = [None] * statement.count("?")
        steps = [step for *_, step in self.database.execute(f"EXPLAIN QUERY PLAN {statement}", nothing)]
        found, tables = Plan(), self.tables()
        walks = False
        for step in steps:
            if "AUTOMATIC" in step:
                found.faults.append(step)
            loop = _LOOP.match(step)
            table = re.sub(r"_\d+$", "", loop[2]) if loop else ""
            if loop is None or table not in tables or table in STAYS_SMALL:
                continue
            index = _INDEX.search(loop[3] or "")
            found.indexes |= {index[1]} if index else set()
            if index is not None and index[1] in WHAT_WAITS:
                continue
            terms = _TERMS.findall(loop[3] or "")
            if loop[1] == "SCAN" or (terms and _is_walk(table, terms[0], statement)):
                found.faults.append(step)
                walks = True
        if walks:
            found.faults += [step for step in steps if "TEMP B-TREE" in step]
        return found

    def _rows(self, statement: str) -> Iterator[tuple[Any, ...]]:
        return iter(self.database.execute(statement).fetchall())


def _is_walk(table: str, terms: str, statement: str) -> bool:
    """Whether a search goes along all earlier or later rows, those without a value, or a space's history."""
    parts = [it for it in terms.split(" AND ") if f"{table}.{it.removesuffix('=?')} IS NULL" not in statement]
    if not parts or not parts[0].endswith("=?"):
        return True
    return table not in SMALL_IN_A_SPACE and set(parts) <= _WHOSE
