"""Kindling: a Telegram bot that lives in a couple's own group chat."""
