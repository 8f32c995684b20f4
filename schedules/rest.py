"""When the two rest: the days of a week, a day that was moved, and until when. Pure."""

from datetime import date, datetime

from bot.spaces.model import Space
from bot.spaces.preference import DATE, INSTANT, TEXT, Mine, Ours

REST_DAYS = Ours("rest.days", ".......", TEXT, told=True)
"""On which days nothing comes by itself: seven letters, Monday first, `x` where it rests."""

REST_FROM: Ours[date | None] = Ours("rest.from", None, DATE)
"""The rest day that was moved, and `REST_TO`, the day it was moved to. No group is told of it."""
REST_TO: Ours[date | None] = Ours("rest.to", None, DATE)

RESTING_UNTIL: Ours[datetime | None] = Ours("rest.until", None, INSTANT)
"""Until when they rest together, as one of them chose after three weeks."""

PAUSED_UNTIL: Mine[datetime | None] = Mine("rest.paused_until", None, INSTANT)
"""Until when one of them pauses, which rests the posts of both."""


def rests_until(space: Space) -> datetime | None:
    """Return until when posts rest for both: the longest of the pauses and of a rest chosen together."""
    ends = [partner[PAUSED_UNTIL] for partner in space.couple] + [space[RESTING_UNTIL]]
    return max((end for end in ends if end is not None), default=None)
