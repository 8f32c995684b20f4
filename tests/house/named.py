"""What the pages of documentation name, and docstrings: is it there?

Files, folders, tests, names of the code, commands and targets of `make`, as they stand in backticks, in
blocks of code and in links. CHANGELOG.md is history, and may name what is gone.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.source import ROOT, trees

_CODE = re.compile(r"^```\w*\n(.*?)^```|((?:^ {4}\S.*\n)+)|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([\w-]+))?\)")
_PATH = re.compile(r"(?<![\w/.:…-])(?:…/)?((?:[\w<>.-]+/)*[\w<>-]+\.(?:py|md|toml|lock))\b(?:::(\w+))?")
_FOLDER = re.compile(
    r"(?<![\w/.:-])((?:bot|schedules|content|tests|docs|\.ci)/(?:[\w<>-]+/)*[\w<>-]*)(?![\w.<>/])"
)
_MADE = re.compile(r"\bmake ([a-z][a-z-]*)")
_RUN = re.compile(r"python3? -m ([a-z][\w.]*)(?: ([a-z][\w-]+))?(?: ([a-z][\w-]+))?")
_TEST = re.compile(r"(?<![\w/])(test_\w+)(?!\.py)\b(\.\.\.)?|…(_\w+_)…")
_MEMBER = re.compile(r"(?<![\w./])([A-Za-z]\w*)\.(?!(?:py|md|toml|lock)\b)([a-z]\w*)\b(?![./])")


TOPS = ("bot", "schedules", "content", "tests")


@dataclass(frozen=True)
class Known:
    """What can be named: paths from the project's root (folders end in a slash), the names of each module and
    each class, tests, targets of `make`, and commands.
    """

    paths: str  # one in each line
    members: Mapping[str, frozenset[str]]
    targets: frozenset[str]
    commands: frozenset[str]

    def has(self, path: str) -> bool:
        """Whether a path is there, from the root or by its last parts; `<...>` stands for any one part."""
        parts = re.sub(r"<[^>]*>", "<", path.rstrip("/"))
        said = re.escape(parts).replace("<", "[^/]+")
        return re.search(f"^(?:.*/)?{said}(?:\\.py|/)?$", self.paths, re.MULTILINE) is not None

    def has_name(self, name: str) -> bool:
        """Whether anything is called so."""
        return any(name in names for names in self.members.values())


def code_in(page: str) -> str:
    """Return what a page says in code: one span or block in each line."""
    return "\n".join("".join(found) for found in _CODE.findall(page))


def missing(page: str, known: Known, folder: str = "") -> list[str]:
    """Return what a page in a folder ("docs/") names and is not there."""
    code = code_in(page)
    in_code = {*_paths(code, known), *_names(code, known), *_runs(code, known)}
    return sorted({*in_code, *_links(page, folder)})


def missing_in_docstrings(path: str, known: Known) -> list[str]:
    """Return the files and folders that the docstrings of a module name and that are not there."""
    return sorted({it for said in _docstrings(path) for it in _paths(said, known)})


def _docstrings(path: str) -> Iterator[str]:
    """Yield each string that stands alone: of a module, a class, a function, and those below values."""
    for node in ast.walk(trees(*TOPS)[path]):
        match node:
            case ast.Expr(value=ast.Constant(value=str(said))):
                yield said


def _paths(code: str, known: Known) -> Iterator[str]:
    for path, name in _PATH.findall(code):
        if not known.has(path) or (name and not known.has_name(name)):
            yield f"{path}::{name}" if name else path
    yield from (path for path in _FOLDER.findall(code) if not known.has(path))


def _links(page: str, folder: str) -> Iterator[str]:
    for path, heading in _LINK.findall(page):
        at = (ROOT / folder / path).resolve()
        if path and not at.exists():
            yield path
        elif heading and heading not in _headings(at.read_text() if path else page):
            yield f"{path}#{heading}"


def _headings(page: str) -> set[str]:
    """Return what the headings of a page are called in links, as GitHub calls them."""
    titles = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


def _names(code: str, known: Known) -> Iterator[str]:
    named = {*known.members, *(name for names in known.members.values() for name in names)}
    tests = {name for name in named if name.startswith("test_")}
    for name, goes_on, part in _TEST.findall(code):
        if not any(name == it or (goes_on and it.startswith(name)) or (part and part in it) for it in tests):
            yield name or part
    for holder, name in _MEMBER.findall(code):
        if holder in known.members and not _has_member(holder, name, known):
            yield f"{holder}.{name}"


def _has_member(holder: str, name: str, known: Known) -> bool:
    """Whether a class has a name, or a module; a small word may be an instance, with what any class has."""
    if name in known.members[holder] or known.has(f"{holder}/{name}"):
        return True
    return holder[0].islower() and known.has_name(name)


def _runs(code: str, known: Known) -> Iterator[str]:
    yield from (f"make {target}" for target in _MADE.findall(code) if target not in known.targets)
    for module, *words in _RUN.findall(code):
        path = module.replace(".", "/")
        if module.split(".")[0] in ("bot", "tests") and not known.has(f"{path}.py") and not known.has(path):
            yield f"python -m {module}"
        if module == "bot":
            yield from (f"python -m bot {it}" for it in words if it and it not in known.commands)


@cache
def known() -> Known:
    """Return what there is in the project."""
    paths: set[str] = set()
    for top in (*TOPS, "docs", ".ci"):
        for path in (ROOT / top).rglob("*"):
            if "__pycache__" not in path.parts:
                paths.add(path.relative_to(ROOT).as_posix() + "/" * path.is_dir())
    paths |= {path.name for path in ROOT.iterdir() if path.is_file()}
    targets = frozenset(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = frozenset(re.findall(r'add_parser\("([\w-]+)"', (ROOT / "bot/cli.py").read_text()))
    return Known("\n".join(sorted(paths)), _members(), targets, commands)


def _members() -> dict[str, frozenset[str]]:
    """Return what each module (by its last name) and each class has; a class also what its bases have."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    bases: defaultdict[str, set[str]] = defaultdict(set)
    for path, tree in trees(*TOPS).items():
        stem = Path(path).parent.name if path.endswith("__init__.py") else Path(path).stem
        found[stem] |= set(_defined(tree.body))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name] |= {*_defined(node.body), *_set_on_self(node)}
                bases[node.name] |= {base.id for base in node.bases if isinstance(base, ast.Name)}
    for name, of in bases.items():
        for base in of:
            found[name] |= found.get(base, set())
    return {name: frozenset(names) for name, names in found.items()}


def _defined(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                yield from (
                    it.id for target in targets for it in ast.walk(target) if isinstance(it, ast.Name)
                )
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.If(body=inner):
                yield from _defined(inner)


def _set_on_self(of: ast.ClassDef) -> Iterator[str]:
    for node in ast.walk(of):
        match node:
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                yield name
