"""How a feature declares itself. `bot/app.py` lists the features; everything else reads that list."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import actions
from bot.composing import Composer, Data, Reader
from bot.expiry import Closes, Over, Stands
from bot.message import Button, Message
from bot.outcomes import Outcome
from bot.points import Added, Point
from bot.services import Services
from bot.spaces.awaited import Awaited
from bot.spaces.links import Link
from bot.spaces.model import Space
from bot.spaces.taken import Taken
from bot.telegram.inbound.happening import ChatEvent
from bot.telegram.incoming import Said, Tap
from bot.upkeep import Upkeep
from bot.words import N_, _
from content.bank import Bank
from schedules.outbox import OutboxMessage
from schedules.ritual import Ritual
from schedules.tick import After

HandleSaid = Callable[[Said], Awaitable[None]]
HandleEdit = Callable[[Said, Taken], Awaitable[bool]]
Does = TypeVar("Does", bound=actions.Action)
HandleAwaited = Callable[[Said, Awaited], Awaitable[None]]
HandleReply = Callable[[Said, int], Awaitable[None]]
HandleLink = Callable[[Said, Link], Awaitable[None]]
Fits = Callable[[Said], bool]
SavedAs = Callable[[AsyncConnection, Space, int, Awaited | None, datetime], Awaitable["Saving"]]
"""Says what becomes of a person's words (their id), held for a prompt (or a command), if they say yes now."""
Leaves = Callable[[AsyncConnection, Services, Space | None, Awaited, datetime], Awaitable[str]]
Follows = Callable[[Said], Awaitable["Follow | None"]]
HandleEvent = Callable[[ChatEvent], Awaitable[None]]
Note = Callable[[AsyncConnection, Space, OutboxMessage, Outcome], Awaitable[None]]
Arrived = Callable[[Services, Space, OutboxMessage], Awaitable[None]]
HandleTimer = Callable[[AsyncConnection, Services, Space, int, datetime], Awaitable[After | None]]


GROUP, DOOR, BOTH = actions.GROUP, actions.DOOR, actions.BOTH


@dataclass(frozen=True, slots=True)
class Route:
    """Who does what a button says; made by `on`."""

    action: type[actions.Action]
    run: Callable[[Tap, Any], Awaitable[None]]


def on(action: type[Does], run: Callable[[Tap, Does], Awaitable[None]]) -> Route:
    """Route taps of an action to its handler, which is called with the tap and the action's fields."""
    return Route(action, run)


@dataclass(frozen=True, slots=True)
class Command:
    """A command. `about` is its line in the menus and in /help (a gettext source string).

    `places`: where it does its work: "group", "door" or both. Typed in the other place it answers with
    the way there; at a door one of the group's may answer with the thing itself (`at_door`). `early` answers
    at the door of somebody whose space still waits for both (`said.space`). A command that
    `needs_space` is run with `said.space` set (a person with two spaces is asked which); without a space its
    person hears how to begin. One that `takes_words` is given what
    follows it, while it is quiet too, where it posts nothing but a line; of any other its writer hears that
    nothing of that was kept.
    """

    name: str
    about: str
    places: frozenset[str]
    run: HandleSaid
    needs_space: bool = True
    takes_words: bool = False
    at_door: HandleSaid | None = None
    early: HandleSaid | None = None


@dataclass(frozen=True, slots=True)
class Asks(Generic[Data]):
    """What asks for something awaited at a door, once more, as the door did not take it (`Said.asks`).

    `load` reads what it is made from, for an instant (UTC), and writes nothing; None: it is asked no more.
    `render` makes it of that alone, while no transaction is open (`bot.composing`).
    """

    load: Callable[[AsyncConnection, Space, Awaited, datetime], Awaitable[Data | None]]
    render: Callable[[Data, Reader], Message]


@dataclass(frozen=True, slots=True)
class PromptName(Generic[Data]):
    """What something awaited is called where a person chooses between several."""

    load: Callable[[AsyncConnection, Awaited], Awaitable[Data]]
    render: Callable[[Data, Bank], str]


def called(name: str) -> PromptName[None]:
    """Return what something awaited is called, whatever it is about: a gettext source."""

    async def nothing(_tx: AsyncConnection, _prompt: Awaited) -> None:
        return None

    return PromptName(nothing, lambda _data, _bank: _(name))


@dataclass(frozen=True, slots=True)
class Saving:
    """What becomes of held words once their writer says yes, as the button and the sentence above it say.

    `label` is the button at a door, `then` the sentence; `aloud` is the sentence for what was said in the
    group. Both are gettext sources, in which `%(name)s` is the other one. They say the same whatever the
    other did in private.
    """

    label: str = N_("Save it")
    then: str = ""
    aloud: str = ""


@dataclass(frozen=True, slots=True)
class Follow:
    """What a message goes on with: the number of the piece before it, and who takes it.

    If it waited for its writer's yes, and nobody takes it so any more, it is for the prompt `about` (kind and
    ref), or for the `command` of which it is the rest.
    """

    message_id: int
    take: HandleSaid
    about: tuple[str, int] | None = None
    command: str = ""


@dataclass(frozen=True)
class Feature:
    """Everything one feature brings: what its own acts, prompts and outbox messages lead to, by their names.

    - `adds`: what it adds to other parts of the bot, each at a `Point` declared there (`/today`'s lines, a
      line above the morning's card, what is exported and erased ...): a new feature needs no new field here.
    - `routes`: who does what its buttons say (`on`).
    - `closes`: an action, or what passes -> when what its buttons do in the group is over: by the clock,
      whatever anybody did in private. A message there loses its keyboard when the last of them is; a tap
      that is refused never changes what both see.
    - `over`: such a one -> what such a message says from then on, by the same silent edit, or that it goes
      (`Away`): only what is true still, and the same whatever anybody did in private (None: what it said
      before).
    - `awaited`: kind of prompt -> who takes the awaited message.
    - `prompt_names`: kind of prompt -> what it is called where a person chooses between several (a button).
    - `prompts_were`: what a kind of prompt was called before, as *Leave it* says -> what it is called now.
    - `asks`: kind of prompt -> what asks for it at a door once more (`Asks`).
    - `leaves`: kind of prompt -> who hears, in the transaction in which its person leaves it, that they did
      (at an instant), and says in one short line what becomes of it.
    - `follows`: whether a message that is no command goes on with what this feature took (the next picture of
      an album, the rest of a long text). Asked before any prompt; of several, the newest piece decides.
    - `listening`: kinds of prompt that ask nothing: they take replies to their message, and until
      `first_until` what is said next -> who answers what is merely said later, while nothing else is awaited.
    - `places`: kinds of prompt that a place on the map answers, too.
    - `fits`: kind of prompt -> whether a message may answer it at all: what plainly does not is taken as if
      the prompt were not there. What may be a slip of the pen may be an answer.
    - `replies`: kind of outbox message -> who takes a partner's reply to it in the group.
    - `links`: kind of door link -> who follows it.
    - `composers`: kind of outbox message -> how it is composed.
    - `outcomes`: kind of outbox message -> who writes down what follows from an outcome, in the transaction
      that records it; `arrived`: kind of outbox message -> what is done once it is known to be out (edits,
      say), after that transaction, so that nothing points at what is not there. Both may come twice.
    - `timers`: kind of timer -> what is done about its ref at its instant, in one transaction; what it
      returns, if anything, runs after that. A space that has ended has none; in one that waits for both again
      those fire that `undone` set.
    - `edited`: what messages of partners were taken for (`bot.spaces.taken`) -> who follows an edit of one;
      says whether it is part of that still.
    - `saving`: kind of prompt, or command -> what becomes of words of need that were said to it once their
      writer says yes. Those said to a prompt that is not here are not asked about: nothing is made of them.
    - `upkeep`: its housekeeping, beside the tick, and how often each is done.
    """

    name: str
    commands: tuple[Command, ...] = ()
    routes: tuple[Route, ...] = ()
    closes: Mapping[Stands, Closes] = field(default_factory=dict)
    over: Mapping[Stands, Over] = field(default_factory=dict)
    awaited: Mapping[str, HandleAwaited] = field(default_factory=dict)
    prompt_names: Mapping[str, PromptName[Any]] = field(default_factory=dict)
    prompts_were: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, Asks[Any]] = field(default_factory=dict)
    leaves: Mapping[str, Leaves] = field(default_factory=dict)
    follows: Follows | None = None
    listening: Mapping[str, HandleAwaited] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    fits: Mapping[str, Fits] = field(default_factory=dict)
    replies: Mapping[str, HandleReply] = field(default_factory=dict)
    links: Mapping[str, HandleLink] = field(default_factory=dict)
    composers: Mapping[str, Composer[Any]] = field(default_factory=dict)
    outcomes: Mapping[str, Note] = field(default_factory=dict)
    arrived: Mapping[str, Arrived] = field(default_factory=dict)
    adds: tuple[Added, ...] = ()
    rituals: tuple[Ritual, ...] = ()
    timers: Mapping[str, HandleTimer] = field(default_factory=dict)
    saving: Mapping[str, SavedAs] = field(default_factory=dict)
    edited: Mapping[str, HandleEdit] = field(default_factory=dict)
    events: HandleEvent | None = None
    upkeep: tuple[Upkeep, ...] = ()


COMMANDS = Point[Command]("commands")
"""Every feature's commands: added for each by the composition root."""
WAY_IN = Point[Callable[[Space], Button]]("the way to one's own door from a group that waits for both")
"""Below what a command hears there."""
