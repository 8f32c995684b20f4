"""The loopback Telegram with the people of the tests in it."""

from typing import Any

from bot.loopback import telegram
from bot.loopback.model import Member
from tests.people.person import Person
from tests.people.places import Channel, Group


class Loopback(telegram.Loopback):
    """A strict Telegram whose people fail a test with what they saw.

    Attributes:
        places: every group that its people made.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: list[Group] = []

    def person(self, name: str, language: str | None = "en") -> Person:
        """Add a person who has not met the bot."""
        return Person(self, self.world.person(name, language))

    def other_bot(self, name: str) -> Person:
        """Add another bot, which can be added to groups and speak there."""
        return Person(self, self.world.person(name, is_bot=True))

    def channel(self, title: str) -> Channel:
        """Add a channel."""
        return Channel(self, self.world.chat("channel", title))

    def groups_of(self, person: Person) -> list[Group]:
        """Return the groups a person is in now."""
        members = (
            (place, place.now.members.get(person.id, Member(person.user, "left"))) for place in self.places
        )
        return [place for place, member in members if member.present]

    async def renames_bot(self, name: str | None = None, username: str | None = None) -> None:
        """Give the bot another name or @username, as its owner does in BotFather; the bot is told nothing."""
        bot = self.world.bot
        bot.name, bot.username = name or bot.name, username or bot.username
        await self.settle()
