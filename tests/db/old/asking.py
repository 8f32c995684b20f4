"""What a couple is shown of what is stored: asked of an old bot when its database was made, and of today's.

This file runs in checkouts of old commits, too (see README.md): it uses only what those have.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from bot.clock import MovableClock
from bot.loopback import membership
from bot.loopback.shown import Shown
from tests.people import Group, Loopback, Person, Place
from tests.stage import BERLIN, Stage

KEY = urlsafe_b64encode(b"an open key, only for old tests.").decode()
NOW = datetime(2026, 7, 14, 10, 30, tzinfo=BERLIN)
"""When the old bot stopped, and when both ask."""

Seen = dict[str, Any]

_PAGES = (
    (),
    ("Our times",),
    ("Our times", "Question"),
    ("Our times", "Kindness"),
    ("Rest days",),
    ("Pace",),
    ("Quiet hours",),
    ("Quiet hours", "They begin"),
    ("Quiet hours", "They end"),
    ("Our clock",),
    ("Just mine",),
    ("Just mine", "Reminder"),
    ("Just mine", "How deep"),
    ("Just mine", "Topics"),
    ("Just mine", "Topics", "Next"),
    ("Just mine", "Topics", "Next", "Next"),
    ("Just mine", "Question packs"),
    ("Just mine", "Check-in"),
    ("Just mine", "My answers"),
)
_CARDS = 4  # more than a day has
_FAR = 1_000_000  # updates and messages of this world have other numbers than those of the old one


class Home:
    """Ana, Ben and their group in a Telegram with no message of before, and the bot, not started yet."""

    def __init__(self, stage: Stage, ana: Person, ben: Person, group: Group) -> None:
        self.stage, self.ana, self.ben, self.group = stage, ana, ben, group

    @classmethod
    async def restored(cls, telegram: Loopback, clock: MovableClock, folder: Path, database: bytes) -> "Home":
        """Put a database into a stage of its own, at the hour at which its bot stopped."""
        clock.move_to(NOW)
        ana, ben = telegram.person("Ana"), telegram.person("Ben")
        group = await ana.creates_group("Ana & Ben", ben)
        world = telegram.world
        membership.add(world, group.now, world.bot, ana.user)
        world.met |= {ana.id, ben.id}
        for person in (ana, ben):
            person.door.now.opened = True
        world.updates.drop()
        world.updates._next_id += _FAR
        world._shared_id += _FAR
        stage = Stage(telegram, clock, folder)
        stage.key = KEY
        stage.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        stage.path.write_bytes(database)
        return cls(stage, ana, ben, group)

    async def sees(self) -> Seen:
        """Return what both are shown when they ask for everything, and what comes in the next days."""
        seen: Seen = {"by itself": self._since({}), "today": await self._today()}
        for person in (self.ana, self.ben):
            seen[f"settings of {person.name}"] = await self._settings(person)
            seen[f"thanks of {person.name}"] = await self._thanks(person)
        for person in (self.ana, self.ben):
            seen[f"pages of {person.name}"] = await self._typed(person)
        seen["opens"] = await self._opens()
        await self.stage.moves(minutes=5)
        seen["copies"] = await self._copies()
        seen["days"] = await self._days()
        return seen

    async def _today(self) -> Seen:
        await self.ana.says_from_menu("/today", self.group)
        shown = {"group": _look(self.group.last())}
        for person in (self.ana, self.ben):
            await person.says("/today", at=person.door)
            shown[person.name] = _look(person.door.last())
            if "Show older" in person.door.last().buttons:
                await person.taps("Show older", on=person.door.last())
                shown[f"older for {person.name}"] = _look(person.door.last())
        return shown

    async def _opens(self) -> Seen:
        """Return what is shown when Ben answers what is open today: to one Ana's answer is sealed."""
        before = self._newest()
        for _card in range(_CARDS):
            await self.ben.says("/today", at=self.ben.door)
            offers = [it for it in self.ben.door.last().buttons if it.startswith("Answer privately")]
            if not offers:
                break
            await self._answers(self.ben, offers[0])
        else:
            raise AssertionError("what was answered is offered again")
        await self.stage.moves(minutes=5)
        return self._since(before)

    async def _answers(self, person: Person, offer: str) -> None:
        """Take up a card that /today offers: by words, or by an option's button where it has options."""
        await person.taps(offer, on=person.door.last())
        asked = person.door.last()
        if asked.placeholder is None and not getattr(asked, "asks", False):  # old bots asked without a button
            await person.taps(asked.buttons[0], on=asked)
            return
        await person.says("The harbour, & you", at=person.door)
        if "That's all" in person.door.last().buttons:
            await person.taps("That's all", on=person.door.last())

    async def _settings(self, person: Person) -> Seen:
        """Return every page of the settings, under the labels by which it is reached."""
        pages: Seen = {}
        for labels in _PAGES:
            await person.says("/settings", at=person.door)
            for label in labels:
                if label not in person.door.last().buttons:
                    break
                await person.taps(label, on=person.door.last())
            else:
                pages[" > ".join(labels) or "Settings"] = _look(person.door.last())
        return pages

    async def _thanks(self, person: Person) -> list[Seen]:
        """Return the pages of the list of thank-yous."""
        await person.says("/thanks", at=person.door)
        await person.taps("My thank-yous", at=person.door)
        pages = [_look(person.door.last())]
        while "Older" in person.door.last().buttons:
            await person.taps("Older", on=person.door.last())
            pages.append(_look(person.door.last()))
        if "Back" in person.door.last().buttons:
            await person.taps("Back", on=person.door.last())
        return pages

    async def _typed(self, person: Person) -> Seen:
        """Return what the commands answer that show what is stored."""
        pages: Seen = {}
        for command in ("/checkin", "/pause", "/privacy", "/delete", "/stop"):
            await person.says(command, at=person.door)
            pages[command] = _look(person.door.last())
        if "My last seven" in pages["/checkin"]["buttons"]:
            (card,) = [it for it in person.door.messages if "My last seven" in it.buttons][-1:]
            await person.taps("My last seven", on=card)
            pages["My last seven"] = _look(person.door.last())
        return pages

    async def _copies(self) -> Seen:
        """Return everything of one's own, as data and as a page, as it is in the morning.

        An old bot sent it at once: it is asked again then.
        """
        at_once: list[Person] = []
        for person in (self.ana, self.ben):
            await person.says("/export", at=person.door)
            if "Everything of mine" in person.door.last().buttons:
                await person.taps("Everything of mine", on=person.door.last())
            else:
                at_once.append(person)
        await self.stage.moves_to_time(8)
        for person in at_once:
            await person.says("/export", at=person.door)
        copies: Seen = {}
        for person in (self.ana, self.ben):
            files = [it for it in person.door.messages if it.media == "document"]
            for shown in files[-1:]:
                content = self.stage.telegram.world.files[shown.message.content["document"]["file_id"]][1]
                with ZipFile(BytesIO(content)) as archive:
                    data, page = (archive.read(f"kindling.{kind}").decode() for kind in ("json", "html"))
                copies[person.name] = {"data": json.loads(data), "page": page}
        return copies

    async def _days(self) -> list[Seen]:
        """Return what each place is sent by itself in the next five days."""
        days: list[Seen] = []
        for _day in range(5):
            before = self._newest()
            for hour in (9, 15, 23):
                await self.stage.moves_to_time(hour, 5)
            days.append(self._since(before))
        return days

    def _newest(self) -> dict[str, int]:
        return {name: max((it.id for it in place.messages), default=0) for name, place in self._places()}

    def _since(self, before: dict[str, int]) -> Seen:
        return {
            name: [_look(it) for it in place.messages if it.id > before.get(name, 0) and not it.service]
            for name, place in self._places()
        }

    def _places(self) -> list[tuple[str, Place]]:
        return [("group", self.group), (self.ana.name, self.ana.door), (self.ben.name, self.ben.door)]


def _look(shown: Shown) -> Seen:
    look: Seen = {"says": shown.html or shown.text, "buttons": shown.buttons}
    return look | ({"media": shown.media} if shown.media else {})
