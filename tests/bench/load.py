"""The couples who keep a bot busy: so many thank-yous in flight, each in a chat of its own."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Protocol

from tests.bench.telegram import BOT, Telegram

PATIENCE = 120.0
"""Seconds without any reply after which a bot counts as stuck."""


def chat_of(couple: int) -> int:
    """Return the id of a couple's group; couples are counted from 1."""
    return -1_000_000_000_000 - couple


def people_of(couple: int) -> tuple[int, int]:
    """Return the ids of a couple's two people."""
    return 10_000_000 + 2 * couple, 10_000_001 + 2 * couple


class Stuck(Exception):
    """A bot did not answer; says how far it came."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a stretch of load brought: its seconds, and each reply's, shortest first."""

    seconds: float
    latencies: tuple[float, ...]

    @property
    def per_second(self) -> float:
        """Replies a second."""
        return len(self.latencies) / self.seconds

    def at(self, share: float) -> float:
        """Return the latency in seconds below which this share of the replies lies."""
        return quantile(self.latencies, share)


def quantile(ordered: tuple[float, ...], share: float) -> float:
    """Return the value below which this share of ordered values lies (nearest rank)."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Act(Protocol):
    """Something that somebody does with the bot, and where its reply comes."""

    @property
    def reply(self) -> bytes:
        """How the method of the reply begins."""

    def place(self, couple: int) -> int:
        """Return the chat of the reply."""

    def update(self, couple: int, number: int) -> bytes:
        """Return it as the update of this number."""


@dataclass(frozen=True, slots=True)
class Says:
    """The first of a couple's two says words in the group, or at their door."""

    words: str = "/thanks for the tea"
    door: bool = False
    reply: bytes = b"send"

    def place(self, couple: int) -> int:
        """Return the chat in which they are said."""
        return people_of(couple)[0] if self.door else chat_of(couple)

    def update(self, couple: int, number: int) -> bytes:
        """Return the message."""
        head = self.words.partition(" ")[0]
        length = len(head) if head.startswith("/") else 0
        entities = f',"entities":[{{"type":"bot_command","offset":0,"length":{length}}}]' if length else ""
        return (
            f'{{"update_id":{number},"message":{{"message_id":{number},"from":{_person(couple)},'
            f'"chat":{_chat(self.place(couple))},"date":{int(time.time())},"text":"{self.words}"{entities}}}}}'
        ).encode()


@dataclass(frozen=True, slots=True)
class Taps:
    """The first of the two taps a button at their door: `verb` is what it does, about nothing."""

    verb: str
    reply: bytes = b"edit"

    def place(self, couple: int) -> int:
        """Return their door."""
        return people_of(couple)[0]

    def update(self, couple: int, number: int) -> bytes:
        """Return the callback query."""
        data = f"{self.verb}:{couple}:0"
        return (
            f'{{"update_id":{number},"callback_query":{{"id":"{number}","from":{_person(couple)},'
            f'"chat_instance":"1","data":"{data}","message":{{"message_id":{number},"date":{int(time.time())},'
            f'"chat":{_chat(self.place(couple))},"from":{BOT.decode()}}},"text":"said","reply_markup":'
            f'{{"inline_keyboard":[[{{"text":"Look","callback_data":"{data}"}}]]}}}}}}}}'
        ).encode()


THANKS = Says()


def _person(couple: int) -> str:
    return f'{{"id":{people_of(couple)[0]},"is_bot":false,"first_name":"Ana","language_code":"en"}}'


def _chat(chat: int) -> str:
    kind = (
        '"type":"private","first_name":"Ana"' if chat > 0 else '"type":"supergroup","title":"The two of us"'
    )
    return f'{{"id":{chat},{kind}}}'


class Load:
    """Has couples act by turns and waits for each reply, which comes to the same chat."""

    def __init__(self, telegram: Telegram, couples: int, act: Act = THANKS, *, first: int = 1) -> None:
        """Prepare for the couples from `first` to the number `couples`."""
        self._telegram = telegram
        self._act = act
        self._turns: Iterator[int] = cycle(range(first, couples + 1))
        self._asked: dict[int, float] = {}
        self._latencies: list[float] = []
        self._goes_on = False
        self.answered = 0
        """Replies in all, over all stretches."""
        self._moved = asyncio.Event()
        telegram.listeners.append(self._hear)

    async def run(self, seconds: float, at_once: int) -> Stretch:
        """Keep `at_once` messages in flight for so long, and until a first reply came.

        `rest` waits for the replies owed then.

        Raises:
            Stuck: nothing was answered for `PATIENCE` seconds.
        """
        self._latencies = []
        self._goes_on = True
        began = time.perf_counter()
        for _ in range(at_once):
            self._say()
        await asyncio.sleep(seconds)
        while not self._latencies:
            await self._any_reply()
        self._goes_on = False
        return Stretch(time.perf_counter() - began, tuple(sorted(self._latencies)))

    async def pace(self, seconds: float, every: float) -> Stretch:
        """Say something every so many seconds for a while, whatever is in flight; all replies count.

        Raises:
            Stuck: nothing was answered for `PATIENCE` seconds.
        """
        self._latencies = []
        began = time.perf_counter()
        for number in range(int(seconds / every)):
            await asyncio.sleep(max(0.0, began + number * every - time.perf_counter()))
            self._say()
        await self.rest()
        return Stretch(time.perf_counter() - began, tuple(sorted(self._latencies)))

    async def one_by_one(self, times: int) -> Stretch:
        """Act so many times, each once the reply before has come.

        Raises:
            Stuck: nothing was answered for `PATIENCE` seconds.
        """
        self._latencies = []
        began = time.perf_counter()
        for _ in range(times):
            self._say()
            await self.rest()
        return Stretch(time.perf_counter() - began, tuple(sorted(self._latencies)))

    async def rest(self) -> None:
        """Wait until nothing is owed.

        Raises:
            Stuck: nothing was answered for `PATIENCE` seconds.
        """
        while self._asked:
            await self._any_reply()

    async def _any_reply(self) -> None:
        self._moved.clear()
        try:
            await asyncio.wait_for(self._moved.wait(), PATIENCE)
        except TimeoutError:
            raise Stuck(f"{len(self._asked)} messages were not answered") from None

    def _say(self) -> None:
        couple = next(turn for turn in self._turns if self._act.place(turn) not in self._asked)
        self._asked[self._act.place(couple)] = time.perf_counter()
        self._telegram.put(lambda number: self._act.update(couple, number))

    def _hear(self, method: bytes, chat: int, at: float) -> None:
        if not method.startswith(self._act.reply) or chat not in self._asked:
            return
        self._latencies.append(at - self._asked.pop(chat))
        self.answered += 1
        if self._goes_on:
            self._say()
        self._moved.set()
