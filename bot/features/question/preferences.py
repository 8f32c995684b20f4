"""What a couple chose about the daily question."""

from datetime import time

from bot.spaces.preference import TEXT, TIME, YES_OR_NO, Preference

QUESTION_ON = Preference("question.on", True, YES_OR_NO, told=True)
"""Whether it comes by itself."""

QUESTION_TIME = Preference("question.time", time(9), TIME, told=True)
"""When it comes, by the space's clock; what belongs to the morning goes by it, too, while it is off."""

QUESTION_DAYS = Preference("question.days", "xxxxxxx", TEXT, told=True)
"""On which days: seven letters, Monday first, `x` where it comes."""
