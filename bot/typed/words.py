"""What every reader of typed words stands on: plain words, numbers, and what a reading is."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Generic, TypeVar

Meant = TypeVar("Meant")

LONGEST = 60
"""Characters; whoever types more does not type a time."""

_OF_TIME = re.compile(
    r".*\d|(?:to|mid)?(?:day|night|noon|morrow)|tom+or+ow|half|quarter|past|morning|afternoon|evening|o'?clock"
    r"|hour|day|week|fortnight|month|minute|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec"
)

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
WORDS = {word: number for number, word in enumerate(_NUMBERS.split(), start=1)} | {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december today tonight tomorrow morning afternoon evening quarter"
)
_SPELT = [*(word for word in WORDS if len(word) > 2), *_NAMES.split()]
_SPELT_WRONG = 4
"""Letters; a shorter word is like too many others to be a misspelt one."""
_ALIKE = 0.75
_HALVES = (
    (re.compile(r"(?<![^\W\d])([ap])\.? ?m\b\.?"), r"\1m"),  # "p.m.", "a. m."
    (re.compile(r"(\d)([ap])\b(?!')"), r"\1\2m"),  # "9p"
    (re.compile(r"(\d) ([ap]m)\b"), r"\1\2"),
)

_POLITE = re.compile(r"[ ,.]+(?:please|pls|thanks|thank you|thx)[.!]*$")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Meant]):
    """What was meant. A `guess` is shown before it counts; `other` is what else it may well mean."""

    meant: Meant
    guess: bool = False
    other: Meant | None = None


def plain(text: str) -> str:
    """Return the words in small letters, with single blanks and without what ends a sentence.

    A full stop stays: it tells "14.7." from "14.7". Of what is longer than `LONGEST` nothing is left.
    """
    if len(text) > LONGEST:
        return ""
    words = " ".join(text.casefold().replace("\u2019", "'").split())
    for shape, half in _HALVES:
        words = shape.sub(half, words)
    return _POLITE.sub("", words.strip(" !?\u2713")).rstrip(" ,!?")


def may_be_time(text: str) -> bool:
    """Whether this may be a day or an hour, even a misspelt one: short, and a word of it speaks of time.

    "hello" and what goes on for too long are plainly none.
    """
    return len(text) <= LONGEST and any(_is_of_time(it) for it in text.casefold().split())


def _is_of_time(word: str) -> bool:
    word = word.strip(".,!?")
    if _OF_TIME.match(word) or (word in WORDS and word not in ("a", "an")):
        return True
    return bool(get_close_matches(word, _SPELT, 1, _ALIKE)) if len(word) >= _SPELT_WRONG else False


def without(words: str, *beginnings: str) -> str:
    """Return the words without any of these beginnings, taken off in this order."""
    for beginning in beginnings:
        words = words.removeprefix(beginning)
    return words


def number(words: str) -> int | None:
    """Return a number up to 9999 in digits, or up to 59 in words."""
    if re.fullmatch(r"\d{1,4}", words):
        return int(words)
    parts = words.removeprefix("a ").replace("-", " ").split()
    numbers = [WORDS.get(part) for part in parts]
    if not numbers or None in numbers or len(numbers) > 2:
        return None
    if len(numbers) == 2 and not (numbers[0] in (20, 30, 40, 50) and (numbers[1] or 10) < 10):
        return None
    return sum(it or 0 for it in numbers)
