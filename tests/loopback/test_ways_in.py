"""An unmodified python-telegram-bot lives on the loopback, in process and over HTTP alike."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import InvalidToken
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.loopback import LoopbackServer, faults
from bot.telegram.outbound.errors import AnswerLost
from bot.telegram.outbound.transport import AiohttpRequest
from tests.loopback.scene import MORNING, Scene, play
from tests.people import there

WAYS = pytest.mark.parametrize("way", ["in process", "over HTTP"])
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
    await there(update.effective_chat).send_message("<b>Hello</b>", parse_mode="HTML", reply_markup=keyboard)


async def tap(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.edit_message_text("Done")
    await update.callback_query.answer("Noted.")


async def voice(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    assert update.message.voice is not None
    file = await update.message.voice.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_voice(update.message.voice.file_id, caption=content.decode())
    await update.message.reply_document(b"uploaded", filename="a.txt")


@asynccontextmanager
async def running(scene: Scene, way: str) -> AsyncIterator[AnyApplication]:
    """Run a small bot on the scene's Telegram."""
    telegram = scene.telegram
    builder = ApplicationBuilder().token(telegram.token)
    server = await LoopbackServer(telegram).start()
    if way == "over HTTP":
        builder = builder.base_url(f"{server.base_url}/bot").base_file_url(f"{server.base_url}/file/bot")
        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest())
    else:
        builder = builder.request(telegram.request()).get_updates_request(telegram.request())
    application = builder.build()
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(tap))
    application.add_handler(MessageHandler(filters.VOICE, voice))
    assert application.updater is not None
    async with application:
        await application.updater.start_polling(timeout=10)
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()
    await server.stop()


@WAYS
async def test_a_bot_answers_commands_taps_and_media(way: str) -> None:
    scene = await play()
    ana, telegram = scene.ana, scene.telegram
    async with running(scene, way):
        await ana.says("/start")
        await telegram.until(lambda: ana.door.last().text == "Hello")
        await ana.presses("Yes")
        await telegram.until(lambda: len(ana.toasts) == 1)
        assert ana.door.last().edits == [("Hello", [["Yes"]])]
        await ana.sends_voice()
        await telegram.until(lambda: ana.door.last().media == "document")
        assert ana.door.messages[-2].text == "voice by Ana"
        await telegram.until(telegram.poller_idle)
    assert not telegram.pending()
    assert [call.outcome for call in telegram.calls] == ["ok"] * len(telegram.calls)


async def test_a_wrong_token_is_refused_in_process() -> None:
    scene = await play()
    with pytest.raises(InvalidToken):
        await Bot("7654321:another", request=scene.telegram.request()).initialize()


async def test_every_standing_of_the_bot_can_be_read_by_the_framework() -> None:
    scene = await play()
    await scene.group.becomes_supergroup()
    await scene.bot.hears()
    await scene.group.promotes_bot(by=scene.ana)
    await scene.group.restricts_bot(by=scene.ana)
    await scene.group.removes_bot(by=scene.ana)
    updates = [Update.de_json(update, None) for update in await scene.bot.hears()]
    changes = [update.my_chat_member for update in updates if update.my_chat_member is not None]
    standings = [change.new_chat_member.status for change in changes]
    assert standings == ["administrator", "restricted", "kicked"]


async def test_a_second_poller_ends_the_first_over_http() -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    url = f"{server.base_url}/bot{scene.telegram.token}/getUpdates"
    async with aiohttp.ClientSession() as session:
        first = asyncio.create_task(session.post(url, data={"timeout": "50"}))
        await scene.telegram.until(scene.telegram.poller_idle)
        second = asyncio.create_task(session.post(url, data={"timeout": "50"}))
        async with await first as response:
            assert response.status == 409
            assert (await response.json())["description"].startswith("Conflict: terminated by other")
        second.cancel()
    await server.stop()


async def test_a_poller_that_goes_away_is_forgotten() -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    url = f"{server.base_url}/bot{scene.telegram.token}/getUpdates"
    async with aiohttp.ClientSession() as session:
        poll = asyncio.create_task(session.post(url, data={"timeout": "50"}))
        await scene.telegram.until(scene.telegram.poller_idle)
        poll.cancel()
    await scene.telegram.until(lambda: not scene.telegram.poller_idle())
    await server.stop()


async def test_answers_carry_the_worlds_time() -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    url = f"{server.base_url}/bot{scene.telegram.token}/getMe"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.headers["Date"] == format_datetime(MORNING, usegmt=True)
        assert (await response.json())["result"]["username"] == "kindling_bot"
    await server.stop()


@pytest.mark.parametrize("form", ["query", "form", "json"])
async def test_parameters_come_in_every_form(form: str) -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    url = f"{server.base_url}/bot{scene.telegram.token}/sendMessage"
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    given = {"chat_id": str(scene.group.id), "text": "Hello", "disable_notification": "true"}
    given["reply_markup"] = json.dumps(keyboard)
    ways: dict[str, dict[str, Any]] = {
        "query": {"params": given},
        "form": {"data": given},
        "json": {
            "json": {
                "chat_id": scene.group.id,
                "text": "Hello",
                "disable_notification": True,
                "reply_markup": keyboard,
            }
        },
    }
    async with aiohttp.ClientSession() as session, session.post(url, **ways[form]) as response:
        assert response.status == 200
    shown = scene.group.last()
    assert (shown.text, shown.silent, shown.buttons) == ("Hello", True, ["Yes"])
    await server.stop()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8080"}, 200),
        ({"Origin": "http://127.0.0.1:8080"}, 200),
        ({"Host": "kindling.example.org"}, 403),
        ({"Host": "127.0.0.1.example.org"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "http://127.0.0.1.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Origin": "http://evil@127.0.0.1:8080"}, 403),
        ({"Host": "evil@127.0.0.1:8080"}, 403),
        ({"Host": "127.0.0.1:8080@evil.example"}, 403),
        ({"Host": "127.0.0.1:"}, 403),
        ({"Host": "127.0.0.1:80:80"}, 403),
        ({"Host": "[::1]:8080"}, 403),
        ({"Host": ""}, 403),
    ],
)
async def test_only_this_machine_may_come_in(headers: dict[str, str], status: int) -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    url = f"{server.base_url}/bot{scene.telegram.token}/getMe"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as response:
        assert response.status == status
    await server.stop()


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (faults.reset_before(), False),
        (faults.reset_after_accepting(), True),
        (faults.timeout_after_accepting(), True),
        (faults.bad_gateway_html(), False),
        (faults.broken_json(), True),
        (faults.server_error(accepted=True), True),
    ],
    ids=lambda value: value.name if isinstance(value, faults.Fault) else "",
)
async def test_over_http_a_fault_reaches_the_bots_own_transport(fault: faults.Fault, arrived: bool) -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    scene.telegram.fail_next("sendMessage", fault)
    request = AiohttpRequest(read_timeout=0.2)
    await request.initialize()
    bot = Bot(scene.telegram.token, base_url=f"{server.base_url}/bot", request=request)
    with pytest.raises(AnswerLost):
        await bot.send_message(scene.group.id, "A word")
    if arrived:  # a busy machine may take longer over it than the bot waits
        await scene.telegram.until(lambda: scene.group.last().text == "A word")
    assert (scene.group.last().text == "A word") is arrived
    await request.shutdown()
    await server.stop()


async def test_a_reset_closes_the_connection_without_a_word() -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    scene.telegram.fail_next("getMe", faults.reset_before())
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(f"{server.base_url}/bot{scene.telegram.token}/getMe")
    await server.stop()


async def raw(address: str, request: bytes) -> bytes:
    """Send bytes as they are and return the first line of the answer."""
    host, _, port = address.removeprefix("http://").rstrip("/").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    async with asyncio.timeout(60):
        line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1", "evil.example"], ["evil.example", "127.0.0.1"]])
async def test_no_host_or_more_than_one_is_refused(hosts: list[str]) -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    lines = [f"POST /bot{scene.telegram.token}/getMe HTTP/1.0", *(f"Host: {host}" for host in hosts)]
    status = await raw(server.base_url, ("\r\n".join(lines) + "\r\n\r\n").encode())
    assert status.split()[1] in (b"400", b"403")
    assert scene.telegram.calls[-1:] == [] or scene.telegram.calls[-1].method != "getMe"
    await server.stop()


@pytest.mark.parametrize(
    "body",
    [b"[" * 20_000, b'{"a":' * 20_000, b"[1]", b"nothing", b'{"chat_id": "\xff"}', b"9" * 5_000],
    ids=["lists", "objects", "no object", "no JSON", "no UTF-8", "a number without end"],
)
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=klingon"])
async def test_what_cannot_be_read_gets_a_line_and_no_traceback(body: bytes, kind: str) -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    url = f"{server.base_url}/bot{scene.telegram.token}/sendMessage"
    headers = {"Content-Type": kind}
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as response:
        assert response.status == 400
        words = json.loads(await response.text())["description"]
    assert words == "Bad Request: can't parse JSON object"
    assert scene.telegram.calls[-1:] == [] or scene.telegram.calls[-1].method != "sendMessage"
    await server.stop()


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "rot13"])
async def test_a_packed_body_gets_a_line_and_no_traceback(
    packing: str, caplog: pytest.LogCaptureFixture
) -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    lines = [
        f"POST /bot{scene.telegram.token}/sendMessage HTTP/1.1",
        f"Host: {server.base_url.removeprefix('http://')}",
        "Content-Type: application/json",
        f"Content-Encoding: {packing}",
        "Content-Length: 5",
        "Connection: close",
    ]
    status = await raw(server.base_url, ("\r\n".join(lines) + "\r\n\r\n").encode() + b"\x1f\x8bzzz")
    assert status.split()[1] == b"400"
    assert caplog.records == []
    await server.stop()


async def test_a_parameter_of_brackets_without_end_is_refused_by_name() -> None:
    scene = await play()
    deep = "[" * 20_000
    answer = await scene.bot.answer("sendMessage", chat_id=scene.group.id, text="Hello", reply_markup=deep)
    assert answer["description"] == "Bad Request: can't parse reply markup JSON object"


async def test_unknown_files_and_methods_are_not_found() -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    token = scene.telegram.token
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{server.base_url}/file/bot{token}/files/none") as response:
            assert response.status == 404
        async with session.get(f"{server.base_url}/bot{token}/sendDice") as response:
            assert response.status == 404
            assert json.loads(await response.text())["description"] == "Not Found: method not found"
    assert scene.telegram.violations == ["sendDice: not a method of the loopback's"]
    await server.stop()


async def test_a_stopped_server_comes_back_at_the_same_address() -> None:
    scene = await play()
    server = await LoopbackServer(scene.telegram).start()
    address = server.base_url
    await server.stop()
    await server.start()
    assert server.base_url == address
    await server.stop()
