"""What the bot says in the group while it is quiet there, for all who say it."""

from bot.spaces.model import Space
from bot.words import _


def line(space: Space, rest: str) -> str:
    """Return that the bot is quiet, and until when; `rest` says what becomes of what was just said."""
    if space.exposed:
        return _("I'm made for two, so I'll be quiet while this group is public. %(rest)s") % {"rest": rest}
    if space.parted:
        return _("I'm made for two, so I'll be quiet until you're both here. %(rest)s") % {"rest": rest}
    return _("I'm made for two, so I'll be quiet while more people are here. %(rest)s") % {"rest": rest}


def toast(space: Space) -> str:
    """Return the same to who tapped something there that would be seen."""
    if space.exposed:
        return _("I'm quiet while this group is public.")
    if space.parted:
        return _("I'm quiet until you're both here.")
    return _("I'm quiet while more people are here.")
