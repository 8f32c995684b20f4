"""A language that nobody speaks: each sentence accented, a third longer, with a run from right to left.

It says which words came through gettext: those between its brackets, in its accents. `plain` takes them back
to English, so that what holds in English can be asked of it.
"""

import re
from gettext import NullTranslations

OPENS, CLOSES, FILLS = "\u27e6", "\u27e7", "\u205e"

# Letters that no test writes: each has one capital, and none is made of two characters.
_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED = "ȧƀċḓḙḟḡḫḭɉḵḽṃṋȱṕɋṟṡṯṷṽẇẋẏẕ"
_THERE = str.maketrans(_PLAIN + _PLAIN.upper(), _ACCENTED + _ACCENTED.upper())
_BACK = str.maketrans(_ACCENTED + _ACCENTED.upper(), _PLAIN + _PLAIN.upper())
ACCENTS = _ACCENTED + _ACCENTED.upper()

_RIGHT_TO_LEFT = "שלום"
# What a sentence holds that is no word of it: placeholders, tags, entities, commands, addresses.
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|<[^<>]*>|&#?\w+;|(?<![\w/])/[a-z_]+|https?://[^\s<]+|@\w+")
FILLING = re.compile(f"{FILLS}[^{CLOSES}]*{CLOSES}")
"""What makes a sentence longer, and its end."""


def accented(sentence: str) -> str:
    """Return the sentence with its words accented, and all else as it is."""
    parts, at = [], 0
    for kept in _KEPT.finditer(sentence):
        parts += [sentence[at : kept.start()].translate(_THERE), kept[0]]
        at = kept.end()
    return "".join([*parts, sentence[at:].translate(_THERE)])


def pseudo(sentence: str) -> str:
    """Return the sentence in the language nobody speaks; "" stays ""."""
    if not sentence:
        return sentence
    longer = max(1, round(len(sentence) / 3) - 3)
    filling = (_RIGHT_TO_LEFT + "~" * longer)[: max(1, longer)]
    return f"{OPENS}{accented(sentence)}{FILLS}{filling}{CLOSES}"


def marked(words: str) -> str:
    """Return what Babel says (a date, a country) as being said in that language, as long as it was."""
    return f"{OPENS}{accented(words)}{CLOSES}" if words else words


def plain(words: str) -> str:
    """Return words of that language in English; whatever came into them stays as it is."""
    return FILLING.sub("", words).replace(OPENS, "").replace(CLOSES, "").translate(_BACK)


class Pseudo(NullTranslations):
    """The catalogue of that language."""

    def gettext(self, message: str) -> str:
        """Return the sentence."""
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form for a count, as English tells one from many."""
        return pseudo(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        """Return the sentence."""
        return pseudo(message)
