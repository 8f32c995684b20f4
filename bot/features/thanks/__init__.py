"""Thank-yous, given now or kept for Sunday."""

from bot.feature import Feature

FEATURE = Feature(name="thanks")
