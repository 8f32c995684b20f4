"""What a couple chose about the small kindness."""

from datetime import time

from bot.spaces.preference import TEXT, TIME, Ours

KINDNESS_MODE = Ours("kindness.mode", "own", TEXT, told=True)
"""Whether it comes on its own ("own"), as a line of the question's card ("with_question") or not ("off")."""

KINDNESS_TIME = Ours("kindness.time", time(12, 30), TIME, told=True)
"""When it comes on its own, by the space's clock."""

KINDNESS_DAYS = Ours("kindness.days", "xxxxxxx", TEXT, told=True)
"""On which days: seven letters, Monday first, `x` where it comes."""
