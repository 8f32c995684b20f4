"""A strict Telegram on loopback: one world, entered in process or over HTTP.

    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana)

docs/loopback.md lists what it keeps of the real one, with sources, and what it leaves out.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from bot.clock import Clock
from bot.loopback import faults
from bot.loopback.access import find_chat
from bot.loopback.faults import Fault, FloodLimit, Hold, NoAnswer, When, Where
from bot.loopback.methods import METHODS, canonical
from bot.loopback.model import ApiError, Call, Json, User
from bot.loopback.params import Params
from bot.loopback.people import Person
from bot.loopback.request import LoopbackRequest
from bot.loopback.rules import Rules
from bot.loopback.schema import Schema
from bot.loopback.shown import Place
from bot.loopback.world import World

Answer = tuple[int, bytes]
Strike = Callable[[Call], Fault | None]
Hear = Callable[[Call, Any], None]


async def _nothing() -> None:
    """Wait for nothing: the bot, if any, runs by itself."""


def _no_fault(_call: Call) -> Fault | None:
    """Let every call go well."""
    return None


def _nobody_listens(_call: Call, _result: Any) -> None:
    """Tell nobody."""


class Loopback:
    """A Telegram of one's own: people, groups, and one bot that calls its methods.

    Attributes:
        calls: every call of the bot but getUpdates, with its outcome.
        violations: calls that the real Bot API does not know or describe so; a test fails for them.
        checked_calls: how many calls were checked against the schema.
        all_checked_calls: the same, counted over all worlds of this process.
        settle: awaited at the end of every deed; whoever runs a bot sets it to wait for its rest.
        rules: the behaviours, each of which can be switched off by name.
        clock_ahead: how far the time that answers tell runs ahead of the world's own.
        strike: asked about every call before it is carried out, unless a planned fault strikes it; what it
            returns goes wrong with the call.
        hear: told of every call that was carried out, with its result, before the answer goes out.
    """

    all_checked_calls: ClassVar[int] = 0

    def __init__(
        self,
        clock: Clock,
        username: str = "kindling_bot",
        name: str = "Kindling",
        token: str = "1234567:TEST-token",  # noqa: S107 - a token of the loopback's own
        schema: Path | None = None,
    ) -> None:
        """Start with an empty world; `schema` is a description of the Bot API to check calls against."""
        self.token = token
        self.rules = Rules()
        self.clock_ahead = timedelta()
        bot = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        self.world = World(clock, bot, self.rules)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.checked_calls = 0
        self.settle: Callable[[], Awaitable[None]] = _nothing
        self.strike: Strike = _no_fault
        self.hear: Hear = _nobody_listens
        self._schema = None if schema is None else Schema(schema)
        self._faults = faults.Faults()
        self._holds: dict[tuple[str, When], list[Hold]] = {}
        self._flood: FloodLimit | None = None

    # Who is there

    def person(self, name: str, language: str | None = "en") -> Person:
        """Add a person who has not met the bot."""
        return Person(self, self.world.person(name, language))

    # How it goes wrong, and waiting

    def fail_next(self, method: str, fault: Fault, times: int = 1, when: Where | None = None) -> None:
        """Let the next calls of a method go wrong; `when` narrows them by their parameters."""
        self._faults.plan(method, fault, times, when)

    def refuses(
        self,
        method: str,
        text: str,
        *,
        chat: Place | Person | None = None,
        code: int = 400,
        times: int | None = None,
        parameters: Json | None = None,
    ) -> None:
        """Let a method be refused in these words, as chats with rules of their own refuse.

        Args:
            method: the Bot API's name, by which kinds of content are told apart too (sendVoice, sendPhoto),
                or "send" for whatever puts a message into the chat.
            text: the whole description; bot/loopback/refusals.py lists those that are known.
            chat: only there (a group, before and after an upgrade, or a person's door); anywhere for None.
            code: the HTTP status.
            times: how many calls; None until `takes_again`.
            parameters: the answer's `parameters` (retry_after, migrate_to_chat_id).
        """
        chats = None if chat is None else (lambda: _ids(chat))
        self._faults.refuse(method, chats, faults.api_error(code, text, parameters), times)

    def takes_again(self, method: str | None = None, chat: Place | Person | None = None) -> None:
        """Lift what `refuses` set up, of one method or all, for one chat or all."""
        self._faults.accept(method, None if chat is None else _ids(chat))

    def fail_no_more(self) -> None:
        """Forget the faults that have not struck and the refusals that stand."""
        self._faults.clear()

    def hold(self, method: str, when: When = "before", where: Where | None = None) -> Hold:
        """Stop the next call of a method before Telegram carries it out, or after, unanswered."""
        hold = Hold(self.world.changes, where)
        self._holds.setdefault((method, when), []).append(hold)
        return hold

    def limit_flood(self, per_second: int = 1, per_group_minute: int = 20) -> None:
        """Keep Telegram's informal limits from now on: messages a second in a chat, a minute in a group."""
        self._flood = FloodLimit(per_second, per_group_minute)

    def pending(self) -> bool:
        """Return whether updates wait that no getUpdates has confirmed."""
        return self.world.updates.pending()

    def poller_idle(self) -> bool:
        """Return whether the bot's getUpdates waits now and nothing is there for it."""
        return self.world.updates.idle()

    async def until(self, predicate: Callable[[], bool], seconds: float = 60) -> None:
        """Wait until something is so, looking again whenever the world changes.

        Raises:
            TimeoutError: it was not so within that many real seconds; lists the calls, without words.
        """
        try:
            async with asyncio.timeout(seconds):
                while not predicate():
                    await self.world.changes.wait()
        except TimeoutError:
            calls = "\n".join(f"{call.method}: {call.outcome}" for call in self.calls)
            raise TimeoutError(f"it never became so; the bot called:\n{calls or 'nothing'}") from None

    # The bot's side

    @property
    def date(self) -> datetime:
        """The time that answers tell in their `Date` header."""
        return self.world.clock.now() + self.clock_ahead

    def request(self) -> LoopbackRequest:
        """Return a new in-process request for python-telegram-bot."""
        return LoopbackRequest(self)

    def file(self, path: str) -> bytes | None:
        """Return the content behind a file_path, None where there is none."""
        held = self.world.files.get(path.removeprefix("files/"))
        return None if held is None else held[1]

    async def call(self, method: str, params: Params, token: str) -> Answer:
        """Carry out one call of the bot and return status and body.

        Raises:
            NoAnswer: a planned fault lets the call end without an answer.
        """
        if token != self.token:
            return 401, faults.error_body(ApiError(401, "Unauthorized"))
        name = canonical(method)
        call = Call(name or method, params.readable(), self.world.clock.now())
        if name != "getUpdates":
            self.calls.append(call)
        self._check(call, params, known=name is not None)
        call.outcome = "cancelled"
        try:
            status, body = await self._answer(call, params)
        except NoAnswer as silence:
            call.outcome = f"no answer ({silence.silence})"
            raise
        finally:
            self.world.changes.tell()
        return status, body

    def _check(self, call: Call, params: Params, *, known: bool) -> None:
        found = [] if known else [f"{call.method}: not a method of the loopback's"]
        if self._schema is not None:
            found += self._schema.faults(call.method, call.params, frozenset(params.uploads))
            if call.method != "getUpdates":
                self.checked_calls += 1
                Loopback.all_checked_calls += 1
        self.violations += found

    async def _answer(self, call: Call, params: Params) -> Answer:
        await self._stand(call, "before")
        fault = self._faults.take(call.method, call.params) or self.strike(call)
        if fault is not None and not fault.accepted:
            return _struck(call, fault)
        answer = await self._carry_out(call, params)
        await self._stand(call, "after_acceptance")
        return answer if fault is None else _struck(call, fault)

    async def _stand(self, call: Call, when: When) -> None:
        for hold in self._holds.get((call.method, when), []):
            if not hold.taken and (hold.where is None or hold.where(call.params)):
                hold.taken = True
                await hold.stand()
                return

    async def _carry_out(self, call: Call, params: Params) -> Answer:
        try:
            result = await self._result(call.method, params)
        except ApiError as refusal:
            call.outcome = refusal.description
            return refusal.status, faults.error_body(refusal)
        call.outcome = "ok"
        self.hear(call, result)
        self.world.changes.tell()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _result(self, method: str, params: Params) -> Any:
        if method == "getUpdates":
            kinds = params.parsed("allowed_updates")
            offset, limit = params.number("offset"), params.number("limit", 100)
            return await self.world.updates.poll(offset, limit, params.number("timeout"), kinds)
        if method not in METHODS:
            raise ApiError(404, "Not Found: method not found")
        if self._flood is not None and method.startswith("send") and method != "sendChatAction":
            self._flood.check(find_chat(self.world, params), self.world.clock.now())
        return METHODS[method](self.world, params)


def _ids(chat: Place | Person) -> set[int]:
    place = chat.door if isinstance(chat, Person) else chat
    return {one.id for one in place.chats}


def _struck(call: Call, fault: Fault) -> Answer:
    call.outcome = fault.name
    if fault.silence is not None:
        raise NoAnswer(fault.silence)
    return fault.status, fault.body
