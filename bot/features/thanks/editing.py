"""The giver edits a message of a thank-you: it is followed, or they are told what stays. Never silence.

Said aloud, the log follows: both see the edit in the group anyway. Kept, the pieces follow. Given from the
door, the card follows on its day, until its receiver answers it; after that it stays as it was given.
"""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card
from bot.features.thanks import compose, rules, store
from bot.features.thanks.compose import Copies
from bot.features.thanks.store import Thanks
from bot.pieces import Pieces
from bot.pieces import edited as with_edit
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.telegram.incoming import Said
from bot.words import _


async def edited(said: Said) -> None:
    """Follow an edit of the giver's message, or say at their door what stays.

    One that changes nothing (Telegram sends them for link previews) is no edit.
    """
    line = ""
    shown: list[tuple[Card, Copies]] = []
    async with said.house.db.write() as tx:
        thanks = await store.said_in(tx, said.person.id, said.chat_id, said.message_id)
        space = await spaces.by_id(tx, thanks.space_id) if thanks else None
        if thanks is None or space is None or space.state != "active" or not space.partner(said.person.id):
            return
        new = _changed(thanks, said)
        if new is None:
            return
        partly = thanks.partly or said.kind == "other"
        if thanks.aloud:
            await store.write_pieces(tx, thanks.id, new, partly=partly)
        elif thanks.state == "kept":
            await store.write_pieces(tx, thanks.id, new, partly=partly)
            line = _what_is_left(new, said)
        elif not said.piece.is_empty and await _follows(tx, space, thanks, new, said):
            await store.write_pieces(tx, thanks.id, new, partly=partly)
            shown = await _faces(tx, space, replace(thanks, pieces=new))
        elif not thanks.told:
            await store.note_told(tx, thanks.id)
            line = _("I keep what was given as it was.")
    if line:
        await said.answer(line)
    for card, copies in shown:
        for chat_id, message_id in copies:
            await said.house.sender.edit(chat_id, message_id, card)


def _changed(thanks: Thanks, said: Said) -> Pieces | None:
    """Return the pieces after the edit; None if it changes none."""
    old = next(piece for piece in thanks.pieces if piece.message_id == said.message_id)
    new = said.piece
    if new.media is not None and new.media.is_same_as(old.media):
        new = replace(new, media=old.media)  # the same file, which Telegram may name by another id now
    return None if new.says_what(old) else with_edit(thanks.pieces, new)


async def _follows(tx: AsyncConnection, space: Space, thanks: Thanks, new: Pieces, said: Said) -> bool:
    """Whether the card of a given thank-you can still follow: on its day, unanswered, by its words alone.

    A medium cannot be exchanged in a message that stands, and words that outgrew their card would come below
    it. In a hush nothing in the group changes; what waits to go out is read when it does.
    """
    if thanks.answered or not rules.layout(thanks.pieces).has_place_for(rules.layout(new)):
        return False
    if space.hushed and await compose.copies(tx, space, compose.CARD, thanks.id):
        return False
    return not await compose.is_closed(tx, space, thanks.id, said.at)


async def _faces(tx: AsyncConnection, space: Space, thanks: Thanks) -> list[tuple[Card, Copies]]:
    """Return a given thank-you's card and what stands above it, with the messages that show each."""
    return [
        await compose.copies_of_card(tx, space, thanks),
        *await compose.copies_of_parts(tx, space, thanks),
    ]


def _what_is_left(pieces: Pieces, said: Said) -> str:
    """Return what the giver hears of whose edit a kept thank-you holds less; "" for any other edit.

    They put something there that the bot cannot take, or took all words away (a bare command holds none).
    """
    if said.kind == "other":
        if all(piece.is_empty for piece in pieces):
            return _("I can't take that, so nothing is left in this one. Change it again, or let it go.")
        return _("I can't take that, so I keep the rest: text, voice notes and photos.")
    if not said.piece.is_empty:
        return ""
    if all(piece.is_empty for piece in pieces):
        return _("That's without words now, so nothing is left in this one. Change it again, or let it go.")
    return _("That's without words now, so I keep the rest.")
