"""The couples who keep a bot busy: so many thank-yous in flight, each in a chat of its own."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

from tests.bench.telegram import Telegram

PATIENCE = 30.0
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


def message(couple: int, words: str, *, door: bool = False) -> Callable[[int], bytes]:
    """Return what makes the update in which a couple's first person says these words."""
    person = people_of(couple)[0]
    chat = (
        f'{{"id":{person},"type":"private","first_name":"Ana"}}'
        if door
        else f'{{"id":{chat_of(couple)},"type":"supergroup","title":"The two of us"}}'
    )
    head, _, _ = words.partition(" ")
    entities = (
        f',"entities":[{{"type":"bot_command","offset":0,"length":{len(head)}}}]' if head[0] == "/" else ""
    )
    said = (
        f',"from":{{"id":{person},"is_bot":false,"first_name":"Ana","language_code":"en"}},"chat":{chat},'
        f'"date":{int(time.time())},"text":"{words}"{entities}}}}}'
    )
    return lambda number: f'{{"update_id":{number},"message":{{"message_id":{number}{said}'.encode()


class Load:
    """Says something in the couples' chats by turns and waits for the reply that comes to the same chat."""

    def __init__(
        self,
        telegram: Telegram,
        couples: int,
        words: str = "/thanks for the tea",
        *,
        first: int = 1,
        door: bool = False,
    ) -> None:
        """Prepare for the couples from `first` to the number `couples`.

        The `words` are said in the group, or at the door of the first of the two.
        """
        self._telegram = telegram
        self._words = words
        self._door = door
        self._turns: Iterator[int] = cycle(range(first, couples + 1))
        self._asked: dict[int, float] = {}
        self._latencies: list[float] = []
        self._goes_on = False
        self.answered = 0
        """Replies in all, over all stretches."""
        self._moved = asyncio.Event()
        telegram.listeners.append(self._hear)

    async def run(self, seconds: float, at_once: int) -> Stretch:
        """Keep `at_once` messages in flight for so long; `rest` waits for the replies owed then."""
        self._latencies = []
        self._goes_on = True
        began = time.perf_counter()
        for _ in range(at_once):
            self._say()
        await asyncio.sleep(seconds)
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

    async def rest(self) -> None:
        """Wait until nothing is owed.

        Raises:
            Stuck: nothing was answered for `PATIENCE` seconds.
        """
        while self._asked:
            self._moved.clear()
            try:
                await asyncio.wait_for(self._moved.wait(), PATIENCE)
            except TimeoutError:
                raise Stuck(f"{len(self._asked)} messages were not answered") from None

    def _say(self) -> None:
        couple = next(turn for turn in self._turns if self._place(turn) not in self._asked)
        self._asked[self._place(couple)] = time.perf_counter()
        self._telegram.put(message(couple, self._words, door=self._door))

    def _place(self, couple: int) -> int:
        return people_of(couple)[0] if self._door else chat_of(couple)

    def _hear(self, _method: bytes, chat: int, at: float) -> None:
        asked = self._asked.pop(chat, None)
        if asked is None:
            return
        self._latencies.append(at - asked)
        self.answered += 1
        if self._goes_on:
            self._say()
        self._moved.set()
