"""Callback data: `verb:space:ref[:arg]`, 64 bytes at most, and never believed without a check.

Inside, `space` and `ref` are rows' own numbers (or a day's). Those are counters: from its own buttons a
changed app could read how much the other said in private between two of them. So what leaves are aliases
(`Aliases`): numbers that nobody without this database's secret can tell from chance. All buttons pass here.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

LIMIT = 64
"""Bytes of callback data: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

SMALLEST = 2**32
"""No alias is smaller, and no row's own number grows so large: buttons from before aliases go on working."""
_SIDE = 2**24
_END = _SIDE * _SIDE  # 15 digits
_ROUNDS = 8
_ROW = "#"  # before an argument that is a row's number
_SPACE = "space"


@dataclass(frozen=True, slots=True)
class Data:
    """What a button says: what to do (`verb`), in which space, about what (`ref`), and how (`arg`)."""

    verb: str
    space_id: int
    ref: int
    arg: str


def data(verb: str, space_id: int = 0, ref: int = 0, arg: str | int = "") -> str:
    """Return the callback data of a button; raises ValueError where Telegram would refuse its aliases."""
    text = f"{verb}:{space_id}:{ref}" + (f":{arg}" if arg != "" else "")
    numbers = len(str(space_id)) + len(str(ref))
    longest = len(text.encode()) - numbers + sum(len(str(_END)) for number in (space_id, ref) if number)
    if longest > LIMIT:
        raise ValueError(f"callback data of {verb} is longer than {LIMIT} bytes")
    return text


def row(number: int) -> str:
    """Return a row's number as an argument: it leaves as an alias, too, and comes back as its digits."""
    return f"{_ROW}{number}"


def parse(text: str) -> Data | None:
    """Return what callback data says, or None if it is not of our form (forged, or very old)."""
    parts = text.split(":", 3)
    if len(parts) < 3 or not parts[0]:
        return None
    numbers = [_number(part) for part in parts[1:3]]
    if numbers[0] is None or numbers[1] is None:
        return None
    return Data(parts[0], numbers[0], numbers[1], parts[3] if len(parts) == 4 else "")


class Aliases:
    """What stands in buttons for the numbers of rows, spaces and days: a permutation that a secret chose.

    It is a Feistel network with cycle walking (https://doi.org/10.1007/3-540-45760-7_9), of its own for each
    family of verbs. 0, which names nothing, stays 0; below `SMALLEST` are the numbers in buttons of before.
    """

    def __init__(self, secret: str) -> None:
        """`secret` is the database's: with another, no alias of before can be read."""
        self._key = blake2b(secret.encode(), person=b"aliases").digest()
        self.alias = lru_cache(4096)(self._alias)  # a card names its row in each of its buttons

    def outward(self, text: str) -> str:
        """Return callback data as it leaves, with aliases for the numbers in it; ValueError if it is none."""
        said = parse(text)
        if said is None:
            raise ValueError("this is no callback data")
        family, arg = _family(said.verb), said.arg
        if arg.startswith(_ROW):
            arg = f"{_ROW}{self.alias(family, int(arg.removeprefix(_ROW)))}"
        return data(said.verb, self.alias(_SPACE, said.space_id), self.alias(family, said.ref), arg)

    def inward(self, text: str) -> Data | None:
        """Return what callback data that came in says, with the numbers its aliases stand for."""
        said = parse(text)
        if said is None:
            return None
        family, arg = _family(said.verb), said.arg
        named = _number(arg.removeprefix(_ROW)) if arg.startswith(_ROW) else None
        return Data(
            said.verb,
            self._number(_SPACE, said.space_id),
            self._number(family, said.ref),
            arg if named is None else str(self._number(family, named)),
        )

    def _alias(self, family: str, number: int) -> int:
        if not 0 <= number < _END - SMALLEST:
            raise ValueError("no row, space or day has such a number")
        if number == 0:
            return 0
        found = self._mixed(family, number + SMALLEST)
        while found < SMALLEST:
            found = self._mixed(family, found)
        return found

    def _number(self, family: str, alias: int) -> int:
        """Return the number that an alias stands for; of a forged one, some number that names nothing."""
        if not SMALLEST <= alias < _END:
            return alias
        found = self._unmixed(family, alias)
        while found < SMALLEST:
            found = self._unmixed(family, found)
        return found - SMALLEST

    def _mixed(self, family: str, value: int) -> int:
        left, right = divmod(value, _SIDE)
        for turn in range(_ROUNDS):
            left, right = right, left ^ self._bits(family, turn, right)
        return left * _SIDE + right

    def _unmixed(self, family: str, value: int) -> int:
        left, right = divmod(value, _SIDE)
        for turn in reversed(range(_ROUNDS)):
            left, right = right ^ self._bits(family, turn, left), left
        return left * _SIDE + right

    def _bits(self, family: str, turn: int, half: int) -> int:
        said = f"{family}|{turn}|{half}".encode()
        return int.from_bytes(blake2b(said, key=self._key, digest_size=3).digest())


def _family(verb: str) -> str:
    """Return what a verb's numbers are mixed by: all before its last word, so that those name a row alike.

    What names something else of the same feature has a word more, as counters of two kinds must not be
    compared.
    """
    return verb.rpartition(".")[0] or verb


def _number(text: str) -> int | None:
    """Return a plain decimal number that fits SQLite's integers, else None."""
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        return None
    return int(text)
