"""What other features may point at in this one."""

from bot.features.checkin.actions import MyConsent

__all__ = ("MyConsent",)
