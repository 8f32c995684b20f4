"""The bot in a language nobody speaks."""
