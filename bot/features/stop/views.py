"""The words of an ending."""

from markupsafe import escape

from bot.cards import Button, Card
from bot.features.stop.actions import CloseQuietly, CloseWithNote, Stay
from bot.spaces.model import Space
from bot.words import _


def confirm(space: Space) -> Card:
    """Return the one confirmation, with what happens and when."""
    text = _(
        "Close this space? The posts end now, for both of you, and sealed answers are erased unopened. I "
        "won't post a note unless you ask.\n\nFor seven days each of you can still take your words along "
        "with /export, or erase them with /delete. On the eighth day everything is erased here and I leave "
        "the group; Telegram shows that there.\n\nIs it safe for you to end this? /help → Support."
    )
    return Card(
        escape(text),
        rows=(
            (Button(_("Close quietly"), CloseQuietly(space.id)),),
            (Button(_("Close with a note"), CloseWithNote(space.id)),),
            (Button(_("Keep it"), Stay(space.id)),),
        ),
    )


def closed() -> Card:
    """Return what who closed it reads."""
    return Card(
        escape(
            _(
                "It's closed. For seven days you can still take your words along with /export, or erase them "
                "with /delete. "
                "What was posted in Telegram stays there until you delete it. Take good care."
            )
        ),
        passes=False,
    )


def stays() -> Card:
    """Return what who thought again reads."""
    return Card(escape(_("Good. Everything stays as it is.")))


def note() -> Card:
    """Return the one line in the group, only if it was asked for."""
    return Card(escape(_("This space is closed. I won't post here again.")), silent=True)
