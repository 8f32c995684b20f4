"""What other features may point at in this one."""

from bot.features.settings.actions import Open, Turn

__all__ = ("Open", "Turn")
