"""Names of actions as bare strings: whoever renames an action must find all who speak of it."""

import ast
from collections.abc import Iterator
from functools import cache

from bot.actions import Action
from bot.app import FEATURES
from bot.telegram import actions as edge
from tests.house.source import trees

OLD = (
    "tests/old_buttons.py",
    "test_old_buttons.py",
    "test_old_verbs.py",
    "tests/telegram/test_buttons_of_7583d61.py",
    "tests/telegram/test_taps.py",
    "tests/test_actions.py",
)
"""How buttons were written before, and how they are written at all, is looked at here alone."""


def bare_verbs() -> list[str]:
    """Return each place that says an action's name, of now or of before, as a string: `path:line: name`."""
    found = []
    for path, tree in trees("bot", "schedules", "tests").items():
        if path.endswith(OLD):
            continue
        declared = set(_declared(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in declared:
                name = _named_by(node.value)
                if name is not None:
                    found.append(f"{path}:{node.lineno}: {name}")
    return sorted(found)


@cache
def _names() -> frozenset[str]:
    own = (
        it
        for it in vars(edge).values()
        if isinstance(it, type) and issubclass(it, Action) and it is not Action
    )
    routed = (route.action for feature in FEATURES for route in feature.routes)
    return frozenset(name for action in (*routed, *own) if hasattr(action, "name") for name in action.names())


def _named_by(text: str) -> str | None:
    """Return the action that a text is the name or the data of; plain words and prompts' count as data."""
    name, colon, _rest = text.partition(":")
    is_name = "." in name and not any(name in feature.awaited for feature in FEATURES)
    return name if name in _names() and (colon or is_name) else None


def _declared(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the strings by which classes of actions are named."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for keyword in node.keywords:
                yield from ast.walk(keyword.value)
