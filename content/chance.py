"""Chance without a clock or a generator: from a hash, the same on every machine."""

from collections.abc import Callable
from hashlib import blake2b


def draw(seed: int, *salt: object) -> Callable[[str], float]:
    """Return a function that gives each name a number from 0 up to 1, the same on every machine."""
    start = blake2b(("|".join(map(str, (seed, *salt))) + "|").encode(), digest_size=8)

    def number(name: str) -> float:
        salted = start.copy()
        salted.update(name.encode())
        return int.from_bytes(salted.digest()) / 2**64

    return number
