"""Couples who live whole days with the bot: they act on what they see, and do not care whether it runs."""

import asyncio

from bot.features.checkin.actions import Agree, PassOn, SayCloseness, SayDay, SayWish
from bot.features.kindness.actions import Another, Did, NotForMe, ShowMine
from bot.features.pairing.actions import Join, OpenDoor, RightZone, SayYes
from bot.features.pause.actions import RestFor
from bot.features.question.actions import AskFirst, NotToday
from bot.features.settings.actions import Choose, Turn
from bot.features.thanks.actions import Give, LetGo, Receive, SaveForSunday
from tests.people import Group, Person
from tests.torture.answering import Answering
from tests.torture.scene import Button, Scene, buttons
from tests.torture.snapshot import Snapshot


class Couple(Answering):
    """Two people and their group. `acts` is one stretch of their day."""

    def __init__(self, scene: Scene, number: int) -> None:
        super().__init__(scene)
        self._number = number
        self.people = (scene.telegram.person(f"Ana{number}"), scene.telegram.person(f"Ben{number}"))

    @property
    def joined(self) -> bool:
        """Whether both are in, as they see it: the group's greeting came, or a question."""
        if self.group is not None and buttons(self.group, AskFirst.name, NotToday.name, ShowMine.name):
            self._done.add(("joined",))
        return ("joined",) in self._done

    async def acts(self, hour: int) -> None:
        """Do what fits the hour, both at once."""
        if not self.joined:
            await self._joins()
        elif hour == 17 and self._number % 4 == 1 and ("grew",) not in self._done:
            self._done.add(("grew",))
            assert self.group is not None
            await self.group.becomes_supergroup()
        await asyncio.gather(*(self._lives(person, hour) for person in self.people))

    async def _lives(self, person: Person, hour: int) -> None:
        chance = self._scene.random.random
        if person.door.now.blocked:
            await person.unblocks_bot()
        if self.group is None or not self.joined:
            return
        await self._asks_first(person)
        await self._questions(person)
        if hour >= 12:
            await self._kindness(person)
            await self._receives(person)
        if hour in (12, 17) and chance() < 0.4:
            await self._thanks(person)
        if hour >= 20 and chance() < 0.8:
            await self._checks_in(person)
        if hour in (9, 17) and chance() < 0.2:
            await self._sets(person)
        if hour == 17 and self._number % 6 == 5 and chance() < 0.1:
            await self._pauses(person)
        if chance() < 0.02:
            await person.blocks_bot()

    # Coming in

    async def _joins(self) -> None:
        ana = self.people[0]
        if self.group is None:
            self.group = await ana.creates_group(f"group {self._number}", self.people[1])
            await self.group.adds_bot(by=ana, payload="hello")
            self._scene.noted("a startgroup", self.group.id, (OpenDoor.name,), self._has_space)
        elif not buttons(self.group, OpenDoor.name):
            await ana.says_from_menu("/start", self.group)
            self._scene.noted("/start", self.group.id, (OpenDoor.name, "I'm here"))
        group = self.group
        await self._scene.sees(lambda: buttons(group, OpenDoor.name))
        await asyncio.gather(*(self._opens_side(person, group) for person in self.people))

    def _has_space(self, snapshot: Snapshot) -> bool:
        return any(self.group and row["chat_id"] == self.group.id for row in snapshot.spaces.values())

    async def _opens_side(self, person: Person, group: Group) -> None:
        if ("in", person.id) not in self._done:
            if not buttons(person.door, Join.name):
                query = await self._scene.taps(person, buttons(group, OpenDoor.name))
                await self._follows(person, query)
                await self._scene.sees(lambda: buttons(person.door, Join.name))
            for what in ("adult=x", "saving=x"):
                yes = [it for it in buttons(person.door, SayYes.name) if it.data.endswith(what)]
                if yes:
                    await self._scene.taps(person, yes)
            query = await self._scene.taps(person, buttons(person.door, Join.name))
            if query is not None and query.answer is not None and "in" in query.answer.text:
                self._done.add(("in", person.id))
        if await self._scene.sees(lambda: buttons(person.door, RightZone.name)):
            await self._once(person, buttons(person.door, RightZone.name))

    async def _asks_first(self, person: Person) -> None:
        if person is self.people[0] and self.group is not None:
            await self._once(person, buttons(self.group, AskFirst.name))

    # Kindness and thanks

    async def _kindness(self, person: Person) -> None:
        assert self.group is not None
        found = buttons(self.group, ShowMine.name)
        if found and ("kindness", found[0].ref, person.id) not in self._done:
            self._done.add(("kindness", found[0].ref, person.id))
            if await self._scene.taps(person, found) is not None:
                verb = self._scene.random.choice((Did.name, NotForMe.name, Another.name))
                await self._scene.taps(person, buttons(self.group, verb))

    async def _thanks(self, person: Person) -> None:
        assert self.group is not None
        text, at_door = self._scene.words(), self._scene.random.random() < 0.6
        if at_door and person.door.now.blocked:
            return
        said = await person.says(f"/thanks@kindling_bot {text}", None if at_door else self.group)
        chat = said.place.id
        source = (chat, said.id)
        replies = (Give.name,) if at_door else ()
        self._scene.noted("/thanks", chat, replies, lambda snapshot: snapshot.gratitude(source) == text)
        if at_door:
            newest = said.id
            is_asked = lambda: any(one.message.id > newest for one in buttons(person.door, Give.name))  # noqa: E731
            if await self._scene.sees(is_asked):
                verb = self._scene.random.choice((Give.name, Give.name, SaveForSunday.name, LetGo.name))
                await self._scene.taps(person, buttons(person.door, verb))

    async def _receives(self, person: Person) -> None:
        assert self.group is not None
        await self._once(person, buttons(self.group, Receive.name))

    # The evening, settings, pauses

    async def _checks_in(self, person: Person) -> None:
        if person.door.now.blocked:
            return
        said = await person.says("/checkin")
        self._scene.noted("/checkin", person.id, (SayDay.name, Agree.name))

        def asks(*verbs: str) -> bool:
            return any(one.message.id > said.id for one in buttons(person.door, *verbs))

        await self._scene.sees(lambda: asks(SayDay.name, Agree.name))
        if asks(Agree.name):
            await self._scene.taps(person, buttons(person.door, Agree.name))
        if not await self._scene.sees(lambda: asks(SayDay.name)):
            return
        here = buttons(person.door, SayDay.name)[0].message
        for verb in (SayDay.name, SayCloseness.name, SayWish.name, PassOn.name):

            def on_it(verb: str = verb) -> list[Button]:
                return [one for one in buttons(person.door, verb) if one.message == here]

            if not await self._scene.sees(on_it):
                return
            query = await self._scene.taps(person, on_it())
            if query is None or query.answer is None:
                return

    async def _sets(self, person: Person) -> None:
        if person.door.now.blocked:
            return
        said = await person.says("/settings")
        self._scene.noted("/settings", person.id, (Turn.name,))
        is_open = lambda: any(one.message.id > said.id for one in buttons(person.door, Turn.name))  # noqa: E731
        if not await self._scene.sees(is_open):
            return
        page = buttons(person.door, Turn.name)[0]
        choices = ["keep=on", "depth=1", "depth=2", "reminder=2130", "reminder=off"]
        if person is self.people[0]:
            choices += ["qfrom=2130", "qfrom=2230"]
        data = f"{Choose.name}:{page.space}:0:{self._scene.random.choice(choices)}"
        await self._scene.taps(person, [Button(page.message, data)])

    async def _pauses(self, person: Person) -> None:
        if person.door.now.blocked or ("pause", person.id) in self._done:
            return
        self._done.add(("pause", person.id))
        await person.says("/pause")
        self._scene.noted("/pause", person.id, (RestFor.name,))
        if await self._scene.sees(lambda: buttons(person.door, RestFor.name)):
            await self._scene.taps(person, buttons(person.door, RestFor.name)[:1])
