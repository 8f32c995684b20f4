"""The daily question: sealed answers, one reveal."""

from bot.feature import Feature

FEATURE = Feature(name="question")
