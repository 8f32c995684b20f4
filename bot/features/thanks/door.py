"""The giver's choice at their door, and what a receiver looks at again there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.features.thanks import compose, rules, store, views
from bot.features.thanks.actions import (
    Asked,
    Give,
    HideFromMine,
    LetGo,
    LookAt,
    Place,
    SaveForSunday,
    Show,
)
from bot.features.thanks.compose import Copies
from bot.features.thanks.rules import ThanksState
from bot.features.thanks.store import Shown, Thanks
from bot.looking import look as look_at_group
from bot.pieces import Pieces
from bot.places import Line
from bot.services import Services
from bot.spaces import awaited, missed
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.telegram.incoming import Tap
from bot.words import _
from content.bank import Bank
from schedules.outbox import OutboxMessage


async def give(tap: Tap, tapped: Give) -> None:
    """Give a kept thank-you now; nothing on the card tells that it was kept.

    The group is looked at first, as before everything that shows words there: its giver hears what is so.
    """
    space, now = tap.home, tap.services.now()
    await look_at_group(tap.services, space.id)
    async with tap.write() as tx:
        space = await spaces.by_id(tx, space.id) or space
        kept = _own(tap, await store.by_id(tx, space.id, tapped.thanks))
        stale = []
        if kept is not None and not kept.is_empty:
            stale = await _other_questions(tx, tap, kept)
            await store.give(tx, kept.id, now)
            await traces.words_go(tx, tap.person.id, _without_media(kept), now)
            await compose.put_card(tx, kept, now)
            stale += await compose.stale_copies(tx, space, now)
    if kept is None:
        await _settled(tap)
        return
    if kept.is_empty:
        await tap.toast(_("Nothing is left in this one."))
        return
    await tap.toast()
    await tap.edit(views.given(quieted=space.quieted))
    tap.services.wake()
    await _strip(tap, stale)
    await _ask_next(tap, tapped.asked)


async def keep(tap: Tap, tapped: SaveForSunday) -> None:
    """Keep it until the next Sunday of its giver's calendar."""
    until = rules.next_sunday(tap.me.day(tap.at))
    async with tap.write() as tx:
        kept = _own(tap, await store.by_id(tx, tap.home.id, tapped.thanks))
        stale = []
        if kept is not None:
            stale = await _other_questions(tx, tap, kept)
            await store.keep(tx, kept.id, until)
            await traces.words_go(tx, tap.person.id, _without_media(kept), tap.services.now())
    if kept is None:
        await _settled(tap)
        return
    await tap.toast()
    await tap.edit(views.kept(tap.me.day(tap.at)))
    await _strip(tap, stale)
    await _ask_next(tap, tapped.asked)


async def let_go(tap: Tap, tapped: LetGo) -> None:
    """Erase what was kept."""
    async with tap.write() as tx:
        kept = _own(tap, await store.by_id(tx, tap.home.id, tapped.thanks))
        stale = []
        if kept is not None:
            stale = await _other_questions(tx, tap, kept)
            await store.let_go(tx, kept.id)
            await missed.gone(tx, tap.person.id, kept.source_chat, kept.pieces, tap.services.now())
            await traces.words_go(tx, tap.person.id, kept.pieces, tap.services.now())
    if kept is None:
        await _settled(tap)
        return
    await tap.toast()
    await tap.edit(views.gone())
    await _strip(tap, stale)
    await _ask_next(tap, tapped.asked)


async def show(tap: Tap, tapped: Show) -> None:
    """Show what Sunday's line only hinted at: the thank-you, and the question whether to give it now.

    It takes that line's place; below /today, which says more, it is a message of its own.
    """
    async with tap.services.db.read() as tx:
        kept = _own(tap, await store.by_id(tx, tap.home.id, tapped.thanks))
    if kept is None:
        await _settled(tap)
        return
    await tap.toast()
    card = views.sunday_opened(tap.home, kept, tap.other)
    if tapped.place is not Place.BELOW:
        await tap.edit(card)
    elif (sent := await tap.send(card)) is not None:
        async with tap.write() as tx:
            await store.note_message(tx, kept.id, sent)


async def today_lines(
    tx: AsyncConnection, _bank: Bank, space: Space, person_id: int, _now: datetime
) -> Sequence[Line]:
    """At a giver's own door: what Sunday asked about and they left as it was; its question has gone."""
    kept = await store.passed_over(tx, space, person_id) if person_id else None
    return () if kept is None else (views.passed_over(space, kept),)


async def look(tap: Tap, tapped: LookAt) -> None:
    """Show this person one thank-you they were given: the newest, or the one they page to.

    The newest is asked for from the question what to give thanks for, which is over then: it stands below it.
    """
    async with tap.write() as tx:
        await awaited.done(tx, tap.person.id, compose.AWAITED_AT_DOOR, tap.home.id)
        shown = await store.shown_to(tx, tap.home.id, tap.person.id, tapped.thanks)
    await _show(tap, shown, tapped.page if _is(shown, tapped.thanks) else "", below=not tapped.thanks)


async def hide(tap: Tap, tapped: HideFromMine) -> None:
    """Hide one from its receiver's own list, and show the next older one, after the oldest the one before."""
    async with tap.write() as tx:
        hidden = await store.shown_to(tx, tap.home.id, tap.person.id, tapped.thanks)
        beside = (hidden.older or hidden.newer) if hidden and _is(hidden, tapped.thanks) else None
        await store.hide(tx, tap.home.id, tap.person.id, tapped.thanks)
        shown = await store.shown_to(tx, tap.home.id, tap.person.id, beside or 0)
    await _show(tap, shown)


def _is(shown: Shown | None, thanks_id: int) -> bool:
    return shown is not None and shown.thanks.id == thanks_id


async def _show(tap: Tap, shown: Shown | None, page: str = "", *, below: bool = False) -> None:
    await tap.toast()
    if below:
        await tap.strip()
    if shown is None:
        card = views.nothing_here()
    else:
        card = views.mine(tap.home, shown.thanks, shown.older, shown.newer, page)
    await (tap.send(card) if below else tap.edit(card))


async def posted(services: Services, space: Space, outgoing: OutboxMessage) -> None:
    """Let the voice notes and photos of a thank-you go from its giver's door once its card is out."""
    async with services.db.read() as tx:
        given = await store.by_id(tx, space.id, outgoing.ref)
    media = [piece for piece in given.pieces if piece.media is not None] if given is not None else []
    if given is None or given.aloud or not media:
        return
    async with services.db.write() as tx:
        await traces.words_go(tx, given.giver_id, media, services.now())


def _without_media(kept: Thanks) -> Pieces:
    """Return the messages that may go now: a voice note or photo stands until its card is out."""
    return tuple(piece for piece in kept.pieces if piece.media is None)


def _own(tap: Tap, thanks: Thanks | None) -> Thanks | None:
    """Return the thank-you if it is kept and the tapper's own; else None.

    One for somebody who is not in any more is given to nobody else.
    """
    if thanks is not None and tap.home.partner(thanks.receiver_id) is None:
        return None
    if thanks is None or thanks.state is not ThanksState.KEPT or thanks.giver_id != tap.person.id:
        return None
    return thanks


async def _settled(tap: Tap) -> None:
    """Answer a tap on what was given or let go before, or on what never was this person's."""
    await tap.toast(_("That one is settled already."))
    await tap.strip()


async def _other_questions(tx: AsyncConnection, tap: Tap, kept: Thanks) -> Copies:
    """Return the other messages that still ask about what this tap settles: their buttons go too."""
    tapped = (tap.chat_id, tap.message_id)
    return [message for message in await compose.asking(tx, kept) if message != tapped]


async def _strip(tap: Tap, stale: Copies) -> None:
    for chat_id, message_id in stale:
        await tap.services.sender.strip(chat_id, message_id)


async def _ask_next(tap: Tap, asked: Asked) -> None:
    """After one of Sunday's questions ask about the next that was kept until now."""
    if asked is not Asked.ON_SUNDAY:
        return
    today = tap.me.day(tap.services.now())
    async with tap.write() as tx:
        kept = await store.to_ask(tx, tap.home, tap.person.id, today)
        if kept is not None:
            await store.note_asked(tx, kept.id, today)
    sent = None if kept is None else await tap.send(views.sunday_opened(tap.home, kept, tap.other))
    if kept is not None and sent is not None:
        async with tap.write() as tx:
            await store.note_message(tx, kept.id, sent)
