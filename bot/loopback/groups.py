"""Groups and channels in the tests' language: who comes, who goes, what becomes of them."""

from bot.loopback import membership
from bot.loopback.model import Member, Thread
from bot.loopback.parts import Somebody
from bot.loopback.shown import Place, Shown
from bot.loopback.topics import GENERAL, Topic, open_topic


class Group(Place):
    """A group or supergroup. Each deed ends when the bot is done with it."""

    @property
    def title(self) -> str:
        """The group's name."""
        return self.now.title

    async def adds_bot(self, by: Somebody, payload: str | None = None) -> None:
        """Add the bot from the group, or (with a payload, even an empty one) by its startgroup link."""
        world = self._telegram.world
        if payload is None:
            membership.add(world, self.now, world.bot, by.user)
        else:
            membership.add_by_link(world, self.now, by.user, payload)
        await self._telegram.settle()

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
            raise AssertionError("only a group with topics opens one")
        thread = open_topic(self._telegram.world, self.now, name, by.user)
        await self._telegram.settle()
        return Topic(self._telegram, self, thread)

    async def _needs_supergroup(self, by: Somebody | None) -> None:
        if self.now.kind == "group":
            await self.becomes_supergroup(by)

    async def gets_channel_post(self, channel: "Channel", text: str) -> Shown:
        """Receive the automatic forward of a linked channel's post."""
        world = self._telegram.world
        message = world.post(self.now, None, {"text": text}, sender_chat=channel.now, automatic_forward=True)
        await self._telegram.settle()
        return Shown(message, self)

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
