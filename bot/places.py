"""The group's two places of a day, and the lines that other features add to what comes there.

In the *morning place* comes the day's card, below the lines of those who have something for that day; in the
*midday place* something without sound, with lines below it. Neither kind of line adds a message.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Data, Reader
from bot.message import Button, Message, Rows
from bot.outcomes import Outcome
from bot.points import Point, Points
from bot.spaces.model import Space
from schedules.due import Due
from schedules.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a feature offers to a card of another feature, with the buttons that belong to it.

    `about` is the kind and ref that a reply in the group to a message with this line counts as one to (see
    `Feature.replies`); where several lines have one, that is the last of them. At a door it is the kind and
    ref of a prompt, which a reply answers where no other line has one.
    """

    text: Markup
    buttons: tuple[Button, ...] = ()
    about: tuple[str, int] | None = None


_SIDE_BY_SIDE = 14  # characters: two such labels stay whole on a narrow phone


def rows_of(lines: Sequence[Line]) -> Rows:
    """Return the keyboard of some lines: a line's two short buttons share a row, all others stand alone."""
    rows: list[tuple[Button, ...]] = []
    for line in lines:
        if len(line.buttons) == 2 and all(len(it.label) <= _SIDE_BY_SIDE for it in line.buttons):
            rows.append(line.buttons)
        else:
            rows.extend((button,) for button in line.buttons)
    return tuple(rows)


MorningOf = Callable[[AsyncConnection, Space, int], Awaitable[Due | None]]
MorningNote = Callable[[AsyncConnection, Space, Due, Outcome], Awaitable[None]]
MiddayOf = Callable[[AsyncConnection, Space, int], Awaitable[date | None]]
MiddayNote = Callable[[AsyncConnection, Space, date, Outcome], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Morning:
    """Whose card comes in the morning: its kind of outbox message, and when the post of its ref was due."""

    outgoing: str
    due: MorningOf


LoadAbove = Callable[[AsyncConnection, Space, Due], Awaitable[Data | None]]
LoadBelow = Callable[[AsyncConnection, Space, date, datetime], Awaitable[Data | None]]
Render = Callable[[Data, Reader], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class Above(Generic[Data]):
    """Lines above the morning's card; `came_of` hears what became of it, in the transaction recording it.

    `load` reads what they are made from (None: none), for a card that stands already, too, and writes
    nothing. `take` stands for it in the transaction that claims a new card, and writes down what that takes
    along. `render` makes them of that alone, while no transaction is open (`bot.composing`).
    """

    load: LoadAbove[Data]
    render: Render[Data]
    take: LoadAbove[Data] | None = None
    came_of: MorningNote | None = None


@dataclass(frozen=True, slots=True)
class Midday:
    """What comes without sound at midday: its kind of outbox message, and the local date that its ref is
    about.
    """

    outgoing: str
    day: MiddayOf


@dataclass(frozen=True, slots=True)
class Below(Generic[Data]):
    """Lines below what comes at midday on a local date; `came_of` hears what became of it.

    `load` reads what they are made from at an instant (UTC; None: none), `render` makes them of that alone,
    while no transaction is open. `stays` reads which of them were said and are so still. Where the card goes
    (`Away`), they stand a day longer than the rest of it.
    """

    load: LoadBelow[Data]
    render: Render[Data]
    stays: LoadBelow[Data]
    came_of: MiddayNote


MORNING = Point[Morning]("whose card comes in the morning")
ABOVE = Point[Above[Any]]("lines above the morning's card")
MIDDAY = Point[Midday]("what comes at midday")
BELOW = Point[Below[Any]]("lines below what comes at midday")


Loaded = Sequence[tuple[Above[Any] | Below[Any], Any]]
"""Lines, each with what it is made from."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What stands above and below a card that comes in one of the two places."""

    above: Loaded = ()
    below: Loaded = ()


async def load_lines(
    points: Points, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, *, takes: bool = False
) -> Lines:
    """Return what the lines beside an outbox message in one of the two places are made from; else none.

    In the transaction that claims it, a morning's card `takes` along what they tell.
    """
    above: Loaded = ()
    below: Loaded = ()
    for midday in points.of(MIDDAY):
        day = await midday.day(tx, space, outgoing.ref) if midday.outgoing == outgoing.kind else None
        if day is not None and outgoing.claimed_at is not None:
            below = [(it, await it.load(tx, space, day, outgoing.claimed_at)) for it in points.of(BELOW)]
    for morning in points.of(MORNING):
        due = await morning.due(tx, space, outgoing.ref) if morning.outgoing == outgoing.kind else None
        if due is not None:
            above = await load_above(points, tx, space, due, takes=takes)
    return Lines(above, below)


async def load_above(
    points: Points, tx: AsyncConnection, space: Space, due: Due, *, takes: bool = False
) -> Loaded:
    """Return what the lines above a morning's card are made from.

    One that stands in the group already has its lines: nothing is written for it, and a read will do.
    """
    return [(it, await ((it.take if takes else None) or it.load)(tx, space, due)) for it in points.of(ABOVE)]


def with_lines(message: Message, lines: Lines, reader: Reader) -> Message:
    """Return a card with its lines above, and their buttons, and those below."""
    above, below = _render(lines.above, reader), _render(lines.below, reader)
    if not above and not below:
        return message
    texts = [*(line.text for line in above), message.text, *(line.text for line in below)]
    return replace(message, text=_paragraphs(texts), rows=message.rows + rows_of(above))


async def came_of(
    points: Points, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, outcome: Outcome
) -> None:
    """Tell those whose lines stand with a card what became of it."""
    for midday in points.of(MIDDAY):
        day = await midday.day(tx, space, outgoing.ref) if midday.outgoing == outgoing.kind else None
        for below in points.of(BELOW) if day is not None else ():
            if day is not None:
                await below.came_of(tx, space, day, outcome)
    for morning in points.of(MORNING):
        due = await morning.due(tx, space, outgoing.ref) if morning.outgoing == outgoing.kind else None
        for above in points.of(ABOVE) if due is not None else ():
            if due is not None and above.came_of is not None:
                await above.came_of(tx, space, due, outcome)


async def load_still_below(
    points: Points, tx: AsyncConnection, space: Space, outgoing: tuple[str, int], now: datetime
) -> Loaded:
    """Return what other features said below what came at midday (its kind and ref), as far as it is so
    still.
    """
    kind, ref = outgoing
    for midday in points.of(MIDDAY):
        day = await midday.day(tx, space, ref) if midday.outgoing == kind else None
        if day is not None:
            return [(it, await it.stays(tx, space, day, now)) for it in points.of(BELOW)]
    return ()


def still_below(loaded: Loaded, reader: Reader) -> Message | None:
    """Return what stands on where such a card goes; None if nothing does."""
    lines = _render(loaded, reader)
    return Message(_paragraphs([line.text for line in lines])) if lines else None


def _render(loaded: Loaded, reader: Reader) -> list[Line]:
    return [line for says, data in loaded if data is not None for line in says.render(data, reader)]


def _paragraphs(texts: Sequence[Markup]) -> Markup:
    return Markup("\n\n").join(texts)
