"""What is kept, and erasing one's own."""

from bot.feature import Feature

FEATURE = Feature(name="privacy")
