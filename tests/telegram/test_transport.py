"""A request that cannot have arrived is told from one that may have, over real sockets."""

import asyncio
import gc
import json
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from bot.telegram.outbound.errors import AnswerLost, RequestNotSent
from bot.telegram.outbound.transport import AiohttpRequest

TOKEN = "123456789:AAF-secret_secret_secret_secret_se"
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"Kindling","username":"kindling_bot"}}'

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """A raw server on loopback that reads each request whole and then does one thing."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.requests: list[bytes] = []
        self.reached = asyncio.Event()
        self.connections: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (
                        int(line[15:])
                        for line in head.lower().split(b"\r\n")
                        if line.startswith(b"content-length:")
                    ),
                    0,
                )
                self.requests.append(head + await reader.readexactly(length))
                self.reached.set()
                await self.answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def bot_on(answer: Answer, **limits: float) -> AsyncIterator[tuple[Bot, Server]]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        async with bot_at(port, **limits) as bot:
            yield bot, server
    finally:
        listening.close()
        for writer in server.connections:
            writer.transport.abort()
        await listening.wait_closed()


@asynccontextmanager
async def bot_at(port: int, **limits: Any) -> AsyncIterator[Bot]:
    request = AiohttpRequest(**limits)
    await request.initialize()
    try:
        yield Bot(
            TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request, get_updates_request=request
        )
    finally:
        await request.shutdown()


def respond(body: bytes, status: str = "200 OK", extra: str = "", length: int | None = None) -> Answer:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size = len(body) if length is None else length
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n{extra}\r\n".encode() + body)
        await writer.drain()
        if size != len(body):
            writer.close()

    return answer


async def close(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def reset(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def hang(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


async def trickle(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


def in_turns(*answers: Answer) -> Answer:
    """Answer the first request as the first does, and so on."""
    left = iter(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await next(left)(reader, writer)

    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shown(error: BaseException) -> str:
    """Everything that printing the error in any way can show, hidden causes and variables included."""
    whole = traceback.TracebackException.from_exception(error)
    return "\n".join(
        [str(error), repr(error), *whole.format(), repr(error.__context__), repr(error.__cause__)]
    )


async def test_an_answer_comes_back() -> None:
    async with bot_on(respond(ME)) as (bot, server):
        assert (await bot.get_me()).username == "kindling_bot"
        assert len(server.requests) == 1


async def test_nobody_listening_means_not_sent() -> None:
    async with bot_at(free_port()) as bot:
        with pytest.raises(RequestNotSent):
            await bot.get_me()


async def test_an_unknown_name_means_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(RequestNotSent):
        await request.post(f"http://nobody.invalid/bot{TOKEN}/getMe")
    await request.shutdown()


async def test_a_connection_that_does_not_come_about_in_time_means_not_sent() -> None:
    # A full backlog: the system answers no further connection.
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        port = deaf.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        async with bot_at(port, connect_timeout=0.2) as bot:
            with pytest.raises(RequestNotSent):
                await bot.get_me()
        for one in waiting:
            one.close()


async def test_a_server_that_speaks_no_tls_means_not_sent() -> None:
    listening = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(RequestNotSent):
        await request.post(f"https://127.0.0.1:{port}/bot{TOKEN}/getMe")
    await request.shutdown()
    listening.close()


async def test_no_free_place_in_time_means_not_sent() -> None:
    async with bot_on(hang, connections=1) as (bot, server):
        first = asyncio.create_task(bot.get_me())
        await server.reached.wait()
        with pytest.raises(RequestNotSent):
            await bot.get_me(pool_timeout=0.1, connect_timeout=0.1)
        assert len(server.requests) == 1
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first


@pytest.mark.parametrize(
    "answer",
    [
        close,
        reset,
        hang,
        respond(b'{"ok":tr', length=5000),
        respond(b"not http at all", status="abc"),
        respond(b"<html>Bad Gateway</html>", status="502 Bad Gateway"),
        respond(b'{"ok":false,"description":"Internal Server Error"}', status="500 Internal Server Error"),
        respond(b"<html>who are you?</html>", status="403 Forbidden"),
        respond(b"", status="302 Found", extra="Location: http://127.0.0.1:1/elsewhere\r\n"),
        respond(b"<html>hello</html>"),
        respond(b'"ok"'),
        respond(b"{}"),
        respond(b'{"ok":true,"result":' + b"[" * 20_000 + b"]" * 20_000 + b"}"),
    ],
    ids=[
        "closed", "reset", "silent", "cut off", "no HTTP", "502 page", "500", "403 page",
        "redirect", "200 page", "200 string", "200 empty", "200 nested",
    ],
)  # fmt: skip
async def test_whatever_fails_after_the_request_left_means_it_may_have_arrived(answer: Answer) -> None:
    async with bot_on(answer, read_timeout=0.2) as (bot, server):
        with pytest.raises(AnswerLost) as caught:
            await bot.send_message(1, "our words")
        await server.reached.wait()  # it left, though a busy machine may read it later than it is given up
        assert len(server.requests) == 1, "a request that may have arrived is never repeated"
    assert TOKEN not in shown(caught.value)


async def test_an_answer_that_trickles_in_for_ever_is_given_up() -> None:
    async with bot_on(in_turns(respond(ME), trickle)) as (bot, server):
        await bot.get_me()  # it connects, which no limit hurries
        with pytest.raises(AnswerLost):
            await bot.send_message(
                1, "our words", connect_timeout=0.2, read_timeout=0.2, write_timeout=0.1, pool_timeout=0.1
            )
        assert len(server.requests) == 2


async def test_a_reused_connection_that_was_closed_is_not_sent_on_again() -> None:
    async with bot_on(in_turns(respond(ME), close)) as (bot, server):
        await bot.get_me()
        with pytest.raises(AnswerLost):
            await bot.get_me()
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (
            "400 Bad Request",
            b'{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}',
            BadRequest,
        ),
        (
            "413 Request Entity Too Large",
            b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}',
            BadRequest,
        ),
        ("401 Unauthorized", b'{"ok":false,"error_code":401,"description":"Unauthorized"}', InvalidToken),
        (
            "429 Too Many Requests",
            b'{"ok":false,"error_code":429,"description":"x","parameters":{"retry_after":9}}',
            RetryAfter,
        ),
    ],
)
async def test_telegrams_own_refusals_pass_through(status: str, body: bytes, kind: type[Exception]) -> None:
    async with bot_on(respond(body, status)) as (bot, _server):
        with pytest.raises(kind):
            await bot.get_me()


async def test_no_error_of_the_network_shows_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with bot_at(free_port()) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(1, "our words")
    assert TOKEN not in shown(caught.value)
    assert "127.0.0.1" not in shown(caught.value)


async def test_an_unreadable_answer_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    async with bot_on(respond(b'{"text":"our words')) as (bot, _server):
        with pytest.raises(AnswerLost):
            await bot.get_me()
    assert caplog.text == ""


async def test_a_file_travels_as_multipart_with_its_name_and_content() -> None:
    answer = b'{"ok":true,"result":{"message_id":5,"date":1,"chat":{"id":1,"type":"private"}}}'
    async with bot_on(respond(answer)) as (bot, server):
        await bot.send_document(1, InputFile(b"PK-content", filename="ours.zip"), caption="kept \N{SPARKLES}")
    (request,) = server.requests
    assert b"multipart/form-data" in request
    assert b'filename="ours.zip"' in request
    assert b"PK-content" in request
    assert "kept \N{SPARKLES}".encode() in request


async def test_parameters_arrive_whole_in_any_script() -> None:
    answer = b'{"ok":true,"result":{"message_id":5,"date":1,"chat":{"id":1,"type":"private"}}}'
    async with bot_on(respond(answer)) as (bot, server):
        await bot.send_message(-100, "a&b=c+d % é 日本 \N{SPARKLES}")
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert b"content-type: application/json" in head.lower().split(b"\r\n")
    assert json.loads(body) == {"chat_id": -100, "text": "a&b=c+d % é 日本 \N{SPARKLES}"}


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    async with bot_on(respond(ME)) as (bot, _server):
        assert (await bot.get_me()).id == 1


async def test_without_a_session_nothing_is_sent_and_closing_twice_is_fine() -> None:
    request = AiohttpRequest(read_timeout=7)
    assert request.read_timeout == 7
    with pytest.raises(RequestNotSent):
        await request.post("http://127.0.0.1:1/x")
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    gc.collect()  # an open session would be a ResourceWarning, which fails the run
