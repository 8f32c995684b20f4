"""The edge: everything that speaks to Telegram."""
