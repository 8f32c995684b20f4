"""Ending the space, by either alone."""

from bot.feature import Feature

FEATURE = Feature(name="stop")
