"""What asks at a door for somebody's words: its buttons ask for a reply, and one of them leaves it.

The button names what is awaited by its kind and ref, so that a reply to the message names it as well.
"""

from dataclasses import replace

from bot.cards import Button, Card
from bot.telegram import taps
from bot.telegram.taps import Data
from bot.words import _

LEAVE = "x.leave"


def asking(card: Card, kind: str, ref: int) -> Card:
    """Return a card as what asks for something awaited at a door, with *Leave it* before its own buttons."""
    leave = Button(_("Leave it"), tap=taps.data(LEAVE, 0, ref, kind))
    first, *rest = card.rows or ((),)
    return replace(card, rows=((leave, *first), *rest), asks=True)


def asked_by(button: Data | None) -> tuple[str, int] | None:
    """Return the kind and ref of what a message with this first button asks for; None if for nothing."""
    return (button.arg, button.ref) if button is not None and button.verb == LEAVE else None
