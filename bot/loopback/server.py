"""The way in over HTTP on 127.0.0.1, for a bot that runs as a process of its own."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from email.utils import format_datetime

from aiohttp import web

from bot.loopback.faults import NoAnswer, error_body
from bot.loopback.model import ApiError
from bot.loopback.params import Params, Upload
from bot.loopback.telegram import Loopback

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_HOST = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]{1,5})?", re.IGNORECASE)
_UNREADABLE = ApiError(400, "Bad Request: can't parse JSON object")
# What reading a hostile body can raise: broken JSON or UTF-8, brackets without end, a charset there is not.
UNREADABLE = (ValueError, RecursionError, LookupError)


def _is_local(request: web.Request) -> bool:
    """Whether there is one Host, and it and the Origin (if any) are this machine, compared whole.

    Of any port: whoever comes through a tunnel names the port at their end of it.
    """
    hosts, origins = request.headers.getall("Host", []), request.headers.getall("Origin", [])
    addresses = [*hosts, *(origin.removeprefix("https://").removeprefix("http://") for origin in origins)]
    return len(hosts) == 1 and len(origins) <= 1 and all(_HOST.fullmatch(one) for one in addresses)


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse (403) whatever another site's page could send: a foreign Host, a foreign Origin.

    Without this check a web page could reach the loopback by its address (DNS rebinding, plain forms).
    """
    if not _is_local(request):
        return web.Response(status=403, text="Only this machine may come in.")
    return await handler(request)


def runner_of(app: web.Application) -> web.AppRunner:
    """Return what serves an application on this machine; a packed body is read as the bytes it is."""
    return web.AppRunner(
        app, access_log=None, handler_cancellation=True, shutdown_timeout=1, auto_decompress=False
    )


class LoopbackServer:
    """Serves a loopback's Bot API at `base_url`: /bot<token>/<method> and /file/bot<token>/<path>."""

    def __init__(self, telegram: Loopback, port: int = 0) -> None:
        """Prepare to serve; port 0 lets the system choose one."""
        self._telegram = telegram
        self._port = port
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def start(self) -> "LoopbackServer":
        """Listen on 127.0.0.1 and return itself."""
        app = web.Application(middlewares=[local_only], client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = runner_of(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self.base_url = f"http://127.0.0.1:{self._port}"
        return self

    async def stop(self) -> None:
        """Close every connection; started again, it listens on the same port."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            params = await _params(request)
        except UNREADABLE:
            return _unreadable()
        try:
            status, body = await self._telegram.call(
                request.match_info["method"], params, request.match_info["token"]
            )
        except RecursionError:  # brackets that could be read and cannot be written again
            return _unreadable()
        except NoAnswer as silence:
            if silence.silence == "timeout":
                await asyncio.Event().wait()  # until the bot gives up: then aiohttp cancels this
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        html = body.startswith(b"<")
        date = format_datetime(self._telegram.date, usegmt=True)
        return web.Response(
            status=status,
            body=body,
            headers={"Date": date},
            content_type="text/html" if html else "application/json",
        )

    async def _file(self, request: web.Request) -> web.StreamResponse:
        content = self._telegram.file(request.match_info["path"])
        if content is None or request.match_info["token"] != self._telegram.token:
            raise web.HTTPNotFound
        return web.Response(body=content)


def _unreadable() -> web.Response:
    return web.Response(status=400, body=error_body(_UNREADABLE), content_type="application/json")


async def _params(request: web.Request) -> Params:
    """Read parameters from the query, a form, a JSON object or a multipart body, as the Bot API does."""
    given = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError("not an object")
        for name, value in body.items():
            given[name] = value if isinstance(value, str) else json.dumps(value)
        return Params(given)
    for name, field in (await request.post()).items():
        if isinstance(field, web.FileField):
            uploads[name] = Upload(field.filename, field.file.read())
        else:
            given[name] = str(field)
    return Params(given, uploads)
