"""Hours as the settings say them: with what they are by the clocks that both know of."""

from datetime import time

from markupsafe import Markup, escape

from bot import dates
from bot.features.settings import hours
from bot.features.settings.context import PageContext
from bot.words import _


def hour(context: PageContext, at: time) -> Markup:
    """Return an hour, with what that is by the hours that were told."""
    return escape(dates.say_time(at)) + hours.at_others(context.space, at, context.now)


def night(context: PageContext, at: time) -> Markup:
    """Return a line that says for whom an hour is night, by the hours that were told; none for nobody."""
    names = hours.at_night(context.space, at, context.now)
    if not names:
        return Markup("")
    line = Markup(_("That's night for %(name)s: it makes no sound then."))
    if len(names) > 1:
        line = Markup(_("That's night for you both: it makes no sound then."))
    return line % {"name": names[0]}


def when(context: PageContext, days: str, at: time) -> Markup:
    """Return days and an hour, with what that is by the hours that were told."""
    return Markup(_("%(days)s at %(time)s")) % {"days": dates.say_weekdays(days), "time": hour(context, at)}
