"""When the two rest: the days of a week, a day that was moved, and until when. Pure."""

from datetime import date, datetime

from bot.spaces.model import Space
from bot.spaces.preference import DATE, INSTANT, TEXT, Preference

REST_DAYS = Preference("rest.days", ".......", TEXT, told=True)
"""On which days nothing comes by itself: seven letters, Monday first, `x` where it rests."""

REST_FROM: Preference[date | None] = Preference("rest.from", None, DATE)
"""The rest day that was moved, and `REST_TO`, the day it was moved to. No group is told of it."""
REST_TO: Preference[date | None] = Preference("rest.to", None, DATE)

RESTING_UNTIL: Preference[datetime | None] = Preference("rest.until", None, INSTANT)
"""Until when they rest together, as one of them chose after three weeks."""


def rests_until(space: Space) -> datetime | None:
    """Return until when posts rest for both: the longest of the pauses and of a rest chosen together."""
    ends = [partner.paused_until for partner in space.couple] + [space[RESTING_UNTIL]]
    return max((end for end in ends if end is not None), default=None)
