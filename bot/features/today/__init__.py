"""What is open today, and help."""

from bot.feature import Feature

FEATURE = Feature(name="today")
