"""What other features may point at in this one."""

from bot.features.question.actions import AskFirst
from bot.features.question.preferences import QUESTION_DAYS, QUESTION_ON, QUESTION_TIME

__all__ = ("QUESTION_DAYS", "QUESTION_ON", "QUESTION_TIME", "AskFirst")
