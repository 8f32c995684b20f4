"""The table of erasures, and the triggers that fill it: what a restored backup must erase again.

A backup remembers what was erased after it was made. So the database itself writes down every row that goes
and every choice that may not come back, whoever erases it; `bot.db.erasures` moves that into a file beside
the backups, and a restore does it all again. What goes along with its space is covered by the space's own
line.
"""

from sqlalchemy import Column, Connection, MetaData, Named, Table, Text, TypedColumns, event

from bot.db.tables.asides import asides
from bot.db.tables.base import IN_SPACE, NOTED, Trigger, metadata
from bot.db.tables.checkin import evenings
from bot.db.tables.door import drafts
from bot.db.tables.export import exports
from bot.db.tables.kindness import handed
from bot.db.tables.people import partners, people, spaces
from bot.db.tables.preferences import preferences
from bot.db.tables.question import answers, marks
from bot.db.tables.schedule import outbox, posts
from bot.db.tables.thanks import thanks
from bot.db.tables.updates import updates


class ErasuresColumns(TypedColumns):
    """One row that was erased, or changed for good, until it is written into the file.

    `key` is a JSON object of the columns that find the row; `changed` one of what they are now, NULL for a
    row that is gone. Ids are never used twice, so a backup's newest id says which erasures it knows.
    """

    id: Named[int] = Column(primary_key=True)
    of_table: Named[str]
    key: Named[str] = Column(Text)
    changed: Named[str | None] = Column(Text, nullable=True)


erasures = Table("erasures", metadata, ErasuresColumns, sqlite_autoincrement=True)


_PREFERENCE = ("space_id", "person_id", "key")
_THEIRS_OR_JOINT = "(OLD.person_id <> 0 OR OLD.key = 'ladder.joint_at')"
"""What one of them chose; and when both last did something, which a space that ends forgets."""
_PREFERRED = (("value", "NEW.value"), ("private", "NEW.private"))

FORGETS = (
    "CREATE TRIGGER forgets_partner AFTER DELETE ON partners BEGIN DELETE FROM preferences "
    "WHERE space_id = OLD.space_id AND person_id = OLD.person_id; END"
)
"""What somebody chose in a space goes with their row there."""

TRIGGERS: tuple[Trigger, ...] = (
    Trigger("answers", answers, ("card_id", "person_id"), IN_SPACE),
    Trigger("asides", asides, ("id",), IN_SPACE),
    Trigger("drafts", drafts, ("id",)),
    Trigger("evenings", evenings, ("space_id", "person_id", "local_date"), IN_SPACE),
    Trigger("exports", exports, ("space_id", "person_id"), IN_SPACE),
    Trigger("handed", handed, ("post_id", "person_id", "seq"), IN_SPACE),
    Trigger("marks", marks, ("card_id", "person_id", "mark"), IN_SPACE),
    Trigger("partners", partners, ("space_id", "person_id"), IN_SPACE),
    Trigger("people", people, ("id",)),
    Trigger("posts", posts, ("id",), IN_SPACE),
    Trigger(
        "preferences",
        preferences,
        _PREFERENCE,
        f"{_THEIRS_OR_JOINT} AND {IN_SPACE}",
    ),
    Trigger("spaces", spaces, ("id",)),
    Trigger("thanks", thanks, ("id",), IN_SPACE),
    Trigger("updates", updates, ("id",), "OLD.body IS NOT NULL"),
    Trigger(
        "alone",
        answers,
        ("card_id", "person_id"),
        "OLD.alone = 'show' AND NEW.alone = 'erase'",
        ("alone",),
        (("alone", "NEW.alone"),),
    ),
    Trigger(
        "wish",
        evenings,
        ("space_id", "person_id", "local_date"),
        "OLD.wish IS NOT NULL AND NEW.wish IS NULL",
        ("wish",),
        (("wish", "NULL"), ("passed_on", "0")),
    ),
    Trigger(
        "passed_on",
        evenings,
        ("space_id", "person_id", "local_date"),
        "OLD.passed_on AND NOT NEW.passed_on",
        ("passed_on",),
        (("passed_on", "0"),),
    ),
    Trigger(
        "body",
        updates,
        ("id",),
        "OLD.body IS NOT NULL AND NEW.body IS NULL",
        ("body",),
        (("body", "NULL"), ("done", "1")),
    ),
    Trigger(
        "received",
        thanks,
        ("id",),
        "OLD.received IS NOT NULL AND NEW.received IS NULL",
        ("received",),
        (("received", "NULL"), ("received_at", "NULL")),
    ),
    Trigger(
        "files",
        outbox,
        ("id",),
        "OLD.file_id IS NOT NULL AND NEW.file_id IS NULL",
        ("file_id",),
        (("file_id", "NULL"),),
    ),
    Trigger("hidden", thanks, ("id",), "NEW.hidden AND NOT OLD.hidden", ("hidden",), (("hidden", "1"),)),
    Trigger("preferred", preferences, _PREFERENCE, "NEW.person_id <> 0", sets=_PREFERRED, new=True),
    Trigger(
        "preferred_anew",
        preferences,
        _PREFERENCE,
        "NEW.person_id <> 0",
        ("value", "private"),
        _PREFERRED,
    ),
    Trigger(
        "left",
        partners,
        ("space_id", "person_id"),
        "OLD.state = 'in' AND NEW.state <> 'in'",
        ("state",),
        (("state", "NEW.state"),),
    ),
    Trigger(
        "ended",
        spaces,
        ("id",),
        "NEW.state <> OLD.state AND (OLD.state = 'active' OR NEW.state = 'closed')",
        ("state",),
        (
            ("state", "NEW.state"),
            ("active_at", "NEW.active_at"),
            ("closed_at", "NEW.closed_at"),
            ("erase_at", "NEW.erase_at"),
            ("removed_at", "NEW.removed_at"),
        ),
    ),
)


def triggers() -> tuple[Trigger, ...]:
    """Return all of them: those named here, and what tables note by themselves (`base.notes`)."""
    return (*TRIGGERS, *NOTED)


@event.listens_for(metadata, "after_create")
def _make_triggers(_metadata: MetaData, connection: Connection, **_options: object) -> None:
    """Make them once every table stands, for a trigger may look at other tables than its own."""
    for trigger in triggers():
        connection.exec_driver_sql(trigger.sql)
    connection.exec_driver_sql(FORGETS)
