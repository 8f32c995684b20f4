"""Crisis words: a short, fixed list of patterns of sentences. It misses much and protects nobody.

Nothing is concluded from a match and nothing is noted of it; it only makes the bot ask before it takes the
words, and show where people listen. The patterns and what they are for stand in `content/en/crisis.toml`; how
many sentences of some lists they meet `python -m bot content crisis` prints (`content/crisis_rates.py`).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Literal

Kind = Literal["die", "hurt", "harm"]
KINDS: tuple[Kind, ...] = ("die", "hurt", "harm")
"""To want to die, to be hurt, to do or threaten harm: what fits first decides which text is shown."""

NAME = "@name"
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_SENTENCES = re.compile(r"[.!?;:…]+|\n\s*\n")
_LINES = re.compile(r"[.!?;:…\n]+")
_TOKEN = re.compile(r"\([^)]*\)|\S+")
_END, _BEGINNING, _GAP = "$", "^", "..."
_FEW = 5
_NEGATIONS = {
    "never",
    "not",
    "no",
    "none",
    "nobody",
    "dont",
    "doesnt",
    "didnt",
    "wouldnt",
    "wont",
    "wasnt",
    "isnt",
}
_NEGATIONS |= {"cant", "couldnt", "havent", "hasnt"}

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One place of a pattern: any of these phrases, by their first word; `empty` if it may be none."""

    phrases: Mapping[str, Sequence[Phrase]]
    empty: bool = False


Place = Choice | str
"""A string is the beginning of the sentence, or a gap."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence word by word, and where a name may stand for some of them.

    `named` leads from the place where a name begins to those after it. A name may be a word of every day
    (Will, Me), so each stays readable as the words it is, too.
    """

    words: tuple[str, ...]
    named: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def begins(self, at: int) -> tuple[str, ...]:
        """Return what may be read from a place on: its word or the end, and `@name` where a name stands."""
        word = self.words[at] if at < len(self.words) else _END
        return (word, NAME) if at in self.named else (word,)

    def after(self, read: str, at: int) -> Iterable[int]:
        """Return where one may be after a word, a name or the end was read at a place."""
        if read == NAME:
            return self.named.get(at, ())
        if read == _END:
            return (at,) if at == len(self.words) else ()
        return (at + 1,) if at < len(self.words) and self.words[at] == read else ()

    def without_names(self) -> "Sentence":
        """Return it as it reads where every name is one and nothing else."""
        words: list[str] = []
        at = 0
        while at < len(self.words):
            words.append(NAME if at in self.named else self.words[at])
            at = max(self.named.get(at, (at + 1,)))
        return Sentence(tuple(words))


@dataclass(slots=True)
class Tree:
    """Patterns by what they have in common from their first word on.

    `plain` leads on by a single word, `others` by a place of any kind; `ends` says that a pattern ends here.
    """

    plain: dict[str, "Tree"] = field(default_factory=dict)
    others: dict[str, tuple[Place, "Tree"]] = field(default_factory=dict)
    ends: bool = False

    def meets(self, said: Sentence) -> bool:
        """Whether one of the patterns stands somewhere in a sentence."""
        return any(self._goes_on(said, at) for at in range(len(said.words)))

    def _goes_on(self, said: Sentence, at: int) -> bool:
        """Whether the sentence goes on from a place as one of the patterns does from here."""
        if self.ends:
            return True
        for read in said.begins(at):
            then = self.plain.get(read)
            if then is not None and any(then._goes_on(said, later) for later in said.after(read, at)):
                return True
        return any(
            then._goes_on(said, later)
            for place, then in self.others.values()
            for later in _ways(place, said, at)
        )


def kind_of(text: str, names: Sequence[str] = (), language: str = "en") -> Kind | None:
    """Return what kind of need a text may speak of, None for nearly all texts.

    `names` are what the couple are called: "Ben hit me" is then understood as "he hit me", too. A name only
    ever adds to what is met, whatever word it is; nor does it excuse a sentence.
    """
    patterns, innocent = _patterns(language)
    called = [tuple(plain(name).split()) for name in names if plain(name)]
    # A line may be a sentence without its stop, or a few words of one: it is read as both.
    parts = dict.fromkeys(plain(part) for it in (_LINES, _SENTENCES) for part in it.split(text))
    sentences = [_read(part, called) for part in parts]
    bare = [sentence.without_names() for sentence in sentences]
    for kind in KINDS:
        for sentence, unnamed in zip(sentences, bare, strict=True):
            if patterns[kind].meets(sentence) and not innocent[kind].meets(unnamed):
                return kind
    return None


def plain(text: str) -> str:
    """Return a text in small letters, without apostrophes, marks and punctuation, one space between words."""
    spread = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def listed(language: str = "en") -> Mapping[str, Mapping[str, list[str]]]:
    """Return the file as it stands: its `words`, `patterns` by kind, and what is `innocent`."""
    file = files("content") / language / "crisis.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def grown(patterns: Iterable[str], words: Mapping[str, Sequence[Phrase]]) -> Tree:
    """Return the tree of some patterns.

    Raises:
        KeyError: one names a list that `words` lacks.
    """
    root = Tree()
    for pattern in patterns:
        here = root
        for token in _TOKEN.findall(pattern):
            if token in (_BEGINNING, _GAP) or token[0] in "({":
                here = here.others.setdefault(token, (_place(token, words), Tree()))[1]
            else:
                here = here.plain.setdefault(token, Tree())
        here.ends = True
    return root


def _read(sentence: str, names: Sequence[Phrase]) -> Sentence:
    """Return a plain sentence with the places of the names in it, "Ben's" and "Bens" included."""
    words = tuple(sentence.split())
    named: dict[int, frozenset[int]] = {}
    for name in names:
        spelled = (name, (*name[:-1], name[-1] + "s"))
        for at in range(len(words) - len(name) + 1):
            if words[at : at + len(name)] in spelled:
                named[at] = named.get(at, frozenset()) | {at + len(name)}
    return Sentence(words, named)


@cache
def _patterns(language: str) -> tuple[Mapping[Kind, Tree], Mapping[Kind, Tree]]:
    file = listed(language)
    words: dict[str, Sequence[Phrase]] = {}
    for name, phrases in file["words"].items():
        words[name] = [whole for phrase in phrases for whole in _expanded(phrase, words)]
    trees = {kind: grown(file["patterns"][kind], words) for kind in KINDS}
    harmless = grown(file["innocent"]["any"], words)
    return trees, {"die": grown(file["innocent"]["die"], words), "hurt": harmless, "harm": harmless}


def _expanded(phrase: str, words: Mapping[str, Sequence[Phrase]]) -> Iterator[Phrase]:
    """Yield every phrase that a phrase with names of lists in it stands for."""
    places = [words[it[1:-1]] if it.startswith("{") else [(it,)] for it in phrase.split()]
    for parts in product(*places):
        yield tuple(word for part in parts for word in part)


def _place(token: str, words: Mapping[str, Sequence[Phrase]]) -> Place:
    if token in (_BEGINNING, _GAP):
        return token
    phrases: dict[str, list[Phrase]] = {}
    for phrase in _expanded(token.strip("()"), words):
        phrases.setdefault(phrase[0], []).append(phrase)
    return Choice(phrases, empty=token.startswith("("))


def _ways(place: Place, said: Sentence, at: int) -> Iterator[int]:
    """Yield where one may be in the sentence after a place of a pattern that begins at a place of it."""
    if isinstance(place, str):
        yield from _after_a_few(said, at) if place == _GAP else ([at] if at == 0 else [])
        return
    if place.empty:
        yield at
    for read in said.begins(at):
        for phrase in place.phrases.get(read, ()):
            yield from _through(phrase, said, at)


def _through(phrase: Phrase, said: Sentence, at: int) -> Iterable[int]:
    """Return where one may be after a whole phrase was read at a place."""
    ways: Iterable[int] = (at,)
    for read in phrase:
        ways = [later for here in ways for later in said.after(read, here)]
    return ways


def _after_a_few(said: Sentence, at: int) -> Iterator[int]:
    """Yield where one may be after up to a few words that deny nothing; a name is one, and denies nothing."""
    seen = ways = {at}
    yield at
    for _word in range(_FEW):
        ways = {later for here in ways for later in _after_one(said, here)} - seen
        yield from ways
        seen = seen | ways


def _after_one(said: Sentence, at: int) -> Iterator[int]:
    if at < len(said.words) and said.words[at] not in _NEGATIONS:
        yield at + 1
    yield from said.named.get(at, ())
