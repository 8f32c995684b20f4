"""Crisis words: a short, fixed list of patterns of sentences. It misses much and protects nobody.

Nothing is concluded from a match and nothing is noted of it; it only makes the bot ask before it takes the
words, and show where people listen. The patterns and what they are for stand in `content/en/crisis.toml`; how
many sentences of some lists they meet `python -m bot content crisis` prints (`content/crisis_rates.py`).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

Kind = Literal["die", "hurt", "harm"]
KINDS: tuple[Kind, ...] = ("die", "hurt", "harm")
"""To want to die, to be hurt, to do or threaten harm: what fits first decides which text is shown."""

NAME = "@name"
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_SENTENCES = re.compile(r"[.!?;:…\n]+")
_TOKEN = re.compile(r"\([^)]*\)|\{\w+\}|\S+")
_END = r"(?= |$)"
_NOT = "never|not|no|none|nobody|dont|doesnt|didnt|wouldnt|wont|wasnt|isnt|cant|couldnt|havent|hasnt"
_FEW = rf"(?: (?!(?:{_NOT}) )\S+){{0,5}}?"


def kind_of(text: str, names: Sequence[str] = (), language: str = "en") -> Kind | None:
    """Return what kind of need a text may speak of, None for nearly all texts.

    `names` are what the couple are called: "Ben hit me" is then understood as "he hit me".
    """
    patterns, innocent = _patterns(language)
    called = [plain(name) for name in names if plain(name)]
    sentences = [_named(plain(part), called) for part in _SENTENCES.split(text)]
    for kind in KINDS:
        for sentence in sentences:
            excused = kind != "die" and innocent.search(sentence) is not None
            if sentence and not excused and patterns[kind].search(sentence):
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


def _named(sentence: str, names: Sequence[str]) -> str:
    """Return a plain sentence with a space before it, `@name` for each name."""
    for name in names:
        sentence = re.sub(rf"(?:^|(?<= )){re.escape(name)}s?(?= |$)", NAME, sentence)
    return f" {sentence}" if sentence else ""


@cache
def _patterns(language: str) -> tuple[Mapping[Kind, re.Pattern[str]], re.Pattern[str]]:
    file = listed(language)
    words: dict[str, str] = {}
    for name, phrases in file["words"].items():
        words[name] = _any_of(phrases, words)
    return (
        {kind: re.compile(_any(compiled(it, words) for it in file["patterns"][kind])) for kind in KINDS},
        re.compile(_any_of(file["innocent"]["any"], {}) + _END),
    )


def compiled(pattern: str, words: Mapping[str, str]) -> str:
    """Return the regular expression of one pattern; KeyError for a name that `words` lacks."""
    parts = [_part(token, words) for token in _TOKEN.findall(pattern)]
    return "".join(parts) + _END


def _part(token: str, words: Mapping[str, str]) -> str:
    if token.startswith("("):
        inner = "".join(_part(it, words) for it in _TOKEN.findall(token[1:-1]))
        return f"(?:{inner})?"
    if token.startswith("{"):
        return words[token[1:-1]]
    return {"$": "$", "^": "^", "...": _FEW}.get(token) or f" {re.escape(token)}"


def _any_of(phrases: Sequence[str], words: Mapping[str, str]) -> str:
    """Return what meets one of some phrases, the longest first; they may name `words` that stand before."""
    ordered = sorted(phrases, key=len, reverse=True)
    return _any("".join(_part(word, words) for word in phrase.split()) for phrase in ordered)


def _any(expressions: Iterable[str]) -> str:
    return f"(?:{'|'.join(expressions)})"
