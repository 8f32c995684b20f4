"""The words about what is kept, and of erasing."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from bot.cards import Button, Card
from bot.spaces.model import Space
from bot.telegram.taps import data
from bot.words import _


def privacy(operator: str | None, what_i_see: str) -> Card:
    """Return what is kept; the same text in the group and at every door."""
    host = (
        Markup(_("on the computer of whoever runs me (%(operator)s)")) % {"operator": operator}
        if operator
        else Markup(_("on the computer of whoever runs me"))
    )
    parts = (
        Markup(
            _(
                "<b>What I keep:</b> your first names, settings, answers, thank-yous, evenings and kindness "
                "marks, %(host)s, until you erase them. Your words and evenings are encrypted; whoever runs "
                "me holds the key. A sealed answer that stays alone goes after a day and a half, unless "
                "its author chose otherwise."
            )
        )
        % {"host": host},
        Markup("<b>%s</b> %s") % (_("What reaches me:"), what_i_see),
        Markup(
            _(
                "<b>Good to know:</b> chats with bots pass through Telegram and are not end-to-end "
                "encrypted. Answers open the minute the second of you answers, so that minute shows."
            )
        ),
        Markup(
            _(
                "In your own chat with me, /delete erases what you told me, and /stop ends this for you "
                "both: a week later nothing of it is left here."
            )
        ),
    )
    return Card(Markup("\n\n").join(parts))


def which(spaces: Sequence[Space], person_id: int) -> Card:
    """Return the question which of one's spaces is meant."""
    rows = tuple(
        (Button(_("With %(name)s") % {"name": space.other(person_id).name}, data("v.which", space.id)),)
        for space in spaces
    )
    return Card(escape(_("You're in more than one group with me. Which one is this about?")), rows=rows)


def preview(space: Space) -> Card:
    """Return what would be erased, in plain words; it counts nothing, and tells of nobody else."""
    text = Markup(
        _(
            "<b>Erase what you told me?</b> Your answers, thank-yous, evenings, wishes and kindness marks of "
            "this space, whatever there is of them. It cannot be undone.\n\n"
            "What was posted in Telegram stays there until you delete it."
        )
    )
    return Card(
        text,
        rows=(
            (Button(_("Erase my words"), data("v.erase", space.id)),),
            (Button(_("Keep them"), data("v.keep", space.id)),),
        ),
    )


def done() -> Card:
    """Return what one reads once everything is erased."""
    return Card(
        escape(
            _("Done. What you told me is erased here. What was posted in Telegram stays until you delete it.")
        )
    )


def kept() -> Card:
    """Return what one reads who thought again."""
    return Card(escape(_("Good. Everything stays as it is.")))


def nothing() -> str:
    """Return the answer to somebody of whom nothing is kept."""
    return _("There is nothing of yours here to erase.")


def stale() -> str:
    """Return the alert on a button that is not this person's, or of a space that is gone."""
    return _("There is nothing of yours behind this button any more.")
