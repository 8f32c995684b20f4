"""What the bot says: the only calls that send and edit, how fast, and what became of them."""
