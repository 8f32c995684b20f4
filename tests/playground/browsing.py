"""A browser on the playground's page: what it asks for, and what it hears."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientResponse, ClientSession

from bot.clock import MovableClock
from bot.loopback import people
from bot.loopback import telegram as telegrams
from bot.playground.pages import Pages
from bot.playground.stage import Stage
from tests.people import Failure, Group, Loopback, Person
from tests.playground.small_bot import small_bot

Json = dict[str, Any]
BERLIN = ZoneInfo("Europe/Berlin")


class Events:
    """What the page hears over /events."""

    def __init__(self, response: ClientResponse) -> None:
        self._response = response

    async def next(self) -> Json:
        """Return what comes next."""
        async with asyncio.timeout(60):
            async for line in self._response.content:
                if line.startswith(b"data: "):
                    told: Json = json.loads(line.removeprefix(b"data: "))
                    return told
        raise AssertionError("the events ended")

    async def world(self, is_it: Callable[[Json], bool] = lambda _: True) -> Json:
        """Return the next world that is as asked for."""
        while True:
            told = await self.next()
            if "phones" in told and is_it(told):
                return told

    async def end(self) -> None:
        """Wait until the server ends them."""
        async with asyncio.timeout(60):
            while await self._response.content.readline():
                pass


@dataclass
class Browser:
    """One open page, without a browser."""

    pages: Pages
    http: ClientSession
    telegram: Loopback
    ana: Person
    rung: list[datetime] = field(default_factory=list)

    @property
    def group(self) -> Group:
        """The group that was made on the page."""
        made = self.pages.stage.group
        if made is None:
            raise Failure("no group was made on the page")
        return Group(self.telegram, made.now)

    async def does(self, what: str, who: str = "ana", chat: str = "door", **details: object) -> Json:
        """Do something and return what the page is told of it."""
        status, body = await self.tries(what, who, chat, **details)
        assert status == 200, body
        return body

    async def tries(
        self, what: str, who: str = "ana", chat: str = "door", **details: object
    ) -> tuple[int, Json]:
        """Do something that may be refused and return status and body."""
        act = {"do": what, "who": who, "chat": chat} | details
        async with self.http.post("/act", json=act) as response:
            return response.status, await response.json()

    async def sees(self, is_it: Callable[[Json], bool] = lambda _: True) -> Json:
        """Return the world once it is as asked for, on a page opened just now."""
        async with self.http.get("/events") as response:
            return await Events(response).world(is_it)


@asynccontextmanager
async def browsing(telegram: Loopback, clock: MovableClock) -> AsyncIterator[Browser]:
    """Have Ana and Ben, who can what the page can, on a page of their own, with a small bot behind it."""
    rung: list[datetime] = []

    async def wake() -> None:
        rung.append(clock.now())

    async def start_over(names: Sequence[str]) -> Stage:
        fresh = telegrams.Loopback(clock)
        return Stage(fresh, clock, [fresh.person(name) for name in names], BERLIN, wake)

    ana, ben = (telegram.world.person(name) for name in ("Ana", "Ben"))
    stage = Stage(telegram, clock, [people.Person(telegram, one) for one in (ana, ben)], BERLIN, wake)
    pages = await Pages(stage, start_over).start()
    async with small_bot(telegram), ClientSession(pages.url) as http:
        yield Browser(pages, http, telegram, Person(telegram, ana), rung)
    await pages.stop()


def labels(chat: Json) -> list[str]:
    return [button["text"] for message in chat["messages"] for row in message["keyboard"] for button in row]


def holds(who: str, chat: str, text: str) -> Callable[[Json], bool]:
    return lambda world: any(text in message["text"] for message in world["phones"][who][chat]["messages"])


def message_of(world: Json, who: str, chat: str, text: str) -> Json:
    found: list[Json] = [one for one in world["phones"][who][chat]["messages"] if text in one["text"]]
    return found[-1]


async def in_group(browser: Browser) -> Json:
    await browser.does("start")
    await browser.does("add_bot", url="https://t.me/kindling_bot?startgroup=hello")
    return await browser.sees(holds("ana", "group", "Today's question"))
