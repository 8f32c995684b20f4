"""What other features may point at in this one."""

from bot.features.question.actions import AskFirst
from bot.features.question.preferences import (
    CHOSEN,
    DEPTH,
    DEPTH_BEFORE,
    DEPTH_FROM,
    DEPTHS,
    MUTED,
    QUESTION_DAYS,
    QUESTION_ON,
    QUESTION_TIME,
    SAVES_ANSWERS,
    chosen_at,
    depth_at,
    settled,
)

__all__ = (
    "CHOSEN",
    "DEPTH",
    "DEPTHS",
    "DEPTH_BEFORE",
    "DEPTH_FROM",
    "MUTED",
    "QUESTION_DAYS",
    "QUESTION_ON",
    "QUESTION_TIME",
    "SAVES_ANSWERS",
    "AskFirst",
    "chosen_at",
    "depth_at",
    "settled",
)
