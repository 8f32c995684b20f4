"""The buttons of a check-in. A step's buttons name its evening, and count while that one goes on."""

from datetime import date
from enum import StrEnum

from bot.actions import BOTH, Action, Guard
from bot.features.checkin.rules import Level, Step, Wish


class Place(StrEnum):
    """Where a check-in begins."""

    ANEW = ""
    HERE = "here"  # in place of the message with the button


class And(StrEnum):
    """What else becomes of the evenings that are saved, when their person stops check-ins."""

    LEAVE = ""
    DELETE = "delete"


class Begin(Action, name="checkin.begin", was=("c.go",)):
    """Check in, at one's own door; what was sent by early versions names no evening."""

    guard = Guard(where=BOTH, sends=True)
    evening: date | None
    place: Place


class GoBack(Action, name="checkin.back", was=("c.at",)):
    """Go back to a step; what was tapped stays until it is tapped anew."""

    evening: date
    step: Step


class SayDay(Action, name="checkin.day", was=("c.day",)):
    """The first tap: how the day was."""

    evening: date
    level: Level


class SayCloseness(Action, name="checkin.closeness", was=("c.near",)):
    """The second tap: how close it felt."""

    evening: date
    level: Level


class SayWish(Action, name="checkin.wish", was=("c.wish",)):
    """The third tap: what would help."""

    evening: date
    wish: Wish


class PassOn(Action, name="checkin.pass_on", was=("c.tell",)):
    """The last tap, for whoever named a wish: pass it on in the morning, or not (`rules.FOR_ME`).

    It names the wish, so that a button of before the wish was changed passes on nothing else.
    """

    evening: date
    wish: str


class LastSeven(Action, name="checkin.week", was=("c.week",)):
    """See one's own last seven evenings."""

    evening: date


class Agree(Action, name="checkin.agree", was=("c.yes",)):
    """Say yes to check-ins, and go on with the evening for which that was asked."""

    evening: date


class Decline(Action, name="checkin.decline", was=("c.no",)):
    """Say no to check-ins."""


class MyConsent(Action, name="checkin.consent", was=("c.mine",)):
    """See whether check-ins are saved, and the way back."""


class Stop(Action, name="checkin.stop", was=("c.stop",)):
    """Take the yes back."""

    evenings: And
