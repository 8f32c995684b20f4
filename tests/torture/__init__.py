"""The torture run: many couples, whole days, a process that is killed, a Telegram in bad weather."""
