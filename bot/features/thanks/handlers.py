"""A thank-you said: taken, kept or given, and the pieces of it that come after the first."""

from datetime import date, datetime

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import ceding, quiet
from bot.ceding import Ceded
from bot.composing import Reader
from bot.feature import Follow, Saving
from bot.features.thanks import compose, rules, store, views
from bot.features.thanks.rules import ThanksState
from bot.features.thanks.store import Thanks
from bot.message import Message
from bot.outcomes import Sent
from bot.pieces import Pieces
from bot.services import Services
from bot.spaces import awaited, missed
from bot.spaces import store as spaces
from bot.spaces.awaited import Awaited
from bot.spaces.model import Space, SpaceState
from bot.telegram.inbound.happening import ChatEvent
from bot.telegram.incoming import Said
from bot.words import N_, _
from schedules import messages

AT_DOOR = compose.AWAITED_AT_DOOR
ALOUD = "thanks.aloud"
COMMAND = "thanks"
_BEING_ASKED = 0
"""No message's number: a prompt that is just being asked anew."""


async def command(said: Said) -> None:
    """/thanks: with words, as a reply to the partner's message, or bare, which asks.

    Below a later picture of an album that is a thank-you already, it goes on with that.
    """
    if said.album is not None and await follows(said) is not None:
        await joined(said)
    elif said.text or said.kind != "text":
        await _take(said)
    elif said.reply is not None and said.reply.sender_id == said.other.person_id:
        await _take(said)  # "for this": nothing of the message replied to is kept, not even which it was
    elif not said.at_door and said.home.quieted:
        prompt = await _expect(said)
        line = await said.answer(quiet.line(said.home, _("Nothing is lost.")))
        await said.asked_by(line, prompt)  # what is replied to it is the thank-you
    else:
        await _ask(said)


async def worded(said: Said, _prompt: Awaited) -> None:
    """Take what was said to the question of a bare /thanks."""
    if said.kind == "other" and not said.text:
        await said.asks_anew(_cannot_take())
    elif said.piece.is_empty:
        await said.asks_anew(_("That came without words. One line is plenty."))
    else:
        await _take(said)


async def follows(said: Said) -> Follow | None:
    """Return whether a message goes on with a thank-you: the next of its album, the rest of a long text."""
    async with said.services.db.read() as tx:
        thanks = await store.newest_until(tx, said.person.id, said.chat_id, said.message_id - 1)
    if thanks is None or not _belongs(thanks, said):
        return None
    return Follow(thanks.pieces[-1].message_id, joined, command=COMMAND)


async def joined(said: Said) -> None:
    """Keep one more piece of a thank-you, without a line of its own; what cannot be kept is told.

    One that waited for its writer's yes is a thank-you of its own where it has no place in that one.
    """
    if said.chosen_at is not None and not await _has_place(said):
        await _take(said)
        return
    refusal = ""
    async with said.services.db.write() as tx:
        thanks = await store.newest_until(tx, said.person.id, said.chat_id, said.message_id - 1)
        space = await spaces.by_id(tx, thanks.space_id) if thanks else None
        if (
            thanks is None
            or space is None
            or space.state is not SpaceState.ACTIVE
            or not space.partner(said.person.id)
        ):
            return
        if thanks.pieces[-1].message_id >= said.message_id or not _belongs(thanks, said):
            return
        pieces = (*thanks.pieces, *said.pieces)
        if said.piece.is_empty:
            refusal = "" if thanks.partly else _cannot_take()
            await store.write_pieces(tx, thanks, thanks.pieces, partly=True)
        elif not rules.can_hold(pieces):
            refusal = _("That's more than one thank-you can hold. I saved what came before it.")
        else:
            partly = thanks.partly if said.album else _may_be_cut(said)
            await store.write_pieces(tx, thanks, pieces, partly=partly)
            if said.media is None:
                await said.goes_at_night(tx)
    if refusal:
        await said.decline(refusal)


async def _has_place(said: Said) -> bool:
    """Whether the thank-you that a message goes on with can hold it, too."""
    async with said.services.db.read() as tx:
        thanks = await store.newest_until(tx, said.person.id, said.chat_id, said.message_id - 1)
    return thanks is not None and rules.can_hold((*thanks.pieces, *said.pieces))


async def saved_as(
    _tx: AsyncConnection, _space: Space, _person_id: int, _prompt: Awaited | None, _at: datetime
) -> Saving:
    """Return what becomes of words that wait for their writer's yes."""
    return Saving(
        then=N_("Save it as a thank-you, and %(name)s gets it when you say so."),
        aloud=N_("Post it, and a card in your group gives it to %(name)s."),
    )


async def followed(event: ChatEvent) -> None:
    """After a group's upgrade, which Telegram tells twice: ask once more what was asked there."""
    if event.what != "upgraded":
        return
    services, lost = event.services, []
    async with services.db.write() as tx:
        space = await spaces.by_chat(tx, event.new_chat_id)
        if space is None or space.state is not SpaceState.ACTIVE:
            return
        for prompt in await awaited.prompts_about(tx, ALOUD, space.id):
            if prompt.message_id is None and space.partner(prompt.person_id) is not None:
                lost.append(prompt)
                await awaited.set_prompt(tx, prompt.id, _BEING_ASKED)
    for prompt in lost:
        receiver = space.other(prompt.person_id)
        day = space.day(services.now())
        asks = views.prompt(receiver, day, None)
        if space.quieted:
            asks = Message(Markup.escape(quiet.line(space, _("Nothing is lost."))))
        sent = await services.sender.send(event.new_chat_id, asks)
        if isinstance(sent, Sent):
            async with services.db.write() as tx:
                await awaited.set_prompt(tx, prompt.id, sent.message_id)


def _belongs(thanks: Thanks, said: Said) -> bool:
    if thanks.state is ThanksState.GIVEN and not thanks.aloud:
        return False  # its giver tapped in between
    if thanks.album is not None or said.album is not None:
        return thanks.album == said.album
    return thanks.pieces[-1].goes_on_with(said.piece, said.at - thanks.made_at)


def _cannot_take() -> str:
    return _("I can take text, a voice note or a photo.")


def _may_be_cut(said: Said) -> bool:
    """Whether there may be more of a message in the group than Telegram shows the bot there.

    In its privacy mode the bot sees commands and replies to it; what an app sends along with them, as the
    rest of a long text or as the next picture, is neither.
    https://core.telegram.org/bots/features#privacy-mode
    """
    to_us = said.reply is not None and said.reply.by_us  # then every piece is a reply to it
    if said.at_door or to_us or said.services.sees_everything:
        return False
    return said.album is not None or said.piece.may_go_on


async def _ask(said: Said) -> None:
    """Ask what the thank-you is for, and await it: in the group aloud, at the door for themselves first.

    An edit that gives the bare command its words answers as well.
    """
    space, services = said.home, said.services
    today = space.day(services.now())  # seen by both: one's own clock is nobody else's
    expected = await _expect(said)
    if said.at_door:
        await said.asks(views.door_prompt(space, said.other, today), expected)
        return
    await said.asked_by(await said.send(views.prompt(said.other, today, said.message_id)), expected)


async def _expect(said: Said) -> int:
    """Await the words of a bare /thanks where it was said; return the prompt's id."""
    async with said.write() as tx:
        expected = await awaited.expect(
            tx,
            person_id=said.person.id,
            chat_id=said.chat_id,
            kind=AT_DOOR if said.at_door else ALOUD,
            ref=said.home.id,
            now=said.services.now(),
            space_id=said.home.id,
        )
        await note_bare(tx, said)
    return expected


async def load_asked(_tx: AsyncConnection, space: Space, _prompt: Awaited, at: datetime) -> date:
    """Return the couple's date at which a thank-you is asked for."""
    return space.day(at)


def render_ask(today: date, reader: Reader) -> Message:
    """Return what asks at a door what a thank-you is for."""
    return views.door_prompt(reader.space, reader.space.other(reader.person_id), today)


async def left(
    _tx: AsyncConnection, _services: Services, _space: Space | None, _prompt: Awaited, _at: datetime
) -> str:
    """The question of a bare /thanks was left."""
    return _("Left for now. /thanks asks again whenever you like.")


async def note_bare(tx: AsyncConnection, said: Said) -> None:
    """Note a bare /thanks: once its writer puts the words behind it, it is that thank-you."""
    asked = (missed.bare(COMMAND), said.home.id)
    now = said.services.now()
    await missed.note(tx, said.person.id, said.chat_id, said.piece, said.album, asked, said.at, now)


async def _take(said: Said) -> None:
    if said.at_door:
        await _keep(said)
    else:
        await _give_aloud(said)


async def _give_aloud(said: Said) -> None:
    """Log what was said in the group and answer it with the receiver's card.

    While the bot is quiet there the card waits, and the giver hears that it does.
    """
    space, services = said.home, said.services
    async with said.write() as tx:
        thanks_id = await store.log(
            tx,
            space_id=space.id,
            giver_id=said.person.id,
            receiver_id=said.other.person_id,
            pieces=said.pieces,
            source_chat=said.chat_id,
            said_at=said.at,
            now=services.now(),
            album=said.album,
            partly=_may_be_cut(said) or said.kind == "other",
        )
        await awaited.done(tx, said.person.id, ALOUD, space.id)
        await missed.worded(tx, said.person.id, said.chat_id, COMMAND)
        thanks = await store.by_id(tx, space.id, thanks_id)
        if thanks is not None:
            await compose.put_card(tx, thanks, services.now(), thread=said.thread)
            await messages.note(tx, space.id, compose.SAID, thanks_id, said.chat_id, said.message_id)
        stale = await compose.stale_copies(tx, space, services.now())
    services.wake()
    if space.quieted:
        await said.answer(quiet.line(space, _("I have your thank-you: its card comes then.")), silent=True)
    for chat_id, message_id in stale:
        await services.sender.strip(chat_id, message_id)


async def _keep(said: Said) -> None:
    """Keep what was written at the door until Sunday, at once, and ask whether to give it now."""
    if said.piece.is_empty:
        await said.decline(_cannot_take())
        return
    space, services = said.home, said.services
    async with said.write() as tx:
        ceded = await ceding.ceded(tx, said)
        thanks_id = await store.log(
            tx,
            space_id=space.id,
            giver_id=said.person.id,
            receiver_id=said.other.person_id,
            pieces=_in_order(said, ceded),
            source_chat=said.chat_id,
            said_at=said.at,
            now=services.now(),
            kept_for=rules.next_sunday(said.me.day(said.at)),
            album=said.album,
            partly=said.kind == "other",
        )
        if said.media is None:
            await said.goes_at_night(tx)
        await awaited.done(tx, said.person.id, AT_DOOR, space.id)
        await missed.worded(tx, said.person.id, said.chat_id, COMMAND)
    for it in ceded:
        await it.then()
    today = said.me.day(said.at)
    choice = views.choice(space, thanks_id, said.other, today=today, partly=said.kind == "other")
    sent = await said.send_to_door(choice, (compose.CHOICE, thanks_id))
    if sent is not None:
        async with said.write() as tx:
            await store.note_message(tx, thanks_id, sent)


def _in_order(said: Said, ceded: list[Ceded]) -> Pieces:
    pieces = (*said.pieces, *(piece for it in ceded for piece in it.pieces))
    return tuple(sorted(pieces, key=lambda it: it.message_id))
