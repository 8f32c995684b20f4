"""What a couple chose about the daily question, and what each of them did."""

from datetime import time

from bot.spaces.preference import NUMBER, TEXT, TIME, YES_OR_NO, Mine, Ours

QUESTION_ON = Ours("question.on", True, YES_OR_NO, told=True)
"""Whether it comes by itself."""

QUESTION_TIME = Ours("question.time", time(9), TIME, told=True)
"""When it comes, by the space's clock; what belongs to the morning goes by it, too, while it is off."""

QUESTION_DAYS = Ours("question.days", "xxxxxxx", TEXT, told=True)
"""On which days: seven letters, Monday first, `x` where it comes."""

SAVES_ANSWERS = Mine("question.saves", True, YES_OR_NO)
"""Whether one's answers are saved once both have read them, or forgotten within two days."""

EXPLAINED = 3
"""So many of a person's private prompts say what to do and what happens; later ones are short."""

PROMPTED = Mine("question.prompted", 0, NUMBER)
"""How many prompts explained themselves, up to `EXPLAINED`."""

READER_TOLD = Mine("question.reader_told", False, YES_OR_NO)
"""Whether one of them said who could read even sealed answers."""
