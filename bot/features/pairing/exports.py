"""What other features may point at in this one."""

from bot.features.pairing.actions import AskCity, Refuse, Undo

__all__ = ("AskCity", "Refuse", "Undo")
