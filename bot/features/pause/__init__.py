"""A rest for both, asked for by either."""

from bot.feature import Feature

FEATURE = Feature(name="pause")
