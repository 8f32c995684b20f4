"""The group's two places of a day, and the lines that other rooms add to what comes there.

In the *morning place* comes the day's card, below the lines of those who have something for that day; in the
*midday place* something without sound, with lines below it. Neither kind of line adds a message.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Button, Card, Rows
from bot.outcomes import Outcome
from bot.points import Point, Points
from bot.spaces.model import Space
from content.bank import Bank
from schedules.due import Due
from schedules.outbox import Letter


@dataclass(frozen=True, slots=True)
class Line:
    """One line that a room offers to a card of another room, with the buttons that belong to it.

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


class MorningLines(Protocol):
    """The lines of a room above the card that is due then; for a card that `stands` already, those it has."""

    async def __call__(
        self, tx: AsyncConnection, bank: Bank, space: Space, due: Due, /, *, stands: bool
    ) -> Sequence[Line]:
        """Return them; written down is what a new card takes with it, and nothing for one that stands."""


MorningOf = Callable[[AsyncConnection, Space, int], Awaitable[Due | None]]
MorningNote = Callable[[AsyncConnection, Space, Due, Outcome], Awaitable[None]]
MiddayOf = Callable[[AsyncConnection, Space, int], Awaitable[date | None]]
MiddayLines = Callable[[AsyncConnection, Bank, Space, date, datetime], Awaitable[Sequence[Line]]]
MiddayNote = Callable[[AsyncConnection, Space, date, Outcome], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Morning:
    """Whose card comes in the morning: its kind of letter, and when the post of its ref was due."""

    letter: str
    due: MorningOf


@dataclass(frozen=True, slots=True)
class Above:
    """Lines above the morning's card; `came_of` hears what became of it, in the transaction recording it."""

    lines: MorningLines
    came_of: MorningNote | None = None


@dataclass(frozen=True, slots=True)
class Midday:
    """What comes without sound at midday: its kind of letter, and the local date that its ref is about."""

    letter: str
    day: MiddayOf


@dataclass(frozen=True, slots=True)
class Below:
    """Lines below what comes at midday on a local date; `came_of` hears what became of it.

    `stays`: which of them were said and are so still. Where the card goes (`Away`), they stand a day longer
    than the rest of it.
    """

    lines: MiddayLines
    came_of: MiddayNote
    stays: MiddayLines


MORNING = Point[Morning]("whose card comes in the morning")
ABOVE = Point[Above]("lines above the morning's card")
MIDDAY = Point[Midday]("what comes at midday")
BELOW = Point[Below]("lines below what comes at midday")


async def with_lines(
    points: Points, tx: AsyncConnection, bank: Bank, space: Space, letter: Letter, card: Card
) -> Card:
    """Return what comes in one of the two places with the lines that belong to it; all else as it is."""
    for midday in points.of(MIDDAY):
        day = await midday.day(tx, space, letter.ref) if midday.letter == letter.kind else None
        if day is not None and letter.claimed_at is not None:
            lines = [
                line
                for below in points.of(BELOW)
                for line in await below.lines(tx, bank, space, day, letter.claimed_at)
            ]
            card = replace(card, text=_paragraphs([card.text, *(line.text for line in lines)]))
    for morning in points.of(MORNING):
        due = await morning.due(tx, space, letter.ref) if morning.letter == letter.kind else None
        if due is not None:
            card = await under_morning_lines(points, tx, bank, space, due, card)
    return card


async def came_of(
    points: Points, tx: AsyncConnection, space: Space, letter: Letter, outcome: Outcome
) -> None:
    """Tell those whose lines stand with a card what became of it."""
    for midday in points.of(MIDDAY):
        day = await midday.day(tx, space, letter.ref) if midday.letter == letter.kind else None
        for below in points.of(BELOW) if day is not None else ():
            if day is not None:
                await below.came_of(tx, space, day, outcome)
    for morning in points.of(MORNING):
        due = await morning.due(tx, space, letter.ref) if morning.letter == letter.kind else None
        for above in points.of(ABOVE) if due is not None else ():
            if due is not None and above.came_of is not None:
                await above.came_of(tx, space, due, outcome)


async def under_morning_lines(
    points: Points,
    tx: AsyncConnection,
    bank: Bank,
    space: Space,
    due: Due,
    card: Card,
    *,
    stands: bool = False,
) -> Card:
    """Return a morning's card below the lines that other rooms have for that day, with their buttons.

    One that `stands` in the group already has its lines: nothing is written for it, and a read will do.
    """
    lines = [
        line for above in points.of(ABOVE) for line in await above.lines(tx, bank, space, due, stands=stands)
    ]
    if not lines:
        return card
    return replace(
        card,
        text=_paragraphs([*(line.text for line in lines), card.text]),
        rows=card.rows + rows_of(lines),
    )


async def still_said_below(
    points: Points, tx: AsyncConnection, bank: Bank, space: Space, letter: tuple[str, int], now: datetime
) -> Card | None:
    """Return what other rooms said below what came at midday (its kind and ref), as far as it is so still."""
    kind, ref = letter
    for midday in points.of(MIDDAY):
        day = await midday.day(tx, space, ref) if midday.letter == kind else None
        if day is not None:
            lines = [
                line for below in points.of(BELOW) for line in await below.stays(tx, bank, space, day, now)
            ]
            return Card(_paragraphs([line.text for line in lines])) if lines else None
    return None


def _paragraphs(texts: Sequence[Markup]) -> Markup:
    return Markup("\n\n").join(texts)
