"""The two buttons: one in the group, seen by both, and one at a door, for nobody else's eyes."""

from bot.actions import GROUP, Action, Guard, Row

CARD = "postcard.card"
"""The outbox message that brings it; its ref is its post."""


class Like(Action, name="postcard.like"):
    """Say in the group that one likes it."""

    guard = Guard(where=GROUP, proves=(CARD,), shows=True)
    post: Row


class Pin(Action, name="postcard.pin"):
    """Pin it for oneself."""

    post: Row
