"""A bare send loop over the bot's own transport: `… -m tests.bench.echoes.sendloop MESSAGES TOKEN ADDRESS`.

It asks for updates once, to say that it is ready, then sends a card to one chat after the other, 64 at once.
"""

import asyncio
import sys

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode

from bot.telegram.outbound.transport import AiohttpRequest
from tests.bench.load import chat_of

AT_ONCE = 64
_TEXT = (
    "<b>Today's question</b>\n\n"
    + "What did you see today that you would have liked to show me at once? " * 3
)


async def main(messages: int, token: str, address: str) -> None:
    """Send so many messages, then wait to be ended."""
    bot = Bot(
        token,
        base_url=f"{address}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=1),
    )
    buttons = [
        [InlineKeyboardButton("Answer privately", callback_data="q.answer:1:1")],
        [InlineKeyboardButton("We talked about it", callback_data="q.talked:1:1")],
    ]
    chats = iter(range(1, messages + 1))

    async def along() -> None:
        for couple in chats:
            await bot.send_message(
                chat_of(couple),
                _TEXT,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
                reply_markup=InlineKeyboardMarkup(buttons),
            )

    async with bot:
        await bot.get_updates(timeout=0)
        await asyncio.gather(*(along() for _ in range(AT_ONCE)))
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *sys.argv[2:4]))
