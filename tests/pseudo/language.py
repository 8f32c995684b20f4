"""Two languages that nobody speaks: sentences accented, a third longer, with a run from right to left.

They say which words came through gettext (those between their brackets, in their accents), and for whom: one
is the group's, the other is everybody's own. `plain` takes either back to English, so that what holds in
English can be asked of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from gettext import NullTranslations

FILLS = "\u205e"

# Letters that no test writes: each has one capital, and none is made of two characters.
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED = "ȧƀċḓḙḟḡḫḭɉḵḽṃṋȱṕɋṟṡṯṷṽẇẋẏẕ"
_THERE = str.maketrans(_PLAIN + _PLAIN.upper(), _ACCENTED + _ACCENTED.upper())
_BACK = str.maketrans(_ACCENTED + _ACCENTED.upper(), _PLAIN + _PLAIN.upper())
ACCENTS = _ACCENTED + _ACCENTED.upper()

_RIGHT_TO_LEFT = "שלום"
# What a sentence holds that is no word of it: placeholders, tags, entities, commands, addresses.
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|<[^<>]*>|&#?\w+;|(?<![\w/])/[a-z_]+|https?://[^\s<]+|@\w+")


@dataclass(frozen=True)
class Tongue:
    """One of them, by its name and its brackets."""

    name: str
    opens: str
    closes: str

    def says(self, sentence: str) -> str:
        """Return the sentence in it; "" stays ""."""
        if not sentence:
            return sentence
        longer = max(1, round(len(sentence) / 3) - 3)
        filling = (_RIGHT_TO_LEFT + "~" * longer)[:longer]
        return f"{self.opens}{_accented(sentence)}{FILLS}{filling}{self.closes}"

    def marks(self, words: str) -> str:
        """Return what Babel says (a date, a country) as being said in it, as long as it was."""
        return f"{self.opens}{_accented(words)}{self.closes}" if words else words


OURS = Tongue("en_XA", "\u27e6", "\u27e7")
MINE = Tongue("en_XB", "\u2983", "\u2984")
TONGUES = (OURS, MINE)
BRACKETS = "".join(tongue.opens + tongue.closes for tongue in TONGUES)
_CLOSES = "".join(tongue.closes for tongue in TONGUES)
FILLING = re.compile(f"{FILLS}[^{_CLOSES}]*([{_CLOSES}])")
"""What makes a sentence longer, and its end."""

_TO_ENGLISH = _BACK | dict.fromkeys(map(ord, BRACKETS))


def _accented(sentence: str) -> str:
    """Return the sentence with its words accented, and all else as it is."""
    parts, at = [], 0
    for kept in _KEPT.finditer(sentence):
        parts += [sentence[at : kept.start()].translate(_THERE), kept[0]]
        at = kept.end()
    return "".join([*parts, sentence[at:].translate(_THERE)])


def plain(words: str) -> str:
    """Return words of either language in English; whatever came into them stays as it is."""
    return FILLING.sub("", words).translate(_TO_ENGLISH)


class Catalogue(NullTranslations):
    """The catalogue of one of them; it is asked only for sentences that a real one would have."""

    def __init__(self, tongue: Tongue, asked: Callable[[str], None] = lambda _: None) -> None:
        """Say everything in this one; `asked` is told of each source string."""
        super().__init__()
        self._tongue = tongue
        self._asked = asked

    def gettext(self, message: str) -> str:
        """Return the sentence."""
        self._asked(message)
        return self._tongue.says(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a count, as English tells one from many."""
        self._asked(msgid1)
        return self._tongue.says(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return the sentence."""
        self._asked(message)
        return self._tongue.says(message)
