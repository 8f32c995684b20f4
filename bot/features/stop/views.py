"""The words of an ending."""

from markupsafe import escape

from bot.features.pairing.exports import Refuse, Undo
from bot.features.stop.actions import CloseQuietly, CloseWithNote, Stay
from bot.message import Button, Message
from bot.spaces.model import Space
from bot.words import _, pgettext


def confirm(space: Space) -> Message:
    """Return the one confirmation, with what happens and when."""
    text = _(
        "End Kindling for you two? The posts end now, and sealed answers are deleted unopened. I won't post "
        "a note unless you ask.\n\nFor seven days each of you can still /export or /delete your words. On "
        "the eighth day I delete everything and leave the group; Telegram shows that.\n\nIs it safe for "
        "you to end this? /help → Support."
    )
    return Message(
        escape(text),
        rows=(
            (Button(_("End quietly"), CloseQuietly(space.id)),),
            (Button(_("End with a note"), CloseWithNote(space.id)),),
            (Button(_("Don't end it"), Stay(space.id)),),
        ),
        page=True,
    )


def confirm_early(space: Space, person_id: int) -> Message:
    """Return the one confirmation for somebody whose group still waits for both: what goes, and who hears."""
    if space.partner(person_id) is None:
        text = _("You haven't said that you're in. A tap here deletes what you said yes to so far.")
        button = Button(pgettext("not joining", "Not for me"), Refuse(space.id))
    else:
        text = _(
            "I haven't begun: I wait until you're both in. Take your yes back? Your yeses, your clock, your "
            "settings and all you told me are deleted here at once, from backups within seven days. Nothing "
            "is said in the group."
        )
        button = Button(_("Take my yes back"), Undo(space.id))
    return Message(escape(text), rows=((button,),), page=True)


def closed() -> Message:
    """Return what who closed it reads."""
    return Message(
        escape(
            _(
                "Kindling has ended for you two. For seven days you can still take your words along with "
                "/export, or delete them with /delete. "
                "What was posted in Telegram stays there until you delete it. Take good care."
            )
        ),
        passes=False,
    )


def stays() -> Message:
    """Return what who thought again reads."""
    return Message(escape(_("Good. Everything stays as it is.")), page=True)


def note() -> Message:
    """Return the one line in the group, only if it was asked for."""
    return Message(escape(_("Kindling has ended here. I won't post again.")), silent=True)
