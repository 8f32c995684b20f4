"""Kindling: a Telegram bot that lives in a couple's own group chat."""

VERSION = "0.1.0"
"""As in pyproject.toml; a copy that was only cloned is no installed package that could be asked."""
