"""The buttons of an export.

Anyone may tap them: a closed space still gives its people their words. The handlers look who taps.
"""

from bot.actions import Action, Guard, Who

_SENDS = Guard(who=Who.ANYONE, sends=True)


class ChooseSpace(Action, name="export.space", was=("e.which",)):
    """Say which of one's spaces is meant."""

    guard = _SENDS


class Everything(Action, name="export.everything", was=("e.all",)):
    """Have everything of one's own come tomorrow morning."""

    guard = _SENDS


class CallOff(Action, name="export.call_off", was=("e.off",)):
    """Let nothing come."""

    guard = Guard(who=Who.ANYONE)
