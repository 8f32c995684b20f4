"""The buttons of a pause, all of them at doors."""

from datetime import datetime

from bot.actions import Action, Guard
from bot.features.pause.rules import Span


class RestFor(Action, name="pause.for", was=("z.for",)):
    """Rest for one of the spans that are offered, from now."""

    span: Span


class RestUntil(Action, name="pause.until", was=("z.at",)):
    """Rest until an end that was shown as what somebody may have meant."""

    end: datetime


class TypeEnd(Action, name="pause.type_end", was=("z.until",)):
    """Be asked for an end in one's own words."""

    guard = Guard(sends=True)


class GoOn(Action, name="pause.go_on", was=("z.end",)):
    """End one's own pause now."""
