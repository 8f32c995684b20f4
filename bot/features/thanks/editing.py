"""The giver edits a message of a thank-you: it is followed, or they are told what stays. Never silence.

Kept, or given while nothing of it went out (the group refuses it, a third person is there), the pieces
follow whole. Given, an edit that takes a message's words away (it is a bare command now, or another command,
or a photo without its caption) empties nothing: what was given stays as it was, and its giver is told once.
Other words are followed where they are seen to be others: said aloud, in the list, for as long as they stand
in the group, where both read the edit; given from the door, on the card, on its day, until its receiver
answers it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import quiet
from bot.features.thanks import compose, handlers, rules, store, views
from bot.features.thanks.compose import Copies
from bot.features.thanks.rules import ThanksState
from bot.features.thanks.store import Thanks
from bot.looking import look
from bot.message import Message
from bot.pieces import Piece, Pieces
from bot.pieces import edited as with_edit
from bot.spaces import asides, languages
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.spaces.taken import Taken
from bot.telegram.incoming import Said
from bot.words import N_, _
from schedules import messages, outbox


@dataclass(slots=True)
class _Then:
    """What follows an edit once it is written: the cards that show it, and what its giver hears.

    `asks` is the thank-you that waits for its giver's choice again; `here` says that the line belongs where
    the message stands.
    """

    line: Callable[[], str] | None = None
    here: bool = False
    asks: Thanks | None = None
    shown: list[tuple[Message, Copies]] = field(default_factory=list)


async def edited(said: Said, it: Taken) -> bool:
    """Follow an edit of a message of a thank-you, or say at its giver's door what stays; False if it is gone.

    One that changes nothing (Telegram sends them for link previews) is no edit. In the group another command
    is one though the words stay the same: a thank-you by reply, or a photo, has none to lose.
    """
    if _is_another_command(said):
        said = replace(said, text="", marks=())  # what follows another command is no part of a thank-you
    await _look_at_group(said, it)
    async with said.services.db.write() as tx:
        thanks = await store.by_id(tx, it.space_id, it.ref)
        space = await spaces.by_id(tx, it.space_id) if thanks else None
        if (
            thanks is None
            or space is None
            or space.state is not SpaceState.ACTIVE
            or not space.partner(said.person.id)
        ):
            return thanks is not None
        new = _changed(thanks, said)
        if new is None and not (thanks.aloud and _is_another_command(said)):
            return True
        after = replace(thanks, pieces=new or thanks.pieces, partly=thanks.partly or said.kind == "other")
        then = await (_aloud if thanks.aloud else _from_the_door)(
            tx, replace(said, space=space), thanks, after
        )
    said.services.wake()
    await _say(replace(said, space=space), then)
    for card, copies in then.shown:
        for chat_id, message_id in copies:
            await said.services.sender.edit(chat_id, message_id, card)
    return True


async def _look_at_group(said: Said, it: Taken) -> None:
    """Look whether the group is public before a card there may get other words, as before they are posted."""
    async with said.services.db.read() as tx:
        thanks = await store.by_id(tx, it.space_id, it.ref)
    if thanks is not None and not thanks.aloud and thanks.state is ThanksState.GIVEN:
        await look(said.services, thanks.space_id)


async def _say(said: Said, then: _Then) -> None:
    """Say what there is to say; where the group takes nothing, at the giver's door."""
    if then.asks is not None:
        rows = views.choices(said.home, then.asks.id, _("Save it for Sunday"))
        sent = await said.answer(then.line() if then.line else "", rows=rows)
        if sent is not None:
            async with said.write() as tx:
                await store.note_message(tx, then.asks.id, sent)
    elif then.line and then.here:
        line = then.line
        await said.answer_or_tell(lambda: Message(Markup.escape(line()), silent=True))
    elif then.line:
        async with said.says_at_door():
            card = Message(Markup.escape(then.line()), silent=not said.at_door)
        await said.send_to_door(card)


async def _aloud(tx: AsyncConnection, said: Said, thanks: Thanks, after: Thanks) -> _Then:
    """Follow what was said in the group; what is no thank-you any more, and did not go out yet, is none."""
    still = _is_one_still(said, thanks, after)
    if still or not await compose.withdraw_unsent(tx, said.home, thanks):
        emptied = _takes_words(thanks, said) or _is_first_as_another_command(thanks, said)
        waits = still and await outbox.is_waiting(tx, said.home.id, rules.CARD, thanks.id)
        if emptied and not waits:
            return await _stays(tx, thanks, lambda: _("What you gave in your group stays as it was."))
        await store.write_pieces(tx, thanks, after.pieces, partly=after.partly)
        return _Then()
    await store.let_go(tx, thanks.id)
    await messages.forget_notes(tx, said.home.id, compose.SAID, thanks.id)
    await handlers.note_bare(tx, said)  # should it be one again, it is taken as said that time

    def told() -> str:
        line = _("That's no thank-you any more, so no card comes of it.")
        return quiet.line(said.home, line) if said.home.quieted else line

    return _Then(told, here=True)


async def _from_the_door(tx: AsyncConnection, said: Said, thanks: Thanks, after: Thanks) -> _Then:
    """Follow what was written at the door, as far as it has not been given or can still be shown as it is."""
    if thanks.state is ThanksState.KEPT:
        await store.write_pieces(tx, thanks, after.pieces, partly=after.partly)
        return _what_is_left(after, said)
    if await compose.withdraw_unsent(tx, said.home, thanks):
        await store.write_pieces(tx, thanks, after.pieces, partly=after.partly)
        if after.is_empty:
            await store.hold_back(tx, thanks.id, rules.next_sunday(said.me.day(said.at)))
            return _what_is_left(after, said, asks=after)
        await compose.put_card(tx, after, said.services.now())
        return _what_is_left(after, said)
    if not _takes_words(thanks, said) and await _follows(tx, said.home, thanks, after.pieces, said):
        await store.write_pieces(tx, thanks, after.pieces, partly=after.partly)
        with languages.in_group(said.home):
            return _Then(shown=await _faces(tx, said.home, after))
    if said.chosen_at is not None:  # it waited for its giver's yes, who said it
        await asides.save(tx, said.home.id, said.person.id, said.me.day(said.at), said.pieces)
        return _Then(lambda: _("What was given stays as it was. I saved this for you alone: /export has it."))
    return await _stays(tx, thanks, lambda: _("What was given stays as it was."))


async def _stays(tx: AsyncConnection, thanks: Thanks, line: Callable[[], str]) -> _Then:
    """Tell the giver, once, that what they gave is not changed by an edit."""
    if thanks.told:
        return _Then()
    await store.note_told(tx, thanks.id)
    return _Then(line)


def _is_another_command(said: Said) -> bool:
    """Whether the message is a command now, and not /thanks."""
    return said.command not in ("", handlers.COMMAND)


def _is_first_as_another_command(thanks: Thanks, said: Said) -> bool:
    """Whether the message that made it a thank-you is another command now."""
    return said.message_id == thanks.source_message and _is_another_command(said)


def _takes_words(thanks: Thanks, said: Said) -> bool:
    """Whether an edit leaves a message of a thank-you without the words it had, or with nothing at all."""
    return said.piece.is_empty or (not said.text and bool(_before(thanks, said).text))


def _before(thanks: Thanks, said: Said) -> Piece:
    """Return the edited message as the thank-you has it."""
    return next(piece for piece in thanks.pieces if piece.message_id == said.message_id)


def _is_one_still(said: Said, thanks: Thanks, after: Thanks) -> bool:
    """Whether what was said in the group is a thank-you by its first message, as that is now.

    It was one by its command, or as a reply to the bot's question; without any words left it is one as a
    reply to what the other said.
    """
    if after.is_empty and (said.reply is None or said.reply.sender_id != thanks.receiver_id):
        return False
    if said.message_id != thanks.source_message:
        return True
    replies = said.reply is not None and said.reply.by_us
    return said.command == handlers.COMMAND or (not said.command and replies)


def _changed(thanks: Thanks, said: Said) -> Pieces | None:
    """Return the pieces after the edit; None if it changes none."""
    old, new = _before(thanks, said), said.piece
    if new.media is not None and new.media.is_same_as(old.media):
        new = replace(new, media=old.media)  # the same file, which Telegram may name by another id now
    return None if new.says_what(old) else with_edit(thanks.pieces, new)


async def _follows(tx: AsyncConnection, space: Space, thanks: Thanks, new: Pieces, said: Said) -> bool:
    """Whether the card of a given thank-you can still follow: on its day, unanswered, by its words alone.

    A medium cannot be exchanged in a message that stands, and words that outgrew their card would come below
    it. While it is quiet nothing in the group changes; what waits to go out is read when it does.
    """
    if thanks.answered or not rules.layout(thanks.pieces).has_place_for(rules.layout(new)):
        return False
    if space.quieted and await compose.copies(tx, space, rules.CARD, thanks.id):
        return False
    return not await compose.is_closed(tx, space, thanks.id, said.at)


async def _faces(tx: AsyncConnection, space: Space, thanks: Thanks) -> list[tuple[Message, Copies]]:
    """Return a given thank-you's card and what stands above it, with the messages that show each."""
    return [
        await compose.copies_of_card(tx, space, thanks),
        *await compose.copies_of_parts(tx, space, thanks),
    ]


def _what_is_left(after: Thanks, said: Said, asks: Thanks | None = None) -> _Then:
    """Return what the giver hears of whose edit a thank-you not given yet holds less; nothing of any other.

    They put something there that the bot cannot take, or took all words away (a bare command holds none).
    """
    if said.kind == "other":
        line = N_("I can't take that, so the rest is what I have: text, voice notes, photos.")
        if after.is_empty:
            line = N_("I can't take that, so nothing is left in this one. Change it again, or delete it.")
    elif not said.piece.is_empty:
        return _Then(asks=asks)
    elif after.is_empty:
        line = N_("That's without words now, so nothing is left in this one. Change it again, or delete it.")
    else:
        line = N_("That's without words now, so the rest is what I have.")
    return _Then(lambda: _(line), asks=asks)
