"""Pausing at the door. The space rests while the longer of two pauses runs; nobody hears whose it is."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.features.pause import rules, views
from bot.features.pause.actions import GoOn, RestFor, RestUntil, TypeEnd
from bot.message import Message
from bot.spaces import awaited, whose
from bot.spaces import store as spaces
from bot.spaces.awaited import Awaited
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from bot.typed import may_be_time, read_end
from schedules.rest import PAUSED_UNTIL

UNTIL = "pause.until"


async def pause(said: Said) -> None:
    """Take /pause; what follows it is its end, and another one is awaited if that can be read as none."""
    if said.text or said.kind != "text":
        prompt = await _expect(said)
        asked = await _end_at(replace(said, prompt=(UNTIL, said.home.id)))
        await said.asked_by(asked, prompt)
        return
    await said.send(await said.named(views.choice(said.home)))


async def rest_for(tap: Tap, tapped: RestFor) -> None:
    """Take one of the spans: that long from when it was tapped."""
    until = tap.at + tapped.span.length
    await _set(tap, until)
    await tap.toast(views.rests(rules.as_shown(until, tap.me.tz, tap.home.tz)))
    await tap.edit(await tap.named(views.choice(tap.home)))


async def rest_until_shown(tap: Tap, tapped: RestUntil) -> None:
    """Take the end that was shown as what somebody may have meant."""
    if not rules.may_be(tapped.end, tap.services.now()):
        await tap.toast(views.stale())
        return
    await _set(tap, tapped.end)
    await tap.toast(views.rests(rules.as_shown(tapped.end, tap.me.tz, tap.home.tz)))
    await tap.edit(await tap.named(views.choice(tap.home)))


async def rest_until(tap: Tap, _tapped: TypeEnd) -> None:
    """Ask for an end in the person's own words."""
    prompt = await _expect(tap)
    await tap.toast()
    await tap.asks(await tap.named(views.until_prompt()), prompt)


async def load_names(tx: AsyncConnection, space: Space, prompt: Awaited, _at: datetime) -> bool:
    """Return whether what asks for an end says first whom its reader is there with."""
    return await whose.has_another(tx, space, prompt.person_id)


def render_ask(names: bool, reader: Reader) -> Message:
    """Return what asks for an end."""
    prompt = views.until_prompt()
    return whose.with_name(reader.space, reader.person_id, prompt) if names else prompt


async def _expect(act: Said | Tap) -> int:
    """Await an end in this person's own words; return the prompt's id."""
    async with act.write() as tx:
        return await awaited.expect(
            tx,
            person_id=act.person.id,
            chat_id=act.chat_id,
            kind=UNTIL,
            ref=act.home.id,
            now=act.services.now(),
            space_id=act.home.id,
            brief=True,
        )


async def typed(said: Said, _prompt: Awaited) -> None:
    """Take a typed end; what is none, or too far, leaves everything as it was."""
    await _end_at(said)


def may_be_end(said: Said) -> bool:
    """Whether this may answer the question for an end, even if its writer has to mend it."""
    return said.kind == "text" and (may_be_time(said.text) or read_end(said.text, said.at) is not None)


async def _end_at(said: Said) -> int | None:
    """Pause until the end that was typed; return the message that asks for another, if it is none.

    A guess is shown first: it counts once its writer taps it, and an edit that says it plainly counts too.
    """
    try:
        reading = rules.typed_end(said.text, said.at.astimezone(said.me.tz), said.home.tz)
    except rules.TooLong:
        return await said.asks_anew(views.too_long(), page=True)
    if reading is None:
        return await said.asks_anew(views.unreadable(), page=True)
    if reading.guess:
        await said.miss()
        async with said.write() as tx:
            await said.goes_with_page(tx)
        return await said.send(await said.named(views.which(said.home, reading)))
    await _set(said, reading.meant)
    is_over = reading.meant <= said.services.now()  # handled late
    card = views.is_over() if is_over else views.understood(said.home, reading.meant)
    await said.send(await said.named(card))
    return None


async def end(tap: Tap, _tapped: GoOn) -> None:
    """Take *Go on*: one's own pause ends now, and the ladder counts from here. Alike if none ran."""
    now = tap.services.now()
    until = tap.me[PAUSED_UNTIL]
    if until is not None and until > now:
        await _set(tap, now)
    await tap.toast(views.goes_on())
    await tap.edit(await tap.named(views.choice(tap.home)))


async def _set(act: Said | Tap, until: datetime) -> None:
    """Write a pause's end and plan the space anew."""
    async with act.write() as tx:
        if isinstance(act, Said):
            await act.goes(tx)
        await awaited.done(tx, act.person.id, UNTIL, act.home.id)
        await spaces.put(tx, act.home.id, PAUSED_UNTIL.to(until), person_id=act.person.id)
        await act.services.replan(tx, act.home.id)
    act.services.wake()
