"""Times, zones and each person's own choices."""

from bot.feature import Feature

FEATURE = Feature(name="settings")
