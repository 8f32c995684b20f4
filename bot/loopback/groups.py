"""Groups as their people see them."""

from bot.loopback import membership
from bot.loopback.parts import Somebody
from bot.loopback.shown import Place


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
