"""The buttons of thank-yous: a receiver's below the card in the group, all others at their doors."""

from enum import StrEnum

from bot.actions import GROUP, Action, Guard, Row
from bot.features.thanks import rules
from bot.features.thanks.rules import Receipt


class Place(StrEnum):
    """Where what was saved is shown."""

    HERE = ""
    BELOW = "below"  # below a card that says more, and stands as it is


class Asked(StrEnum):
    """What asks what becomes of a thank-you: after Sunday's question the next one saved is asked about."""

    ONCE_WRITTEN = ""
    ON_SUNDAY = "sunday"


class Receive(Action, name="thanks.received", was=("t.got",)):
    """Say below the card what it was to its receiver, for both to see."""

    guard = Guard(where=GROUP, proves=(rules.CARD,), shows=True)
    thanks: Row
    reply: Receipt


class Show(Action, name="thanks.show", was=("t.show",)):
    """See what Sunday's line only hinted at."""

    guard = Guard(sends=True)
    thanks: Row
    place: Place


class Give(Action, name="thanks.give", was=("t.give",)):
    """Give it now."""

    thanks: Row
    asked: Asked


class SaveForSunday(Action, name="thanks.save", was=("t.keep",)):
    """Be asked again on Sunday."""

    thanks: Row
    asked: Asked


class LetGo(Action, name="thanks.delete", was=("t.drop",)):
    """Delete it, unseen."""

    thanks: Row
    asked: Asked


class LookAt(Action, name="thanks.mine", was=("t.mine",)):
    """See one that was given to oneself, or the newest (0), at one of its pages ("" is the first)."""

    guard = Guard(sends=True)
    thanks: Row
    page: str


class HideFromMine(Action, name="thanks.hide", was=("t.hide",)):
    """Hide one from one's own list."""

    thanks: Row


class SayMore(Action, name="thanks.more.say", was=("tm.say",)):
    """Be asked for more of one's thank-you, in the group."""

    guard = Guard(where=GROUP, proves=(rules.WANTED,), shows=True, sends=True)
    whose: Row
