"""The words of a pause. None of them is ever said in the group, or tells of the other."""

from dataclasses import replace
from datetime import datetime

from markupsafe import Markup, escape

from bot.cards import Button, Card
from bot.dates import say_until
from bot.feature import Line
from bot.features.pause import rules
from bot.spaces.model import Space
from bot.telegram.taps import data
from bot.typed import Reading
from bot.words import _


def how_long(space: Space, until: datetime | None) -> Card:
    """Return the choice of a pause; `until` is the end, by the person's clock, of the one that runs."""
    text = escape(
        _(
            "How long shall I rest? Until then I begin nothing for either of you, and I name nobody. "
            "A wish that one of you passes on still comes, without sound."
        )
    )
    rows = (
        (_span(space, _("1 day"), "1"), _span(space, _("3 days"), "3")),
        (_span(space, _("A week"), "7"), Button(_("Until…"), data("z.until", space.id))),
    )
    if until is None:
        return Card(text, rows=rows)
    running = resting(space, until)
    return Card(Markup("\n\n").join([running.text, text]), rows=(*running.rows, *rows))


def resting(space: Space, until: datetime) -> Card:
    """Return the card of a pause that runs; `until` is its end by the person's own clock."""
    text = Markup(_("I'm resting until %(until)s. /question still works.")) % {"until": say_until(until)}
    return Card(text, rows=((_end(space),),))


def understood(space: Space, until: datetime) -> Card:
    """Return the card of a pause whose end was typed: the end as it was read, and the way to type another."""
    return replace(resting(space, until), rows=((_change(space), _end(space)),))


def which(space: Space, reading: Reading[datetime]) -> Card:
    """Return the question whether an end was meant that is a guess, or which of two."""
    ends = [end for end in (reading.meant, reading.other) if end is not None]
    text = (
        Markup(_("Do you mean %(one)s? Tap it, and I'll rest until then."))
        if len(ends) == 1
        else Markup(_("Do you mean %(one)s or %(other)s? Tap one, and I'll rest until then."))
    ) % {"one": say_until(ends[0]), "other": say_until(ends[-1])}
    shown = ((Button(say_until(end), data("z.at", space.id, 0, rules.minutes(end))),) for end in ends)
    return Card(text, rows=(*shown, (_change(space),)))


def line(space: Space, until: datetime) -> Line:
    """Return the line of /today at the door of who rests."""
    return Line(resting(space, until).text, (_end(space),))


def ended() -> Card:
    """Return the card after a pause, the same whatever the other chose."""
    return Card(escape(_("Your pause is over. Good to have you back.")))


def until_prompt() -> Card:
    """Return the prompt for an end."""
    return Card(escape(_("Until when? A date like 14 July, or a number of days, 30 at most.")))


def unreadable() -> str:
    """Return the answer to what is no end."""
    return _("I couldn't read that. A date like 14 July works, or a number of days like 10.")


def too_long() -> str:
    """Return the answer to an end too far ahead."""
    return _("30 days is the longest I rest in one go. You can pause again then.")


def stale() -> str:
    """Return the toast on a button that leads nowhere any more."""
    return _("That button is from another day. /pause starts anew.")


def _span(space: Space, label: str, span: str) -> Button:
    return Button(label, data("z.for", space.id, 0, span))


def _change(space: Space) -> Button:
    return Button(_("Change"), data("z.until", space.id))


def _end(space: Space) -> Button:
    return Button(_("End my pause"), data("z.end", space.id))
