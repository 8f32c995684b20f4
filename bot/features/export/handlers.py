"""/export at the door: one person's file of one space, also for the seven days after it was closed."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import Card, Document
from bot.db.engine import Database
from bot.features.export import archive, views
from bot.house import House
from bot.outcomes import Sent
from bot.pieces import media_of, words
from bot.spaces import awaited
from bot.spaces import store as spaces
from bot.spaces.model import Partner, Space, SpaceState
from bot.taking import Entry, Section, Value
from bot.telegram.incoming import Said, Tap
from bot.words import _
from content.bank import Bank

_STATES: tuple[SpaceState, ...] = ("active", "closed")

# One file at a time: each is made in memory. A restart forgets nothing by forgetting this.
_making: WeakKeyDictionary[Database, asyncio.Lock] = WeakKeyDictionary()


async def export(said: Said) -> None:
    """Take /export."""
    async with said.house.db.read() as tx:
        homes = await spaces.of_person(tx, said.person.id, states=_STATES)
    if not homes:
        await said.answer(views.nothing())
    elif len(homes) == 1:
        await _send(said.house, homes[0], said.person.id)
    else:
        await said.send(views.which(homes, said.person.id))


async def chose(tap: Tap) -> None:
    """Take the space it is about."""
    async with tap.house.db.read() as tx:
        space = await spaces.by_id(tx, tap.space.id) if tap.space is not None and tap.at_door else None
    if space is None or space.state not in _STATES or space.partner(tap.person.id) is None:
        await tap.alert(views.stale())
        return
    await tap.toast()
    await _send(tap.house, space, tap.person.id)


async def about(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return what belongs to no other room: who somebody is here, what they chose, what waits for them."""
    me = space.partner(person_id)
    held = await awaited.drafts_of(tx, person_id, space.id)

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
    muted = sorted(me.muted)
    data = {
        "name": me.name,
        "zone": me.zone,
        "joined": _day(me, me.joined_at),
        "keeps_answers": me.keeps_answers,
        "depth": me.depth,
        "muted_topics": muted,
        "yes_to_being_an_adult": _day(me, me.adult_at),
        "yes_to_saving": _day(me, me.saving_at),
        "yes_to_check_ins": _day(me, me.checkin_at),
        "packs": sorted(me.chosen),  # not from when: the first of them would tell whose choice it waited for
        "reminder": me.reminder_at.strftime("%H:%M") if me.reminder_at else None,
        "paused_until": _day(me, me.paused_until),
    }
    topics = [bank.topics.get(topic, topic) for topic in muted]
    packs = [bank.packs.get(pack, pack) for pack in sorted(me.chosen)]
    return Entry(None, data, views.chosen_words(me, topics, packs))


def _day(me: Partner, instant: datetime | None) -> str | None:
    """Return the date of an instant by this person's clock: no finer, whoever reads the file."""
    return instant.astimezone(me.tz).date().isoformat() if instant else None


async def _send(house: House, space: Space, person_id: int) -> None:
    """Make the file and send it to its person's own door, and nowhere else."""
    lock = _making.setdefault(house.db, asyncio.Lock())
    day = house.now().astimezone(space.tz).date()
    async with lock:
        async with house.db.read() as tx:
            sections = [
                section
                for feature in house.features
                if feature.export is not None
                for section in await feature.export(tx, house.bank, space, person_id)
            ]
            content = await archive.build(views.heading(space, person_id, day), sections)
        document = Document(archive.name(day), content)
        sent = await house.sender.send(person_id, Card(views.caption(), document=document))
    if not isinstance(sent, Sent):
        await house.sender.send(person_id, Card(views.failed()))
