"""A bare aiogram echo, run by an interpreter that has aiogram: `with_aiogram.py TOKEN ADDRESS [FILE]`.

With a file it stores what was said in it, and commits, before it answers.
"""

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

from tests.bench.echoes.storing import Notes


async def main(token: str, address: str, stored_in: str = "") -> None:
    """Run until a signal; updates are handled side by side, as is aiogram's default."""
    notes = Notes(stored_in)

    async def echo(message: Message) -> None:
        """Say back what was said."""
        if message.text is not None:
            await notes.add(message.chat.id, message.text)
            await message.answer(message.text)

    logging.basicConfig(level=logging.WARNING)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
