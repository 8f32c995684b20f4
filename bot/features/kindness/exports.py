"""What other features may point at in this one."""

from bot.features.kindness.preferences import KINDNESS_DAYS, KINDNESS_MODE, KINDNESS_TIME

__all__ = ("KINDNESS_DAYS", "KINDNESS_MODE", "KINDNESS_TIME")
