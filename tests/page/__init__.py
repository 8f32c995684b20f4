"""Checks of the playground page in a browser."""
