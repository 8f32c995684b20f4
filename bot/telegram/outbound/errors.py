"""The two ways in which the network can fail a request, told apart because their mends differ.

Both carry a short reason only: no address, for Telegram's addresses hold the bot's token.
"""

from telegram.error import NetworkError


class RequestNotSent(NetworkError):
    """No connection was made: Telegram saw nothing, and trying again cannot double anything."""


class AnswerLost(NetworkError):
    """The request may have left and no readable answer came: it may have arrived."""
