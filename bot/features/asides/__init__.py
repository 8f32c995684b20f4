"""Words saved for oneself alone: taken along with all that is one's own, erased one by one or all at once.

Features save them (`bot.spaces.asides`) where words that waited for their author's yes could go nowhere else.
"""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pieces, traces
from bot.composing import Reader
from bot.feature import Feature
from bot.formatting import for_page
from bot.lifecycle import KEPT, Faces, Kept, Singles
from bot.pieces import media_of
from bot.services import Services
from bot.spaces import asides, missed
from bot.spaces.asides import Aside
from bot.spaces.model import Space
from bot.taking import Entry, Section, Single, Value
from bot.words import N_, _
from content.bank import Bank

_MEDIA = {"voice": N_("a voice note"), "photo": N_("a photo")}


async def export(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return the one section of this feature."""
    reader = Reader(space, person_id, bank)

    async def entries() -> AsyncIterator[Entry]:
        last = 0
        while page := await asides.page_of(tx, space.id, person_id, last):
            for aside in page:
                yield _entry(reader, aside)
            last = page[-1].id

    return [Section("for_you_alone", _("Words you saved for yourself alone"), entries)]


async def erase(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> None:
    """Erase all of a person's; a voice note or photo goes from their door, too."""
    last = 0
    while page := await asides.page_of(tx, space.id, person_id, last):
        for aside in page:
            await traces.words_go(tx, person_id, aside.pieces, services.now())
        last = page[-1].id
    await asides.erase_all(tx, space.id, person_id)


async def page_of(
    tx: AsyncConnection, bank: Bank, space: Space, person_id: int, skipped: int, most: int
) -> Sequence[Single]:
    """Return some of a person's, newest first."""
    reader = Reader(space, person_id, bank)
    return [_single(reader, it) for it in await asides.newest(tx, space.id, person_id, skipped, most)]


async def find(tx: AsyncConnection, bank: Bank, space: Space, person_id: int, aside_id: int) -> Single | None:
    """Return one of a person's, or None."""
    aside = await asides.find(tx, space.id, person_id, aside_id)
    return None if aside is None else _single(Reader(space, person_id, bank), aside)


async def erase_one(
    tx: AsyncConnection, services: Services, space: Space, person_id: int, aside_id: int
) -> Faces:
    """Erase one; a voice note or photo goes from its author's door, too."""
    aside = await asides.find(tx, space.id, person_id, aside_id)
    if aside is not None:
        await asides.erase(tx, space.id, person_id, aside_id)
        await missed.gone(tx, person_id, person_id, aside.pieces, services.now())
        await traces.words_go(tx, person_id, aside.pieces, services.now())
    return []


def _entry(reader: Reader, aside: Aside) -> Entry:
    text, marks = pieces.words(aside.pieces)
    data: dict[str, Value] = {"text": text}
    words: dict[str, str] = {}
    if about := _about(reader, aside):
        data["question"] = words[_("Question")] = about
    if text:
        words[_("What it says")] = for_page(text, marks)
    media = media_of(aside.pieces)
    if media:
        data["media"] = [it.kind for it in media]
        data["telegram_file_ids"] = [it.file_id for it in media]
        words[_("Voice notes and photos")] = ", ".join(_(_MEDIA[it.kind]) for it in media)
    return Entry(aside.day, data, words)


def _single(reader: Reader, aside: Aside) -> Single:
    said = pieces.words(aside.pieces)[0] or ", ".join(_(_MEDIA[it.kind]) for it in media_of(aside.pieces))
    return Single(aside.id, aside.day, said, about=_about(reader, aside))


def _about(reader: Reader, aside: Aside) -> str:
    question = reader.bank.questions.get(aside.item_id)
    return aside.item_id if question is None else question.asked(reader.partners_name)


FEATURE = Feature(
    name="asides",
    adds=(
        KEPT(Kept(export=export, erase=erase, singles=Singles(N_("Mine alone"), page_of, find, erase_one))),
    ),
)
