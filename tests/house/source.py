"""The project's own source, read as trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def trees(*folders: str) -> dict[str, ast.Module]:
    """Return the modules below these folders of the project, by their paths."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in paths}


def nodes(tree: ast.AST, kind: type[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of one kind in a tree."""
    return (node for node in ast.walk(tree) if isinstance(node, kind))
