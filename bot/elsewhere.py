"""A voice note or photo that the group does not take: words there, and the medium at both doors.

The words go out first, as any letter does, and only once they are out does the medium go to the doors; so a
reveal's parts give nothing away before the reveal. The words are the same whether a door is open or shut,
which would be news about its owner.
"""

from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from bot.cards import Card, Media
from bot.words import _

LETTER = "medium"
"""The letter that brings a medium to a door; its ref is the letter (its id) whose words are in the group."""

FRESH = timedelta(days=7)
"""How long a shut door is waited for: what its author keeps nowhere is not kept here for longer."""


def in_words(card: Card) -> Card:
    """Return what the group reads in place of a card with a medium, told below the card's first line."""
    if card.media is None:
        return card
    said = Markup.escape(_said(card.media))
    head, *rest = card.text.split("\n", 1)
    goes_on = head.count("<") != 2 * head.count("</")  # the first line's formatting does, in the next
    lines = [said, card.text] if goes_on else [head, said, *rest]
    return replace(card, text=Markup("\n").join(line for line in lines if line), media=None, veiled=False)


def at_door(card: Card, *, bare: bool) -> Card | None:
    """Return what a door gets of a card in the group: its medium with the words; `bare`: it takes none."""
    if card.media is None:
        return None
    if bare:
        return Card(Markup.escape(_said_at_door(card.media)), silent=True)
    return Card(card.text, media=card.media, veiled=card.veiled, silent=True)


def _said(media: Media) -> str:
    if media.kind == "voice":
        return _(
            "The voice note can't be posted here, so it's in your private chats. Not there? Press Start."
        )
    return _("The photo can't be posted here, so it's in your private chats. Not there? Press Start.")


def _said_at_door(media: Media) -> str:
    if media.kind == "voice":
        return _("A voice note from your group was to come here, but this chat takes none from me.")
    return _("A photo from your group was to come here, but this chat takes none from me.")
