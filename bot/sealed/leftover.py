"""What is left of users of the sealed pair that the bot has no longer: it is erased as everybody's is.

A feature that was taken out of the bot erases nothing any more, and its answers are somebody's words still.
Nobody knows what they were asked, so nobody is shown them, and nothing but their names is needed here.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.lifecycle import KEPT, AtDoors, Faces, Kept, nothing
from bot.points import Added
from bot.sealed import erasing, rows, theirs
from bot.sealed.contributions import AnswerState
from bot.sealed.names import Names
from bot.sealed.pair import SEALS, Pair
from bot.services import Services
from bot.spaces.model import Space
from schedules.due import Days

_AS_LONG_AS_ANY = Days(31)
"""How long a card lasted of which nobody says so any more, at most."""
_LAST = 100


def left_behind(added: Iterable[Added]) -> Added:
    """Return what erases whatever was said to cards of owners that do not add themselves here any more."""
    pairs = [it.what for it in added if it.to is SEALS]
    known = frozenset(it.names.owner for it in pairs if isinstance(it, Pair))
    kept = Kept(
        export=nothing,
        erase=partial(_erase, known),
        undone=partial(_undone, known),
        ends=partial(_end, known),
    )
    return KEPT(kept, _LAST)


async def _gone(known: frozenset[str], tx: AsyncConnection, space_id: int) -> list[Names]:
    return [Names(owner) for owner in sorted(await theirs.owners_in(tx, space_id)) if owner not in known]


async def _erase(
    known: frozenset[str], tx: AsyncConnection, services: Services, space: Space, person_id: int
) -> Faces:
    faces: list[Faces] = []
    for names in await _gone(known, tx, space.id):
        faces += [await erasing.erase_said(names, tx, space, person_id, _AS_LONG_AS_ANY, services.now())]
    return [face for it in faces for face in it]


async def _undone(
    known: frozenset[str], tx: AsyncConnection, _services: Services, space: Space, person_id: int
) -> Faces:
    """What is sealed stays its author's, and is shown to nobody who joins them next."""
    for names in await _gone(known, tx, space.id):
        await theirs.shows_none(names, tx, space.id, person_id)
        for answer in await theirs.alone_of(names, tx, space.id, person_id):
            await rows.end_as(tx, answer, AnswerState.STAYED)
        await theirs.forget_drawers(names, tx, space.id)
    return ()


async def _end(known: frozenset[str], tx: AsyncConnection, space_id: int, now: datetime) -> AtDoors:
    faces: list[AtDoors] = []
    for names in await _gone(known, tx, space_id):
        faces += [await erasing.end(names, tx, space_id, now)]
    return [face for it in faces for face in it]
