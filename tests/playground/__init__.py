"""Tests of the playground: what its page hears of the world behind it, and who may come in."""
