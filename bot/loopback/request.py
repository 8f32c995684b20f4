"""The way in without a socket: python-telegram-bot's `BaseRequest`, answered by the world itself.

What fails, fails as the bot's own transport fails (bot/telegram/outbound/errors.py).
"""

import json
from datetime import datetime
from email.utils import format_datetime
from typing import IO, Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from telegram.request import BaseRequest, RequestData

from bot.loopback.faults import NoAnswer
from bot.loopback.params import Params, Upload
from bot.telegram.outbound.errors import AnswerLost, RequestNotSent
from bot.telegram.outbound.transport import DatedRequest


class Answers(Protocol):
    """What answers calls: `loopback.Loopback` does."""

    token: str

    @property
    def date(self) -> datetime:
        """The time that answers tell in their `Date` header."""

    def file(self, path: str) -> bytes | None:
        """Return the content behind a file_path, None where there is none."""

    async def call(self, method: str, params: Params, token: str) -> tuple[int, bytes]:
        """Carry out one call of the bot and return status and body."""


class LoopbackRequest(DatedRequest):
    """Carries Bot API calls to a loopback in the same process and event loop."""

    def __init__(self, telegram: Answers) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float | None:
        """Seconds of silence allowed; nothing here waits in earnest."""
        return 5.0

    async def initialize(self) -> None:
        """Open nothing."""

    async def shutdown(self) -> None:
        """Close nothing."""

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
        """Make one call and return status and body.

        Raises:
            RequestNotSent: a planned fault refuses the connection.
            AnswerLost: a planned fault leaves the call without a readable answer.
        """
        address = urlsplit(url)
        path = unquote(address.path)
        if path.startswith("/file/bot"):
            content = self._telegram.file(path.removeprefix(f"/file/bot{self._telegram.token}/"))
            return (404, b"Not Found") if content is None else (200, content)
        token, _, name = path.removeprefix("/bot").rpartition("/")
        try:
            status, body = await self._telegram.call(name, _params(address.query, request_data), token)
        except NoAnswer as silence:
            refused = silence.silence == "refused"
            raise (RequestNotSent if refused else AnswerLost)(silence.silence) from None
        if status >= 500 or not _readable(body):
            raise AnswerLost(f"unreadable answer with status {status}")
        self._tell_date(format_datetime(self._telegram.date, usegmt=True))
        return self._as_refusal(status), body


def _params(query: str, request_data: RequestData | None) -> Params:
    in_address = dict(parse_qsl(query, keep_blank_values=True))
    if request_data is None:
        return Params(in_address)
    sent = request_data.multipart_data if request_data.contains_files else {}
    uploads = {name: Upload(str(file[0]), _content(file[1])) for name, file in sent.items()}
    given = {name: value for name, value in request_data.json_parameters.items() if name not in uploads}
    return Params(in_address | given, uploads)


def _content(file: bytes | IO[bytes]) -> bytes:
    return file if isinstance(file, bytes) else file.read()


def _readable(body: bytes) -> bool:
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict)
