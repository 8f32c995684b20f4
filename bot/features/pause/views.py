"""The words of a pause. None of them is ever said in the group, or tells of the other."""

from datetime import datetime

from markupsafe import Markup, escape

from bot.dates import say_until
from bot.features.pause.actions import GoOn, RestFor, RestUntil, TypeEnd
from bot.features.pause.rules import Span
from bot.features.settings.exports import Turn
from bot.message import Button, Message
from bot.spaces.model import Space
from bot.typed import Reading
from bot.words import _


def choice(space: Space) -> Message:
    """Return the choice of a pause: the same whether one runs or not, so that a glance tells nothing."""
    text = Markup(
        _(
            "<b>Rest</b>: I'll stop posting for both of you. I won't say who asked. A wish that one of you "
            "passes on still comes, without sound.\n<b>Go on</b>: I'll post as you've set it."
        )
    )
    rows = (
        (_span(space, _("1 day"), Span.DAY), _span(space, _("3 days"), Span.THREE_DAYS)),
        (_span(space, _("A week"), Span.WEEK), Button(_("Until…"), TypeEnd(space.id))),
        (_go_on(space),),
        (Button(_("Only light questions for a while"), Turn(space.id, "light")),),
    )
    return Message(text, rows=rows, page=True)


def rests(until: datetime) -> str:
    """Return the toast after a rest was chosen; `until` is its end by the person's own clock."""
    return _("Resting until %(until)s.") % {"until": say_until(until)}


def understood(space: Space, until: datetime) -> Message:
    """Return the answer to a typed end: the end as it was read, and the ways on."""
    text = Markup(_("I'm resting until %(until)s. /question still works.")) % {"until": say_until(until)}
    return Message(text, rows=((_change(space), _go_on(space)),), page=True)


def which(space: Space, reading: Reading[datetime]) -> Message:
    """Return the question whether an end was meant that is a guess, or which of two."""
    ends = [end for end in (reading.meant, reading.other) if end is not None]
    text = (
        Markup(_("Do you mean %(one)s? Tap it, and I'll rest until then."))
        if len(ends) == 1
        else Markup(_("Do you mean %(one)s or %(other)s? Tap one, and I'll rest until then."))
    ) % {"one": say_until(ends[0]), "other": say_until(ends[-1])}
    shown = ((Button(say_until(end), RestUntil(space.id, end)),) for end in ends)
    return Message(text, rows=(*shown, (_change(space),)), page=True)


def goes_on() -> str:
    """Return the toast after *Go on*, the same whether a pause ran or not, and whatever the other chose."""
    return _("I go on, unless anything else rests.")


def is_over() -> Message:
    """Return the answer to a typed end that was over before it could be taken."""
    return Message(escape(_("That time is over already. /pause starts anew.")), page=True)


def until_prompt() -> Message:
    """Return the prompt for an end."""
    return Message(escape(_("Until when? A date like 14 July, or a number of days, 30 at most.")), page=True)


def unreadable() -> str:
    """Return the answer to what is no end."""
    return _("I couldn't read that. A date like 14 July works, or a number of days like 10.")


def too_long() -> str:
    """Return the answer to an end too far ahead."""
    return _("30 days is the longest I rest in one go. You can pause again then.")


def stale() -> str:
    """Return the toast on a button that leads nowhere any more."""
    return _("That button has expired. /pause starts anew.")


def _span(space: Space, label: str, span: Span) -> Button:
    return Button(label, RestFor(space.id, span))


def _change(space: Space) -> Button:
    return Button(_("Change"), TypeEnd(space.id))


def _go_on(space: Space) -> Button:
    return Button(_("Go on"), GoOn(space.id))
