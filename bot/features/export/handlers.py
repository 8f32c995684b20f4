"""/export at the door: one person's file of one space, also for the seven days after it was closed."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.features.checkin.exports import AGREED_AT, REMINDER
from bot.features.export import making, rules, store, views
from bot.features.export.actions import CallOff, ChooseSpace, Everything
from bot.features.export.store import Asked
from bot.features.pairing.exports import ADULT_AT, SAVING_AT
from bot.features.question.exports import (
    CHOSEN,
    DEPTH,
    DEPTH_BEFORE,
    FORM_NAMES,
    FORMS_LEFT_OUT,
    MUTED,
    SAVES_ANSWERS,
)
from bot.lifecycle import Faces
from bot.message import Message
from bot.pieces import media_of, words
from bot.services import Services
from bot.spaces import holds, naming, whose
from bot.spaces import store as spaces
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import Partner, Space
from bot.spaces.preference import Mine, declared
from bot.taking import Entry, Section, Value
from bot.telegram.incoming import Said, Tap
from bot.words import _
from content.bank import Bank
from schedules.rest import PAUSED_UNTIL


async def export(said: Said) -> None:
    """Take /export."""
    async with said.services.db.read() as tx:
        homes = await spaces.of_person(tx, said.person.id, states=rules.STATES)
    if not homes:
        await said.answer(views.nothing(), page=True)
    elif len(homes) == 1:
        await _send(said, homes[0])
    else:
        await said.send(naming.which(homes, said.person.id, ChooseSpace))


async def chose(tap: Tap, _tapped: ChooseSpace) -> None:
    """Take the space it is about."""
    async with tap.services.db.read() as tx:
        space = await whose.theirs(tx, tap.space, tap.person.id)
    if space is None:
        await tap.alert(views.stale())
        return
    await tap.toast()
    await _send(tap, space)


async def everything(tap: Tap, _tapped: Everything) -> None:
    """Have everything of the tapper's come tomorrow morning; a card says when, until it has come."""
    services, now = tap.services, tap.services.now()
    before = asked = None
    async with services.db.write() as tx:
        space = await whose.theirs(tx, tap.space, tap.person.id)
        me = space.partner(tap.person.id) if space else None
        if space is not None and me is not None:
            before = await store.find(tx, space.id, me.person_id)
            at = rules.comes_at(space, me, tap.at)
            await store.ask(tx, space.id, me.person_id, at, now)
            asked = await store.find(tx, space.id, me.person_id)
    if space is None or me is None or asked is None:
        await tap.alert(views.stale())
        return
    await tap.toast(views.comes_toast(me, asked.at, now))
    await _says_when(tap, space, me, asked, before)


async def call_off(tap: Tap, _tapped: CallOff) -> None:
    """Let nothing come."""
    async with tap.services.db.write() as tx:
        space = await whose.theirs(tx, tap.space, tap.person.id)
        asked = await store.find(tx, space.id, tap.person.id) if space else None
        off = asked is not None and asked.claimed_at is None
        if off and space is not None:
            await store.forget(tx, space.id, tap.person.id)
    if not off or space is None:
        await tap.alert(views.stale())
        return
    await tap.toast()
    await tap.edit(await tap.named(views.called_off(), space))


async def erase(tx: AsyncConnection, _services: Services, space: Space, person_id: int) -> Faces:
    """Let nothing come of what is erased."""
    asked = await store.find(tx, space.id, person_id)
    await store.forget(tx, space.id, person_id)
    return [] if asked is None or asked.card_id is None else [(asked.card_id, views.erased())]


async def about(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return what belongs to no other feature: who somebody is here, what they chose, what waits for them."""
    me = space.partner(person_id)
    held = await holds.of_person(tx, person_id, space.id)

    async def settings() -> AsyncIterator[Entry]:
        if me is not None:
            yield _chosen(me, bank)

    async def waiting() -> AsyncIterator[Entry]:
        for draft in held:
            text = words(draft.pieces)[0]
            data: dict[str, Value] = {
                "text": text,
                "telegram_file_ids": [it.file_id for it in media_of(draft.pieces)],
            }
            yield Entry(None, data, {_("Your message"): text or _("a voice note or photo")})

    return [
        Section("settings", _("You, and what you chose"), settings),
        Section("waiting", _("Messages that wait for you to say what they are for"), waiting),
    ]


def _chosen(me: Partner, bank: Bank) -> Entry:
    left_out, packs, at = me[MUTED], me[CHOSEN], me[REMINDER]
    muted, no_forms = sorted(left_out), me[FORMS_LEFT_OUT]
    data = {
        "name": me.name,
        "zone": me.zone,
        "announced_zone": me.announced,
        "joined": _day(me, me.joined_at),
        "keeps_answers": me[SAVES_ANSWERS],
        "leaves_words_in_chat": me[LEAVES_WORDS],
        "depth": me[DEPTH],
        "depth_for_now": me[DEPTH_BEFORE],  # not when: see the packs
        "muted_topics": muted,
        "forms_left_out": sorted(no_forms),
        "yes_to_being_an_adult": _day(me, me[ADULT_AT]),
        "yes_to_saving": _day(me, me[SAVING_AT]),
        "yes_to_check_ins": _day(me, me[AGREED_AT]),
        "packs": sorted(packs),  # not from when: the first of them would tell whose choice it waited for
        "reminder": at.strftime("%H:%M") if at else None,
        "paused_until": _day(me, me[PAUSED_UNTIL]),
        "others_in_the_group_are_fine": me.vouched,
    }
    others = [it for it in declared().values() if isinstance(it, Mine) and it.label]
    data |= {it.key: it.to(me[it]).text for it in others}
    topics = [bank.topics.get(topic, topic) for topic in muted]
    names = [bank.packs.get(pack, pack) for pack in sorted(packs)]
    kinds = [_(name) for form, name in FORM_NAMES.items() if form in no_forms]
    return Entry(None, data, views.chosen_words(me, topics, kinds, names) | views.other_words(me, others))


def _day(me: Partner, instant: datetime | None) -> str | None:
    """Return the date of an instant by this person's clock: no finer, whoever reads the file."""
    return instant.astimezone(me.tz).date().isoformat() if instant else None


async def _send(act: Said | Tap, space: Space) -> None:
    """Send what both have seen, or was given, to its person's own door, and nowhere else.

    Whoever asked for everything reads again when it comes, and may call it off.
    """
    services, person_id = act.services, act.person.id
    document = await making.make(services, space, person_id, services.now(), whole=False)
    async with services.db.read() as tx:
        asked = await store.find(tx, space.id, person_id)
    me = space.partner(person_id)
    waits = me is not None and asked is not None and asked.claimed_at is None
    rows = () if waits else views.offers_everything(space)
    file = Message(views.caption(), rows=rows, document=document, page=True)
    if await act.send_to_door(await act.named(file, space)) is None:
        await act.send_to_door(Message(views.failed()))
    elif me is not None and asked is not None and waits:
        await _says_when(act, space, me, asked, asked)


async def _says_when(act: Said | Tap, space: Space, me: Partner, asked: Asked, before: Asked | None) -> None:
    """Say when everything comes, with the way to call it off, in place of the card that said so before."""
    services = act.services
    if before is not None and before.card_id is not None:
        await traces.take_away(services, me.person_id, [before.card_id])
    card_id = await act.send_to_door(await act.named(views.comes(space, me, asked, services.now()), space))
    if card_id is not None:
        async with services.db.write() as tx:
            await store.note_card(tx, space.id, me.person_id, card_id)
