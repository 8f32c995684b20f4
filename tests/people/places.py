"""Places as the tests see them: private chats, groups, topics, channels; who comes, who goes."""

from bot.loopback import groups, membership, shown
from bot.loopback.model import Chat, Json, Member, Thread, User
from bot.loopback.parts import Somebody, Telegram
from bot.loopback.shown import Shown
from bot.loopback.topics import GENERAL
from bot.loopback.world import World
from tests.people.failing import Failure

_BLUE = 0x6FB9F0


class Place(shown.Place):
    """A chat in which something must have been said when a test looks for it."""

    @property
    def ever(self) -> list[Shown]:
        """What is there now or was deleted, oldest first; after an upgrade only what was said since."""
        messages = [*self.now.messages.values(), *self.now.gone]
        return [Shown(message, self) for message in sorted(messages, key=lambda it: it.order)]

    def last(self) -> Shown:
        """Return the newest message; fails in an empty chat."""
        if not self.messages:
            raise Failure("nothing was ever said here")
        return max(self.messages, key=lambda it: it.message.order)


class Door(Place, shown.Door):
    """One person's private chat with the bot."""


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
            raise Failure("General cannot be deleted")
        self._state.deleted = True
        for one in self.messages:
            self._telegram.world.delete(one.message)
        await self._telegram.settle()

    async def _line(self, by: Somebody, content: Json) -> None:
        self._telegram.world.post(self.now, by.user, content, thread=self.thread)
        await self._telegram.settle()


class Group(Place, groups.Group):
    """A group or supergroup. Each deed ends when the bot is done with it."""

    async def removes_bot(self, by: Somebody) -> None:
        """Remove the bot."""
        world = self._telegram.world
        membership.remove(world, self.now, world.bot, by.user)
        await self._telegram.settle()

    async def adds(self, somebody: Somebody, by: Somebody) -> None:
        """Add a person or another bot."""
        membership.add(self._telegram.world, self.now, somebody.user, by.user)
        await self._telegram.settle()

    async def removes(self, somebody: Somebody, by: Somebody) -> None:
        """Remove a person or another bot."""
        membership.remove(self._telegram.world, self.now, somebody.user, by.user)
        await self._telegram.settle()

    async def promotes(self, somebody: Somebody, by: Somebody) -> None:
        """Make a person an administrator."""
        membership.promote(self._telegram.world, self.now, somebody.user, by.user)
        await self._telegram.settle()

    async def promotes_bot(self, by: Somebody, *, admin: bool = True) -> None:
        """Make the bot an administrator, or an ordinary member again."""
        world = self._telegram.world
        membership.promote(world, self.now, world.bot, by.user, admin=admin)
        await self._telegram.settle()

    async def restricts_bot(self, by: Somebody) -> None:
        """Let the bot stay and say nothing (a supergroup's "restricted")."""
        world = self._telegram.world
        world.move(self.now, self.now.members[world.bot.id], "restricted", by.user)
        await self._telegram.settle()

    async def allows_writing(self, *, allowed: bool) -> None:
        """Let ordinary members write, or not; Telegram tells bots nothing of it."""
        self.now.writable = allowed
        await self._telegram.settle()

    async def renamed(self, title: str, by: Somebody | None = None) -> None:
        """Change the name (by the owner where nobody is named)."""
        membership.rename(self._telegram.world, self.now, title, self._owner(by).user)
        await self._telegram.settle()

    async def becomes_supergroup(self, by: Somebody | None = None) -> None:
        """Upgrade the group, by its owner where nobody is named."""
        self.chats.append(membership.upgrade(self._telegram.world, self.now, self._owner(by).user))
        await self._telegram.settle()

    async def becomes_public(self, username: str = "our_little_home", by: Somebody | None = None) -> None:
        """Give the group a username, by which anybody finds and reads it; a basic group is upgraded first.

        Telegram writes no line about it and sends the bot nothing: it stands in the chat of whatever comes
        next, and in getChat.
        """
        await self._needs_supergroup(by)
        self.now.username = username
        await self._telegram.settle()

    async def becomes_private(self) -> None:
        """Take the username away."""
        self.now.username = None
        await self._telegram.settle()

    async def shows_history(self, *, visible: bool = True, by: Somebody | None = None) -> None:
        """Show old messages to whoever comes later, or not; a basic group is upgraded first."""
        await self._needs_supergroup(by)
        self.now.history_visible = visible
        await self._telegram.settle()

    async def becomes_forum(self, by: Somebody | None = None) -> Topic:
        """Switch topics on and return General; a basic group is upgraded first. The bot is told nothing."""
        await self._needs_supergroup(by)
        self.now.forum = True
        self.now.topics.setdefault(GENERAL, Thread())
        await self._telegram.settle()
        return Topic(self._telegram, self, GENERAL)

    async def opens_topic(self, name: str, by: Somebody) -> Topic:
        """Open a topic, of which its first line tells."""
        if not self.now.forum:
            raise Failure("only a group with topics opens one")
        thread = open_topic(self._telegram.world, self.now, name, by.user)
        await self._telegram.settle()
        return Topic(self._telegram, self, thread)

    async def gets_channel_post(self, channel: "Channel", text: str) -> Shown:
        """Receive the automatic forward of a linked channel's post."""
        world = self._telegram.world
        message = world.post(self.now, None, {"text": text}, sender_chat=channel.now, automatic_forward=True)
        await self._telegram.settle()
        return Shown(message, self)

    async def _needs_supergroup(self, by: Somebody | None) -> None:
        if self.now.kind == "group":
            await self.becomes_supergroup(by)

    def _owner(self, by: Somebody | None) -> Member:
        if by is not None:
            return self.now.members[by.id]
        return next(member for member in self.now.members.values() if member.status == "creator")


class Channel(Group):
    """A channel, in which only the channel itself speaks."""

    async def posts(self, text: str) -> Shown:
        """Post in the channel."""
        message = self._telegram.world.post(self.now, None, {"text": text}, sender_chat=self.now)
        await self._telegram.settle()
        return Shown(message, self)


def open_topic(world: World, chat: Chat, name: str, by: User) -> int:
    """Open a topic and return its number, which is that of its first line."""
    line = world.post(chat, by, {"forum_topic_created": {"name": name, "icon_color": _BLUE}}, first_line=True)
    return line.id
