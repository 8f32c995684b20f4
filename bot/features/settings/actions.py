"""The buttons of the settings. Those of pages stand at doors; three are tapped in the group."""

from enum import StrEnum

from bot.actions import GROUP, Action, Guard, Row

PACE = "pace"
"""The ritual that asks once about the pace, and the kind of its outbox message."""


class Pace(StrEnum):
    """How it is to go on after three weeks."""

    KEEP = "keep"
    OTHER_DAY = "other_day"
    REST = "rest"


class Open(Action, name="settings.open", was=("s.open",)):
    """Have the settings come to one's own door, from the group."""

    guard = Guard(where=GROUP, sends=True)


class Turn(Action, name="settings.turn", was=("s.go",)):
    """Turn to a page."""

    page: str


class Choose(Action, name="settings.set", was=("s.set",)):
    """Choose: `choice` is a key of `rules`, "=" and what it is to be."""

    choice: str


class Type(Action, name="settings.type", was=("s.type",)):
    """Be asked for a time in one's own words, for a key that some page says may be typed."""

    guard = Guard(sends=True)
    key: str


class SettlePace(Action, name="settings.pace", was=("s.pace",)):
    """Say how it is to go on, below the message that asked (`post`)."""

    guard = Guard(where=GROUP, proves=(PACE,), shows=True)
    post: Row
    pace: Pace
