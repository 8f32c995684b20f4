"""The table of evenings."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Named, PrimaryKeyConstraint, Table, TypedColumns, text

from bot.db.columns import Instant, person_column, space_column
from bot.db.encrypted import EncryptedInt, EncryptedText
from bot.db.tables.base import metadata


class EveningsColumns(TypedColumns):
    """One partner's check-in of one evening, by their own local date.

    `day` and `closeness` are 1-5, `wish` a key; NULL is a skip or not yet asked, never 0. `step` is the
    next thing to ask: day, closeness, wish, share or done. `passed_on` is set when its author chose to
    tell the partner, on the space's date `tells_on`, whatever clock is theirs. `told_at` is the due instant
    of the post that carries that line, `told` whether it went out with it (or may: it is never told twice).
    """

    space_id: Named[int] = space_column()
    person_id: Named[int] = person_column()
    local_date: Named[date]
    day: Named[int | None] = Column(EncryptedInt("evenings.day"), nullable=True)
    closeness: Named[int | None] = Column(EncryptedInt("evenings.closeness"), nullable=True)
    wish: Named[str | None] = Column(EncryptedText("evenings.wish"), nullable=True)
    step: Named[str]
    passed_on: Named[bool] = Column(default=False)
    tells_on: Named[date | None]
    told_at: Named[datetime | None] = Column(Instant, nullable=True)
    told: Named[bool] = Column(default=False, server_default=text("0"))
    message_id: Named[int | None] = Column(BigInteger, nullable=True)
    began_at: Named[datetime] = Column(Instant)


evenings = Table(
    "evenings", metadata, EveningsColumns, PrimaryKeyConstraint("space_id", "person_id", "local_date")
)
