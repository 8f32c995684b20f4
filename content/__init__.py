"""The bank: questions and kindness ideas as data, with their loader, picker and lint."""
