"""Private attributes and modules of other libraries: what the next version of one may take away."""

import ast

from tests.house.source import trees

OURS = ("bot", "content", "schedules")


def private_uses() -> list[str]:
    """Return each place at which our code uses something private of a library, as `path: name`."""
    modules = trees(*OURS)
    own = {name for tree in modules.values() for name in _given_here(tree)}
    found = []
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and _is_private(node.attr) and node.attr not in own:
                found.append(f"{path}: {node.attr}")
            if isinstance(node, ast.ImportFrom) and not (node.module or "").startswith(OURS):
                parts = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                found += [f"{path}: {part}" for part in parts if _is_private(part)]
    return sorted(set(found))


def _given_here(tree: ast.Module) -> set[str]:
    """Return the private names that our own classes and modules give to something."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls", "values"):
                names.add(node.attr)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
