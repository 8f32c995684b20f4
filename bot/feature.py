"""How a feature declares itself. `bot/app.py` lists the features; everything else reads that list."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import actions
from bot.cards import Button, Card, Rows
from bot.house import AtDoors, House
from bot.keyboards import Closes, Over
from bot.outcomes import Outcome
from bot.pieces import Pieces
from bot.spaces.awaited import Awaited
from bot.spaces.links import Link
from bot.spaces.model import Space
from bot.taking import Section, Single
from bot.telegram.happening import ChatEvent
from bot.telegram.incoming import Said, Tap
from bot.words import N_
from content.bank import Bank
from schedules.due import Due
from schedules.outbox import Letter
from schedules.ritual import Ritual
from schedules.tick import After

HandleSaid = Callable[[Said], Awaitable[None]]
HandleEdit = Callable[[Said], Awaitable[bool]]
HandleTap = Callable[[Tap], Awaitable[None]]
Does = TypeVar("Does", bound=actions.Action)
HandleAwaited = Callable[[Said, Awaited], Awaitable[None]]
HandleReply = Callable[[Said, int], Awaitable[None]]
HandleLink = Callable[[Said, Link], Awaitable[None]]
Fits = Callable[[Said], bool]
SavedAs = Callable[[AsyncConnection, Space, int, Awaited | None, datetime], Awaitable["Saving"]]
"""Says what becomes of a person's words (their id), held for a prompt (or a command), if they say yes now."""
Leaves = Callable[[AsyncConnection, House, Space | None, Awaited, datetime], Awaitable[str]]
Follows = Callable[[Said], Awaitable["Follow | None"]]
Cedes = Callable[[AsyncConnection, Said], Awaitable["Ceded | None"]]
Ungiven = Callable[[AsyncConnection, Space, int], Awaitable[bool]]
HandleEvent = Callable[[ChatEvent], Awaitable[None]]
Compose = Callable[[AsyncConnection, Bank, Space, Letter], Awaitable[Card | None]]
Morning = Callable[[AsyncConnection, Space, int], Awaitable[Due | None]]
TodayLines = Callable[[AsyncConnection, Bank, Space, int, datetime], Awaitable[Sequence["Line"]]]
Asks = Callable[[AsyncConnection, Bank, Space, Awaited, datetime], Awaitable[Card | None]]
PromptName = Callable[[AsyncConnection, Bank, Awaited], Awaitable[str]]
Note = Callable[[AsyncConnection, Space, Letter, Outcome], Awaitable[None]]
Arrived = Callable[[House, Space, Letter], Awaitable[None]]
MorningNote = Callable[[AsyncConnection, Space, Due, Outcome], Awaitable[None]]
Export = Callable[[AsyncConnection, Bank, Space, int], Awaitable[Sequence[Section]]]
Faces = Sequence[tuple[int, Card]]
"""Messages of ours at a person's door (their numbers), and the face that each gets."""
Erase = Callable[[AsyncConnection, House, Space, int], Awaitable[Faces | None]]
Undone = Callable[[AsyncConnection, House, Space, int], Awaitable[Faces]]
Ends = Callable[[AsyncConnection, int, datetime], Awaitable[AtDoors | None]]
ListSingles = Callable[[AsyncConnection, Bank, Space, int, int, int], Awaitable[Sequence[Single]]]
FindSingle = Callable[[AsyncConnection, Bank, Space, int, int], Awaitable[Single | None]]
EraseSingle = Callable[[AsyncConnection, House, Space, int, int], Awaitable[Faces]]
Look = Callable[[Said], Awaitable["Caution | None"]]
HandleTimer = Callable[[AsyncConnection, House, Space, int, datetime], Awaitable[After | None]]
QuietDay = Callable[[AsyncConnection, Space, int], Awaitable[date | None]]
QuietLines = Callable[[AsyncConnection, Bank, Space, date, datetime], Awaitable[Sequence["Line"]]]
QuietNote = Callable[[AsyncConnection, Space, date, Outcome], Awaitable[None]]
Upkeep = Callable[[House], Coroutine[Any, Any, None]]


GROUP, DOOR, BOTH = actions.GROUP, actions.DOOR, actions.BOTH


class MorningLines(Protocol):
    """The lines of a room above the card that is due then; for a card that `stands` already, those it has."""

    async def __call__(
        self, tx: AsyncConnection, bank: Bank, space: Space, due: Due, /, *, stands: bool
    ) -> Sequence["Line"]:
        """Return them; written down is what a new card takes with it, and nothing for one that stands."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does, and where it may stand. The edge keeps to it for every tap, before `run`.

    A tap counts only on a message whose own keyboard holds it, in one of `places`; a bare handler stands for
    an action at doors alone, the strictest. `of` is the kind of letter that carries the button: such a tap
    proves that the letter arrived, and it counts, too, where Telegram shows us no keyboard (it has just gone,
    or the message is out of our sight) if the message is a recorded copy of that very letter. `shows` says
    that something is seen in the group because of it: nothing comes of it while the space is hushed. What
    `sends` posts a message, such as a prompt: quick taps of one finger post one. What works `early` does so,
    too, for who is in while the other is not (any more).
    """

    run: HandleTap
    places: frozenset[str] = DOOR
    of: str | None = None
    shows: bool = False
    sends: bool = False
    early: bool = False


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
    follows it, in a hush too, where it posts nothing but a line; of any other its writer hears that nothing
    of that was kept.
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


@dataclass(frozen=True, slots=True)
class Caution:
    """What a room says to a message at its writer's door.

    `asking` is for before it is taken, and shown when they tap the neutral line that asks. `telling`, itself
    neutral, is for where they can only be told: it stands in the group already, or nobody waits for it.
    """

    asking: Card
    telling: Card


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


@dataclass(frozen=True, slots=True)
class Ceded:
    """Pieces that a room gives up because another message says what they are, and what follows after that."""

    pieces: Pieces
    then: After


@dataclass(frozen=True, slots=True)
class Singles:
    """What of a room its person may erase one by one at their door; `label` is its button (a gettext source).

    `page` brings some of a person's, newest first, after so many; `find` one of theirs by its number, None
    for any other's; `erase` erases it, and returns what stands at their door and would go on to speak of it,
    with what it says from then on.
    """

    label: str
    page: ListSingles
    find: FindSingle
    erase: EraseSingle


@dataclass(frozen=True)
class Feature:
    """Everything one room brings.

    - `routes`: who does what its buttons say (`on`).
    - `taps`: callback verb -> action, for partners of an active space only; `open_taps` for anyone.
    - `closes`: callback verb -> when what its buttons do in the group is over: by the clock, whatever anybody
      did in private. A message there loses its keyboard when the last of them is; a tap that is refused
      never changes what both see.
    - `over`: callback verb -> what such a message says from then on, by the same silent edit, or that it goes
      (`Away`): only what is true still, and the same whatever anybody did in private (None: what it said
      before).
    - `awaited`: kind of prompt -> who takes the awaited message.
    - `prompt_names`: kind of prompt -> what it is called where a person chooses between several (a button).
    - `asks`: kind of prompt -> what asks for it at a door, for a day and time (None: not any more): composed
      anew where the door did not take it (`Act.asks`).
    - `leaves`: kind of prompt -> who hears, in the transaction in which its person leaves it, that they did
      (at an instant), and says in one short line what becomes of it.
    - `follows`: whether a message that is no command goes on with what this room took (the next picture of an
      album, the rest of a long text). Asked before any prompt; of several, the newest piece decides.
    - `cedes`: gives up what it took at a door of the album to which a message with a command belongs, in the
      transaction that takes it with that message; None if it took none of it.
    - `listening`: kinds of prompt that ask nothing: they take replies to their message, and until
      `first_until` what is said next -> who answers what is merely said later, while nothing else is awaited.
    - `places`: kinds of prompt that a place on the map answers, too.
    - `fits`: kind of prompt -> whether a message may answer it at all: what plainly does not is taken as if
      the prompt were not there. What may be a slip of the pen may be an answer.
    - `replies`: kind of letter -> who takes a partner's reply to it in the group.
    - `links`: kind of door link -> who follows it.
    - `letters`: kind of letter -> who composes it (None: nothing to say any more).
    - `outcomes`: kind of letter -> who writes down what follows from an outcome, in the transaction that
      records it; `arrived`: kind of letter -> what is done once it is known to be out (edits, say), after
      that transaction, so that nothing points at what is not there. Both may come twice.
    - `timers`: kind of timer -> what is done about its ref at its instant, in one transaction; what it
      returns, if anything, runs after that. A space that has ended has none; in one that waits for both again
      those fire that `undone` set.
    - `looks`: looks at a space (its id) in the world outside just before a timer of it fires, or letters go
      out to its group.
    - `edited`: who hears that a partner edited a message of theirs; says whether it was taken here before.
    - `morning_letter`: the kind of letter above which the rooms' `morning_lines` stand; `morning_of` says
      which day's it is by its ref, and when that post was due, which the lines are called with, and
      `morning_outcome` once it is known what became of it.
    - `quiet_letter`: the kind of letter that the group gets without sound on most days; below it stand the
      rooms' `quiet_lines` for its local date, which `quiet_of` says by its ref. They add no message.
      `quiet_outcome` once it is known what became of it. `quiet_stays`: which of them were said below it
      and are so still: where it goes (`Away`), they stand a day longer than the rest of it.
    - `saving`: kind of prompt, or command -> what becomes of words of need that were said to it once their
      writer says yes. Those said to a prompt that is not here are not asked about: nothing is made of them.
    - `caution`: looks at what is typed to the bot before any room takes it; None lets it pass.
    - `offers_again`: kinds of letters which, where they may not have arrived, its `today_lines` offer once
      more; /today itself offers all others.
    - `today_lines`: lines of /today for one person id (0 in the group, where nothing personal may stand).
    - `export`: what one person may take along: their own words, and those given to them. `shares`: what of it
      both have seen, or was given or received; that alone is handed out at once.
    - `erase`: erases what one person wrote in a space, in the live database; returns what stands at their own
      door and would go on to speak of it, with what it says from then on.
    - `erase_ungiven`: where it differs, what is erased of somebody who leaves what they gave.
    - `undone`: runs for who stays where the other undid their joining, with the space as it is then, and its
      posts at an end: what is theirs stays theirs, and nothing of it is to be said to whoever joins them
      next. Returns what stands at their door and would go on to speak of it, as `erase` does.
    - `singles`: what of it its person may erase one by one.
    - `ends`: runs when a space is closed: what must not outlive it is erased; returns what stands at either
      door and would go on to speak of it, with what it says from then on (`House.turn`).
    - `ungiven`: whether something of one person's waits to be given, which the end of a space takes: its
      giver alone hears so.
    - `upkeep`: runs every half a minute, and after posts were closed, beside the tick.
    """

    name: str
    commands: tuple[Command, ...] = ()
    routes: tuple[Route, ...] = ()
    taps: Mapping[str, Action | HandleTap] = field(default_factory=dict)
    open_taps: Mapping[str, Action | HandleTap] = field(default_factory=dict)
    closes: Mapping[str, Closes] = field(default_factory=dict)
    over: Mapping[str, Over] = field(default_factory=dict)
    awaited: Mapping[str, HandleAwaited] = field(default_factory=dict)
    prompt_names: Mapping[str, PromptName] = field(default_factory=dict)
    asks: Mapping[str, Asks] = field(default_factory=dict)
    leaves: Mapping[str, Leaves] = field(default_factory=dict)
    follows: Follows | None = None
    cedes: Cedes | None = None
    listening: Mapping[str, HandleAwaited] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    fits: Mapping[str, Fits] = field(default_factory=dict)
    replies: Mapping[str, HandleReply] = field(default_factory=dict)
    links: Mapping[str, HandleLink] = field(default_factory=dict)
    letters: Mapping[str, Compose] = field(default_factory=dict)
    outcomes: Mapping[str, Note] = field(default_factory=dict)
    arrived: Mapping[str, Arrived] = field(default_factory=dict)
    rituals: tuple[Ritual, ...] = ()
    timers: Mapping[str, HandleTimer] = field(default_factory=dict)
    looks: Callable[[House, int], Awaitable[None]] | None = None
    saving: Mapping[str, SavedAs] = field(default_factory=dict)
    caution: Look | None = None
    edited: HandleEdit | None = None
    events: HandleEvent | None = None
    morning_letter: str | None = None
    morning_of: Morning | None = None
    morning_lines: MorningLines | None = None
    morning_outcome: MorningNote | None = None
    quiet_letter: str | None = None
    quiet_of: QuietDay | None = None
    quiet_lines: QuietLines | None = None
    quiet_outcome: QuietNote | None = None
    quiet_stays: QuietLines | None = None
    today_lines: TodayLines | None = None
    offers_again: frozenset[str] = frozenset()
    export: Export | None = None
    shares: Export | None = None
    erase: Erase | None = None
    erase_ungiven: Erase | None = None
    undone: Undone | None = None
    singles: Singles | None = None
    ungiven: Ungiven | None = None
    ends: Ends | None = None
    upkeep: Upkeep | None = None


async def is_cautioned(said: Said) -> bool:
    """Whether some room has something to say to these words: they may be of need, and nothing hearts them."""
    looks = [feature.caution for feature in said.house.features if feature.caution and said.text]
    return any([await look(said) is not None for look in looks])


async def above_quiet_lines(
    features: Sequence[Feature],
    tx: AsyncConnection,
    bank: Bank,
    space: Space,
    day: date,
    now: datetime,
    card: Card,
) -> Card:
    """Return what comes without sound on a day above the lines that other rooms have for it."""
    says = [feature.quiet_lines for feature in features if feature.quiet_lines is not None]
    lines = [line for say in says for line in await say(tx, bank, space, day, now)]
    return replace(card, text=Markup("\n\n").join([card.text, *(line.text for line in lines)]))


async def under_morning_lines(
    features: Sequence[Feature],
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
        line
        for feature in features
        if feature.morning_lines is not None
        for line in await feature.morning_lines(tx, bank, space, due, stands=stands)
    ]
    if not lines:
        return card
    text = Markup("\n\n").join([*(line.text for line in lines), card.text])
    return replace(card, text=text, rows=card.rows + rows_of(lines))
