"""What the room says by itself: the postcard, and a line in the next morning."""

import zlib
from collections.abc import Sequence
from datetime import date, timedelta
from struct import pack

from markupsafe import escape
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Composer, Reader
from bot.features.postcard import store
from bot.features.postcard.actions import CARD, Like
from bot.message import Button, Media, Message
from bot.places import Above, Line
from bot.spaces.model import Space
from bot.words import _
from schedules.due import Due
from schedules.outbox import OutboxMessage

_SIZE = 64


async def load(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> int | None:
    """Return the post that it is."""
    return outgoing.ref if await store.day_of(tx, space.id, outgoing.ref) else None


def render(post_id: int, reader: Reader) -> Message:
    """Draw it; that takes a moment, so it is done beside the event loop."""
    return Message(
        escape(_("A small picture for the two of you.")),
        rows=((Button(_("I like it"), Like(reader.space.id, store.row(post_id))),),),
        media=Media("photo", content=drawn(post_id)),
        silent=True,
    )


async def load_above(tx: AsyncConnection, space: Space, due: Due) -> date | None:
    """Return the day before, if a postcard came then."""
    yesterday = due.local_date - timedelta(days=1)
    return yesterday if await store.came_on(tx, space.id, yesterday) else None


def render_above(_day: date, _reader: Reader) -> Sequence[Line]:
    """Return the line above the next morning's card."""
    return (Line(escape(_("Yesterday's picture is still up there."))),)


COMPOSERS = {CARD: Composer(load, render, in_thread=True)}
ABOVE = Above(load_above, render_above)


def drawn(seed: int) -> bytes:
    """Return a picture as PNG (https://www.w3.org/TR/png-3): a sky, and a hill that no other day has."""
    rows = bytearray()
    for y in range(_SIZE):
        rows.append(0)
        for x in range(_SIZE):
            is_hill = y > _SIZE // 2 + (x * (seed % 7 - 3)) // 8
            rows += bytes((70, 130 + seed % 60, 80)) if is_hill else bytes((150, 190, 230 - y))
    header = pack(">IIBBBBB", _SIZE, _SIZE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))
