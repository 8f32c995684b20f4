"""The way from the settings to one's own clock."""

from markupsafe import Markup

from bot import dates
from bot.features.pairing.actions import AskCity
from bot.features.settings.exports import Sight, Way
from bot.message import Button
from bot.words import _


def _line(sight: Sight) -> Markup:
    now = dates.say_time(sight.now.astimezone(sight.me.tz).time())
    return Markup(_("My clock: %(time)s now, for our private chat alone")) % {"time": now}


CLOCK = Way(under="mine", button=lambda sight: Button(_("My clock"), AskCity(sight.space.id)), line=_line)
