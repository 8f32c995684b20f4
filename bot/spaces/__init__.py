"""Spaces and partners, which every feature may ask about."""
