"""The settings card: one message, whose pages are turned in place."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from markupsafe import Markup, escape

from bot import dates
from bot.cards import Card
from bot.features.settings import mine, ours, packs
from bot.features.settings.sight import Sight
from bot.typed import Reading
from bot.words import _


def page(sight: Sight, name: str) -> Card | None:
    """Return a page of the settings, or None if there is none of that name."""
    card = _named(sight, name)
    return None if card is None else replace(card, page=True)


def _named(sight: Sight, name: str) -> Card | None:
    if name.startswith("topics"):
        number = name.removeprefix("topics")
        return mine.topics(sight, int(number)) if number.isdecimal() and len(number) < 4 else None
    of_one, _sep, which = name.partition(",")
    if of_one.startswith("topic") and of_one[5:].isdecimal() and len(of_one) < 9:
        return mine.topic(sight, int(of_one[5:]), which)
    if of_one == "pack":
        return packs.pack(sight, which)
    build = _PAGES.get(name)
    return None if build is None else build(sight)


def time_prompt(*, evening: bool) -> Card:
    """Return the prompt for a typed time, or for one of an `evening`."""
    if evening:
        return Card(escape(_("Which time? For example 21:30 or quarter to ten.")), page=True)
    return Card(escape(_("Which time? For example 7:30 or 19.15.")), page=True)


def unreadable_time(*, evening: bool) -> str:
    """Return the answer to what is no time, or none of an `evening`."""
    if evening:
        return _("I couldn't read that as a time. Something like 21:30 or quarter to ten works.")
    return _("I couldn't read that as a time. Something like 7:30 or 19.15 works.")


def which_time(sight: Sight, key: str, reading: Reading[time]) -> Card:
    """Return the question whether a time was meant that is a guess, or which of two."""
    times = [at for at in (reading.meant, reading.other) if at is not None]
    text = (
        Markup(_("Do you mean %(one)s? Tap it to set it."))
        if len(times) == 1
        else Markup(_("Do you mean %(one)s or %(other)s? Tap one to set it."))
    ) % {"one": dates.say_time(times[0]), "other": dates.say_time(times[-1])}
    shown = tuple(sight.set(dates.say_time(at), key, f"{at:%H%M}") for at in times)
    return Card(text, rows=(shown, (sight.type(_("Change"), key),)), page=True)


def understood(sight: Sight, key: str, at: time, page: Card) -> Card:
    """Return a page below the time that was read, and the way to type another time in its keyboard."""
    change = sight.type(_("Change"), key)
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


def _home(sight: Sight) -> Card:
    text = Markup(
        _(
            "<b>Settings</b>\n%(summary)s\n\n"
            "That's for you both, and a change is told in your group. What's under <b>Just mine</b> is never "
            "shown to %(name)s."
        )
    ) % {"name": sight.other.name, "summary": ours.summary(sight)}
    return Card(
        text,
        rows=(
            (sight.go(_("Our times"), "times"), sight.go(_("Rest days"), "rest")),
            (sight.go(_("Pace"), "pace"), sight.go(_("Quiet hours"), "quiet")),
            (sight.go(_("Our clock"), "clock"), sight.go(_("Just mine"), "mine")),
        ),
    )


_PAGES: Mapping[str, Callable[[Sight], Card]] = {
    "home": _home,
    "times": ours.times,
    "question": ours.question,
    "kindness": ours.kindness,
    "rest": ours.rest,
    "pace": ours.pace,
    "quiet": ours.quiet,
    "qfrom": ours.quiet_from,
    "quntil": ours.quiet_until,
    "clock": ours.clock,
    "hours": ours.my_hours,
    "mine": mine.mine,
    "answers": mine.kept,
    "reminder": mine.reminder,
    "depth": mine.depth,
    "light": mine.light,
    "packs": packs.packs,
    "intimacy": packs.intimacy,
    "faith": packs.faith,
}
