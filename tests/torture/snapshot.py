"""What the database holds, read as a stranger with the key would: plain SQL on a copy, decrypted.

The copy is taken right after a kill, with the write-ahead log, so that the reading recovers what a power
cut would leave and the bot's own files stay exactly as the kill left them.
"""

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot import pieces
from bot.db.encrypted import Cipher, fields_of
from bot.db.tables import metadata
from tests import preferring

Row = dict[str, Any]
_TABLES = (
    "spaces",
    "partners",
    "preferences",
    "posts",
    "plan",
    "cards",
    "answers",
    "marks",
    "handed",
    "thanks",
    "evenings",
    "outbox",
    "drafts",
    "updates",
)
_decrypted: dict[str, str] = {}


def instant(stored: str) -> datetime:
    """Return a stored instant, aware, in UTC."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _add_what_was_chosen(rows: dict[str, list[Row]]) -> None:
    """Put into the rows of spaces and partners what each chose, by its short name."""
    chosen: dict[tuple[int, int], dict[str, str | None]] = {}
    for row in rows["preferences"]:
        stored = row["value"] if row["private"] is None else row["private"]
        chosen.setdefault((row["space_id"], row["person_id"]), {})[row["key"]] = stored
    for row in rows["spaces"]:
        row.update(preferring.as_stored(chosen.get((row["id"], 0), {}), preferring.OF_THE_SPACE))
    for row in rows["partners"]:
        of = row["space_id"], row["person_id"]
        row.update(preferring.as_stored(chosen.get(of, {}), preferring.OF_A_PERSON))


@dataclass
class Snapshot:
    """Every table's rows, decrypted; and what SQLite says of the file's health ([] is good).

    `handled` are the updates whose effect the database holds, by their numbers.
    """

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in _TABLES})
    ills: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = self.tables
        _add_what_was_chosen(rows)
        self.spaces = {row["id"]: row for row in rows["spaces"]}
        self.partners = {(row["space_id"], row["person_id"]): row for row in rows["partners"]}
        self.posts = {row["id"]: row for row in rows["posts"]}
        self.days = {
            (row["space_id"], row["ritual"], date.fromisoformat(row["local_date"])): row
            for row in rows["posts"]
            if not row["person_id"]
        }
        self.cards = {row["id"]: row for row in rows["cards"]}
        self.answers = {(row["card_id"], row["person_id"]): row for row in rows["answers"]}
        self.marks = {(row["card_id"], row["person_id"], row["mark"]) for row in rows["marks"]}
        self.thanks = {row["id"]: row for row in rows["thanks"]}
        self.evenings = {
            (row["space_id"], row["person_id"], date.fromisoformat(row["local_date"]).toordinal()): row
            for row in rows["evenings"]
        }
        self.outbox = {(row["kind"], row["ref"], row["person_id"]): row for row in rows["outbox"]}
        self._sources = {(row["source_chat"], row["source_message"]): row for row in rows["thanks"]}
        self.held = {(row["chat_id"], row["message_id"]) for row in rows["drafts"]}
        self.planned = {
            (row["space_id"], row["ritual"]): instant(row["next_due"])
            for row in rows["plan"]
            if not row["person_id"] and row["next_due"]
        }
        self.handled = {row["id"] for row in rows["updates"] if row["done"]}

    def words(self, card_id: int, person_id: int) -> tuple[str, ...] | None:
        """Return the words of an answer, one text for each message it came in; None without an answer."""
        row = self.answers.get((card_id, person_id))
        return None if row is None else tuple(piece.text for piece in pieces.loaded(row["text"]))

    def message_ids(self, card_id: int, person_id: int) -> list[int]:
        """Return the numbers of the messages an answer came in."""
        row = self.answers.get((card_id, person_id))
        return [] if row is None else [piece.message_id for piece in pieces.loaded(row["text"])]

    def gratitude(self, source: tuple[int, int]) -> str | None:
        """Return the words of the thank-you that was said as this message (chat, number), None for none."""
        row = self._sources.get(source)
        return None if row is None else pieces.words(pieces.loaded(row["pieces"]))[0]

    def handed_marks(self, post_id: int, person_id: int) -> set[str]:
        """Return what one person said of the ideas of a post."""
        return {
            row["mark"]
            for row in self.tables["handed"]
            if row["post_id"] == post_id and row["person_id"] == person_id
        }

    def unopened(self, at: datetime) -> list[int]:
        """Return the cards that should be open by an instant: both answers were in, and whole, by then."""
        whole: dict[int, list[bool]] = {}
        for (card_id, _person), row in self.answers.items():
            whole.setdefault(card_id, []).append(instant(row["whole_at"]) <= at)
        return [
            card_id
            for card_id, each in whole.items()
            if len(each) == 2
            and all(each)
            and self.cards[card_id]["revealed_at"] is None
            and self.spaces[self.cards[card_id]["space_id"]]["state"] == "active"
        ]

    def is_erased(self, card_id: int) -> bool:
        """Whether a card's time is over without a reveal: then what was sealed is erased, as promised."""
        card = self.cards.get(card_id)
        if card is None:
            return True
        return self.posts[card["post_id"]]["state"] == "closed" and card["revealed_at"] is None


def take(database: Path, cipher: Cipher) -> Snapshot:
    """Read a database that no process has open."""
    with tempfile.TemporaryDirectory(prefix="kindling-torture-") as folder:
        for name in (database.name, f"{database.name}-wal"):
            if (database.parent / name).exists():
                shutil.copy(database.parent / name, folder)
        copy = Path(folder) / database.name
        if not copy.exists():
            return Snapshot()
        connection = sqlite3.connect(copy)
        try:
            return _read(connection, cipher)
        finally:
            connection.close()


def _read(connection: sqlite3.Connection, cipher: Cipher) -> Snapshot:
    connection.row_factory = sqlite3.Row
    ills = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    ills += [f"a row of {row[0]} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = {
        name: [_open(name, row, cipher) for row in connection.execute(f"SELECT * FROM {name}")]
        if name in there
        else []
        for name in _TABLES
    }
    return Snapshot(tables, ills)


def _open(table: str, row: sqlite3.Row, cipher: Cipher) -> Row:
    fields = fields_of(metadata.tables[table])
    return {
        key: _decrypt(row[key], fields.get(key), cipher)
        for key in row.keys()  # noqa: SIM118 - a Row iterates its values
    }


def _decrypt(value: Any, of: str | None, cipher: Cipher) -> Any:
    if of is None or value is None:
        return value
    if value not in _decrypted:
        _decrypted[value] = cipher.decrypt(value, of)
    return _decrypted[value]
