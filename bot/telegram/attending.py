"""What happens to chats and their members, told to the rooms as plain events."""

from typing import Literal

from telegram import ChatMemberUpdated, Message

from bot.house import House
from bot.telegram import parsing
from bot.telegram.incoming import ChatEvent, Person
from bot.telegram.rooms import Rooms


class Attending:
    """Notices joins, leavings, upgrades, blocks and removals."""

    def __init__(self, house: House, rooms: Rooms, bot_id: int) -> None:
        self._house = house
        self._rooms = rooms
        self._bot_id = bot_id

    async def take_service(self, message: Message) -> bool:
        """Tell the rooms what a service message says; False if this is no service message."""
        by = parsing.person_of(message.from_user)
        chat_id = message.chat.id
        if message.migrate_to_chat_id:
            new = message.migrate_to_chat_id
            await self._tell(ChatEvent(self._house, "upgraded", chat_id, by, new_chat_id=new))
        elif message.migrate_from_chat_id:
            old = message.migrate_from_chat_id
            await self._tell(ChatEvent(self._house, "upgraded", old, by, new_chat_id=chat_id))
        elif message.new_chat_members:
            for user in message.new_chat_members:
                await self._member("member_joined", chat_id, by, user.id, user.first_name, user.is_bot)
        elif message.left_chat_member:
            user = message.left_chat_member
            await self._member("member_left", chat_id, by, user.id, user.first_name, user.is_bot)
        else:
            return bool(message.group_chat_created or message.supergroup_chat_created)
        return True

    async def take_own_membership(self, update: ChatMemberUpdated) -> None:
        """Tell the rooms that the bot came into a chat or fell out of it, or that a door was shut."""
        was_in, is_in = parsing.membership_change(update)
        by = parsing.person_of(update.from_user)
        chat = update.chat
        group = parsing.is_group(chat)
        what: Literal["bot_added", "bot_removed", "door_blocked", "door_opened"]
        if chat.type == chat.PRIVATE:
            what = "door_opened" if is_in else "door_blocked"
        elif is_in and not was_in:
            what = "bot_added"
        elif was_in and not is_in:
            what = "bot_removed"
        else:
            return
        await self._tell(ChatEvent(self._house, what, chat.id, by, is_group=group))

    async def _member(
        self,
        what: Literal["member_joined", "member_left"],
        chat_id: int,
        by: Person | None,
        user_id: int,
        name: str,
        is_bot: bool,
    ) -> None:
        if user_id != self._bot_id:
            subject = Person(user_id, name)
            await self._tell(ChatEvent(self._house, what, chat_id, by, subject, subject_is_bot=is_bot))

    async def _tell(self, event: ChatEvent) -> None:
        for feature in self._rooms.features:
            if feature.events is not None:
                await feature.events(event)
