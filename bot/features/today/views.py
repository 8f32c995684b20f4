"""The words of /today."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.message import Message
from bot.places import Line, rows_of
from bot.words import _


def was_today() -> Message:
    """Return what is left in the group of what was open on another day."""
    return Message(Markup.escape(_("/today shows what's on.")))


def open_today(lines: Sequence[Line]) -> Message:
    """Return what is open, each line with its buttons.

    Without lines it says the same on every kind of empty day (rest day, pause, a rarer pace), so that none
    of them can be told from another.
    """
    if not lines:
        return Message(
            Markup.escape(_("Nothing right now. If you feel like a question, send /question in your group.")),
            silent=True,
        )
    return Message(Markup("\n\n").join(line.text for line in lines), rows=rows_of(lines), silent=True)
