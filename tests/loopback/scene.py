"""A bot without a framework, and the scene in which the scenarios play."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.clock import MovableClock
from bot.loopback.model import Json
from bot.loopback.params import Params
from bot.loopback.shown import Shown
from tests.people import Group, Loopback, Person

MORNING = datetime(2026, 7, 1, 9, tzinfo=UTC)


class Refusal(AssertionError):
    """What Telegram answered instead of a result; a scenario that does not expect it fails."""

    def __init__(self, answer: Json) -> None:
        super().__init__(answer["description"])
        self.description = str(answer["description"])
        self.parameters: Json = answer.get("parameters", {})


@dataclass
class RawBot:
    """Calls methods by name and looks at raw updates."""

    telegram: Loopback
    offset: int = 0

    async def answer(self, method: str, **params: object) -> Json:
        """Call a method and return the whole answer, result or refusal."""
        given = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()
        }
        _, body = await self.telegram.call(method, Params(given), self.telegram.token)
        answer: Json = json.loads(body)
        return answer

    async def __call__(self, method: str, **params: object) -> Any:
        """Call a method and return its result, or raise Refusal."""
        answer = await self.answer(method, **params)
        if not answer["ok"]:
            raise Refusal(answer)
        return answer["result"]

    async def hears(self) -> list[Json]:
        """Return the updates that came since the last time, and confirm them."""
        updates: list[Json] = await self("getUpdates", offset=self.offset)
        if updates:
            self.offset = updates[-1]["update_id"] + 1
            await self("getUpdates", offset=self.offset)
        return updates

    async def kinds(self) -> list[str]:
        """Return the kinds of the updates that came since the last time."""
        return [key for update in await self.hears() for key in update if key != "update_id"]

    async def words(self) -> list[str]:
        """Return the words of the messages that came since the last time."""
        return [
            str(update["message"].get("text", "")) for update in await self.hears() if "message" in update
        ]


@dataclass
class Scene:
    """Ana and Ben in a group with the bot, both doors open; Cleo in the group, her door shut."""

    telegram: Loopback
    clock: MovableClock
    bot: RawBot
    ana: Person
    ben: Person
    cleo: Person
    group: Group

    async def card(self, **extras: object) -> Shown:
        """Let the bot post a card with a button in the group and return it."""
        keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
        given = {"reply_markup": keyboard} | extras
        await self.bot("sendMessage", chat_id=self.group.id, text="A card", **given)
        return self.group.last()


async def play(*off: str) -> Scene:
    """Set the scene, with some behaviours switched off."""
    clock = MovableClock(MORNING)
    telegram = Loopback(clock)
    telegram.rules.off(*off)
    ana, ben, cleo = (telegram.person(name) for name in ("Ana", "Ben", "Cleo"))
    group = await ana.creates_group("Ana & Ben", ben, cleo)
    await group.adds_bot(by=ana)
    await ana.says("/start")
    await ben.says("/start")
    bot = RawBot(telegram)
    every_kind = ["message", "edited_message", "channel_post", "callback_query", "my_chat_member"]
    await bot("getUpdates", allowed_updates=[*every_kind, "chat_member", "message_reaction"])
    await bot.hears()
    return Scene(telegram, clock, bot, ana, ben, cleo, group)


async def refused(words: str, scene: Scene, method: str, **params: object) -> Refusal:
    """Call a method that must be refused in these words, and return the refusal."""
    answer = await scene.bot.answer(method, **params)
    assert answer.get("description", "carried out") == words
    return Refusal(answer)
