"""What other features may point at in this one, and what they make their own pages of."""

from bot.features.settings import hours, said
from bot.features.settings.actions import Open, Turn
from bot.features.settings.context import PageContext
from bot.features.settings.pages import (
    DEEPENS_AFTER,
    SETTINGS,
    Change,
    ChoiceContext,
    Forged,
    Page,
    Refused,
    Setting,
    Way,
    one_of,
    some,
    time_of,
    unshown,
    weekday,
)

__all__ = (
    "DEEPENS_AFTER",
    "SETTINGS",
    "Change",
    "ChoiceContext",
    "Forged",
    "Open",
    "Page",
    "PageContext",
    "Refused",
    "Setting",
    "Turn",
    "Way",
    "hours",
    "one_of",
    "said",
    "some",
    "time_of",
    "unshown",
    "weekday",
)
