"""What Telegram takes at most: the numbers that more than one part of the bot goes by.

Text and captions count in UTF-16 units, after their markup was read; an alert counts in characters.
"""

LONGEST_MESSAGE = 4096
"""Units of one message: https://core.telegram.org/bots/api#sendmessage."""

LONGEST_CAPTION = 1024
"""Units below a photo or a voice note: https://core.telegram.org/bots/api#sendphoto."""

LONGEST_ALERT = 200
"""Characters of an alert or a toast: https://core.telegram.org/bots/api#answercallbackquery."""
