"""The buttons of a kindness; each names the post of its day. What they bring only the tapper sees."""

from bot.actions import BOTH, GROUP, Action, Guard, Row
from bot.features.kindness import rules

_ON_THE_CARD = Guard(where=GROUP, proves=(rules.NAME,))


class ShowMine(Action, name="kindness.mine", was=("k.mine",)):
    """See one's own idea."""

    guard = _ON_THE_CARD
    post: Row


class ShowMineFromAfar(Action, name="kindness.show", was=("k.show",)):
    """The same, on cards of other features: a tap there proves nothing of ours."""

    guard = Guard(where=BOTH)
    post: Row


class Did(Action, name="kindness.did", was=("k.did",)):
    """Say that it is done."""

    guard = _ON_THE_CARD
    post: Row


class Another(Action, name="kindness.another", was=("k.more",)):
    """Swap the idea, once a day."""

    guard = _ON_THE_CARD
    post: Row


class NotForMe(Action, name="kindness.not_for_me", was=("k.no",)):
    """Never see this idea again."""

    guard = _ON_THE_CARD
    post: Row


class BringNow(Action, name="kindness.bring", was=("k.ask",)):
    """Have today's card come to the group."""


OF_A_POST: tuple[type[Action], ...] = (ShowMine, ShowMineFromAfar, Did, Another, NotForMe)
