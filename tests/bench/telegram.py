"""A Bot API server that costs next to nothing, so that what is measured is the bot.

It speaks just enough HTTP/1.1 for the clients on the bench, believes everything it is told and answers with
bytes made beforehand. It checks nothing: that is what the playground is for.
"""

import asyncio
import re
import time
from collections import deque
from collections.abc import Callable
from email.utils import formatdate

TOKEN = "1234567890:AAbenchbenchbenchbenchbenchbenchbench"
BOT = b'{"id":1234567890,"is_bot":true,"first_name":"Kindling","username":"kindling_bench_bot"'
AT_ONCE = 100  # updates that one answer brings at most, as at Telegram

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CHAT = re.compile(
    rb"\"chat_id\": ?(-?\d+)|(?:^|&)chat_id=(-?\d+)|name=\"chat_id\"\r\n(?:[^\r\n]+\r\n)*\r\n(-?\d+)"
)
_OFFSET = re.compile(rb"(?:^|&|\")offset(?:=|\": ?)(\d+)")
_TIMEOUT = re.compile(rb"(?:^|&|\")timeout(?:=|\": ?)(\d+)")
_END = b"\r\n\r\n"

_TRUE = b'{"ok":true,"result":true}'
_FIXED = {
    b"getMe": b'{"ok":true,"result":'
    + BOT
    + b',"can_join_groups":true,"can_read_all_group_messages":false}}',
    b"getChatMemberCount": b'{"ok":true,"result":3}',
    b"getChatMember": b'{"ok":true,"result":{"status":"member","user":' + BOT + b"}}}",
}

Heard = Callable[[bytes, int, float], None]
"""Hears of a message: the method, the chat, and when the call was read (`time.perf_counter`)."""


class Telegram:
    """One bot's Telegram on loopback. Each of `listeners` is told of every message sent or edited."""

    def __init__(self) -> None:
        self.listeners: list[Heard] = []
        self.polled = asyncio.Event()
        """Set by the first getUpdates."""
        self.polled_at = 0.0
        self.calls = 0
        self._server: asyncio.Server | None = None
        self._waiting: deque[tuple[int, bytes]] = deque()
        # Numbers that no earlier run on the same database has seen.
        self._next_update = self._next_message = int(time.time() * 1000)
        self._parked: tuple[_Connection, asyncio.TimerHandle] | None = None
        self._flushing = False
        self._connections: set[_Connection] = set()
        self._dated = (0, b"")

    async def open(self) -> str:
        """Listen on a free port of 127.0.0.1; return the address to be used as TELEGRAM_API_BASE."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Stop listening and hang up."""
        for connection in list(self._connections):
            connection.hang_up()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    @property
    def all_confirmed(self) -> bool:
        """Whether the bot has confirmed every update."""
        return not self._waiting

    def put(self, make: Callable[[int], bytes]) -> int:
        """Queue the update that `make` returns for its number, and return that."""
        number = self._next_update
        self._next_update += 1
        self._waiting.append((number, make(number)))
        if self._parked is not None and not self._flushing:
            self._flushing = True  # whatever is queued in this turn of the loop goes out together
            asyncio.get_running_loop().call_soon(self._flush)
        return number

    def answer(self, connection: "_Connection", method: bytes, body: bytes) -> None:
        """Answer one call."""
        self.calls += 1
        if method == b"getUpdates":
            self._bring(connection, body)
        elif method.startswith((b"send", b"edit")) and method != b"sendChatAction":
            now = time.perf_counter()
            chat = self._chat(body)
            self._next_message += 1
            connection.send(self._date(), _message(self._next_message, chat))
            for heard in self.listeners:
                heard(method, chat, now)
        else:
            connection.send(self._date(), _FIXED.get(method, _TRUE))

    def joined(self, connection: "_Connection") -> None:
        """Note an open connection."""
        self._connections.add(connection)

    def lost(self, connection: "_Connection") -> None:
        """Forget a closed connection, and the poll it may have been holding."""
        self._connections.discard(connection)
        if self._parked is not None and self._parked[0] is connection:
            self._parked[1].cancel()
            self._parked = None

    def _bring(self, connection: "_Connection", body: bytes) -> None:
        if not self.polled_at:
            self.polled_at = time.perf_counter()
            self.polled.set()
        if offset := _OFFSET.search(body):
            confirmed = int(offset[1])
            while self._waiting and self._waiting[0][0] < confirmed:
                self._waiting.popleft()
        wait = _TIMEOUT.search(body)
        if self._waiting or wait is None or not int(wait[1]):
            self._hand_over(connection)
            return
        if self._parked is not None:  # one bot polls once; a second poll ends the first
            self._flush()
        self._parked = (connection, asyncio.get_running_loop().call_later(int(wait[1]), self._flush))

    def _flush(self) -> None:
        self._flushing = False
        if self._parked is None:
            return
        connection, timer = self._parked
        self._parked = None
        timer.cancel()
        self._hand_over(connection)

    def _hand_over(self, connection: "_Connection") -> None:
        first = [self._waiting[at][1] for at in range(min(AT_ONCE, len(self._waiting)))]
        connection.send(self._date(), b'{"ok":true,"result":[' + b",".join(first) + b"]}")

    def _date(self) -> bytes:
        now = int(time.time())
        if now != self._dated[0]:
            self._dated = (now, f"Date: {formatdate(now, usegmt=True)}\r\n".encode())
        return self._dated[1]

    @staticmethod
    def _chat(body: bytes) -> int:
        found = _CHAT.search(body)
        return int(found[found.lastindex or 0]) if found else 0


class _Connection(asyncio.Protocol):
    """One keep-alive connection; requests on it are answered in turn."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._telegram.joined(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._telegram.lost(self)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(_END)) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body, head = self._buffer[end + 4 : whole], self._buffer[: self._buffer.find(b" HTTP/1.")]
            self._buffer = self._buffer[whole:]
            method, _, query = head[head.rfind(b"/") + 1 :].partition(b"?")
            self._telegram.answer(self, method, b"&".join(it for it in (query, body) if it))

    def send(self, date: bytes, payload: bytes) -> None:
        if self._transport is not None:
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: application/json\r\n"
                + date
                + b"Content-Length: %d\r\n\r\n" % len(payload)
                + payload
            )

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()


def _message(number: int, chat: int) -> bytes:
    kind = b"supergroup" if chat < 0 else b"private"
    return (
        b'{"ok":true,"result":{"message_id":%d,"from":%b},"date":1760000000,"text":"said",'
        b'"chat":{"id":%d,"title":"The two of us","type":"%b"}}}' % (number, BOT, chat, kind)
    )
