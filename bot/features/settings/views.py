"""The settings card: one message, whose pages are turned in place."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from markupsafe import Markup, escape

from bot import dates
from bot.features.settings.context import PageContext
from bot.features.settings.pages import Pages, Way
from bot.message import Message
from bot.typed import Reading
from bot.words import _


def page(pages: Pages, context: PageContext, name: str) -> Message | None:
    """Return a page of the settings, or None if there is none of that name."""
    overview = _OVERVIEWS.get(name)
    card = pages.card(context, name) if overview is None else overview(pages, context)
    return None if card is None else replace(card, page=True)


def time_prompt(*, evening: bool) -> Message:
    """Return the prompt for a typed time, or for one of an `evening`."""
    if evening:
        return Message(escape(_("Which time? For example 21:30 or quarter to ten.")), page=True)
    return Message(escape(_("Which time? For example 7:30 or 19.15.")), page=True)


def unreadable_time(*, evening: bool) -> str:
    """Return the answer to what is no time, or none of an `evening`."""
    if evening:
        return _("I couldn't read that as a time. Something like 21:30 or quarter to ten works.")
    return _("I couldn't read that as a time. Something like 7:30 or 19.15 works.")


def which_time(context: PageContext, key: str, reading: Reading[time]) -> Message:
    """Return the question whether a time was meant that is a guess, or which of two."""
    times = [at for at in (reading.meant, reading.other) if at is not None]
    text = (
        Markup(_("Do you mean %(one)s? Tap it to set it."))
        if len(times) == 1
        else Markup(_("Do you mean %(one)s or %(other)s? Tap one to set it."))
    ) % {"one": dates.say_time(times[0]), "other": dates.say_time(times[-1])}
    shown = tuple(context.set(dates.say_time(at), key, f"{at:%H%M}") for at in times)
    return Message(text, rows=(shown, (context.type(_("Change"), key),)), page=True)


def understood(context: PageContext, key: str, at: time, page: Message) -> Message:
    """Return a page below the time that was read, and the way to type another time in its keyboard."""
    change = context.type(_("Change"), key)
    rows = tuple(tuple(change if it.tap == change.tap else it for it in row) for row in page.rows)
    has_way = any(it == change for row in rows for it in row)
    read = Markup(_("I read that as %(time)s.")) % {"time": dates.say_time(at)}
    text = Markup("\n\n").join([read, page.text])
    return replace(page, text=text, rows=rows if has_way else ((change,), *rows))


def saved() -> str:
    """Return the toast after a choice."""
    return _("Saved.")


def stale() -> str:
    """Return the toast on a button that leads nowhere any more."""
    return _("That button has expired. See /settings.")


def _home(pages: Pages, context: PageContext) -> Message:
    text = Markup(
        _(
            "<b>Settings</b>\n%(summary)s\n\n"
            "That's for you both, and a change is told in your group. What's under <b>Just mine</b> is never "
            "shown to %(name)s."
        )
    ) % {
        "name": context.other.name,
        "summary": Markup("\n").join([*pages.lines(context, "times"), *pages.lines(context, "home")]),
    }
    return Message(text, rows=pages.rows(context, "home"))


def _times(pages: Pages, context: PageContext) -> Message:
    """Return the overview of what comes when."""
    text = Markup("\n").join([Markup("<b>%s</b>") % _("Our times"), *pages.lines(context, "times")])
    return Message(text, rows=(*pages.rows(context, "times"), (context.back("home"),)))


def _mine(pages: Pages, context: PageContext) -> Message:
    """Return the overview of one's own: hours alone. What was refused is told by no page (`unshown`)."""
    text = Markup("\n").join([Markup("<b>%s</b>") % _("Just mine"), *pages.lines(context, "mine")])
    return Message(text, rows=(*pages.rows(context, "mine"), (context.back("home"),)))


_OVERVIEWS: Mapping[str, Callable[[Pages, PageContext], Message]] = {
    "home": _home,
    "times": _times,
    "mine": _mine,
}

TIMES = Way(under="home", button=lambda context: context.go(_("Our times"), "times"))
MINE = Way(under="home", button=lambda context: context.go(_("Just mine"), "mine"))
