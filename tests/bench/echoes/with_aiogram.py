"""A bare aiogram echo, run by an interpreter that has aiogram: `with_aiogram.py TOKEN ADDRESS`."""

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def echo(message: Message) -> None:
    """Say back what was said."""
    if message.text is not None:
        await message.answer(message.text)


async def main(token: str, address: str) -> None:
    """Run until a signal; updates are handled side by side, as is aiogram's default."""
    logging.basicConfig(level=logging.WARNING)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
