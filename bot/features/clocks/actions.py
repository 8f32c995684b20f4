"""The buttons that offer hours that suit both, in the group."""

from datetime import date

from bot.actions import GROUP, Action, Guard


class TakeHour(Action, name="clocks.hour", was=("settings.hour", "s.hour")):
    """Take an hour that suits both, "0930", as it was offered in the group on a day of the space's."""

    guard = Guard(where=GROUP, shows=True)
    day: date
    hour: str
