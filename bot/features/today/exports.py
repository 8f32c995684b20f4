"""What other features may point at in this one."""

from bot.features.today.actions import SendAgain

__all__ = ("SendAgain",)
