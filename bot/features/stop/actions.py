"""The buttons of an ending, all of them at doors."""

from bot.actions import Action


class CloseQuietly(Action, name="stop.close", was=("x.quiet",)):
    """End the space, without a word in the group."""


class CloseWithNote(Action, name="stop.close_with_note", was=("x.note",)):
    """End the space, with one silent line in the group."""


class Stay(Action, name="stop.stay", was=("x.keep",)):
    """Leave everything as it is."""
