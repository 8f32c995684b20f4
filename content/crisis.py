"""Crisis words: a short, fixed list of phrases, matched as whole words. It misses much and protects nobody.

Nothing is concluded from a match and nothing is noted of it; it only makes the bot ask before it keeps the
words, and show where people listen. The phrases and what they are for stand in `content/en/crisis.toml`.
"""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

GROUPS = ("self_harm", "being_hurt", "threat")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")


def matches(text: str, language: str = "en") -> bool:
    """Whether a text holds one of the phrases, its innocent turns taken out first."""
    phrases, innocent = _patterns(language)
    return phrases.search(innocent.sub(" ", plain(text))) is not None


def plain(text: str) -> str:
    """Return a text in small letters, without apostrophes, marks and punctuation, one space between words."""
    spread = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text).casefold())
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def phrases(language: str = "en") -> dict[str, list[str]]:
    """Return the list as it stands in the file, by group, the innocent turns among them."""
    file = files("content") / language / "crisis.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = phrases(language)
    return (
        _any_of([phrase for group in GROUPS for phrase in listed[group]]),
        _any_of(listed["innocent"]),
    )


def _any_of(them: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(phrase) for phrase in them)})\b")
