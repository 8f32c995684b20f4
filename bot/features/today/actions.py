"""The one button of /today's own."""

from bot.actions import BOTH, Action, Guard


class SendAgain(Action, name="today.send_again", was=("d.again",)):
    """Have what may not have reached the group come once more."""

    guard = Guard(where=BOTH, shows=True)
