"""The file itself: a zip with a JSON for machines and one HTML page for people.

Nothing in it is finer than a day, the zip's own times included. Rows are read, written and packed a page at
a time, so that years of them need little memory and never hold up the others; only the packed file is held
whole.
"""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from markupsafe import Markup

from bot import dates
from bot.taking import Entry, Section
from bot.words import _, language

_CHUNK = 128 * 1024  # characters


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above everything: whose file it is, of which day, and what is not in it."""

    title: str
    person: str
    partner: str | None
    day: date
    notes: tuple[str, ...]


def name(day: date) -> str:
    """Return the file's name."""
    return f"kindling-{day.isoformat()}.zip"


async def build(heading: Heading, sections: Sequence[Section]) -> bytes:
    """Return the zip. Everything is read once: the JSON waits, packed, until the page is done."""
    packed, waiting = BytesIO(), _Packed()
    with ZipFile(packed, "w") as archive:
        with archive.open(_member("kindling.html", heading.day), "w", force_zip64=True) as page:
            async for said, shown in _gathered(_written(heading, sections)):
                await asyncio.to_thread(page.write, shown)
                await asyncio.to_thread(waiting.write, said)
        with archive.open(_member("kindling.json", heading.day), "w", force_zip64=True) as data:
            for chunk in waiting.chunks():
                await asyncio.to_thread(data.write, chunk)
    return packed.getvalue()


class _Packed:
    """Text that waits in little memory."""

    def __init__(self) -> None:
        self._packer = zlib.compressobj(1)
        self._held = BytesIO()

    def write(self, chunk: bytes) -> None:
        """Add some."""
        self._held.write(self._packer.compress(chunk))

    def chunks(self) -> Iterator[bytes]:
        """Give it all back, a piece at a time."""
        self._held.write(self._packer.flush())
        self._held.seek(0)
        unpacker = zlib.decompressobj()
        while piece := unpacker.unconsumed_tail or self._held.read(_CHUNK):
            yield unpacker.decompress(piece, _CHUNK)
        yield unpacker.flush()


def _member(name: str, day: date) -> ZipInfo:
    info = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


_Pieces = tuple[str, str]
"""A piece of the JSON and the piece of the page that says the same."""


async def _gathered(pieces: AsyncIterator[_Pieces]) -> AsyncIterator[tuple[bytes, bytes]]:
    """Join small pieces into chunks worth a trip to another thread."""
    said: list[str] = []
    shown: list[str] = []
    size = 0
    async for data, page in pieces:
        said.append(data)
        shown.append(page)
        size += len(data) + len(page)
        if size >= _CHUNK:
            yield "".join(said).encode(), "".join(shown).encode()
            said, shown, size = [], [], 0
    yield "".join(said).encode(), "".join(shown).encode()


async def _written(heading: Heading, sections: Sequence[Section]) -> AsyncIterator[_Pieces]:
    head = {"made": heading.day.isoformat(), "person": heading.person, "partner": heading.partner}
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}"), _head(heading)
    for section in sections:
        title = Markup("<section>\n<h2>{}</h2>\n").format(section.title)
        yield f',\n "{section.name}": [', title
        between = "\n  "
        async for entry in section.entries():
            day = {} if entry.day is None else {"date": entry.day.isoformat()}
            yield between + json.dumps(day | dict(entry.data), ensure_ascii=False), _article(entry)
            between = ",\n  "
        empty = between.startswith("\n")
        nothing = Markup('<p class="none">{}</p>\n').format(_("Nothing.")) if empty else Markup("")
        yield "\n ]", nothing + Markup("</section>\n")
    yield "\n}\n", "</main>\n</body>\n</html>\n"


def _article(entry: Entry) -> str:
    day = "" if entry.day is None else dates.say_date_of_year(entry.day)
    when = Markup('<h3><time datetime="{}">{}</time></h3>').format(entry.day, day) if day else ""
    said = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(label, text) for label, text in entry.words.items()
    )
    return Markup("<article>{}<dl>{}</dl></article>\n").format(when, said)


def _head(heading: Heading) -> str:
    style = Markup(files(__package__).joinpath("page.css").read_text("utf-8"))  # noqa: S704 - our own file
    return Markup(
        '<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{notes}\n"
    ).format(
        lang=language(),
        title=heading.title,
        style=style,
        notes=Markup("\n").join(Markup("<p>{}</p>").format(note) for note in heading.notes),
    )
