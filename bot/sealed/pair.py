"""What a user of the sealed pair declares, in one value."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions import Action, Row
from bot.composing import Reader
from bot.points import Point
from bot.sealed.contributions import Alone, Card
from bot.sealed.names import Names
from bot.services import Services
from bot.spaces.model import Space
from bot.spaces.preference import Mine, Ours
from schedules.due import Days

Notes = Callable[[AsyncConnection, Space, int, datetime], Awaitable[None]]
"""Notes in a transaction what follows for a card of a space, at an instant (UTC). It sends nothing."""


class CardAction(Protocol):
    """What was tapped is about one card."""

    @property
    def card(self) -> Row:
        """Which."""


class AloneAction(CardAction, Protocol):
    """What was tapped says what is to become of an answer that stays alone."""

    @property
    def becomes(self) -> Alone:
        """That."""


class PickAction(CardAction, Protocol):
    """What was tapped is an option of a choice."""

    @property
    def option(self) -> int:
        """Its number, from 0."""


AboutCard = Callable[[int, Row], Action]
"""Makes the action of a button about a card, in the space with this id."""


@dataclass(frozen=True, slots=True)
class Buttons:
    """The user's own actions, by what they do: their names stand in callback data, so each user has its own.

    What each does is said in the module whose handler the user routes it to.
    """

    take_up: AboutCard
    """`door.ask`, from a private chat or /today."""
    pick: Callable[[int, Row, int], Action]
    """`choice.pick`: seal an option, by its number from 0."""
    done: AboutCard
    """`line_taps.whole`"""
    read: AboutCard
    """`line_taps.read`"""
    change: AboutCard
    """`line_taps.change`"""
    take_back: AboutCard
    """`line_taps.take_back`"""
    let_know: AboutCard
    """`line_taps.let_know`"""
    when_alone: Callable[[int, Row, Alone], Action]
    """`line_taps.when_alone`"""
    save: AboutCard
    """`ending.save`"""
    was_none: AboutCard
    """`aloud.was_none`"""
    show_again: AboutCard
    """`again.show_again`: have what may be lost go out once more."""


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences that name what is answered, as gettext sources; all others are the same for all."""

    unnamed: str
    """What is asked, where nobody knows what it was."""
    closed: str
    """It can be answered no more."""
    closed_unsaved: str
    """So words were not saved that came later."""
    closed_aloud: str
    """Said to a reply in the group."""
    after_thanks: str
    """Its album became a thank-you, so nothing is sealed, and it can be answered still."""
    just_talk: str
    """What was said aloud was no answer, and it can be answered still."""
    alone: str
    """Words that waited for a yes are saved for their author alone, as it can be answered no more."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What is chosen about it, and what is remembered of its people."""

    hour: Ours[time]
    """When it comes, by the space's clock: what stayed alone is told at that hour of a morning."""
    saves: Mine[bool]
    """Whether one's answers are saved once both have read them."""
    prompted: Mine[int]
    """How many of a person's prompts explained themselves, up to `door.EXPLAINED`."""
    reader_told: Mine[bool]
    """Whether one of them said who could read even what is sealed."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a card asks: its plain `words`, and as a message shows them (`text`), under a veil where need be.

    With `options` it is answered by a tap on one of them, and never in words; those that are too long for a
    button are `listed` above it, by number.
    """

    words: str
    text: Markup
    options: tuple[str, ...] = ()
    listed: bool = False
    how: str = ""
    """What to do, in one line, where it is asked."""
    then: str = ""
    """What is asked once the first part of an answer of two parts is sealed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two private contributions to one card, and their joint opening, as one feature uses them.

    What is said of a card in any of these is the same whether or not the other has answered, until it opens.
    """

    names: Names
    """What its messages, prompts and timers are called."""

    buttons: Buttons
    words: Words
    preferences: Preferences

    lasts: Days
    """How long a card can be answered."""

    subject: Callable[[Reader, Card], Subject]
    """What a card asks of its reader, in the language that is spoken now."""

    speaks: Callable[[Space, datetime], bool]
    """Whether what stayed alone could be shown in the group at an instant (UTC)."""

    morning_after: Callable[[Space, datetime], datetime]
    """The first instant after another (UTC) at which that is looked at again."""

    opened: Notes
    """The reveal is out, or none was needed: note what its messages are to say from now on."""

    changed: Notes
    """Nobody can tell any more whether the reveal arrived: have its messages say so at once."""

    show: Callable[[Services, Space, int], Awaitable[None]]
    """Have the messages about a card say what has become of it; after the transaction of `opened`."""

    comes_anew: Callable[[Services, Space, Card, int | None], Awaitable[bool]]
    """Post a further copy of an open card whose newest is gone, in this topic; say whether it did."""


SEALS = Point[Pair]("what two seal in private and open together")
"""Every user of the sealed pair adds its own: so it is known whose answers there are, and seen that all that
it takes is declared (`needs`).
"""
