"""What a space is called at the door of one of its two."""

from collections.abc import Callable, Sequence

from markupsafe import escape

from bot.actions import Action
from bot.message import Button, Message
from bot.spaces.model import Space
from bot.words import _


def named(space: Space, person_id: int) -> str:
    """Return what a button says that stands for a space: who the other is, while there is one."""
    other = space.name_beside(person_id)
    return _("With %(name)s") % {"name": other} if other else _("The group that waits")


def which(spaces: Sequence[Space], person_id: int, choose: Callable[[int], Action]) -> Message:
    """Return the question which of one's spaces is meant; `choose` makes a button's action of an id."""
    rows = tuple((Button(named(space, person_id), choose(space.id)),) for space in spaces)
    text = escape(_("You're in more than one group with me. Which one is this about?"))
    return Message(text, rows=rows, page=True)
