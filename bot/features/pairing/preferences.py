"""The two yeses that joining asks for."""

from datetime import datetime

from bot.spaces.model import Partner
from bot.spaces.preference import INSTANT, Mine

ADULT_AT: Mine[datetime | None] = Mine("pairing.adult_at", None, INSTANT)
"""When they said that they are an adult."""

SAVING_AT: Mine[datetime | None] = Mine("pairing.saving_at", None, INSTANT)
"""When they said that what they tell may be saved."""


def agrees(me: Partner) -> bool:
    """Whether they said both that they are an adult and that what they tell may be saved."""
    return me[ADULT_AT] is not None and me[SAVING_AT] is not None
