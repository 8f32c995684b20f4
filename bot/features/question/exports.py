"""What other features may point at in this one."""

from bot.features.question.actions import AskFirst
from bot.features.question.leaving_out import FORM_NAMES
from bot.features.question.preferences import (
    CHOSEN,
    DEPTH,
    DEPTH_BEFORE,
    DEPTH_FROM,
    DEPTHS,
    FORMS_LEFT_OUT,
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
    "FORMS_LEFT_OUT",
    "FORM_NAMES",
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
