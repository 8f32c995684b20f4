"""What other features may point at in this one."""

from bot.features.kindness.preferences import AT as KINDNESS_TIME
from bot.features.kindness.preferences import DAYS as KINDNESS_DAYS
from bot.features.kindness.preferences import MODE as KINDNESS_MODE

__all__ = ("KINDNESS_DAYS", "KINDNESS_MODE", "KINDNESS_TIME")
