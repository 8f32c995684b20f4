"""What other features may point at in this one."""

from bot.features.checkin.actions import MyConsent
from bot.features.checkin.preferences import AGREED_AT, REMINDER

__all__ = ("AGREED_AT", "REMINDER", "MyConsent")
