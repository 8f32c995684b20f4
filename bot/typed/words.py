"""What every reader of typed words stands on: plain words, numbers, and what a reading is."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

Meant = TypeVar("Meant")

LONGEST = 60
"""Characters; whoever types more does not type a time."""

_MOST_WORDS = 4
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


def is_sentence(text: str) -> bool:
    """Whether this is plainly no day and no hour, not even a misspelt one.

    It goes on for too long, or says nothing of time in more words than a slip of the pen explains.
    """
    words = text.casefold().split()
    return len(text) > LONGEST or (len(words) > _MOST_WORDS and not any(_OF_TIME.match(it) for it in words))


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
