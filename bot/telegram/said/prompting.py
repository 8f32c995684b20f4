"""What asks at a door for somebody's words: its buttons ask for a reply, and one of them leaves it.

The button names what is awaited by its kind and ref, so that a reply to the message names it as well.
"""

from dataclasses import replace

from bot.actions import Malformed, Row
from bot.message import Button, Message
from bot.telegram.actions import LeaveIt
from bot.telegram.taps import Data
from bot.words import _


def asking(message: Message, kind: str, ref: int) -> Message:
    """Return a card as what asks for something awaited at a door, with *Leave it* before its own buttons."""
    leave = Button(_("Leave it"), tap=LeaveIt(0, Row(ref), kind))
    first, *rest = message.rows or ((),)
    return replace(message, rows=((leave, *first), *rest), asks=True)


def asked_by(button: Data | None) -> tuple[str, int] | None:
    """Return the kind and ref of what a message with this first button asks for; None if for nothing."""
    if button is None or button.verb not in LeaveIt.names():
        return None
    try:
        said = LeaveIt.unpack(button)
    except Malformed:
        return None
    return said.kind, said.ref
