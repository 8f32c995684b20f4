"""The order in which updates are handled: one after the other within a chat, chats side by side."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 64
_WAITING = 1_000_000


class ChatByChat(BaseUpdateProcessor):
    """Keeps the order within each chat; up to `AT_ONCE` updates are in hand together.

    An update takes one of these places only when its chat's turn has come, so a flood from one chat takes one
    place and leaves the others free. The base class's own limit would count those that wait.
    """

    def __init__(self) -> None:
        super().__init__(_WAITING)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self.in_hand = 0

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates, then process this one."""
        chat = update.effective_chat if isinstance(update, Update) else None
        self.in_hand += 1
        try:
            lock = self._chats.setdefault(chat.id if chat else 0, asyncio.Lock())
            async with lock, self._places:
                await coroutine
        finally:
            self.in_hand -= 1

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""
