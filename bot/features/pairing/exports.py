"""What other features may point at in this one."""

from bot.features.pairing.actions import AskCity, Refuse, Undo
from bot.features.pairing.preferences import ADULT_AT, SAVING_AT

__all__ = ("ADULT_AT", "SAVING_AT", "AskCity", "Refuse", "Undo")
