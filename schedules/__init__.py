"""When posts are due, and how what the bot says by itself gets out: due, ritual, plan, outbox, tick."""
