"""A strict Telegram on loopback, and the people who use it: what tests and the playground talk to."""

from bot.loopback.server import LoopbackServer
from bot.loopback.telegram import Loopback

__all__ = ["Loopback", "LoopbackServer"]
