"""Refusals by hand of what was tapped in the wrong place: an action's guard says where a tap counts."""

import ast

from tests.house.source import trees


def refused_by_hand() -> list[str]:
    """Return each place at which a handler refuses a tap for where it was made, as `path:line`.

    What one button does differently in two places is no refusal: that gives a value, or goes on.
    """
    return [
        f"{path}:{node.lineno}"
        for path, tree in trees("bot").items()
        if path != "bot/telegram/tapping.py"  # which keeps to the guards
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and _looks_where(node.test) and _ends(node.body)
    ]


def _looks_where(test: ast.expr) -> bool:
    """Whether a condition asks if a tap was made at a door."""
    return any(
        isinstance(it, ast.Attribute)
        and it.attr == "at_door"
        and isinstance(it.value, ast.Name)
        and it.value.id == "tap"
        for it in ast.walk(test)
    )


def _ends(body: list[ast.stmt]) -> bool:
    last = body[-1]
    return isinstance(last, ast.Raise) or (isinstance(last, ast.Return) and last.value is None)
