"""How people answer the question: sealed, aloud or by a choice, with second thoughts."""

import re
from typing import Any

from bot.actions import Row
from bot.features.question.actions import (
    BeDone,
    Change,
    DrawAnother,
    NotToday,
    Pick,
    ReplyBelow,
    Seal,
    TakeBack,
    WeTalked,
    WhenAlone,
)
from bot.features.thanks.actions import Give
from bot.loopback.model import Call, Query
from bot.loopback.shown import Shown
from tests.people import Group, Person, there
from tests.torture import names
from tests.torture.kept import Slot
from tests.torture.scene import Button, Scene, buttons
from tests.torture.sent import Effect, said_in
from tests.torture.snapshot import Snapshot

_CLOSED = ("so I didn't save", "is over by now", "Which is this", "I didn't save that")


class Answering:
    """Two people with a question on their phones. `_done` is what they do only once."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.group: Group | None = None
        self._done: set[tuple[Any, ...]] = set()
        self._edited: dict[int, tuple[Slot, int]] = {}

    def hear(self, call: Call) -> None:
        """Take in what Telegram carried out at one of their doors: was something said there acknowledged?"""
        chat, words = call.params.get("chat_id"), said_in(call)
        if call.method != "sendMessage" or not isinstance(chat, int) or chat <= 0:
            return
        markup = str(call.params.get("reply_markup", ""))
        promises = self._scene.promises
        if words.startswith("Sealed.") and f"{Change.name}:" in markup:
            promises.acknowledge(("words", _named(markup, Change.name), chat))
        elif words.startswith("Your sealed answer is changed") and chat in self._edited:
            promises.acknowledge(*self._edited.pop(chat))
        elif f"{Give.name}:" in markup:
            promises.acknowledge_thanks(_named(markup, Give.name))

    async def _questions(self, person: Person) -> None:
        assert self.group is not None
        await self._once(person, buttons(self.group, ReplyBelow.name))
        found = buttons(self.group, NotToday.name)
        if not found or ("card", found[0].ref, person.id) in self._done:
            await self._second_thoughts(person)
            return
        card, how = found[0], self._scene.random.random()
        options = [one for one in buttons(self.group, Pick.name) if one.ref == card.ref]
        if how < 0.1:
            await self._marks(person, card, NotToday.name)
        elif how < 0.25:
            await self._marks(person, card, WeTalked.name)
        elif how < 0.3:
            await self._marks(person, card, DrawAnother.name)
        elif options:
            self._done.add(("card", card.ref, person.id))
            await self._scene.taps(person, options)
            if how > 0.7:
                await self._scene.taps(person, options)
        elif how < 0.4:
            await self._says_aloud(person, card)
        else:
            await self._seals(person, card, Seal.name)

    async def _marks(self, person: Person, card: Button, verb: str) -> None:
        assert self.group is not None
        await self._once(person, [one for one in buttons(self.group, verb) if one.ref == card.ref])

    async def _says_aloud(self, person: Person, card: Button) -> None:
        self._done.add(("card", card.ref, person.id))
        await person.replies(self._scene.words(), card.message)
        self._scene.noted("an answer aloud", card.message.place.id, (), self._is_in(card.ref, person.id))

    def _is_in(self, card_id: int, person_id: int) -> Effect:
        def effect(snapshot: Snapshot) -> bool:
            card = snapshot.cards.get(card_id)
            return (card_id, person_id) in snapshot.answers or card is None or bool(card["revealed_at"])

        return effect

    async def _seals(self, person: Person, card: Button, verb: str) -> None:
        assert self.group is not None
        door = person.door

        def prompt() -> Shown | None:
            asked = [it for it in door.messages if it.asks and it.text in card.message.text]
            return asked[-1] if asked else None

        if prompt() is None:
            found = [one for one in buttons(self.group, verb) if one.ref == card.ref]
            query = await self._scene.taps(person, found)
            await self._follows(person, query)
            await self._scene.sees(prompt)
        asked = prompt()
        if asked is None or door.now.blocked:
            return
        self._done.add(("card", card.ref, person.id))
        await self._writes(person, asked, card.space, card.ref)

    async def _writes(self, person: Person, prompt: Shown, space: int, card_id: int) -> None:
        text, slot = self._scene.words(), ("words", card_id, person.id)
        said = await person.says(text, reply_to=prompt)
        self._scene.promises.give(slot, (text,))
        self._scene.noted(
            "a sealed answer",
            person.id,
            (names.written(Change(space, Row(card_id)).pack()), *_CLOSED),
            lambda snapshot: said.id in snapshot.message_ids(card_id, person.id),
        )
        self._done.add(("source", card_id, person.id, said))
        await self._scene.sees(lambda: any(one.ref == card_id for one in buttons(person.door, Change.name)))
        how = self._scene.random.random()
        if how < 0.3:
            await self._goes_on(person, text, space, card_id)
        elif how < 0.6:
            await self._scene.taps(person, buttons(person.door, BeDone.name))

    async def _goes_on(self, person: Person, before: str, space: int, card_id: int) -> None:
        """Say one thing more within the minute: it joins what was sealed."""
        text, slot = self._scene.words(), ("words", card_id, person.id)
        more = await person.says(text)
        self._scene.promises.give(slot, (before, text))
        self._scene.noted(
            "one message more",
            person.id,
            (names.written(Change(space, Row(card_id)).pack()), *_CLOSED),
            lambda snapshot: more.id in snapshot.message_ids(card_id, person.id),
        )
        self._done.add(("source", card_id, person.id, more))

    async def _second_thoughts(self, person: Person) -> None:
        """Change, take back, edit or arrange what one has sealed."""
        found, how = buttons(person.door, Change.name), self._scene.random.random()
        if not found or ("again", found[0].ref, person.id) in self._done or how > 0.4:
            return
        sealed = found[0]
        self._done.add(("again", sealed.ref, person.id))
        if how < 0.15:
            newest = person.door.last().id
            await self._scene.taps(person, found)
            is_new = lambda: person.door.last().id > newest and person.door.last().asks  # noqa: E731
            if await self._scene.sees(is_new):
                await self._writes(person, person.door.last(), sealed.space, sealed.ref)
        elif how < 0.2:
            await self._scene.taps(person, buttons(person.door, TakeBack.name))
        elif how < 0.3:
            await self._scene.taps(person, buttons(person.door, WhenAlone.name))
        else:
            await self._rewords(person, sealed)

    async def _rewords(self, person: Person, sealed: Button) -> None:
        slot = ("words", sealed.ref, person.id)
        mine = [one[3] for one in self._done if one[:3] == ("source", sealed.ref, person.id)]
        if len(mine) != 1 or person.id in self._edited:
            return
        text = self._scene.words()
        await person.edits(mine[0], text)
        self._edited[person.id] = (slot, self._scene.promises.give(slot, (text,)))

        def effect(snapshot: Snapshot) -> bool:
            card = snapshot.cards[sealed.ref]
            gone = bool(card["revealed_at"]) or snapshot.is_erased(sealed.ref)
            return gone or snapshot.words(sealed.ref, person.id) == (text,)

        self._scene.noted("an edit", person.id, ("Your sealed answer is changed too",), effect)

    async def _once(self, person: Person, found: list[Button]) -> None:
        """Tap one of these buttons, if this person never tapped one of this message's."""
        if found and ("once", found[0].message.message, person.id) not in self._done:
            self._done.add(("once", found[0].message.message, person.id))
            await self._scene.taps(person, found)

    async def _follows(self, person: Person, query: Query | None) -> None:
        """Follow the link a tap was answered with."""
        if query is not None and query.answer is not None and query.answer.url:
            await person.opens(query.answer.url)


def _named(markup: str, verb: str) -> int:
    """Return which row the first button of a verb names."""
    data = re.search(rf"{re.escape(verb)}:\d+:\d+", markup)
    said = there(names.read(data[0]) if data else None)
    return said.ref
