"""Tests of the loopback Telegram: a strict stand-in is only worth what its strictness is."""
