"""Serves the playground page on 127.0.0.1: two phones over one loopback Telegram, and a clock to move.

GET / is the page. GET /events brings the whole world whenever it changes (Server-Sent Events, `world`) and
every new minute in between (`clock`). GET /file/… saves a document that was sent. POST /act takes one deed
as a JSON object, see bot/playground/acts.py, and two that belong to no phone: {"do": "clock", "to": …} and
{"do": "start_over"}, which may bring {"names": [left, right]}. /?a=Lea&b=Tom plays with these names.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from bot.loopback.model import Json
from bot.loopback.server import UNREADABLE, local_only, runner_of
from bot.playground.acts import RefusedError, UnreadableError, act
from bot.playground.stage import Stage
from bot.playground.view import stage_json
from bot.words import _

StartOver = Callable[[Sequence[str]], Awaitable[Stage]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).parent / "page"
_LONGEST_NAME = 64  # characters: https://core.telegram.org/method/account.updateProfile
LOOK_AT_CLOCK = 5.0  # seconds: the page shows minutes, and hears of each this late at most
_MINUTE = len("2026-07-13T09:00")

_HEADERS = {
    # The page loads nothing but its own files and runs nothing that stands in a text.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@web.middleware
async def own_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse (403) what a page of another port of this machine sends: its Origin is not this page's."""
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.headers['Host']}":
        return web.Response(status=HTTPStatus.FORBIDDEN, text="Only the playground's own page may do that.")
    return await handler(request)


class Pages:
    """The page's server. `stage` is the play going on; starting over puts another in its place."""

    def __init__(self, stage: Stage, start_over: StartOver) -> None:
        """Prepare to serve.

        Args:
            stage: the play to show.
            start_over: forgets everything, the bot's data too, and returns a fresh stage for these two names.
        """
        self.stage = stage
        self.url = ""
        self._start_over = start_over
        self._starting_over = asyncio.Lock()
        self._runner: web.AppRunner | None = None
        self._closing = False

    def app(self) -> web.Application:
        """Return the application with the page's routes and its guards."""
        app = web.Application(middlewares=[local_only, own_origin])
        app.router.add_get("/", self._page)
        app.router.add_get("/events", self._events)
        app.router.add_post("/act", self._act)
        app.router.add_static("/page", PAGE)
        app.router.add_get("/file/{id}", self._file)
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_events)
        return app

    async def start(self, port: int = 0) -> "Pages":
        """Listen on 127.0.0.1, on a port of the system's choice unless one is given, and return itself."""
        self._closing = False
        self._runner = runner_of(self.app())
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"
        return self

    async def stop(self) -> None:
        """Close the page for everybody who has it open."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Hand out a document to be saved; nothing of it is ever shown as part of this page."""
        kind, content = self.stage.world.files.get(request.match_info["id"], ("", b""))
        if kind != "document":
            raise web.HTTPNotFound
        return web.Response(body=content, headers={"Content-Disposition": "attachment"})

    async def _act(self, request: web.Request) -> web.StreamResponse:
        # A page elsewhere can send a form or plain text without being asked, never JSON.
        if request.content_type != "application/json":
            return web.json_response(
                {"error": _("Only JSON is read here.")}, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE
            )
        try:
            return web.json_response(await self._done(await _read_object(request)))
        except UnreadableError as unreadable:
            return web.json_response({"error": str(unreadable)}, status=HTTPStatus.BAD_REQUEST)
        except RefusedError as refusal:
            return web.json_response({"error": str(refusal)}, status=HTTPStatus.CONFLICT)

    async def _done(self, body: Json) -> Json:
        if body.get("do") == "clock":
            try:
                await self.stage.move_clock(str(body.get("to")))
            except KeyError:
                raise RefusedError(_("The clock cannot be moved there.")) from None
            return {}
        if body.get("do") == "start_over":
            await self._begin_again(_names(body.get("names"), self.stage))
            return {}
        return await act(self.stage, body)

    async def _begin_again(self, names: Sequence[str]) -> None:
        async with self._starting_over:
            before = self.stage
            self.stage = await self._start_over(names)
            before.world.changes.tell()

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        told_world: Json = {}
        told_minute = ""
        with suppress(ConnectionError):  # the page was closed
            while not self._closing:
                now = self.stage.clock.now().isoformat()
                world, minute = stage_json(self.stage), now[:_MINUTE]
                if world != told_world:
                    await response.write(_event("world", world | {"now": now}))
                elif minute != told_minute:
                    await response.write(_event("clock", {"now": now, "zone": self.stage.zone.key}))
                else:
                    await self._change()
                told_world, told_minute = world, minute
        return response

    async def _change(self) -> None:
        """Wait for a change of the world, or until it is time to look at the clock."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AT_CLOCK):
                await self.stage.world.changes.wait()

    async def _end_events(self, app: web.Application) -> None:
        self._closing = True
        self.stage.world.changes.tell()


def _names(given: object, stage: Stage) -> list[str]:
    """Return what the two are called from now on; as before if nothing is said of it.

    Raises:
        RefusedError: these are no two different names.
    """
    if given is None:
        return [person.name for person in stage.people.values()]
    names = [str(name).strip() for name in given] if isinstance(given, list) else []
    if len(names) != len(stage.people) or len({name.casefold() for name in names}) != len(names):
        raise RefusedError(_("Two different names, please."))
    if not all(name.isprintable() and 0 < len(name) <= _LONGEST_NAME for name in names):
        raise RefusedError(_("A name has 64 characters at most."))
    return names


async def _read_object(request: web.Request) -> Json:
    try:
        body = await request.json()
    except UNREADABLE:
        body = None
    if not isinstance(body, dict):
        raise UnreadableError
    return body


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


def _event(name: str, value: Json) -> bytes:
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()
