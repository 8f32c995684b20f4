"""What the lint looks for in one language, read from `content/<language>/lint.toml`."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from content.naming import PARTNER


@dataclass(frozen=True, slots=True)
class Phrases:
    """Verbs, phrases no item may say, and words that take something for granted."""

    closed_openers: frozenset[str]
    """First words of a sentence that asks for yes or no."""
    open_tails: frozenset[str]
    """What turns a yes/no opening into an open question when it follows, and what an open one begins with."""
    second_asks: tuple[str, ...]
    """What joins a second ask to the first."""
    who: frozenset[str]
    """Of which one stands in an item that asks whose something is."""
    first_person: frozenset[str]
    graded: bool
    """Whether the English reading grade applies."""
    verbs: frozenset[str]
    """First words of what somebody is to do: of every idea, and of a question in the imperative."""
    asks_back: frozenset[str]
    """First words of an idea that asks the partner something."""
    buying: frozenset[str]
    free_ways: frozenset[str]
    consent: str
    """What an idea says that not everyone wants to have done to them, and no other."""
    banned: tuple[str, ...]
    stiff: tuple[str, ...]
    """What nobody says aloud."""
    uncontracted: tuple[str, ...]
    """What people who speak draw together, if a word other than "it" follows."""
    before_no_other: frozenset[str]
    """What goes before no "the other one" ("your")."""
    before_no_name: frozenset[str]
    """What goes before no name, as it depends on how the name begins ("a", "an")."""
    whereabouts: tuple[str, ...]
    """Patterns of what asks where somebody is, or who is near."""
    surroundings: tuple[str, ...]
    """Patterns of what shows it where a photo, a voice or this moment is asked for."""
    assumes: Mapping[str, str]
    """Word to the tag an item needs before it may say that word."""
    imagined: frozenset[str]
    """Of these words, those that are no more than a game in a form of its own."""
    seasons: tuple[str, ...]
    """What no question with dates may say, because north and south differ."""

    def banned_in(self, text: str) -> Iterator[str]:
        """Yield the banned phrases that occur in the text as whole words."""
        return (phrase for phrase in self.banned if _says(text, phrase))

    def stiff_in(self, text: str) -> Iterator[str]:
        """Yield what occurs in the text that nobody says aloud."""
        yield from (phrase for phrase in self.stiff if _says(text, phrase))
        yield from (phrase for phrase in self.uncontracted if _goes_on(phrase).search(text))

    def whereabouts_in(self, text: str, *, seen_or_heard: bool) -> Iterator[str]:
        """Yield the words in the text that ask where somebody is, or that show it; the partner is "they"."""
        said = text.replace(PARTNER, "they")
        patterns = (*self.whereabouts, *self.surroundings) if seen_or_heard else self.whereabouts
        return (found[0] for it in patterns if (found := _pattern(it).search(said)))

    def seasons_in(self, text: str) -> Iterator[str]:
        """Yield the words in the text that fit a day of the year on one half of the earth only."""
        return (word for word in self.seasons if _says(text, word))

    def assumed_in(self, text: str, *, in_play: bool = False) -> Iterator[tuple[str, str]]:
        """Yield (word, tag) for each word in the text that not everyone could answer.

        In play, nobody needs to have a cat for one to leave a note.
        """
        return (
            (phrase, tag)
            for phrase, tag in self.assumes.items()
            if not (in_play and phrase in self.imagined) and _says(text, phrase)
        )


def load_phrases(language: str = "en") -> Phrases:
    """Read a language's phrases; FileNotFoundError or KeyError if its lint.toml is missing or not whole."""
    document = tomllib.loads((files("content") / language / "lint.toml").read_text(encoding="utf-8"))
    return Phrases(
        closed_openers=frozenset(document["closed_openers"]),
        open_tails=frozenset(document["open_tails"]),
        second_asks=tuple(document["second_asks"]),
        who=frozenset(document["who"]),
        first_person=frozenset(document["first_person"]),
        graded=document["graded"],
        verbs=frozenset(document["verbs"]),
        asks_back=frozenset(document["asks_back"]),
        buying=frozenset(document["buying"]),
        free_ways=frozenset(document["free_ways"]),
        consent=document["consent"],
        banned=tuple(document["banned"]),
        stiff=tuple(document["stiff"]),
        uncontracted=tuple(document["uncontracted"]),
        before_no_other=frozenset(document["before_no_other"]),
        before_no_name=frozenset(document["before_no_name"]),
        whereabouts=tuple(document["whereabouts"]),
        surroundings=tuple(document["surroundings"]),
        assumes=dict(document["assumes"]),
        imagined=frozenset(document["imagined"]),
        seasons=tuple(document["seasons"]),
    )


def _says(text: str, phrase: str) -> bool:
    """Say whether the phrase occurs as whole words, in the singular or with a plural s."""
    return _whole(phrase).search(text) is not None


# The module `re` keeps 512 patterns, and a language has more phrases than that in reach of every item.
@cache
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}s?(?!\w)", re.IGNORECASE)


@cache
def _goes_on(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(phrase)}(?=\s+(?!it\b)[\w{{])", re.IGNORECASE)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
