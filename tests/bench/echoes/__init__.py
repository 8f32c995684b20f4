"""Bare bots that store nothing and say back what they hear: what the real one is measured against."""
