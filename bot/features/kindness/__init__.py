"""The micro-kindness: each their own, nobody told."""

from bot.feature import Feature

FEATURE = Feature(name="kindness")
