"""The tables of what couples' pasts come to: sums that a pick begins with, and the numbers they go by.

They hold nothing that cards do not say as well, and can be made anew from those at any time. Sums that are no
longer right go by themselves, whoever changes what they were made of (the triggers below).
"""

from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Named, Table, Text, TypedColumns, event

from bot.db.columns import space_column
from bot.db.tables.base import metadata

_STAYS = "which questions of the bank both were asked, on which days, and whether both answered"


class NumberingsColumns(TypedColumns):
    """A list of item ids, a line each (`content.numbering`): each one goes on where the one before ended.

    `digest` tells it from all others, in any database: what it stands for never changes.
    """

    id: Named[int] = Column(primary_key=True, info={"stays": "counts the releases whose bank had more items"})
    digest: Named[str] = Column(unique=True, info={"stays": "a digest of the bank's ids"})
    item_ids: Named[str] = Column(Text, info={"stays": "the ids of the bank's questions"})


class PastsColumns(TypedColumns):
    """The sums of a space's cards up to one of them (`content.sums`), by the numbers of a numbering."""

    space_id: Named[int] = space_column(primary_key=True, autoincrement=False)
    through_card: Named[int] = Column(info={"stays": "the number of a card"})
    numbering: Named[str] = Column(info={"stays": "a digest of the bank's ids"})
    sums: Named[bytes] = Column(LargeBinary, info={"stays": _STAYS})


numberings = Table("numberings", metadata, NumberingsColumns)
pasts = Table("pasts", metadata, PastsColumns)

_IS_JOINT = "({0}.revealed_at IS NOT NULL OR {0}.talked_at IS NOT NULL)"
_FORGET = (
    "CREATE TRIGGER forgets_{name} AFTER {act} BEGIN "
    "DELETE FROM pasts WHERE space_id = {row}.space_id AND through_card >= {row}.{card}; END"
)
FORGETS = tuple(
    _FORGET.format(name=name, act=act, row=row, card=card)
    for name, act, row, card in (
        ("sums_of_a_card", "DELETE ON cards", "OLD", "id"),
        (
            "sums_once_joint",
            "UPDATE OF revealed_at, talked_at ON cards "
            f"WHEN {_IS_JOINT.format('OLD')} <> {_IS_JOINT.format('NEW')}",
            "NEW",
            "id",
        ),
        ("sums_once_declined", "INSERT ON marks WHEN NEW.mark = 'not_today'", "NEW", "card_id"),
        ("sums_declined", "DELETE ON marks WHEN OLD.mark = 'not_today'", "OLD", "card_id"),
    )
)
"""A card keeps its item and its day; whether both answered it, or somebody declined it, may change."""


@event.listens_for(metadata, "after_create")
def _make_triggers(_metadata: MetaData, connection: Connection, **_options: Any) -> None:
    """Make them once every table stands: each looks at another than its own."""
    for trigger in FORGETS:
        connection.exec_driver_sql(trigger)
