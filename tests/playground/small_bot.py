"""A bot of a few lines for the page's tests: it greets, opens a door, takes an answer, shows a reveal."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from bot.loopback.model import Json
from bot.loopback.params import Params
from tests.people import Loopback

REVEAL = (
    "Both answers are open.\n"
    "Ana: <tg-spoiler>the walk</tg-spoiler>\n"
    "Ben: <tg-spoiler>the <b>soup</b></tg-spoiler>"
)
ALERT = "Send one photo of something that made you think of them.\n\nOnly you see this."
TOAST = "Noted. Only you see this."


class SmallBot:
    """Hears raw updates and calls raw methods, with long polling like a real one."""

    def __init__(self, telegram: Loopback) -> None:
        self._telegram = telegram
        self._link = f"https://t.me/{telegram.world.bot.username}"

    async def run(self) -> None:
        """Hear and answer until cancelled."""
        await self._call("setMyDescription", description="One good question a day.")
        menu = [{"command": "thanks", "description": "Thank each other"}]
        await self._call("setMyCommands", commands=menu, scope={"type": "all_group_chats"})
        offset = 0
        while True:
            for update in await self._call("getUpdates", offset=offset, timeout=50):
                offset = update["update_id"] + 1
                await self._hears(update)

    async def _hears(self, update: Json) -> None:
        if "callback_query" in update:
            await self._is_tapped(update["callback_query"])
        elif "message" in update:
            await self._is_told(update["message"])

    async def _is_told(self, message: Json) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        group = message["chat"]["type"] != "private"
        if text.startswith("/start") and group:
            rows = [
                [("Answer privately", "prompt")],
                [("Only for me", "alert"), ("Not today", "toast")],
                [("Reveal", "reveal")],
            ]
            await self._says(chat, "Today's question", rows)
        elif text == "/start":
            rows = [[("Add me to our group", f"{self._link}?startgroup=hello")], [("Only for me", "alert")]]
            await self._says(chat, "Hello, I am <b>Kindling</b>.", rows)
        elif text.startswith("/thanks"):
            prompt = {"force_reply": True, "selective": True, "input_field_placeholder": "Thank you for…"}
            reply = {"message_id": message["message_id"]}
            await self._says(chat, "What for?", reply_markup=prompt, reply_parameters=reply)
        elif "reply_to_message" in message:
            await self._says(chat, "Sealed.", reply_parameters={"message_id": message["message_id"]})

    async def _is_tapped(self, query: Json) -> None:
        answer: Json = {"callback_query_id": query["id"]}
        if query["data"] == "alert":
            answer |= {"text": ALERT, "show_alert": True}
        elif query["data"] == "toast":
            answer |= {"text": TOAST}
        elif query["data"] == "reveal":
            await self._says(query["message"]["chat"]["id"], REVEAL, disable_notification=True)
        else:
            prompt = {"force_reply": True, "input_field_placeholder": "Your answer, sealed"}
            await self._says(
                query["from"]["id"],
                "Which ten minutes of all of yesterday would you keep, if you could?",
                reply_markup=prompt,
            )
            answer |= {"url": f"{self._link}?start=n1"}
        await self._call("answerCallbackQuery", **answer)

    async def _says(
        self, chat: int, html: str, rows: list[list[tuple[str, str]]] | None = None, **extras: object
    ) -> None:
        if rows:
            extras["reply_markup"] = {"inline_keyboard": [[_button(*one) for one in row] for row in rows]}
        await self._call("sendMessage", chat_id=chat, text=html, parse_mode="HTML", **extras)

    async def _call(self, method: str, **params: object) -> list[Json]:
        given = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()
        }
        _, body = await self._telegram.call(method, Params(given), self._telegram.token)
        answer = json.loads(body)
        assert answer["ok"], f"{method}: {answer['description']}"
        result: list[Json] = answer["result"]
        return result


def _button(label: str, leads_to: str) -> Json:
    return {"text": label, "url" if "://" in leads_to else "callback_data": leads_to}


@asynccontextmanager
async def small_bot(telegram: Loopback) -> AsyncIterator[None]:
    """Run the small bot while the block runs."""
    running = asyncio.create_task(SmallBot(telegram).run())
    try:
        await telegram.until(telegram.poller_idle)
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
