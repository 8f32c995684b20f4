"""What other features may point at in this one."""

from bot.features.question.actions import AskFirst

__all__ = ("AskFirst",)
