"""How requests travel to the Bot API: python-telegram-bot's `BaseRequest` over aiohttp.

The rule it keeps: a request that cannot have reached Telegram fails with `RequestNotSent`, every other
network failure with `AnswerLost`. Neither names the address, because the token is part of it; aiohttp's own
errors do, so they never leave this module, not even as the cause or context of ours.
"""

import json
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import aiohttp
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.telegram.outbound.errors import AnswerLost, RequestNotSent

# aiohttp raises these before a byte of the request is written: refused, unreachable, name not found, TLS
# failed, proxy failed, no connection (or no free place in the pool) in time.
_BEFORE_SENDING = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


# Statuses that python-telegram-bot tells apart by itself.
_TOLD_APART = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
)

_NOBODYS = {"date": 0, "chat": {"id": 0, "type": "private"}}
"""What python-telegram-bot demands of a message besides its number, and nobody here asks a sent one for."""

_NOT_NEEDED = {"is_bot": True, "first_name": ""}
"""What it demands of the bot itself besides its id and username."""

_JSON = {"Content-Type": "application/json"}

_LONGEST_NUMBER = 20
"""Digits: none of SQLite's integers has more (https://www.sqlite.org/datatype3.html)."""


class DatedRequest(BaseRequest):
    """A request that tells `on_date` what time Telegram's answers say it is.

    An answer is read leniently: of a message that was sent or edited only its number, its topic, the username
    of its group and the id of its file (as a document's) go on, so that a field that is new, missing or
    otherwise shaped never makes what Telegram took look like a failure. Nor does a result that is missing:
    `{"ok": true}` says that it took it.
    """

    on_date: Callable[[datetime], None] | None = None

    @staticmethod
    def _as_refusal(status: int) -> int:
        """Return 400 for any other 4xx of a readable answer (413, say): that is a refusal like it.

        python-telegram-bot makes the same error of it as of a lost answer, which may have arrived.
        """
        is_refusal = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        return HTTPStatus.BAD_REQUEST if is_refusal and status not in _TOLD_APART else status

    def _tell_date(self, header: str | None) -> None:
        """Pass an answer's `Date` header on, if it has a readable one."""
        if self.on_date is None or header is None:
            return
        if (date := _date_of(header)) is not None:
            self.on_date(date)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Parse an answer; unlike the base class, log nothing: answers repeat people's words.

        Raises:
            AnswerLost: it is not what the Bot API answers.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):  # RecursionError: nested deeper than anything of the Bot API
            answer = None
        if isinstance(answer, dict) and answer.get("ok") is True:
            answer.setdefault("result", {})  # taken, nobody knows as what
        if not isinstance(answer, dict) or ("result" not in answer and "description" not in answer):
            raise AnswerLost("unreadable answer")
        result = answer.get("result")
        if isinstance(result, dict) and "message_id" in result:
            number = _message_number(result["message_id"])
            # Without a number it is read as taken, nobody knows as what: no other one is ever kept.
            known = {"message_id": number, **_NOBODYS, **_topic_of(result), **_public_chat_of(result)}
            answer["result"] = {} if number is None else known | _file_of(result)
        elif isinstance(result, dict) and {"id", "username"} <= result.keys() and "type" not in result:
            answer["result"] = _NOT_NEEDED | result
        return answer


@lru_cache(8)  # all answers of a second have the same
def _date_of(header: str) -> datetime | None:
    """Return the instant that a `Date` header names; None where it cannot be read."""
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return None
    return None if date.tzinfo is None else date


def _public_chat_of(message: dict[str, Any]) -> dict[str, Any]:
    """Return the chat of a message if it is a group that has a username, which makes it public."""
    match message.get("chat"):
        case {"type": "supergroup", "username": str(username)} if username:
            return {"chat": {"id": 0, "type": "supergroup", "username": username}}
    return {}


def _file_of(message: dict[str, Any]) -> dict[str, Any]:
    """Return the id of a message's file, of a photo that of its largest size, as if it were a document's.

    https://core.telegram.org/bots/api#photosize
    """
    photo = message.get("photo")
    files = (
        photo[-1] if isinstance(photo, list) and photo else None,
        message.get("voice"),
        message.get("document"),
    )
    for file in files:
        if isinstance(file, dict) and isinstance(file.get("file_id"), str):
            return {"document": {"file_id": file["file_id"], "file_unique_id": ""}}
    return {}


def _topic_of(message: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that say in which topic a message stands, if they say it."""
    thread = _message_number(message.get("message_thread_id"))
    if message.get("is_topic_message") is not True or thread is None:
        return {}
    return {"is_topic_message": True, "message_thread_id": thread}


class AiohttpRequest(DatedRequest):
    """Carries Bot API calls over one keep-alive aiohttp session.

    Give an own instance to `get_updates_request`, so that long polling never takes a sender's place.
    Redirects are not followed and proxies named in the environment are not used: either would show the
    token to a third party that nobody asked for.
    """

    def __init__(
        self,
        *,
        connections: int = 64,
        connect_timeout: float = 10.0,
        read_timeout: float = 20.0,
        write_timeout: float = 20.0,
        pool_timeout: float = 30.0,
    ) -> None:
        """Set the limits; nothing is opened before `initialize`.

        Args:
            connections: how many requests may be under way at once; more wait for a place.
            connect_timeout: seconds until a connection must stand.
            read_timeout: seconds of silence allowed while waiting for an answer.
            write_timeout: seconds that sending the request may add to the whole.
            pool_timeout: seconds a request may wait for a place.
        """
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._pool_timeout = pool_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds of silence allowed where a call names no other limit."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session; opening twice changes nothing."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )

    async def shutdown(self) -> None:
        """Close the session and its connections; closing twice changes nothing."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and return status and body.

        Raises:
            RequestNotSent: Telegram cannot have seen the request.
            AnswerLost: it may have, and no readable answer of Telegram's came.
        """
        if self._session is None:
            raise RequestNotSent("the transport is not open")
        timeout = _limits(
            connect=_given(connect_timeout, self._connect_timeout),
            read=_given(read_timeout, self._read_timeout),
            write=_given(write_timeout, self._write_timeout),
            pool=_given(pool_timeout, self._pool_timeout),
        )
        failure: NetworkError
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **_body(request_data)
            ) as response:
                status, body = response.status, await response.read()
                date = response.headers.get("Date")
        except _BEFORE_SENDING as error:
            failure = RequestNotSent(type(error).__name__)
        except (aiohttp.ClientError, OSError) as error:  # OSError: TimeoutError is one
            failure = AnswerLost(type(error).__name__)
        else:
            if _from_telegram(status, body):
                self._tell_date(date)
                return self._as_refusal(status), body
            failure = AnswerLost(f"unreadable answer with status {status}")
        # Raised here and not in the handlers: there aiohttp's error, which prints the address, would stay
        # within reach as `__context__`.
        raise failure


def _message_number(value: object) -> int | None:
    """Return the number of a message, be it given as one or in digits; None for what can be kept nowhere."""
    if isinstance(value, str) and value.isdecimal() and len(value) < _LONGEST_NUMBER:
        value = int(value)
    return value if isinstance(value, int) and abs(value) < 2**63 else None


def _given(value: object, default: float) -> float | None:
    """Return the limit a call names (None for no limit), or the default where it names none."""
    if value is None or isinstance(value, int | float):
        return value
    return default


@lru_cache(8)  # nearly all calls have the same
def _limits(
    *, connect: float | None, read: float | None, write: float | None, pool: float | None
) -> aiohttp.ClientTimeout:
    """Translate the four limits; a whole limit on top ends answers that trickle in for ever.

    aiohttp's `connect` covers the wait for a place and the connecting, and its expiry is told apart from
    that of the others, so a wait in the pool never counts as a lost answer.
    """
    before = None if connect is None or pool is None else connect + pool
    whole = None if before is None or read is None or write is None else before + read + write
    return aiohttp.ClientTimeout(total=whole, connect=before, sock_connect=connect, sock_read=read)


def _body(request_data: RequestData | None) -> dict[str, Any]:
    """Return what aiohttp is to send: one JSON object, or multipart where files are to be uploaded."""
    if request_data is None:
        return {}
    if not request_data.contains_files:
        return {"data": json.dumps(request_data.parameters).encode(), "headers": _JSON}
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return {"data": form}


def _from_telegram(status: int, body: bytes) -> bool:
    """Tell whether this is an answer of Telegram's own: gateways answer 5xx, and any status in HTML."""
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return True  # python-telegram-bot parses it with `parse_json_payload`, once
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return False
    try:
        AiohttpRequest.parse_json_payload(body)
    except AnswerLost:
        return False
    return True
