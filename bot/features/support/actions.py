"""The buttons of Support, and of what is said to words of need: anyone's, at their own door."""

from bot.actions import Action, Guard, Row, Who

_ANYONE = Guard(who=Who.ANYONE)


class OpenSupport(Action, name="support.open", was=("h.page",)):
    """Open the page in the place of /help."""

    guard = Guard(who=Who.ANYONE, sends=True)


class ListCountries(Action, name="support.countries", was=("h.lands",)):
    """See the countries of which lines are known."""

    guard = _ANYONE


class ChooseCountry(Action, name="support.country", was=("h.land",)):
    """See the lines of a country, by its code."""

    guard = _ANYONE
    code: str


class Hide(Action, name="support.hide", was=("h.hide",)):
    """Put /help back in the page's place."""

    guard = _ANYONE


class ReadTold(Action, name="support.read", was=("h.told",)):
    """Read what there is to read about a message of one's own; 0 is one in the group.

    `kind` is its place in `content.crisis.KINDS`.
    """

    guard = _ANYONE
    message: Row
    kind: int


class DeleteTold(Action, name="support.delete", was=("h.gone",)):
    """Take that text away, and the message it was about."""

    guard = _ANYONE
    message: Row
