"""The quiet hours of a space, in which whatever comes makes no sound. Pure."""

from datetime import time

from bot.spaces.model import Space
from bot.spaces.preference import TIME, Ours
from schedules.due import is_quiet

QUIET_FROM = Ours("quiet.from", time(22), TIME, told=True)
QUIET_UNTIL = Ours("quiet.until", time(7), TIME, told=True)


def is_quiet_at(space: Space, local: time) -> bool:
    """Whether a time is in the space's quiet hours, by whatever clock it is of."""
    return is_quiet(local, space[QUIET_FROM], space[QUIET_UNTIL])
