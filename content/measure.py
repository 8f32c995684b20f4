"""Measures of a text: words, reading grade, and how alike two texts are. Standard library only."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log, sqrt

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_VOWELS = re.compile(r"[aeiouy]+")


def words(text: str) -> list[str]:
    """Return the words in lower case; "partner's" and "well-known" are one word each."""
    return _WORD.findall(text.lower())


def syllables(word: str) -> int:
    """Estimate the syllables of an English word: vowel groups, less a silent e or ed; one or more."""
    groups = len(_VOWELS.findall(word))
    silent_e = word.endswith("e") and not re.search(r"[^aeiouy]le$|[aeiouy]e$", word)
    silent_ed = bool(re.search(r"[^aeiouytd]ed$", word))
    return max(1, groups - int(silent_e or silent_ed))


def grade(text: str) -> float:
    """Return the Flesch–Kincaid grade (Kincaid et al. 1975): the US school year that reads it with ease."""
    found = words(text)
    if not found:
        return 0.0
    sentences = max(1, len(re.findall(r"[.!?…]+(?:\s|$)", text)))
    spoken = sum(map(syllables, found))
    return 0.39 * len(found) / sentences + 11.8 * spoken / len(found) - 15.59


def quantile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    at = -(-share * len(ordered) // 1)  # ceiling
    return ordered[max(0, int(at) - 1)]


def alike(texts: Mapping[str, str], floor: float) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of ids whose texts have a cosine of `floor` or more, over tf-idf of 3- to 5-grams."""
    counts = {name: Counter(_grams(text)) for name, text in texts.items()}
    spread = Counter(gram for grams in counts.values() for gram in grams)
    vectors = {
        name: _unit({gram: n * (log((1 + len(texts)) / (1 + spread[gram])) + 1) for gram, n in grams.items()})
        for name, grams in counts.items()
    }
    rare: dict[str, list[str]] = {}
    for other, vector in vectors.items():
        for one in sorted({name for gram in vector for name in rare.get(gram, ())}):
            cosine = sum(weight * vectors[one].get(gram, 0.0) for gram, weight in vector.items())
            if cosine >= floor:
                yield one, other, cosine
        for gram in _telling(vector, spread, floor):
            rare.setdefault(gram, []).append(other)


def _telling(vector: Mapping[str, float], spread: Mapping[str, int], floor: float) -> Iterator[str]:
    """Yield the rarest grams of a unit vector, one of which every vector as near as `floor` shares.

    What is left is shorter than `floor`, so it alone cannot bring the product of two unit vectors up to it.
    """
    left = 1.0
    for gram in sorted(vector, key=lambda it: (spread[it], it)):
        if left < floor * floor:
            return
        left -= vector[gram] ** 2
        yield gram


def _grams(text: str) -> Iterator[str]:
    """Yield the character 3- to 5-grams inside each word, the word's edges marked by spaces."""
    for word in words(text):
        padded = f" {word} "
        for size in (3, 4, 5):
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {gram: weight / length for gram, weight in vector.items()}
