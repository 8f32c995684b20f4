"""A Telegram on loopback, and the page on which to try the bot."""

from bot.playground.loopback import Loopback
from bot.playground.server import LoopbackServer

__all__ = ["Loopback", "LoopbackServer"]
