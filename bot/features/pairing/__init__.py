"""How two people and a group become a space."""

from bot.feature import Feature

FEATURE = Feature(name="pairing")
