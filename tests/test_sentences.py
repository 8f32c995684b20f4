"""Every sentence comes whole to gettext and whole from it: no other language is put together as English."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(
    path
    for folder in ("bot", "schedules", "content")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)
SAYS = frozenset({"_", "ngettext", "pgettext"})
NOTES = SAYS | {"N_"}
WRAPS = frozenset({"Markup", "escape", "str"})
# Methods that change no outbox message of it.
HARMLESS = frozenset({"join"})


def _name(call: ast.expr) -> str:
    match call:
        case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
            return name
    return ""


def _is_sentence(node: ast.expr) -> bool:
    """Whether this is a sentence in some language, filled in or not."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return _is_sentence(node.left)
    if isinstance(node, ast.IfExp):
        return _is_sentence(node.body) or _is_sentence(node.orelse)
    if isinstance(node, ast.Call) and node.args and _name(node) in WRAPS:
        return _is_sentence(node.args[0])
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS


def _is_put_together(node: ast.AST) -> bool:
    """Whether a sentence is glued to something, changed outbox message by outbox message, or cut."""
    match node:
        case ast.BinOp(left, ast.Add() | ast.Mult(), right):
            return _is_sentence(left) or _is_sentence(right)
        case ast.Call(func=ast.Attribute(value, attr)):
            return _is_sentence(value) and attr not in HARMLESS
        case ast.JoinedStr(values):
            return any(isinstance(it, ast.FormattedValue) and _is_sentence(it.value) for it in values)
        case ast.Subscript(value):
            return _is_sentence(value)
        case ast.AugAssign(value=value):
            return isinstance(value, ast.expr) and _is_sentence(value)
    return False


def _at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what runs when a module is imported: all but the bodies of functions."""
    waits: list[ast.AST] = list(tree.body)
    while waits:
        node = waits.pop()
        yield node
        inside = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            bodies = node.body if isinstance(node.body, list) else [node.body]
            inside = [it for it in inside if it not in bodies]
        waits += inside


def _said(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every source string with its line."""
    for node in ast.walk(tree):
        if _is_said(node, NOTES):
            texts = [it.value for it in node.args if isinstance(it, ast.Constant)]
            yield from ((node.lineno, text) for text in texts if isinstance(text, str))


def _is_said(node: ast.AST, by: frozenset[str]) -> TypeGuard[ast.Call]:
    """Whether this calls one of these functions by its bare name."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in by


def _findings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield what no other language could say, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt) and _is_put_together(node):
            yield node.lineno, "a sentence is glued together, cut, or changed by its letters"
        if _is_said(node, NOTES) and any(isinstance(it, ast.JoinedStr | ast.BinOp) for it in node.args):
            yield node.lineno, "a sentence is made before gettext sees it, so no catalogue has it"
    for node in _at_import(tree):
        if _is_said(node, SAYS):
            yield node.lineno, "a sentence is looked up at import, before anybody reads it"
    for line, said in _said(tree):
        if re.search(r"%[sd]", said):
            yield line, "a placeholder without a name cannot be moved"


def test_sentences_are_whole() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {what}"
        for path in FILES
        for line, what in _findings(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "_('Hard').lower()",
        "_('One.') + ' ' + other",
        "f'{_(ONE)} two'",
        "_('One.')[:3]",
        "(Markup(_('Hello %(name)s')) % named).upper()",
        "text += _('More.')",
        "('x' if it else _('y')) * 2",
        "LABEL = _('At once')",
        "_('%d of %d')",
        "_(f'Hello {name}')",
    ],
)
def test_what_is_glued_is_seen(source: str) -> None:
    assert list(_findings(ast.parse(source)))
