"""A thank-you said, edited, received."""

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.thanks import compose, rules, store, views
from bot.features.thanks.compose import Copies
from bot.features.thanks.store import Thanks
from bot.outcomes import Sent
from bot.spaces import awaited
from bot.spaces import store as spaces
from bot.spaces.awaited import Awaited
from bot.telegram.incoming import ChatEvent, Said, Tap
from bot.words import _
from schedules import outbox

AT_DOOR = compose.AWAITED_AT_DOOR
ALOUD = "thanks.aloud"
HEART = "❤"
_BEING_ASKED = 0
"""No message's number: a prompt that is just being asked anew."""

Verdict = Literal["unknown", "closed", "givers", "received"]


async def command(said: Said) -> None:
    """/thanks: with words, as a reply to the partner's message, or bare, which asks."""
    if said.kind == "other" and said.at_door:
        await said.answer(_("I can take text, a voice note or a photo."))
    elif said.text or said.kind != "text":
        await _take(said)
    elif said.reply is not None and said.reply.sender_id == said.other.person_id:
        await _take(said)  # "for this": nothing of the message replied to is kept, not even which it was
    else:
        await _ask(said)


async def worded(said: Said, _prompt: Awaited) -> None:
    """Take what was said to the question of a bare /thanks."""
    if said.kind == "other":
        await said.answer(_("I can take text, a voice note or a photo."))
    elif said.media is None and not said.text.strip():
        await said.answer(_("That came without words. One line is plenty."))
    else:
        await _take(said)


async def edited(said: Said) -> None:
    """Follow an edit of the giver's message: the log changes, and the card where it shows the words."""
    house = said.house
    async with house.db.write() as tx:
        thanks = await store.by_source(tx, said.person.id, said.chat_id, said.message_id)
        space = await spaces.by_id(tx, thanks.space_id) if thanks else None
        if thanks is None or space is None or space.state != "active" or not space.partner(said.person.id):
            return
        await store.reword(tx, thanks.id, said.text)
        thanks = await store.by_id(tx, space.id, thanks.id)
        if thanks is None or thanks.aloud or thanks.state != "given":
            return
        await compose.put_card(tx, thanks, house.now())  # words that outgrew the card get their own message
        cards = await compose.copies(tx, space, compose.CARD, thanks.id)
        texts = await compose.copies(tx, space, compose.WORDS, thanks.id)
    house.ring()
    card = views.card(space, thanks, is_open=not compose.is_closed(space, thanks, house.now()))
    for chat_id, message_id in cards:
        await house.sender.edit(chat_id, message_id, card)
    for chat_id, message_id in texts:
        await house.sender.edit(chat_id, message_id, views.words(thanks))


async def received(tap: Tap) -> None:
    """The receiver's own reply under a card: kept with the thank-you, and shown, as it was tapped to be."""
    async with tap.write() as tx:
        thanks, verdict = await _judge(tx, tap)
        cards = await compose.copies(tx, tap.home, compose.CARD, tap.ref)
    if verdict == "unknown":
        await tap.toast(_("That button is from another day. /today shows what's open."))
    elif verdict == "closed":
        await tap.alert(_("That day is closed. /today shows what's open."))
        await _strip(tap, cards)
    elif verdict == "givers":
        await tap.toast(_("These are for %(name)s.") % {"name": tap.other.name})
    elif thanks is None:
        await tap.toast(_("Got it."))  # no toast tells what its giver erased
    else:
        is_this = thanks.received == tap.arg  # another copy of the card may have been tapped before
        await tap.toast(_("Got it.") if is_this else _("Yours is there already."))
        tap.house.ring()
        await _show_received(tap, thanks, cards)


async def _judge(tx: AsyncConnection, tap: Tap) -> tuple[Thanks | None, Verdict]:
    """Decide what a tap under a card is, and keep it if it is the receiver's first one.

    Under a card whose thank-you its giver erased it is what it would have been: of that day, or too late.
    """
    space, now, reply = tap.home, tap.at, rules.receipt(tap.arg)
    thanks = await store.by_id(tx, space.id, tap.ref)
    if reply is None or tap.at_door or (thanks is not None and thanks.state != "given"):
        return thanks, "unknown"
    if thanks is None:
        if await outbox.letter_at(tx, tap.chat_id, tap.message_id) != (compose.CARD, tap.ref):
            return None, "unknown"
        return None, "closed" if await compose.is_day_over(tx, space, tap.ref, now) else "received"
    if thanks.received is None and compose.is_closed(space, thanks, now):
        return thanks, "closed"
    if thanks.receiver_id != tap.person.id:
        return thanks, "givers"
    if thanks.received is None:
        await store.receive(tx, thanks.id, reply, now)
        await tap.house.note_joint(tx, space.id)
    return await store.by_id(tx, space.id, thanks.id), "received"


async def _show_received(tap: Tap, thanks: Thanks, cards: Copies) -> None:
    """Put the heart on the giver's message, or on the card if that lies at their door; show the reply."""
    sender = tap.house.sender
    in_group = thanks.source_chat == tap.chat_id
    await sender.react(tap.chat_id, thanks.source_message if in_group else tap.message_id, HEART)
    for chat_id, message_id in cards:
        await sender.edit(chat_id, message_id, views.card(tap.home, thanks))


async def _strip(tap: Tap, cards: Copies) -> None:
    for chat_id, message_id in cards:
        await tap.house.sender.strip(chat_id, message_id)


async def _ask(said: Said) -> None:
    """Ask what the thank-you is for, and await it: in the group aloud, at the door for themselves first."""
    space, house = said.home, said.house
    today = house.now().astimezone(said.me.tz).date()
    async with said.write() as tx:
        expected = await awaited.expect(
            tx,
            person_id=said.person.id,
            chat_id=said.chat_id,
            kind=AT_DOOR if said.at_door else ALOUD,
            ref=space.id,
            now=house.now(),
            space_id=space.id,
        )
    if said.at_door:
        sent = await said.send(views.door_prompt(space, said.other, today))
    else:
        sent = await said.send(views.prompt(said.other, today, said.message_id))
    if sent is not None:
        async with said.write() as tx:
            await awaited.set_prompt(tx, expected, sent)


async def followed(event: ChatEvent) -> None:
    """After a group's upgrade, which Telegram tells twice: ask once more what was asked there."""
    if event.what != "upgraded":
        return
    house, lost = event.house, []
    async with house.db.write() as tx:
        space = await spaces.by_chat(tx, event.new_chat_id)
        if space is None or space.state != "active":
            return
        for prompt in await awaited.prompts_about(tx, ALOUD, space.id):
            if prompt.prompt_id is None and space.partner(prompt.person_id) is not None:
                lost.append(prompt)
                await awaited.set_prompt(tx, prompt.id, _BEING_ASKED)
    for prompt in lost:
        receiver = space.other(prompt.person_id)
        day = house.now().astimezone(space.other(receiver.person_id).tz).date()
        sent = await house.sender.send(event.new_chat_id, views.prompt(receiver, day, None))
        if isinstance(sent, Sent):
            async with house.db.write() as tx:
                await awaited.set_prompt(tx, prompt.id, sent.message_id)


async def _take(said: Said) -> None:
    if said.at_door:
        await _keep(said)
    else:
        await _give_aloud(said)


async def _give_aloud(said: Said) -> None:
    """Log what was said in the group and answer it with the receiver's card."""
    space, house = said.home, said.house
    async with said.write() as tx:
        thanks_id = await store.log(
            tx,
            space_id=space.id,
            giver_id=said.person.id,
            receiver_id=said.other.person_id,
            text=said.text.strip(),
            media=said.media,
            source=(said.chat_id, said.message_id),
            now=house.now(),
        )
        await awaited.done(tx, said.person.id, ALOUD, space.id)
        thanks = await store.by_id(tx, space.id, thanks_id)
        if thanks is not None:
            await compose.put_card(tx, thanks, house.now())
        stale = await compose.stale_copies(tx, space, thanks_id, house.now())
    house.ring()
    for chat_id, message_id in stale:
        await house.sender.strip(chat_id, message_id)


async def _keep(said: Said) -> None:
    """Keep what was written at the door until Sunday, at once, and ask whether to give it now."""
    space, house = said.home, said.house
    now = house.now()
    async with said.write() as tx:
        thanks_id = await store.log(
            tx,
            space_id=space.id,
            giver_id=said.person.id,
            receiver_id=said.other.person_id,
            text=said.text.strip(),
            media=said.media,
            source=(said.chat_id, said.message_id),
            now=now,
            kept_for=rules.next_sunday(said.me.day(now)),
        )
        await awaited.done(tx, said.person.id, AT_DOOR, space.id)
    sent = await said.send(views.choice(space, thanks_id, said.other))
    if sent is not None:
        async with said.write() as tx:
            await store.note_message(tx, thanks_id, sent)
