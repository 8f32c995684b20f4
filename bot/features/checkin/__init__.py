"""The three-tap check-in before bed."""

from bot.feature import Feature

FEATURE = Feature(name="checkin")
