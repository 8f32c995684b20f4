"""The words that classes are named in: of the glossary, of features, of the field, and plain ones."""

import ast
import re
from pathlib import Path

from tests.house.source import ROOT

_FIELD = """
aiohttp api backup batch bot button call catalogue change channel chat cipher clock column command
connection data database dated document edit encrypted entry error event fault file flood formatted
formatter group handler handling helpline host instance int key kind layout limit link lock media member
meta name page param polling preference priority query queue rate redacting reply request result route
router rule schema section sender server setting state statement step system telegram text thread topic
tree trigger update upload user value version word world
"""
FIELD = frozenset(_FIELD.split())
"""Words of programming, of Telegram and of the libraries, which mean here what they mean there."""

_PLAIN = """
a already and asked cannot choice city couple daily damaged day done emergency evening export how idea
instant keep level long lost malformed movable newer no not people persistent person phrase place plan
question refusal reminder running sentence start sunday too two unreadable unusable who whose writer
wrong year yet your
"""
PLAIN = frozenset(_PLAIN.split())
"""Words that mean what any reader takes them to mean."""

_WORD = re.compile(r"[A-Z][a-z0-9]*")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_GLOSSARY = re.compile(r"^## The words\n(.*?)^## ", re.DOTALL | re.MULTILINE)


def defined() -> frozenset[str]:
    """Return every word that docs/architecture.md defines, in the singular.

    Raises:
        ValueError: the page has no part named "The words".
    """
    part = _GLOSSARY.search((ROOT / "docs/architecture.md").read_text())
    if part is None:
        raise ValueError("docs/architecture.md has no part named The words")
    return frozenset(
        _singular(word) for bold in _BOLD.findall(part[1]) for word in re.findall(r"\w+", bold.lower())
    )


def features(root: Path = ROOT) -> frozenset[str]:
    """Return what the features are called: each says at the top of its folder what it is."""
    return frozenset(_singular(path.parent.name) for path in root.glob("bot/features/*/__init__.py"))


def words_of(name: str) -> list[str]:
    """Return the words of a class's name ("NotYet": "not", "yet"), in the singular."""
    return [_singular(word.lower()) for word in _WORD.findall(name)]


def public_classes(root: Path = ROOT) -> list[tuple[str, str]]:
    """Return the file and name of each public class of bot, schedules and content.

    Actions are left out: a button is named by a whole sentence ("ReadMine").
    """
    return [
        (path.relative_to(root).as_posix(), node.name)
        for top in ("bot", "schedules", "content")
        for path in sorted((root / top).rglob("*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not _is_action(path, node)
    ]


def _is_action(path: Path, node: ast.ClassDef) -> bool:
    """Whether a class says what a button does: `class ReadMine(Action, name="question.mine")`."""
    is_named = any(keyword.arg == "name" for keyword in node.keywords)
    return path.name == "actions.py" and (is_named or any(ast.unparse(it) == "Action" for it in node.bases))


def undefined() -> list[str]:
    """Return each word that a class is named in and nobody defined, with that class and its file."""
    known = FIELD | PLAIN | defined() | features()
    return [
        f"{word}: {name} in {path}"
        for path, name in public_classes()
        for word in words_of(name)
        if word not in known
    ]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word if word.endswith("ss") else word.removesuffix("s")
