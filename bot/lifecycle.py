"""What happens to everything a space holds when one takes it along or erases it, and when the space ends.

Each feature that keeps something of people says in one value (`Kept`) how it is taken along and how it is
erased; this module is the only one that asks them all. What a feature forgets to say here, nobody hands out
and nobody erases: tests/promises/test_promise_8_columns.py holds every column of the database against it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message import Message
from bot.points import Point
from bot.services import Services
from bot.spaces import awaited, fading, holds
from bot.spaces import store as spaces
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import Space, SpaceState
from bot.taking import Section, Single
from content.bank import Bank
from schedules import keyboards, messages, outbox, plan, timers
from schedules.ladder import JOINT_AT

KEPT_AFTER_END = timedelta(days=7)

Faces = Sequence[tuple[int, Message]]
"""Messages of ours at a person's door (their numbers), and the face that each gets."""
AtDoors = Sequence[tuple[int, int, Message]]
"""Messages of ours at doors (whose, and their numbers), and the face that each gets."""

Export = Callable[[AsyncConnection, Bank, Space, int], Awaitable[Sequence[Section]]]
Erase = Callable[[AsyncConnection, Services, Space, int], Awaitable[Faces | None]]
Undone = Callable[[AsyncConnection, Services, Space, int], Awaitable[Faces]]
Ends = Callable[[AsyncConnection, int, datetime], Awaitable[AtDoors | None]]
Ungiven = Callable[[AsyncConnection, Space, int], Awaitable[bool]]
ListSingles = Callable[[AsyncConnection, Bank, Space, int, int, int], Awaitable[Sequence[Single]]]
FindSingle = Callable[[AsyncConnection, Bank, Space, int, int], Awaitable[Single | None]]
EraseSingle = Callable[[AsyncConnection, Services, Space, int, int], Awaitable[Faces]]


@dataclass(frozen=True, slots=True)
class Singles:
    """What of a feature its person may erase one by one at their door; `label` is its button (a gettext
    source).

    `page` brings some of a person's, newest first, after so many; `find` one of theirs by its number, None
    for any other's; `erase` erases it, and returns what stands at their door and would go on to speak of it,
    with what it says from then on.
    """

    label: str
    page: ListSingles
    find: FindSingle
    erase: EraseSingle


async def nothing(_tx: AsyncConnection, _bank: Bank, _space: Space, _person_id: int) -> Sequence[Section]:
    """Take nothing along: for what is no more than messages on their way out."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one feature keeps of people: none is kept without a way to take it along and a way to erase it.

    - `export`: what one person may take along: their own words, and those given to them. `shares`: what of it
      both have seen, or was given or received; that alone is handed out at once.
    - `erase`: erases what one person wrote in a space, in the live database; returns what stands at their own
      door and would go on to speak of it, with what it says from then on. `erase_ungiven`: where it differs,
      what is erased of somebody who leaves what they gave.
    - `singles`: what of it its person may erase one by one.
    - `undone`: runs for who stays where the other undid their joining, with the space as it is then, and its
      posts at an end: what is theirs stays theirs, and nothing of it is to be said to whoever joins them
      next. Returns what stands at their door and would go on to speak of it, as `erase` does.
    - `ends`: runs when a space is closed: what must not outlive it is erased; returns what stands at either
      door and would go on to speak of it, with what it says from then on (`turn`).
    - `ungiven`: whether something of one person's waits to be given, which the end of a space takes: its
      giver alone hears so.
    """

    export: Export
    erase: Erase
    shares: Export | None = None
    erase_ungiven: Erase | None = None
    singles: Singles | None = None
    undone: Undone | None = None
    ends: Ends | None = None
    ungiven: Ungiven | None = None


KEPT = Point[Kept]("what is kept of people")


async def take(
    tx: AsyncConnection, services: Services, space: Space, person_id: int, *, whole: bool
) -> Sequence[Section]:
    """Return what a person takes along of a space; without `whole` only what both have seen or was given."""
    exports = [kept.export if whole else kept.shares for kept in services.points.of(KEPT)]
    return [
        section
        for export in exports
        if export is not None
        for section in await export(tx, services.bank, space, person_id)
    ]


async def erase(
    tx: AsyncConnection, services: Services, space: Space, person_id: int, *, leaves_given: bool = False
) -> Faces:
    """Erase what a person wrote in a space, or all of it but what they gave.

    Returns what stands at their door and would go on to speak of it, with what it says from then on.
    """
    faces: list[tuple[int, Message]] = []
    for kept in services.points.of(KEPT):
        erases = (leaves_given and kept.erase_ungiven) or kept.erase
        faces += await erases(tx, services, space, person_id) or ()
    await holds.erase(tx, person_id, space.id)
    await outbox.forget_files(tx, space.id)
    await messages.forget_notes_in(tx, space.id, person_id)  # each feature's, so once all found theirs
    return faces


def singles(services: Services) -> Mapping[str, Singles]:
    """Return what can be erased one by one, by the name of its feature."""
    return {name: it.singles for name, it in services.points.named(KEPT).items() if it.singles is not None}


async def close(tx: AsyncConnection, services: Services, space_id: int) -> AtDoors:
    """End a space: posts end, what must not outlive it is erased. Idempotent; says nothing to anyone.

    Returns what would go on to speak of what is erased: `turn` it after the transaction.
    For `KEPT_AFTER_END` each of the two can still take or erase their own words; then upkeep erases
    everything of the space.
    """
    space = await spaces.by_id(tx, space_id)
    if space is None or space.state is SpaceState.CLOSED:
        return ()
    now = services.now()
    await spaces.change(
        tx, space_id, state=SpaceState.CLOSED, closed_at=now, erase_at=now + KEPT_AFTER_END, removed_at=None
    )
    await outbox.withdraw_all(tx, space_id)
    await outbox.forget_files(tx, space_id)
    await plan.off(tx, space_id)
    await timers.forget(tx, space_id)
    await keyboards.forget_all(tx, space_id)
    await _asks_go(tx, services, space)
    await awaited.done_for_space(tx, space_id)
    ends = [kept.ends for kept in services.points.of(KEPT) if kept.ends is not None]
    faces = [it for end in ends for it in await end(tx, space_id, now) or ()]
    for partner in space.couple:
        await messages.forget_notes_in(tx, space_id, partner.person_id)
    return faces


async def undo(tx: AsyncConnection, services: Services, space: Space, person_id: int) -> AtDoors:
    """Let a person leave as if they had never joined: posts end, their words go, and the seat is free.

    What the other said and chose stays theirs; of a space in which nobody is left nothing stays. Returns what
    stands at either door about what is gone: `turn` it after the transaction.
    """
    now = services.now()
    await _asks_go(tx, services, space)
    erased = await erase(tx, services, space, person_id)
    faces = [(person_id, message_id, face) for message_id, face in erased]
    await spaces.forget_partner(tx, space.id, person_id)
    rest = await spaces.by_id(tx, space.id) or space
    if not rest.couple:
        await timers.forget(tx, space.id)
        await plan.forget(tx, space.id)
    elif space.state is SpaceState.ACTIVE:
        await timers.forget(tx, space.id)
        await outbox.clear(tx, space.id)
        await plan.end_undone(tx, space.id, person_id)
        for stays in rest.couple:
            for undone in (kept.undone for kept in services.points.of(KEPT) if kept.undone is not None):
                faces += [
                    (stays.person_id, *face) for face in await undone(tx, services, rest, stays.person_id)
                ]
        await awaited.none_in(tx, space.id)
        await spaces.change(tx, space.id, state=SpaceState.INVITING, created_at=now, active_at=None)
        await spaces.put(tx, space.id, JOINT_AT.to(None))
    for partner in space.couple:
        if partner[LEAVES_WORDS]:
            await fading.stay(tx, partner.person_id)
    return faces


async def with_something_ungiven(tx: AsyncConnection, services: Services, space: Space) -> frozenset[int]:
    """Return by whom (person ids) something waits to be given, which the end of the space takes."""
    looks = [kept.ungiven for kept in services.points.of(KEPT) if kept.ungiven is not None]
    people = [partner.person_id for partner in space.couple]
    return frozenset([it for it in people for waits in looks if await waits(tx, space, it)])


async def turn(services: Services, faces: AtDoors) -> None:
    """Give messages at doors their new faces, at each door alike and without a sound."""
    for person_id, message_id, face in faces:
        await services.sender.edit(person_id, message_id, face)


async def _asks_go(tx: AsyncConnection, services: Services, space: Space) -> None:
    """Let go from either door now what asks there for words that a space takes no more.

    Also what asks which of them held words are for.
    """
    asking = {
        (it.chat_id, it.message_id)
        for it in await awaited.all_in(tx, space.id)
        if it.message_id is not None and it.chat_id == it.person_id and it.kind not in services.listening
    }
    for me in space.couple:
        held = await messages.notes_in(tx, space.id, holds.ASKS, me.person_id)
        asking |= {(me.person_id, message_id) for message_id in held}
    for chat_id, message_id in asking:
        await fading.put(tx, chat_id, message_id, fading.OURS, services.now())
