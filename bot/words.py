"""The words of the interface: gettext source strings in English, and small helpers to join them.

Every sentence a person reads is wrapped in `_` or `ngettext` where it is written; catalogues come with
the second language. Foreign text enters a sentence only through `Markup("... %(name)s") % {...}`,
which escapes it.
"""

import gettext
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b

_translations = gettext.NullTranslations()


def _(sentence: str) -> str:
    """Return the sentence in the interface's language."""
    return _translations.gettext(sentence)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the sentence that fits the count."""
    return _translations.ngettext(one, many, count)


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue; translate it with `_` where it is shown."""
    return sentence


def variant(lines: Sequence[str], day: date, seed: int, nth: int = 0) -> str:
    """Return the line of a day, translated: each comes once before any of them returns.

    So a list of eight or more says nothing twice within a week. Its order is shuffled by `seed` (a space's
    or person's id), so that two couples do not read the same on the same day; `nth` is for a second line
    of the list on one day. A letter composed anew says the same again: nothing here is left to chance.
    """

    def place(number: int) -> bytes:
        return blake2b(f"{seed}:{number}:{lines[number]}".encode(), digest_size=8).digest()

    order = sorted(range(len(lines)), key=place)
    return _(lines[order[(day.toordinal() + nth) % len(lines)]])
