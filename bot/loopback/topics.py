"""Topics of a supergroup: places of their own, opened, closed, renamed and deleted by people.

Sources: core.telegram.org/bots/api#message (`message_thread_id`, `is_topic_message`, the service messages);
"message thread not found" for General's own number and for deleted topics: tdlib/telegram-bot-api#798 and
#854; TOPIC_CLOSED: core.telegram.org/method/messages.sendMessage.
"""

from bot.loopback.model import Chat, Json, Thread, User, bad_request
from bot.loopback.params import Params
from bot.loopback.parts import Somebody, Telegram
from bot.loopback.shown import Place, Shown
from bot.loopback.world import World

GENERAL = 1  # its number in the apps; bots name it by naming none
_BLUE = 0x6FB9F0


def thread_for(world: World, chat: Chat, params: Params, answered: int | None) -> int | None:
    """Return the topic that a message of the bot's goes to, None for General and where there are none.

    Args:
        world: the world.
        chat: where it is sent.
        params: the call's parameters.
        answered: the topic of the message it replies to, which it joins when it names none itself.

    Raises:
        ApiError: there is no such topic (any more), or it is closed and the bot no administrator.
    """
    asked = params.number("message_thread_id")
    if asked and world.rules["thread_not_found"]:
        topic = chat.topics.get(asked)
        if asked == GENERAL or topic is None or topic.deleted:
            raise bad_request("message thread not found")
    thread = (asked if asked in chat.topics else None) or (answered if chat.forum else None)
    standing = world.standing(chat)
    admin = standing is not None and standing.admin
    if chat.forum and chat.topics[thread or GENERAL].closed and not admin and world.rules["topics_close"]:
        raise bad_request("TOPIC_CLOSED")
    return thread


class Topic(Place):
    """One topic of a group. General's messages carry no number of a topic."""

    def __init__(self, telegram: Telegram, group: Place, thread: int) -> None:
        super().__init__(telegram, group.now)
        self.chats = group.chats  # the same list: it goes where the group goes
        self._number = thread

    @property
    def thread(self) -> int | None:
        """The topic's message_thread_id, None for General."""
        return None if self._number == GENERAL else self._number

    @property
    def messages(self) -> list[Shown]:
        """What is there now, oldest first."""
        return [Shown(one, self) for one in self.now.messages.values() if one.thread == self.thread]

    @property
    def _state(self) -> Thread:
        return self.now.topics[self._number]

    async def renamed(self, name: str, by: Somebody) -> None:
        """Give it another name."""
        await self._line(by, {"forum_topic_edited": {"name": name}})

    async def closes(self, by: Somebody) -> None:
        """Close it: only administrators write there until it is opened again."""
        self._state.closed = True
        await self._line(by, {"forum_topic_closed": {}})

    async def reopens(self, by: Somebody) -> None:
        """Open it again."""
        self._state.closed = False
        await self._line(by, {"forum_topic_reopened": {}})

    async def is_deleted(self) -> None:
        """Delete it with everything in it (not General); the bot is told nothing."""
        if self.thread is None:
            raise AssertionError("General cannot be deleted")
        self._state.deleted = True
        for shown in self.messages:
            self._telegram.world.delete(shown.message)
        await self._telegram.settle()

    async def _line(self, by: Somebody, content: Json) -> None:
        self._telegram.world.post(self.now, by.user, content, thread=self.thread)
        await self._telegram.settle()


def open_topic(world: World, chat: Chat, name: str, by: User) -> int:
    """Open a topic and return its number, which is that of its first line."""
    line = world.post(chat, by, {"forum_topic_created": {"name": name, "icon_color": _BLUE}}, first_line=True)
    return line.id
