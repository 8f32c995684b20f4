"""What Telegram says of this bot: token, privacy mode, standing in the groups; and what time it is there."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.clock import Clock
from bot.config import Settings
from bot.db import files
from bot.doctor.finding import Finding, mend, well
from bot.telegram.clockguard import TOLERANCE

_TIMEOUT = aiohttp.ClientTimeout(total=15)
_ADMINS = ("administrator", "creator")


class _OutOfReach(Exception):
    """No answer of Telegram's came."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a method returned, None where it was refused, and when Telegram says that was."""

    result: Mapping[str, Any] | None
    date: datetime | None


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Return what can be found out by asking; without a network, that."""
    if settings.telegram_bot_token is None:
        return [mend("token", "TELEGRAM_BOT_TOKEN is missing; put the token from @BotFather into .env")]
    base = f"{settings.telegram_api_base}/bot{settings.telegram_bot_token.get_secret_value()}"
    host = urlsplit(settings.telegram_api_base).hostname
    try:
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False) as session:
            me = await _ask(session, f"{base}/getMe")
            now = clock.now()
            if me.result is None:
                return [mend("token", "Telegram refuses TELEGRAM_BOT_TOKEN; copy it anew from @BotFather")]
            found = [
                well("token", f"@{me.result.get('username')}"),
                _privacy(me.result),
                _clock(me.date, now),
            ]
            for space, chat in _groups(settings):
                asked = f"{base}/getChatMember?chat_id={chat}&user_id={me.result.get('id')}"
                found.append(_standing(space, (await _ask(session, asked)).result))
                look = (await _ask(session, f"{base}/getChat?chat_id={chat}")).result
                if look is not None and look.get("username"):
                    found.append(_public(space))
    except _OutOfReach:
        text = (
            f"{host} is out of reach, so token, privacy mode, groups and clock were not looked at; get online"
        )
        return [mend("network", text)]
    return found


async def _ask(session: aiohttp.ClientSession, url: str) -> _Answer:
    try:
        async with session.get(url, allow_redirects=False) as response:
            body = await response.json(content_type=None)
            refused = response.status in (
                HTTPStatus.UNAUTHORIZED,
                HTTPStatus.NOT_FOUND,
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.FORBIDDEN,
            )
            date = response.headers.get("Date")
    except (aiohttp.ClientError, OSError, ValueError):
        body = None
        refused = False
        date = None
    # Raised outside the handler: aiohttp's errors print the address, and with it the token.
    if not isinstance(body, dict) or not (refused or body.get("ok")):
        raise _OutOfReach
    return _Answer(None if refused else body["result"], _parsed(date))


def _parsed(date: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(date).astimezone(UTC) if date else None
    except ValueError:
        return None


def _privacy(me: Mapping[str, Any]) -> Finding:
    if me.get("can_read_all_group_messages"):
        return mend(
            "privacy mode",
            "it is off, so Telegram shows the bot every message; tell @BotFather /setprivacy, Enable, then "
            "take the bot out of the group and add it again",
        )
    return well("privacy mode", "on: the bot sees commands, replies to it and taps")


def _clock(there: datetime | None, here: datetime) -> Finding:
    if there is None:
        return well("clock", "Telegram did not say what time it is there")
    apart = here - there
    seconds = round(abs(apart.total_seconds()))
    if abs(apart) > TOLERANCE:
        way = "ahead of" if apart > timedelta() else "behind"
        return mend("clock", f"this machine is {seconds} s {way} Telegram; switch its time service on")
    return well("clock", f"within {max(seconds, 1)} s of Telegram's")


def _groups(settings: Settings) -> list[tuple[int, int]]:
    """Return (space id, chat id) of the groups the bot works in; none where that cannot be read."""
    path = settings.database_path
    if not path.exists():
        return []
    try:
        with closing(files.connect(path)) as database:
            return database.execute(
                "SELECT id, chat_id FROM spaces WHERE state = 'active' AND chat_id IS NOT NULL LIMIT 50"
            ).fetchall()
    except sqlite3.Error:
        return []


def _public(space: int) -> Finding:
    text = "it is public: anybody can read it, and the bot is quiet there; make it private in its settings"
    return mend(f"group of space {space}", text)


def _standing(space: int, member: Mapping[str, Any] | None) -> Finding:
    what = f"group of space {space}"
    status = member.get("status") if member else None
    if status in _ADMINS:
        return mend(
            what, "the bot is an administrator there, so it sees every message; make it a plain member"
        )
    if status is None or status in ("left", "kicked"):
        return mend(what, "the bot is not in it any more; add it again, or let it end")
    return well(what, "a plain member, no administrator")
