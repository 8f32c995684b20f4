"""Imports that go in circles, those for type checkers alone among them."""

import sys

import grimp

from tests.house.source import ROOT


def circles() -> list[list[str]]:
    """Return each set of modules that import one another, directly or by way of others."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph("bot", "schedules", "content", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    reached = {module: _reached(imports, module) for module in imports}
    of_each = {
        tuple(sorted(other for other in reached[module] if module in reached[other])) for module in imports
    }
    return [list(circle) for circle in sorted(of_each) if circle]


def _reached(imports: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    ahead = [start]
    while ahead:
        for module in imports[ahead.pop()] - found:
            found.add(module)
            ahead.append(module)
    return found
