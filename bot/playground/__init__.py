"""The page on which to try the bot: two phones over one loopback Telegram, and a clock to move."""
