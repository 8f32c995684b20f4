"""A voice note or photo that the group does not take: words there, and the medium at both doors.

The words go out first, as any outbox message does, and only once they are out does the medium go to the
doors; so a reveal's parts give nothing away before the reveal. The words are the same whether a door is open
or shut, or takes none either, which would be news about its owner; so they promise no more than that it is
brought there.
"""

from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from bot.message import Media, Message
from bot.words import _

MEDIUM = "medium"
"""The outbox message that brings a medium to a door; its ref is the outbox message (its id) whose words are
in the group.
"""

WAITS = "medium.waits"
"""The outbox message that tells a door that it takes no such medium now; its ref is that of the one it is
about.
"""

FRESH = timedelta(days=7)
"""How long a door is waited for that is shut, or takes no such medium: what its author keeps nowhere is not
kept here for longer."""


def in_words(message: Message) -> Message:
    """Return what the group reads in place of a card with a medium, told below the card's first line."""
    if message.media is None:
        return message
    said = Markup.escape(_said(message.media))
    head, *rest = message.text.split("\n", 1)
    goes_on = head.count("<") != 2 * head.count("</")  # the first line's formatting does, in the next
    lines = [said, message.text] if goes_on else [head, said, *rest]
    return replace(message, text=Markup("\n").join(line for line in lines if line), media=None, veiled=False)


def at_door(message: Message) -> Message | None:
    """Return what a door gets of a card in the group: its medium with the words."""
    if message.media is None:
        return None
    return Message(message.text, media=message.media, veiled=message.veiled, silent=True)


def waits_at_door(message: Message) -> Message | None:
    """Return what a door hears that takes no medium of this kind now; it is offered again."""
    return (
        None if message.media is None else Message(Markup.escape(_said_at_door(message.media)), silent=True)
    )


def _said(media: Media) -> str:
    if media.kind == "voice":
        return _(
            "The voice note can't be posted here, so I bring it to your private chats. "
            "Not there yet? Press Start."
        )
    return _(
        "The photo can't be posted here, so I bring it to your private chats. Not there yet? Press Start."
    )


def _said_at_door(media: Media) -> str:
    if media.kind == "voice":
        return _(
            "A voice note from your group was to come here, but this chat takes none from me just now. "
            "I'll keep trying for a week."
        )
    return _(
        "A photo from your group was to come here, but this chat takes none from me just now. "
        "I'll keep trying for a week."
    )
