"""What a space is called at the door of one of its two."""

from bot.spaces.model import Space
from bot.words import _


def named(space: Space, person_id: int) -> str:
    """Return what a button says that stands for a space: who the other is, while there is one."""
    other = space.name_beside(person_id)
    return _("With %(name)s") % {"name": other} if other else _("The group that waits")
