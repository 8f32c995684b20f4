"""Tapping a button of an earlier version: its callback data stand in chats for years."""

from markupsafe import Markup

from bot.actions import Action
from bot.loopback.model import Toast
from bot.loopback.shown import Shown
from bot.message import Button, Message
from bot.telegram import taps
from tests.people import Person, Place
from tests.stage import Stage


class _Old(Action, name="test.old"):
    """What an earlier version's button says."""

    data: str

    def pack(self) -> str:
        """Return it as it was."""
        return self.data


def old_button(data: str, label: str = "Tap") -> Button:
    """Return a button with this callback data, in rows' own numbers."""
    return Button(label, tap=_Old(0, data))


async def taps_old(stage: Stage, person: Person, data: str, place: Place | None = None) -> Toast:
    """Let somebody tap a button with this callback data below a message there, as an old version sent it.

    At their door where no place is named. Returns what the tap was answered with.
    """
    at = place or person.door
    card = Message(Markup("An old card"), rows=((old_button(data),),))
    await stage.kindling.services.sender.send(at.id, card)
    return await person.taps("Tap", on=at.last())


def turn_old(stage: Stage, shown: Shown, *called: tuple[type[Action], str]) -> None:
    """Let the buttons of these actions below a message say what an earlier version's said: by its name."""
    aliases, names = stage.kindling.services.aliases, {action.name: was for action, was in called}
    for button in (it for row in shown.message.buttons for it in row):
        said = aliases.inward(button.get("callback_data", ""))
        if said is not None and said.verb in names:
            was = taps.data(names[said.verb], said.space_id, said.ref, said.arg)
            button["callback_data"] = aliases.outward(was)


def stands_as(stage: Stage, shown: Shown, *rows: tuple[tuple[str, str], ...]) -> None:
    """Let below a message stand what an old version posted there: rows of labels with callback data."""
    outward = stage.kindling.services.aliases.outward
    shown.message.keyboard = {
        "inline_keyboard": [
            [{"text": label, "callback_data": outward(data)} for label, data in row] for row in rows
        ]
    }


async def posts_old(stage: Stage, place: Place, says: str, *rows: tuple[tuple[str, str], ...]) -> Shown:
    """Post a message as an old version did: its words (HTML), and rows of labels with callback data."""
    buttons = tuple(tuple(old_button(data, label) for label, data in row) for row in rows)
    await stage.kindling.services.sender.send(place.id, Message(Markup(says), rows=buttons))
    return place.last()
