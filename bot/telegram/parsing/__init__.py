"""What Telegram's objects say, as our values, though a field is missing or odd."""
