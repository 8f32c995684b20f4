"""What is said to the bot: commands, what was asked for, edits, and words that wait for a choice."""
