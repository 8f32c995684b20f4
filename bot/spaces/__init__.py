"""Spaces and partners, which every room may ask about."""
