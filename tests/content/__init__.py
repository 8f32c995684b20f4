"""The bank, its loader, picker and lint."""
