"""What a couple's older cards come to, in four bytes an item and four a card, whatever is in the bank.

Of each item the day of its last card and from when it is as good as new, by its number (`content.numbering`);
then of each card its day and its item; and how many days had a card of each kind, which goes by the bank of
when it was counted. A past that begins from sums picks as one of all the cards does (`content.past`).
"""

import sys
from array import array
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from struct import Struct

from content.numbering import KINDS, Numbering

FIRST_DAY = date(1960, 1, 1)
"""Days are counted from it in sixteen bits: up to 2139."""
NEVER = 2**16 - 1
"""Instead of a day: not as good as new again, as both answered it."""
COUNTED = KINDS[:4]
"""The kinds of cards whose days are counted."""
DECLINED_FOR = 42
"""Days for which a *Not today* is remembered: no rule asks for an older one."""

_HEAD = Struct("<8s4III")
"""Digest of the bank, the four counts, how many items, cards."""


def day_of(number: int) -> date:
    """Return the date of a day's number."""
    return date.fromordinal(number + _EPOCH)


def number_of(day: date) -> int:
    """Return the number of a date."""
    return day.toordinal() - _EPOCH


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of the cards up to some day: of each its day, ascending, and the number of its item."""

    numbering: Numbering
    last: "array[int]"
    """By number: the day of an item's last card; 0 for none."""
    free: "array[int]"
    """By number: the day from which it is as good as new, or `NEVER`; 0 if it had no card."""
    days: "array[int]"
    items: "array[int]"
    declined: tuple[tuple[int, int], ...]
    """(day, number) of the cards of the last weeks to which either said *Not today*."""
    counts: tuple[int, ...]
    """Days with a card of each of the `COUNTED` kinds."""
    digest: bytes
    """The bank by which that was counted (`content.numbering.Numbered.digest`)."""

    @property
    def through(self) -> date:
        """The day of the last card; the first of all days if there is none."""
        return day_of(self.days[-1]) if self.days else date.min

    @classmethod
    def of_none(cls, numbering: Numbering) -> "Sums":
        """Return the sums of no card."""
        empty = array("H", bytes(2 * len(numbering.ids)))
        return cls(numbering, empty, empty[:], array("H"), array("H"), (), (0,) * len(COUNTED), bytes(8))

    def under(self, numbering: Numbering) -> "Sums":
        """Return the same under a numbering that extends theirs."""
        more = array("H", bytes(2 * (len(numbering.ids) - len(self.last))))
        return replace(self, numbering=numbering, last=self.last + more, free=self.free + more)

    def packed(self) -> bytes:
        """Return them in bytes, without the numbering."""
        head = _HEAD.pack(self.digest, *self.counts, len(self.last), len(self.days))
        declined = array("H", [it for pair in self.declined for it in pair])
        return head + b"".join(map(_bytes, (self.last, self.free, self.days, self.items, declined)))

    @classmethod
    def unpacked(cls, packed: bytes, numbering: Numbering) -> "Sums":
        """Return what was packed.

        Raises:
            ValueError: these are no sums, or go by another numbering.
        """
        if len(packed) < _HEAD.size:
            raise ValueError("these are no sums")
        digest, *counts, size, cards = _HEAD.unpack_from(packed)
        ends = [_HEAD.size]
        for length in (size, size, cards, cards):
            ends.append(ends[-1] + 2 * length)
        if ends[-1] > len(packed) or (len(packed) - ends[-1]) % 4 or size != len(numbering.ids):
            raise ValueError("these are no sums, or they go by another numbering")
        parts = [_array(packed[begin:end]) for begin, end in zip(ends, [*ends[1:], len(packed)], strict=True)]
        last, free, days, items, declined = parts
        pairs = tuple(zip(declined[::2], declined[1::2], strict=True))
        return cls(numbering, last, free, days, items, pairs, tuple(counts), digest)


def counted(days: "array[int]", items: "array[int]", kinds: bytearray) -> list[int]:
    """Return on how many days there was a card of each of the `COUNTED` kinds."""
    had: dict[int, int] = {}
    for day, item in zip(days, items, strict=True):
        had[day] = had.get(day, 0) | kinds[item]
    together = Counter(had.values())
    return [sum(many for kinds, many in together.items() if kinds & kind) for kind in COUNTED]


_EPOCH = FIRST_DAY.toordinal()


def _bytes(values: "array[int]") -> bytes:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


def _array(of: bytes) -> "array[int]":
    values = array("H", of)
    if sys.byteorder == "big":
        values.byteswap()
    return values
