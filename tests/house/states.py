"""The states of things: each kind an enum with a line per state, and no bare word of one in the code."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum

from bot.db.tables import metadata
from bot.db.tables.erasures import TRIGGERS
from bot.features.thanks.rules import ThanksState
from bot.spaces.model import PartnerState, SpaceState
from schedules.outbox import OutboxState
from schedules.posts import PostState
from tests.house.source import trees

STORED: dict[str, type[StrEnum]] = {
    "outbox": OutboxState,
    "partners": PartnerState,
    "posts": PostState,
    "spaces": SpaceState,
    "thanks": ThanksState,
}
"""What the column `state` of each table holds."""

_ELSEWHERE = ("bot/db/migrations/", "bot/loopback/", "bot/playground/")
"""What was once so, and the states of Telegram's own things."""
_IN_SQL = re.compile(r"\bstate (?:=|<>|!=) '(\w+)'")
_FROM = re.compile(r"\bFROM (\w+) ")
_OF_STATES = re.compile(r"(State|Seat|Verdict)$")


def bare(modules: dict[str, ast.Module]) -> list[str]:
    """Return each place where a `state` is compared with, or set to, a bare word: `path:line: word`."""
    return sorted(
        f"{path}:{word.lineno}: {word.value!r}"
        for path, tree in modules.items()
        if not path.startswith(_ELSEWHERE)
        for node in ast.walk(tree)
        for word in _words_beside_a_state(node)
    )


def _words_beside_a_state(node: ast.AST) -> Iterator[ast.Constant]:
    match node:
        case ast.Compare(left, _, others) if any(_is_state(it) for it in (left, *others)):
            beside: list[ast.AST] = [left, *others]
        case ast.Call(ast.Attribute(of, "in_"), args) if _is_state(of):
            beside = list(args)
        case ast.keyword("state", value):
            beside = [value]
        case ast.Dict(keys, values):
            beside = [it for key, it in zip(keys, values, strict=True) if _says(key, "state")]
        case ast.Match(subject, cases) if _is_state(subject):
            beside = [case.pattern for case in cases]
        case _:
            return
    for one in beside:
        yield from _words(one)


def _words(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the words that stand in an expression, in whatever call: but for the name of a parameter."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "bindparam"):
        for child in ast.iter_child_nodes(node):
            yield from _words(child)


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "state"


def _says(node: ast.AST | None, word: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == word


def with_states() -> set[str]:
    """Return the tables whose rows have a state."""
    return {name for name, table in metadata.tables.items() if "state" in table.c}


def in_sql() -> set[tuple[str, str]]:
    """Return each state that an SQL text of ours names, with its table: an index, a trigger, the doctor."""
    found = set()
    for name, table in metadata.tables.items():
        for index in table.indexes:
            rows = str(index.dialect_options["sqlite"]["where"])
            found |= {(name, word) for word in _IN_SQL.findall(rows)}
    for trigger in TRIGGERS:
        found |= {(trigger.table.name, word) for word in _IN_SQL.findall(trigger.when)}
    for path, tree in trees("bot", "schedules").items():
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and not path.startswith(_ELSEWHERE) and (of := _FROM.search(text)):
                found |= {(of[1], word) for word in _IN_SQL.findall(text)}
    return found


def unexplained(modules: dict[str, ast.Module]) -> list[str]:
    """Return each state without a line of its own that says what it means: `path: Enum.STATE`."""
    return sorted(
        f"{path}: {node.name}.{state}"
        for path, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and _OF_STATES.search(node.name)
        for state in _without_a_line(node)
    )


def _without_a_line(node: ast.ClassDef) -> Iterator[str]:
    for one, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(one, ast.Assign) and not _is_text(after):
            yield ast.unparse(one.targets[0])


def _is_text(node: ast.stmt | None) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
