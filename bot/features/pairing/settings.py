"""The way from the settings to one's own clock."""

from markupsafe import Markup

from bot import dates
from bot.features.pairing.actions import AskCity
from bot.features.settings.exports import PageContext, Way
from bot.message import Button
from bot.words import _


def _line(context: PageContext) -> Markup:
    now = dates.say_time(context.now.astimezone(context.me.tz).time())
    return Markup(_("My clock: %(time)s now, for our private chat alone")) % {"time": now}


CLOCK = Way(under="mine", button=lambda context: Button(_("My clock"), AskCity(context.space.id)), line=_line)
