"""What other features may point at in this one, and add to it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.today.actions import SendAgain
from bot.places import Line
from bot.points import Point
from bot.spaces.model import Space
from content.bank import Bank

__all__ = ("OFFERS_AGAIN", "TODAY", "SendAgain", "TodayLines")

TodayLines = Callable[[AsyncConnection, Bank, Space, int, datetime], Awaitable[Sequence[Line]]]
"""Lines of /today for one person id, at an instant; 0 in the group, where nothing personal may stand."""

TODAY = Point[TodayLines]("lines of /today")

OFFERS_AGAIN = Point[frozenset[str]]("messages that are offered again")
"""Kinds of outbox messages which, where they may not have arrived, a feature's own lines offer once more.

/today itself offers all others.
"""
