"""Turning the pages of the settings card, choosing, and typing a time. All of it happens at the door."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import changes, traces
from bot.composing import Reader
from bot.features.settings import views
from bot.features.settings.actions import Choose, Open, Turn, Type
from bot.features.settings.context import PageContext
from bot.features.settings.pages import (
    DEEPENS_AFTER,
    SETTINGS,
    Change,
    ChoiceContext,
    Forged,
    Pages,
    Refused,
    around_in,
    number_of,
)
from bot.message import Message
from bot.services import Services
from bot.spaces import awaited, links
from bot.spaces import store as spaces
from bot.spaces.awaited import Awaited
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.links import Link
from bot.spaces.model import Space
from bot.telegram.incoming import NotYours, Said, Tap
from bot.typed import may_be_time, read_time
from bot.words import _
from schedules.ladder import JOINT_AT

TIME = "settings.time"
LINK = "settings.door"


async def settings(said: Said) -> None:
    """Take /settings."""
    await said.send(_page(said, said.home, "home"))


async def opened(tap: Tap, _tapped: Open) -> None:
    """Take *Set our times* in the group: the card goes to the tapper's door, and the door opens."""
    card = _page(tap, tap.home, "home")
    there = await tap.send_to_door(card)
    async with tap.write() as tx:
        link = await links.make(
            tx,
            person_id=tap.person.id,
            kind=LINK,
            ref=there or 0,
            now=tap.services.now(),
            space_id=tap.home.id,
        )
    await tap.open_door(link)


async def followed(said: Said, link: Link) -> None:
    """Take the link to the settings: show them, unless the card came to this door already."""
    if link.ref == 0 and said.space is not None and said.space.partner(said.person.id) is not None:
        await settings(said)


async def turned(tap: Tap, tapped: Turn) -> None:
    """Turn to another page."""
    async with tap.write() as tx:
        await _forget_prompts(tx, tap)
    await _show(tap, tap.home, tapped.page, "")


async def chosen(tap: Tap, tapped: Choose) -> None:
    """Take a choice: write it, plan anew in the same transaction, and show its page."""
    key, _sep, value = tapped.choice.partition("=")
    try:
        async with tap.write() as tx:
            await _forget_prompts(tx, tap)
            change, space = await _apply(tx, tap, key, value)
    except Refused as refusal:
        await tap.toast(_(str(refusal)))
        return
    except Forged:
        await tap.toast(views.stale())
        return
    tap.services.wake()
    await _show(tap, space, change.page, _(change.said) if change.said else views.saved())


async def way_closes(_tx: AsyncConnection, space: Space, _ref: int) -> datetime | None:
    """Return when the way to the settings goes from the card of a new couple: a day after they began."""
    return None if space.active_at is None else space.active_at + timedelta(days=1)


async def wants_to_type(tap: Tap, tapped: Type) -> None:
    """Ask for a time in the person's own words."""
    around = _pages(tap.services).around(tapped.key)
    if around is None:
        await tap.toast(views.stale())
        return
    async with tap.write() as tx:
        await _forget_prompts(tx, tap)
        awaited_id = await awaited.expect(
            tx,
            person_id=tap.person.id,
            chat_id=tap.chat_id,
            kind=TIME,
            ref=number_of(tapped.key, around),
            now=tap.services.now(),
            space_id=tap.home.id,
            brief=True,
        )
    await tap.toast()
    await tap.asks(views.time_prompt(evening=around == "evening"), awaited_id)


async def load_asked(_tx: AsyncConnection, _space: Space, prompt: Awaited, _at: datetime) -> Awaited:
    """Return the time that is asked for."""
    return prompt


def render_ask(prompt: Awaited, _reader: Reader) -> Message:
    """Return what asks for a time."""
    return views.time_prompt(evening=around_in(prompt.ref) == "evening")


async def typed(said: Said, prompt: Awaited) -> None:
    """Take a typed time; what is none leaves everything as it was.

    A guess is shown first: it counts once its writer taps it, and an edit that says it plainly counts too.
    """
    key, around = _pages(said.services).asked_for(prompt.ref), around_in(prompt.ref)
    reading = read_time(said.text, around=around) if said.kind == "text" else None
    if key is None:
        await settings(said)
        return
    if reading is None:
        await said.asks_anew(views.unreadable_time(evening=around == "evening"), page=True)
        return
    if reading.guess:
        await said.miss()
        async with said.write() as tx:
            await said.goes_with_page(tx)
        await said.send(views.which_time(_page_context(said, said.home), key, reading))
        return
    async with said.write() as tx:
        await said.goes(tx)
        await _forget_prompts(tx, said)
        change, space = await _apply(tx, said, key, f"{reading.meant:%H%M}")
    said.services.wake()
    page = _page(said, space, change.page)
    await said.send(views.understood(_page_context(said, space), key, reading.meant, page))


def fits(said: Said) -> bool:
    """Whether this may answer the question for a time, even if its writer has to mend it."""
    return said.kind == "text" and (may_be_time(said.text) or read_time(said.text) is not None)


async def _apply(tx: AsyncConnection, act: Said | Tap, key: str, value: str) -> tuple[Change, Space]:
    """Write one choice and plan the space anew; return what it changed and the space as it is now."""
    services = act.services
    space = await _now(tx, act.home.id)
    now = services.now()
    choice_context = _choice_context(act, space)
    me = choice_context.me
    change = _pages(services).decide(choice_context, key, value)
    if change.zone is not None:
        await spaces.change(tx, space.id, zone=change.zone)
    await spaces.put(tx, space.id, *change.ours)
    await spaces.put(tx, space.id, *change.mine, person_id=me.person_id)
    if LEAVES_WORDS.to(False) in change.mine:
        await traces.tidy_what_stands(tx, me.person_id, now)
    await services.replan(tx, space.id)
    await changes.note(tx, space, now, paced=any(it.of is JOINT_AT for it in change.ours))
    return change, await _now(tx, space.id)


def _choice_context(act: Said | Tap, space: Space) -> ChoiceContext:
    me = space.partner(act.person.id)
    if me is None:
        raise NotYours
    now, bank = act.services.now(), act.services.bank
    return ChoiceContext(
        space, me, now, bank.topics.keys(), deepens_at=now + _chance_span(), packs=bank.packs.keys()
    )


def _chance_span() -> timedelta:
    """Return a span that nobody can foresee: how long a raised depth or a chosen pack waits."""
    least, most = DEEPENS_AFTER
    return least + timedelta(seconds=secrets.randbelow(int((most - least).total_seconds()) + 1))


async def _now(tx: AsyncConnection, space_id: int) -> Space:
    space = await spaces.by_id(tx, space_id)
    if space is None:
        raise NotYours
    return space


async def _forget_prompts(tx: AsyncConnection, act: Said | Tap) -> None:
    """Going on by button ends the wait for a typed time."""
    for number in _pages(act.services).prompts():
        await awaited.done(tx, act.person.id, TIME, number)


async def _show(tap: Tap, space: Space, name: str, toast: str) -> None:
    page_context = _page_context(tap, space)
    card = views.page(_pages(tap.services), page_context, name)
    if card is None:
        await tap.toast(views.stale())
        return
    await tap.toast(toast)
    await tap.edit(card)


def _page(act: Said | Tap, space: Space, name: str) -> Message:
    card = views.page(_pages(act.services), _page_context(act, space), name)
    if card is None:
        raise LookupError(f"the settings have no page {name}")
    return card


def _page_context(act: Said | Tap, space: Space) -> PageContext:
    me = space.partner(act.person.id)
    if me is None:
        raise NotYours
    bank = act.services.bank
    return PageContext(space, me, act.services.now(), bank.topics, bank.packs)


def _pages(services: Services) -> Pages:
    return Pages(services.points.of(SETTINGS))
