"""Who may begin and join, and whether a group is the two of them: pure decisions."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from bot.spaces.model import Partner, Space, SpaceState

TWO_AND_THE_BOT = 3
GRACE = timedelta(hours=1)
UNDO = timedelta(days=1)
_STANDS_ON = timedelta(minutes=5)
"""So long what offers to undo it may stand after that, until it is taken away."""
INVITED = timedelta(days=30)
"""How long an invitation waits for both before it is forgotten."""

WhoMayJoin = Literal["first", "listed", "anyone"]


class Seat(StrEnum):
    """Whether somebody may take one of the two seats, and why not."""

    FREE = "free"
    """It is theirs now."""
    THEIRS = "in already"
    """They are one of the two."""
    FULL = "full"
    """Two are in, or the space ended."""
    ALONE = "alone"
    """Nobody but them and the bot is in the group."""
    CROWD = "crowd"
    """More people are in the group, and they have not said that these are welcome."""
    NOT_ALLOWED = "not allowed"
    """Whoever runs the bot lets others join it, or another couple has it."""
    PUBLIC = "public"
    """Anybody finds the group and reads along."""
    OUT_OF_SIGHT = "out of sight"
    """The bot was removed from the group, or cannot see just now who is in it."""
    TWO_YESES_FIRST = "two yeses first"
    """They have not said both yeses yet."""


def may_begin(who: WhoMayJoin, claimers: Collection[int], adder_id: int) -> bool:
    """Return whether a group may have a space at all.

    `first`: the couple of an active space has claimed this bot. `listed` cannot be told before both have
    come: the one on the list may be the second.
    """
    return who != "first" or not claimers or adder_id in claimers


def may_join(
    who: WhoMayJoin,
    claimers: Collection[int],
    allowed: Collection[int],
    person_id: int,
    others: Collection[int],
) -> bool:
    """Return whether a person may be one of the two, beside the `others` who are in already."""
    if who == "first":
        return not claimers or person_id in claimers
    if who == "listed":
        return not others or person_id in allowed or any(other in allowed for other in others)
    return True


def seat(space: Space, person_id: int, members: int, *, allowed: bool) -> Seat:
    """Return whether this person may take one of the two seats now.

    `members` counts everybody in the group, the bot included. More than two people and the bot need the
    word of each of the two that the rest is a bot, or welcome.
    """
    if space.partner(person_id) is not None:
        return Seat.THEIRS
    if space.state is not SpaceState.INVITING or len(space.couple) >= 2:
        return Seat.FULL
    if not allowed:
        return Seat.NOT_ALLOWED
    if members < TWO_AND_THE_BOT:
        return Seat.ALONE
    guest = space.guest(person_id)
    if members > TWO_AND_THE_BOT and not (guest is not None and guest.vouched):
        return Seat.CROWD
    return Seat.FREE


def may_undo(space: Space, partner: Partner, now: datetime) -> bool:
    """Return whether a person may still leave as if they had never joined; while it waits for both, ever."""
    if space.state is not SpaceState.ACTIVE:
        return space.state is SpaceState.INVITING
    return partner.joined_at is not None and now <= partner.joined_at + UNDO + _STANDS_ON


def ruler(space: Space) -> Partner | None:
    """Return by whose clock the space begins: the inviter's, else that of who joined first."""
    return space.partner(space.inviter_id) or next(iter(space.couple), None)


def leads(space: Space, person_id: int, *, said: bool, told: bool, now: datetime) -> bool:
    """Return whether a clock that this person says now becomes the one of an active space's posts.

    Only the ruler's does, and only while joining: until the card is out that names its hours (`told`), or for
    the first time that they say one (`said`: they did) within a day. Later it moves their own door alone, and
    the settings move the space's, which both see: an hour that followed would tell the other where they are.
    """
    first = ruler(space)
    if first is None or first.person_id != person_id or space.active_at is None:
        return False
    return not told or (not said and now <= space.active_at + UNDO)
