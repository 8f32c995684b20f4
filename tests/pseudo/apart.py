"""Which tests do not hold in another language, and why."""

import pytest

STAGES = frozenset({"telegram", "stage", "make_stage", "couple"})
"""What a test asks for in which the bot talks."""

MARKS = frozenset({"process", "page"})
"""What starts the bot as a process of its own, which speaks English."""

APART: dict[str, str] = {}
"""Files, or tests in them, by why they are left out."""


def is_apart(item: pytest.Item) -> bool:
    """Whether a test is left out: it is no conversation, or about English itself."""
    talks = STAGES.intersection(getattr(item, "fixturenames", ()))
    named = item.nodeid.partition("[")[0]
    return (
        not talks
        or any(item.get_closest_marker(it) for it in MARKS)
        or named in APART
        or named.partition("::")[0] in APART
    )
