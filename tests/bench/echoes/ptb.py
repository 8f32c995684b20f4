"""A bare python-telegram-bot echo: `python -m tests.bench.echoes.ptb (aiohttp|httpx) TOKEN ADDRESS [FILE]`.

With a file it stores what was said in it, and commits, before it answers.

`aiohttp` is the bot's own transport, `httpx` what python-telegram-bot brings. Updates are handled side by
side (`concurrent_updates`), which is faster here than its default of one after the other.
"""

import logging
import sys
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackContext, MessageHandler, filters

from tests.bench.echoes.storing import Notes


def main(transport: str, token: str, address: str, stored_in: str = "") -> None:
    """Run until a signal."""
    notes = Notes(stored_in)

    async def echo(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Say back what was said."""
        message = update.effective_message
        if message is not None and message.text is not None:
            await notes.add(message.chat_id, message.text)
            await context.bot.send_message(message.chat_id, message.text)

    logging.basicConfig(level=logging.WARNING)
    builder = ApplicationBuilder().token(token).base_url(f"{address}/bot").concurrent_updates(True)
    if transport == "aiohttp":
        from bot.telegram.outbound.transport import AiohttpRequest

        builder = builder.request(AiohttpRequest()).get_updates_request(AiohttpRequest(connections=1))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:5])
