"""How a test fails by its people: with what they saw until then."""

from typing import TypeVar

It = TypeVar("It")

_LAST_LINES = 30


class Failure(AssertionError):
    """Something was not there, or not possible, that a test took for granted."""

    def __init__(self, what: str, transcript: str = "", title: str = "") -> None:
        """Say what; and show the end of what somebody saw (`title` says who), where there is something."""
        seen = transcript.splitlines()
        more = ["..."] if len(seen) > _LAST_LINES else []
        shown = [title, *more, *seen[-_LAST_LINES:]] if seen else []
        super().__init__("\n".join([what, *shown]))


def there(it: It | None) -> It:
    """Return what must be there; fails where there is nothing."""
    if it is None:
        raise Failure("nothing is there")
    return it
