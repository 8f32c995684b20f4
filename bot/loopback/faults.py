"""Ways in which a call can go wrong, on demand: refusals, gateways, drops, silence, flood limits.

A fault either answers something instead of Telegram's answer, or nothing at all; and it strikes before
Telegram carries the call out or after. What the bot sees of a missing answer is the business of the way
in: the in-process request raises what the bot's own transport raises, the HTTP server drops connections.
"""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.loopback.changes import Changes
from bot.loopback.model import ApiError, Chat, Json

Silence = Literal["refused", "reset", "timeout"]
When = Literal["before", "after_acceptance"]
Where = Callable[[Json], bool]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of going wrong. `accepted` means that Telegram carries the call out all the same."""

    name: str
    accepted: bool = False
    status: int = 0
    body: bytes = b""
    silence: Silence | None = None


class NoAnswer(Exception):
    """The call gets no answer; `silence` says how."""

    def __init__(self, silence: Silence) -> None:
        super().__init__(silence)
        self.silence = silence


def error_body(error: ApiError) -> bytes:
    """Return the JSON body of a refusal."""
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return json.dumps(body).encode()


def api_error(status: int, description: str, parameters: Json | None = None) -> Fault:
    """Refuse in Telegram's words; nothing is carried out."""
    body = error_body(ApiError(status, description, parameters))
    return Fault(description, status=status, body=body)


def flood(seconds: int) -> Fault:
    """Ask to wait (429 with retry_after)."""
    words = f"Too Many Requests: retry after {seconds}"
    return api_error(429, words, {"retry_after": seconds})


def migrated(chat_id: int) -> Fault:
    """Say that the group became the supergroup with this id."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return api_error(400, words, {"migrate_to_chat_id": chat_id})


def server_error(status: int = 500, *, accepted: bool = False) -> Fault:
    """Fail inside Telegram, which may have carried the call out or not."""
    words = "Internal Server Error"
    return Fault(f"{status} {words}", accepted, status, error_body(ApiError(status, words)))


def bad_gateway_html(*, accepted: bool = False) -> Fault:
    """Answer 502 with a page of HTML, as a gateway does."""
    return Fault("502 html", accepted, 502, b"<html><h1>502 Bad Gateway</h1></html>")


def broken_json(*, accepted: bool = True) -> Fault:
    """Answer 200 with half a JSON object."""
    return Fault("broken json", accepted, 200, b'{"ok": true, "result": {"message_id"')


def refused() -> Fault:
    """Refuse the connection: Telegram sees nothing. In process only; over HTTP stop the server."""
    return Fault("refused", silence="refused")


def reset_before() -> Fault:
    """Close the connection before the call is carried out."""
    return Fault("reset before", silence="reset")


def reset_after_accepting() -> Fault:
    """Carry the call out, then close the connection without an answer."""
    return Fault("reset after accepting", True, silence="reset")


def timeout_before() -> Fault:
    """Let the bot's patience run out before the call is carried out."""
    return Fault("timeout before", silence="timeout")


def timeout_after_accepting() -> Fault:
    """Carry the call out, then let the bot's patience run out."""
    return Fault("timeout after accepting", True, silence="timeout")


@dataclass(slots=True)
class _Planned:
    fault: Fault
    times: int
    where: Where | None


@dataclass(slots=True)
class _Refusing:
    """A chat (or every chat, with None) that refuses a method; `left` counts down, None is for good."""

    method: str
    chats: Callable[[], set[int]] | None
    fault: Fault
    left: int | None

    def meets(self, method: str, params: Json) -> bool:
        if self.left == 0 or not (method == self.method or (self.method == SENDING and _sends(method))):
            return False
        return self.chats is None or str(params.get("chat_id")) in {str(one) for one in self.chats()}


SENDING = "send"  # stands for every method that puts a message into a chat


def _sends(method: str) -> bool:
    return method.startswith("send") and method != "sendChatAction"


class Faults:
    """Faults waiting for their calls: by method, first planned first struck; then what chats refuse."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, list[_Planned]] = defaultdict(list)
        self._refusing: list[_Refusing] = []

    def refuse(
        self, method: str, chats: Callable[[], set[int]] | None, fault: Fault, times: int | None
    ) -> None:
        """Let a method be refused in some chats, so many times or for good."""
        self._refusing.append(_Refusing(method, chats, fault, times))

    def accept(self, method: str | None, chats: set[int] | None) -> None:
        """Lift what `refuse` set up: of one method or all, in one chat or all."""
        self._refusing = [
            one
            for one in self._refusing
            if (method is not None and one.method != method)
            or (chats is not None and (one.chats is None or one.chats() != chats))
        ]

    def plan(self, method: str, fault: Fault, times: int, where: Where | None) -> None:
        """Let the next calls of a method go wrong, or those whose parameters fit `where`."""
        self._planned[method].append(_Planned(fault, times, where))

    def take(self, method: str, params: Json) -> Fault | None:
        """Return the fault for this call and use it up, None for a call that goes well."""
        for planned in self._planned[method]:
            if planned.times > 0 and (planned.where is None or planned.where(params)):
                planned.times -= 1
                return planned.fault
        for refusing in self._refusing:
            if refusing.meets(method, params):
                refusing.left = None if refusing.left is None else refusing.left - 1
                return refusing.fault
        return None

    def clear(self) -> None:
        """Let everything go well again."""
        self._planned.clear()
        self._refusing.clear()


class Hold:
    """A call stopped half-way until released: a barrier for kills and races."""

    def __init__(self, changes: Changes, where: Where | None) -> None:
        self.where = where
        self.taken = False
        self._changes = changes
        self._reached = False
        self._released = False

    async def reached(self, seconds: float = 60) -> None:
        """Wait until a call stands at the barrier; raises TimeoutError after that many real seconds."""
        try:
            async with asyncio.timeout(seconds):
                while not self._reached:
                    await self._changes.wait()
        except TimeoutError:
            raise TimeoutError("no call came to the barrier") from None

    def release(self) -> None:
        """Let the call go on (and let later calls pass without stopping)."""
        self._released = True
        self._changes.tell()

    async def stand(self) -> None:
        """Stop here until released."""
        self._reached = True
        self._changes.tell()
        while not self._released:
            await self._changes.wait()


@dataclass(slots=True)
class FloodLimit:
    """Telegram's informal limits (core.telegram.org/bots/faq): per chat and second, per group and minute."""

    per_second: int
    per_group_minute: int
    _sent: defaultdict[int, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, chat: Chat, now: datetime) -> None:
        """Count one message to a chat; raises ApiError 429 where it is one too many."""
        sent = self._sent[chat.id]
        while sent and now - sent[0] >= timedelta(minutes=1):
            sent.popleft()
        within = [moment for moment in sent if now - moment < timedelta(seconds=1)]
        wait = 0.0
        if len(within) >= self.per_second:
            wait = 1.0
        if chat.person is None and len(sent) >= self.per_group_minute:
            wait = 60 - (now - sent[0]).total_seconds()
        if wait:
            seconds = max(1, round(wait))
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        sent.append(now)
