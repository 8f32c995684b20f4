"""The buttons about what is saved, and of erasing it.

Anyone may tap them: what is saved of a space that was closed can be erased, too. So the handlers look
whether anything of who taps is behind one.
"""

from bot.actions import BOTH, Action, Guard, Row, Who

_ANYONE = Guard(who=Who.ANYONE)


class ShowPolicy(Action, name="privacy.policy", was=("v.policy",)):
    """Read the whole policy."""

    guard = Guard(where=BOTH, who=Who.ANYONE, sends=True)


class ChooseSpace(Action, name="privacy.space", was=("v.which",)):
    """Say which of one's spaces is meant, or come back to what would go."""

    guard = _ANYONE


class EraseAll(Action, name="privacy.erase", was=("v.erase",)):
    """Erase all that one told."""

    guard = _ANYONE


class EraseMost(Action, name="privacy.erase_most", was=("v.most",)):
    """Erase it, but leave what one gave."""

    guard = _ANYONE


class LeaveThem(Action, name="privacy.leave", was=("v.keep",)):
    """Leave everything as it is."""

    guard = _ANYONE


class OneByOne(Action, name="privacy.kinds", was=("v.singles",)):
    """See what can be erased one by one."""

    guard = _ANYONE


class TurnTo(Action, name="privacy.page", was=("v.list",)):
    """Turn to a page of one kind."""

    guard = _ANYONE
    place: str


class AskAbout(Action, name="privacy.ask", was=("v.one",)):
    """Be asked once whether this one is to be erased; `place` is the page on which it stands."""

    guard = _ANYONE
    row: Row
    place: str


class EraseOne(Action, name="privacy.erase_one", was=("v.gone",)):
    """Erase this one, and see its page again."""

    guard = _ANYONE
    row: Row
    place: str
