"""How a test fails by its people: with what they saw until then."""

_LAST_LINES = 30


class Failure(AssertionError):
    """Something was not there, or not possible, that a test took for granted."""

    def __init__(self, what: str, transcript: str = "", title: str = "") -> None:
        """Say what; and show the end of what somebody saw (`title` says who), where there is something."""
        seen = transcript.splitlines()
        more = ["..."] if len(seen) > _LAST_LINES else []
        shown = [title, *more, *seen[-_LAST_LINES:]] if seen else []
        super().__init__("\n".join([what, *shown]))
