"""What the tests of thank-yous look at: the cards in a group, and the rows behind them."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from bot import pieces
from bot.db.tables import thanks
from bot.loopback.shown import Shown
from tests.conftest import Couple


def cards(couple: Couple) -> list[Shown]:
    """Return the thank-you cards of the group, oldest first."""
    return [message for message in couple.group.messages if "this one is for you" in message.text]


async def logged(couple: Couple) -> list[Any]:
    """Return the rows of the log, oldest first, with the words and the media of their pieces."""
    async with couple.stage.kindling.parts.db.read() as tx:
        rows = (await tx.execute(select(thanks).order_by(thanks.c.id))).mappings().all()
    return [SimpleNamespace(**(dict(row) | _said(row["pieces"]))) for row in rows]


def _said(column: str) -> dict[str, Any]:
    found = pieces.loaded(column)
    return {"text": pieces.words(found)[0], "media": [it.kind for it in pieces.media_of(found)]}
