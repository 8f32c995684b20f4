"""The words about what is kept, and of erasing."""

from markupsafe import Markup, escape

from bot.features.privacy.actions import (
    EraseAll,
    EraseMost,
    LeaveThem,
    OneByOne,
    ShowPolicy,
)
from bot.features.privacy.policy import POLICY
from bot.message import Button, Message
from bot.spaces.model import Space, SpaceState
from bot.words import _, beside


def privacy(operator: str | None, what_i_see: str) -> Message:
    """Return what is saved, in at most a hundred words; the same text in the group and at every door."""
    host = (
        Markup(_("with whoever runs me (%(operator)s, unchecked)")) % {"operator": operator}
        if operator
        else Markup(_("with whoever runs me"))
    )
    parts = (
        Markup(
            _(
                "<b>I save</b> your settings and, encrypted, what you tell me %(host)s, who could read even "
                "sealed answers; until your /delete (backups: seven days)."
            )
        )
        % {"host": host},
        Markup("<b>%s</b> %s") % (_("What reaches me:"), what_i_see),
        Markup(
            _(
                "Chats with bots are not end-to-end encrypted. The time answers open shows roughly when "
                "the second came. Whoever joins later may read back."
            )
        ),
        Markup(_("<b>Yours</b>, in our private chat: /export, /delete, /stop.")),
    )
    rows = ((Button(_("The whole policy"), ShowPolicy(0)),),)
    return Message(Markup("\n\n").join(parts), rows=rows, page=True)


def whole_policy(operator: str | None) -> list[Message]:
    """Return the whole policy, in as many messages as it takes."""
    named = _("%(operator)s (a name that the bot can't check)")
    who = named % {"operator": operator} if operator else _("whoever set this bot up for you")
    paragraphs = [
        Markup("<b>%s</b>\n%s") % (_(title), Markup.escape(_(text)) % {"operator": who})
        for title, text in POLICY
    ]
    half = len(paragraphs) // 2
    return [Message(Markup("\n\n").join(part)) for part in (paragraphs[:half], paragraphs[half:])]


def preview(space: Space, person_id: int) -> Message:
    """Return what would be erased, in plain words; it counts nothing, and tells of nobody else.

    Of who waits alone it says, too, what they said yes with, and how that goes.
    """
    if space.state is SpaceState.INVITING:
        return _choices(space, _early())
    other = next((it.name for it in space.couple if it.person_id != person_id), _("your partner"))
    text = Markup(
        _(
            "<b>Erase what you told me?</b> Answers, evenings, kindness marks, thank-yous: here at once, "
            "from backups within seven days. Thank-yous you gave go from %(name)s's list unless you leave "
            "them. It can't be undone. /export brings everything next morning. One that waits or stands here "
            "goes, so save it first.\n\nGroup posts, and other copies you or %(name)s have, stay."
        )
    ) % {"name": other}
    return _choices(space, text)


def _early() -> Markup:
    return Markup(
        _(
            "<b>Erase what you told me?</b> Answers, evenings, kindness marks, thank-yous, if there are any: "
            "here at once, from backups within seven days. It can't be undone.\n\n"
            "Your name, your clock, your settings and your two yeses stay while I wait for both of you. "
            "/stop takes your yes back and deletes those, too."
        )
    )


def _choices(space: Space, text: Markup) -> Message:
    return Message(
        text,
        rows=(
            (Button(_("Erase my words"), EraseAll(space.id)),),
            (Button(_("Erase all but what I gave"), EraseMost(space.id)),),
            (Button(_("One by one"), OneByOne(space.id)),),
            (Button(_("Leave them"), LeaveThem(space.id)),),
        ),
        page=True,
    )


def done(*, gave: bool, elsewhere: bool) -> Message:
    """Return what one reads once everything is erased, or all but what they `gave`.

    `elsewhere` says that they are in another group, too, of which nothing is erased.
    """
    if gave:
        text = _(
            "Done. The thank-yous you gave stay. Everything else you told me is erased here, and within "
            "seven days from backups too. What was posted in Telegram stays until you delete it."
        )
    else:
        text = _(
            "Done. What you told me is erased here, and within seven days from backups too. What was "
            "posted in Telegram stays until you delete it."
        )
    stays = _("What you told me in another group stays.") if elsewhere else ""
    return Message(beside(text, stays))


def kept() -> Message:
    """Return what one reads who thought again."""
    return Message(escape(_("Good. Everything stays as it is.")), page=True)


def nothing() -> str:
    """Return the answer to somebody of whom nothing is kept."""
    return _("There is nothing of yours here to erase.")


def stale() -> str:
    """Return the alert on a button that is not this person's, or of a space that is gone."""
    return _("There is nothing of yours behind this button any more.")
