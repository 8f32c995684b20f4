"""What the lint looks for in one language, read from `content/<language>/lint.toml`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Phrases:
    """Openers, verbs, phrases no item may say, and words that take something for granted."""

    openers: frozenset[str]
    closed_openers: frozenset[str]
    open_tails: frozenset[str]
    """What turns a yes/no opening into an open question when it follows."""
    first_person: frozenset[str]
    graded: bool
    """Whether the English reading grade applies."""
    verbs: frozenset[str]
    buying: frozenset[str]
    free_ways: frozenset[str]
    consent: str
    """What every idea about touch must say."""
    banned: tuple[str, ...]
    assumes: Mapping[str, str]
    """Word to the tag an item needs before it may say that word."""
    seasons: tuple[str, ...]
    """What no question with dates may say, because north and south differ."""

    def banned_in(self, text: str) -> Iterator[str]:
        """Yield the banned phrases that occur in the text as whole words."""
        return (phrase for phrase in self.banned if _says(text, phrase))

    def seasons_in(self, text: str) -> Iterator[str]:
        """Yield the words in the text that fit a day of the year on one half of the earth only."""
        return (word for word in self.seasons if _says(text, word))

    def assumed_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield (word, tag) for each word in the text that not everyone could answer."""
        return ((phrase, tag) for phrase, tag in self.assumes.items() if _says(text, phrase))


def load_phrases(language: str = "en") -> Phrases:
    """Read a language's phrases; FileNotFoundError or KeyError if its lint.toml is missing or not whole."""
    document = tomllib.loads((files("content") / language / "lint.toml").read_text(encoding="utf-8"))
    return Phrases(
        openers=frozenset(document["openers"]),
        closed_openers=frozenset(document["closed_openers"]),
        open_tails=frozenset(document["open_tails"]),
        first_person=frozenset(document["first_person"]),
        graded=document["graded"],
        verbs=frozenset(document["verbs"]),
        buying=frozenset(document["buying"]),
        free_ways=frozenset(document["free_ways"]),
        consent=document["consent"],
        banned=tuple(document["banned"]),
        assumes=dict(document["assumes"]),
        seasons=tuple(document["seasons"]),
    )


def _says(text: str, phrase: str) -> bool:
    """Say whether the phrase occurs as whole words, in the singular or with a plural s."""
    return re.search(rf"(?<!\w){re.escape(phrase)}s?(?!\w)", text, re.IGNORECASE) is not None
