"""What happens to chats and their members, told to the features as plain events."""

from datetime import datetime
from typing import Literal

from telegram.constants import ChatType

from bot.registry import Registry
from bot.services import Services
from bot.spaces import store
from bot.telegram.inbound.happening import ChatEvent
from bot.telegram.inbound.processed import ProcessedUpdates
from bot.telegram.incoming import Person
from bot.telegram.parsing import values
from bot.telegram.parsing.updates import Chat, MemberUpdate, Message, User


class Attending:
    """Notices joins, leavings, upgrades, blocks and removals."""

    def __init__(
        self, services: Services, registry: Registry, processed: ProcessedUpdates, bot_id: int
    ) -> None:
        self._services = services
        self._registry = registry
        self._processed = processed
        self._bot_id = bot_id

    async def look_at(self, chat: Chat | None) -> None:
        """Tell the features, before all else of an update, that its group went public or private.

        Telegram says it by the chat's username alone, in whatever comes next, and only supergroups have one
        (https://core.telegram.org/bots/api#chat). What the features write of it is no update of its own.
        """
        if chat is None or chat.type != ChatType.SUPERGROUP:
            return
        public = values.is_public(chat)
        async with self._services.db.read() as tx:
            known = await store.is_public(tx, chat.id)
        if known is None or known == public:
            return
        what: Literal["went_public", "went_private"] = "went_public" if public else "went_private"
        for feature in self._registry.features:
            if feature.events is not None:
                await feature.events(ChatEvent(self._services, what, chat.id, self._services.now()))

    async def take_service(self, message: Message) -> bool:
        """Tell the features what a service message says; False if this is no service message."""
        events = self._events(message)
        if events:
            await self._tell(*events)
        return events is not None

    def _events(self, message: Message) -> list[ChatEvent] | None:
        """Return what a service message says, if anything that matters; None if it is none."""
        by = values.person_of(message.from_user)
        chat_id = message.chat.id
        at = self._services.when(message.date)
        if not values.is_service(message):
            return None
        if (moved := values.moved(message)) is not None:
            old, new = moved
            return [ChatEvent(self._services, "upgraded", old, at, by, new_chat_id=new)]
        if users := values.came(message):
            came = [user for user in users if user.id != self._bot_id]
            return [self._member("member_joined", chat_id, at, by, user) for user in came]
        if (user := values.left(message)) is not None:
            return [] if user.id == self._bot_id else [self._member("member_left", chat_id, at, by, user)]
        return []

    async def take_own_membership(self, update: MemberUpdate) -> None:
        """Tell the features that the bot came into a chat or fell out of it, or that a door was shut."""
        by = values.person_of(update.from_user)
        chat = update.chat
        what: Literal["bot_added", "bot_removed", "door_blocked", "door_opened"]
        if chat.is_private:
            what = "door_opened" if update.is_in else "door_blocked"
        elif update.is_in and not update.was_in:
            what = "bot_added"
        elif update.was_in and not update.is_in:
            what = "bot_removed"
        else:
            return
        at = self._services.when(update.date)
        await self._tell(ChatEvent(self._services, what, chat.id, at, by, is_group=chat.is_group))

    def _member(
        self,
        what: Literal["member_joined", "member_left"],
        chat_id: int,
        at: datetime,
        by: Person | None,
        user: User,
    ) -> ChatEvent:
        subject = Person(user.id, values.name_of(user))
        return ChatEvent(self._services, what, chat_id, at, by, subject, subject_is_bot=user.is_bot)

    async def _tell(self, *events: ChatEvent) -> None:
        """Tell every feature; all that one update says counts as handled together."""
        async with self._processed.whole():
            for event in events:
                for feature in self._registry.features:
                    if feature.events is not None:
                        await feature.events(event)
