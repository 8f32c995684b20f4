"""The bank: every question and kindness idea, read from TOML once at start and checked whole.

Items live in `content/<language>/questions/<topic>.toml` and `content/<language>/kindness/<category>.toml`;
docs/content.md describes their fields. What is wrong is told as one line naming file, item and mend.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

WISHES = frozenset({"being_heard", "affection", "a_hand", "some_fun", "some_space"})
TONES = frozenset({"warm", "playful", "reflective"})
SETTINGS = frozenset({"any", "quiet"})
MODES = frozenset({"remote", "in_person"})
STATUSES = frozenset({"live", "retired"})

_ID = re.compile(r"[qk]-[a-z]{3,6}-\d{3}")
_PRACTICE = re.compile(r"[PO]\d{1,3}")
_OPTION_CHARACTERS = 14  # two buttons in a row stay whole on a narrow phone


class BankError(Exception):
    """The bank cannot be used; the message is one plain line that names file, item and mend."""


@dataclass(frozen=True, slots=True)
class Question:
    """One ask, put to both partners in the same words; with `options` it is a choice."""

    id: str
    topic: str
    text: str
    probe: str
    """The follow-up after the reveal; empty where none helps."""
    depth: int
    """1 light, 2 open, 3 deep."""
    options: tuple[str, ...]
    practices: tuple[str, ...]
    tags: frozenset[str]
    """What it assumes (cohabiting, parents, …): asked only of couples who chose all of them."""
    setting: str
    tone: str
    live: bool = True
    """False: never picked any more, but still found by its id."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One small kindness, shown to one partner in private."""

    id: str
    category: str
    text: str
    minutes: int
    cost: int
    """0 free, 1 at most the price of a coffee."""
    mode: str
    remote_twin: str
    """The idea that does the same from afar; set where `mode` is "in_person"."""
    needs: frozenset[str]
    wishes: frozenset[str]
    practices: tuple[str, ...]
    live: bool = True


@dataclass(frozen=True, slots=True)
class Bank:
    """All items of one language by id, and the topics' names for people."""

    language: str
    questions: Mapping[str, Question]
    ideas: Mapping[str, Idea]
    topics: Mapping[str, str]

    def question(self, item_id: str) -> Question:
        """Return the question of this id, retired ones too; KeyError if there never was one."""
        return self.questions[item_id]

    def idea(self, item_id: str) -> Idea:
        """Return the idea of this id, retired ones too; KeyError if there never was one."""
        return self.ideas[item_id]


def load(language: str = "en", root: Traversable | None = None) -> Bank:
    """Read and check the bank of a language, from the package or from another `root`.

    Raises:
        BankError: for the first thing wrong, in one line.
    """
    home = (root or files("content")) / language
    if not home.is_dir():
        raise BankError(f"content/{language}: there is no bank in this language; use one that has a folder")
    topics = _topics(home / "topics.toml", f"content/{language}/topics.toml")
    questions = _index(_question(entry) for entry in _entries(home, language, "questions"))
    ideas = _index(_idea(entry) for entry in _entries(home, language, "kindness"))
    used = {question.topic for question in questions.values()}
    if used != topics.keys():
        odd = min(used ^ topics.keys())
        where = f"content/{language}/topics.toml"
        raise BankError(f"{where}: topic {odd!r} needs both a name here and a file in questions/")
    for idea in ideas.values():
        twin = ideas.get(idea.remote_twin)
        if idea.mode == "in_person" and (twin is None or twin.mode != "remote"):
            where = f"content/{language}/kindness/{idea.category}.toml"
            raise BankError(f"{where}: {idea.id}: remote_twin must be the id of a remote idea")
    return Bank(language, MappingProxyType(questions), MappingProxyType(ideas), MappingProxyType(topics))


class _Entry:
    """One `[[item]]` table: hands out its fields by type and complains with its file and id."""

    def __init__(self, where: str, group: str, table: dict[str, object]) -> None:
        self.where, self.group, self._table = where, group, table
        self._seen: set[str] = set()
        self.id = self.text("id")
        if not _ID.fullmatch(self.id):
            raise self.wrong("id must look like q-play-001 or k-load-001")

    def wrong(self, mend: str) -> BankError:
        """Return the error that names this item and what mends it."""
        return BankError(f"{self.where}: {self._table.get('id', 'an item without id')}: {mend}")

    def text(self, key: str, default: str | None = None, among: Collection[str] = ()) -> str:
        """Return a one-line string; without `default` it must be there and not be empty."""
        value = self._take(key, default)
        if not isinstance(value, str) or value != value.strip() or "\n" in value:
            raise self.wrong(f"{key} must be one line of text without spaces around it")
        if default is None and not value:
            raise self.wrong(f"{key} must not be empty")
        if among and value not in among:
            raise self.wrong(f"{key} must be one of {', '.join(sorted(among))}")
        return value

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from `low` to `high`."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(f"{key} must be a whole number from {low} to {high}")
        return value

    def words(
        self, key: str, fits: Callable[[str], object] = bool, mend: str = "non-empty words"
    ) -> tuple[str, ...]:
        """Return a list of strings without doubles, each of which `fits`."""
        value = self._take(key, [])
        if not isinstance(value, list):
            raise self.wrong(f'{key} must be a list such as ["…"]')
        items = tuple(item for item in value if isinstance(item, str) and fits(item))
        if len(items) != len(value) or len(set(items)) != len(items):
            raise self.wrong(f"{key} must be a list of {mend}, each once")
        return items

    def done(self) -> None:
        """Refuse keys that nobody asked for: they are typing slips."""
        for key in self._table.keys() - self._seen:
            raise self.wrong(f"{key!r} is not a field; see docs/content.md for the fields")

    def _take(self, key: str, default: object) -> object:
        self._seen.add(key)
        value = self._table.get(key, default)
        if value is None:
            raise self.wrong(f"{key} is missing")
        return value


def _question(entry: _Entry) -> Question:
    is_choice = entry.text("answer", "text", ("text", "choice")) == "choice"
    labels = f"labels of 1 to {_OPTION_CHARACTERS} characters"
    options = entry.words("options", lambda it: 0 < len(it) <= _OPTION_CHARACTERS, labels)
    if is_choice != (2 <= len(options) <= 4):
        raise entry.wrong('answer = "choice" goes with two to four options, and options with it')
    entry.text("evidence", "")  # for the reader of the file; the bot never prints it
    question = Question(
        id=entry.id,
        topic=entry.group,
        text=entry.text("text"),
        probe=entry.text("probe", ""),
        depth=entry.number("depth", 1, 3),
        options=options,
        practices=_practices(entry),
        tags=frozenset(entry.words("tags")),
        setting=entry.text("setting", "any", SETTINGS),
        tone=entry.text("tone", "warm", TONES),
        live=entry.text("status", "live", STATUSES) == "live",
    )
    entry.done()
    return question


def _idea(entry: _Entry) -> Idea:
    idea = Idea(
        id=entry.id,
        category=entry.group,
        text=entry.text("text"),
        minutes=entry.number("minutes", 1, 30),
        cost=entry.number("cost", 0, 1, default=0),
        mode=entry.text("mode", among=MODES),
        remote_twin=entry.text("remote_twin", ""),
        needs=frozenset(entry.words("needs")),
        wishes=frozenset(entry.words("wish", WISHES.__contains__, f"wishes ({', '.join(sorted(WISHES))})")),
        practices=_practices(entry),
        live=entry.text("status", "live", STATUSES) == "live",
    )
    entry.done()
    return idea


def _practices(entry: _Entry) -> tuple[str, ...]:
    practices = entry.words("practices", _PRACTICE.fullmatch, "practice ids such as P69")
    if not practices:
        raise entry.wrong("practices must name at least one practice, such as P69")
    return practices


_Item = TypeVar("_Item", Question, Idea)


def _index(items: Iterator[_Item]) -> dict[str, _Item]:
    index: dict[str, _Item] = {}
    for item in items:
        if item.id in index:
            raise BankError(f"{item.id}: two items have this id; give the newer one an id never used before")
        index[item.id] = item
    return index


def _entries(home: Traversable, language: str, kind: str) -> Iterator[_Entry]:
    folder = home / kind
    if not folder.is_dir():
        raise BankError(f"content/{language}/{kind}: the folder is missing; put the files of this kind there")
    for file in sorted(folder.iterdir(), key=lambda it: it.name):
        if not file.name.endswith(".toml"):
            continue
        where = f"content/{language}/{kind}/{file.name}"
        document = _parse(file, where)
        items = document.pop("item", None)
        if document or not isinstance(items, list) or not all(isinstance(it, dict) for it in items):
            raise BankError(f"{where}: the file must hold [[item]] tables and nothing else")
        for table in items:
            entry = _Entry(where, file.name.removesuffix(".toml"), table)
            if not entry.id.startswith(kind[0] + "-"):
                raise entry.wrong(f"an id in {kind}/ must begin with {kind[0]}-")
            yield entry


def _topics(file: Traversable, where: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for slug, name in _parse(file, where).items():
        if not isinstance(name, str) or not name.strip():
            raise BankError(f'{where}: {slug}: give the topic a name, such as {slug} = "Trust"')
        names[slug] = name
    return names


def _parse(file: Traversable, where: str) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BankError(f"{where}: the file is missing; add it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BankError(f"{where}: not readable as TOML ({error}); mend that line") from None
