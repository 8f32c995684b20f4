"""The table of what was chosen, and of what features remember of a space or a partner."""

from sqlalchemy import Column, Index, Named, PrimaryKeyConstraint, Table, TypedColumns, text

from bot.db.columns import person_column, space_column
from bot.db.encrypted import EncryptedText
from bot.db.tables.base import metadata


class PreferencesColumns(TypedColumns):
    """What differs from the default of one preference (`bot.spaces.preference`), of a space or a partner.

    `person_id` is 0 for the space's own. `key` is the one of its declaration. What is private stands
    encrypted in `private`, anything else in `value`; the other of the two is NULL. A partner's rows go with
    theirs in `partners` (a trigger in `bot.db.tables.erasures`).
    """

    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column()
    key: Named[str]
    value: Named[str | None]
    private: Named[str | None] = Column(EncryptedText("preferences.private"), nullable=True)


preferences = Table(
    "preferences",
    metadata,
    PreferencesColumns,
    PrimaryKeyConstraint("space_id", "person_id", "key"),
    Index(
        "ix_preferences_saving_none",
        "space_id",
        "person_id",
        sqlite_where=text("key = 'question.saves' AND value = '0'"),
    ),
)
