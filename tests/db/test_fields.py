"""The names that values are sealed under: one for each column, and for good."""

from bot.db import erasures, keys
from bot.db.encrypted import fields_of
from bot.db.tables import metadata

FIELDS = {
    "answers.media_id",
    "answers.option",
    "answers.text",
    "asides.pieces",
    "drafts.marks",
    "drafts.media_id",
    "drafts.more",
    "drafts.text",
    "evenings.closeness",
    "evenings.day",
    "evenings.wish",
    "handed.mark",
    "outbox.file_id",
    "people.name",
    "preferences.private",
    "thanks.media_id",
    "thanks.pieces",
    "thanks.text",
    "updates.body",
}
"""Fields under which values stand in the databases of couples."""

RENAMED: dict[str, str] = {}
"""Columns of another name than their field's: it stays as it was when the column was renamed."""

DROPPED: set[str] = set()
"""Fields of which nothing is stored any more."""

NOW = {
    f"{table.name}.{column}": field
    for table in metadata.sorted_tables
    for column, field in fields_of(table).items()
}


def test_every_encrypted_column_has_its_own_name_for_its_field_or_the_one_it_once_had() -> None:
    assert {column: RENAMED.get(column, column) for column in NOW} == NOW
    assert RENAMED.keys() <= NOW.keys()


def test_no_field_under_which_something_is_stored_has_lost_its_column() -> None:
    assert set(NOW.values()) | DROPPED >= FIELDS


def test_no_two_fields_are_one() -> None:
    others = [*map(keys.field_of_fact, keys.ENCRYPTED), erasures.FIELD]
    assert others == ["meta.cipher_check", "meta.chance", "file of erasures"]
    names = [*NOW.values(), *others]
    assert len(set(names)) == len(names)
