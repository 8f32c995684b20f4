"""What Telegram's JSON says, as our values, though a field is missing or odd."""
