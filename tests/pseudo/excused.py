"""What the run in a language nobody speaks would let pass though it is said in English.

`make pseudo` fails for each sentence that never came through gettext, but for those that may stand as they
are (`reading.CONTENT`), and hears nothing of a feature whose tests all lie `apart`. As it is green, what is
left of sentences outside gettext is what this returns.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.app import FEATURES
from tests.pseudo.apart import APART
from tests.pseudo.extracted import KEYWORDS, ROOT
from tests.pseudo.reading import CONTENT, squeezed


def excused() -> list[str]:
    """Return each string of the bot's own outside gettext that would pass, and each feature not heard."""
    modules = {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for folder in ("bot", "schedules")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }
    return [*passing(modules), *unheard()]


def passing(modules: Mapping[str, ast.Module]) -> list[str]:
    """Return each sentence in these modules, outside gettext, that the reader takes for somebody else's.

    A sentence has a blank in it, or begins with a capital: other strings are names of the machinery's.
    """
    return [
        f"{path}:{line}: {said}"
        for path, tree in modules.items()
        for line, said in _said(tree)
        if squeezed(said) in CONTENT and (" " in said or said[:1].isupper())
    ]


def _said(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the strings of a tree that are neither given to gettext nor name a type, with their lines."""
    types = (getattr(tree, "annotation", None), getattr(tree, "returns", None))
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in types:
            yield node.lineno, node.value
        elif not _is_for_gettext(node):
            yield from _said(node)


def _is_for_gettext(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS


def unheard() -> list[str]:
    """Return each feature with tests of its own of which none is run in the languages nobody speaks."""
    return [
        f"tests/features/{feature.name}"
        for feature in FEATURES
        if (tests := _tests(ROOT / "tests/features" / feature.name)) and not set(tests) - set(APART)
    ]


def _tests(folder: Path) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in folder.glob("test_*.py")]
