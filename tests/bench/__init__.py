"""The bench: how fast, how punctual and how frugal the bot is, measured from outside (`make bench`)."""
