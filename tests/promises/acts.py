"""What the tests of the promises share: forged taps of every kind, the whole database, a day lived."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from bot.actions import Action
from bot.app import FEATURES
from bot.db.tables import metadata
from bot.features.checkin.actions import Begin, GoBack, PassOn, SayCloseness, SayDay, SayWish, Stop
from bot.features.pairing.actions import (
    ChooseCity,
    ChooseKeeping,
    ReadDetails,
    Refuse,
    RightZone,
    SayYes,
    Undo,
)
from bot.features.pause.actions import RestFor, RestUntil
from bot.features.privacy.actions import EraseAll, EraseMost, EraseOne
from bot.features.question.actions import Pick, PickAtDoor, Put, ReplyBelow, WhenAlone
from bot.features.settings.actions import Choose, SettlePace, Turn, Type
from bot.features.stop.actions import CloseQuietly, CloseWithNote, Stay
from bot.features.support.actions import ChooseCountry, ReadTold
from bot.features.thanks.actions import Give, Receive
from bot.loopback.shown import Shown
from bot.message import Message
from bot.telegram import taps
from bot.telegram.actions import (
    AskAgain,
    ChooseNone,
    ChoosePrompt,
    ChooseSpace,
    Delete,
    LeaveIt,
    LetGoOn,
    ReadFirst,
    ShowHeld,
)
from tests.conftest import Couple, Stage
from tests.old_buttons import old_button
from tests.people import Person, Place

SECRET = "the heron by the frozen canal"
"""What Ana seals, keeps or writes in these tests; nobody else may ever meet these words."""

EDGE = (ChooseSpace, ChoosePrompt, ChooseNone, ReadFirst, LetGoOn, Delete, ShowHeld, LeaveIt)
ACTIONS: tuple[type[Action], ...] = (
    *(route.action for feature in FEATURES for route in feature.routes),
    *EDGE,
)
VERBS = sorted({name for action in ACTIONS for name in action.names()})
ENDS = {
    name
    for action in (
        *(CloseQuietly, CloseWithNote, Stay, Undo, Refuse, EraseAll, EraseMost, EraseOne, Stop),
        *(LeaveIt, ChooseNone, ShowHeld, AskAgain),
    )
    for name in action.names()
}
"""Acts that a partner is free to do at their own door and that end what a test looks at."""

# What the buttons of each verb carry; a verb that is missing here carries nothing.
ARGS = {
    Pick.name: ("0", "3", "-1"),
    PickAtDoor.name: ("0", "3", "-1"),
    Put.name: ("add", "replace"),
    ReplyBelow.name: ("thanked", "more", "sense", "nonsense"),
    WhenAlone.name: ("erase", "show", "nonsense"),
    Receive.name: ("landed", "nonsense"),
    Give.name: ("", "sunday"),
    SayDay.name: ("1", "9"),
    SayCloseness.name: ("5",),
    SayWish.name: ("a_hand",),
    PassOn.name: ("a_hand", "no"),
    GoBack.name: ("day",),
    Begin.name: ("", "here"),
    Stop.name: ("", "delete"),
    Turn.name: ("mine", "topics0", "topics²"),
    Choose.name: ("zone=1", "nonsense=1", "depth=1", "light=x"),
    Type.name: ("qtime",),
    SettlePace.name: ("rest",),
    RestFor.name: ("7", "8"),
    RestUntil.name: ("29742180", "1", "soon"),  # Monday 20 July 2026, 07:00 UTC
    RightZone.name: ("Europe/Berlin", "Not/AZone"),
    ChooseCity.name: ("",),
    SayYes.name: ("adult=x", "saving=.", "vouched=x"),
    ReadDetails.name: ("", "back"),
    ChooseKeeping.name: ("x", "."),
    ChooseSpace.name: ("stop", "delete", "nonsense"),
    ChoosePrompt.name: ("1", "x"),
    LeaveIt.name: ("question.answer", "answer", "nonsense"),
    ChooseCountry.name: ("AU", "XX"),
    ReadTold.name: ("0", "2", "9", "nonsense"),
    ReadFirst.name: ("answer", "nonsense"),
    LetGoOn.name: ("answer", "edit", "thanks", "follow", "follow.thanks", "follow.stop", "nonsense"),
}
ARGS |= {name: ARGS[action.name] for action in ACTIONS for name in action.was if action.name in ARGS}


ABOUT_NO_ROW = {name for action in ACTIONS for name in action.names() if not action.names_row()}
"""The verbs of which a button with a reference is none of ours: it would be refused unread."""


CALLED = {name: action.name for action in ACTIONS for name in action.names()}
"""What each action is called now, by every name it had."""


def forged(space: int, *refs: int, verbs: Iterable[str] = VERBS) -> list[str]:
    """Return callback data of every verb, about this space and these references; 0 for what names no row."""
    return [
        f"{verb}:{space}:{ref}" + (f":{arg}" if arg else "")
        for verb in verbs
        for ref in ((0,) if verb in ABOUT_NO_ROW else refs)
        for arg in ARGS.get(verb, ("",))
    ]


async def every_tap(stage: Stage, space: int = 1) -> list[str]:
    """Return callback data of every verb about every row its buttons may name, and about none.

    With their numbers, and with their aliases, which a real app reads from buttons it has seen.
    """
    found = await rows(stage)

    def named(table: str) -> set[int]:
        return {row["id"] for row in found[table]}

    aliases = stage.kindling.services.aliases
    evenings = {row["local_date"].toordinal() for row in found["evenings"]}

    def slots(table: str) -> set[int]:
        return {row * 2 + slot for row in named(table) for slot in (0, 1)}

    about = {
        "question": named("cards"),
        "question.more": slots("cards"),
        "question.quiet": named("posts"),
        "kindness": named("posts"),
        "thanks": named("thanks"),
        "thanks.more": slots("thanks"),
        "checkin": evenings,
    }
    numbers = [
        data for verb in VERBS for data in forged(space, 1, 0, *about.get(_family(verb), ()), verbs=[verb])
    ]
    return numbers + [aliases.outward(data) for data in numbers if taps.parse(data)]


def _family(verb: str) -> str:
    """Return what the rows are mixed by that a verb is about, as its action is called now."""
    return CALLED.get(verb, verb).rpartition(".")[0]


async def taps_all(person: Person, data: Iterable[str], place: Place, stage: Stage) -> None:
    """Let the bot post a button with each of these data, and the person tap it: no forged taps, then."""
    sender = stage.kindling.services.sender
    for one in data:
        await sender.send(place.id, Message(Markup("A button"), rows=((old_button(one),),)))
        await person.presses("Tap", on=place.last())


def own_data(shown: Shown) -> list[str]:
    """Return the data of a message's own buttons, as it stands now."""
    return [it["callback_data"] for row in shown.message.buttons for it in row if "callback_data" in it]


def ends(data: str) -> bool:
    """Whether callback data says such an act."""
    return data.partition(":")[0] in ENDS


def harmless(data: list[str]) -> list[str]:
    """Return the data without what its own sender may end at their own door."""
    return [it for it in data if not ends(it)]


async def forges_all(person: Person, data: Iterable[str], on: Shown, stage: Stage) -> None:
    """Let a person send every one of these taps about a message, one hard upon the other."""
    telegram = stage.telegram
    settle, telegram.settle = telegram.settle, _at_once
    for one in data:
        await person.sends_data(one, on=on)
    telegram.settle = settle
    await telegram.settle()


async def _at_once() -> None:
    """Wait for nothing."""


async def rows(stage: Stage, *, but: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, some tables left out; versions, which are chance, are 0."""
    found: dict[str, list[dict[str, Any]]] = {}
    async with stage.kindling.parts.db.read() as tx:
        for table in metadata.sorted_tables:
            if table.name not in but:
                found[table.name] = [dict(row) for row in (await tx.execute(select(table))).mappings()]
    for row in found.get("spaces", []):
        row["version"] = 0
    return found


async def going(stage: Stage) -> list[dict[str, Any]]:
    """Return the rows of what goes by itself at a door, but for what goes from every door alike.

    So do a day after joining the lines that tell of it.
    """
    alike, soon = ("card", "words", "page"), stage.clock.now() + timedelta(hours=2)
    found = [row for row in (await rows(stage))["fading"] if row["becomes"] not in alike]
    return [row for row in found if row["becomes"] != "ours" or row["at"] < soon]


def on_disk(stage: Stage) -> bytes:
    """Return the bytes of the database's file and of those beside it."""
    beside = sorted(stage.path.parent.glob(f"{stage.path.name}*"))
    return b"".join(Path(file).read_bytes() for file in beside)


async def raw(stage: Stage, statement: str) -> list[bytes]:
    """Return the first column of what a statement finds, as its bytes lie in the file."""
    async with stage.kindling.parts.db.read() as tx:
        return [str(value).encode() for value in (await tx.exec_driver_sql(statement)).scalars().all()]


def sent_to(stage: Stage, chat_id: int) -> str:
    """Return everything the bot ever sent to a chat, as text."""
    calls = stage.telegram.calls
    return "\n".join(str(call.params) for call in calls if call.params.get("chat_id") == chat_id)


def with_button(couple: Couple, label: str) -> list[Shown]:
    """Return the messages of the group that have a button now."""
    return [shown for shown in couple.group.messages if label in shown.buttons]
