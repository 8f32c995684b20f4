"""The words of the interface: gettext source strings in English, and small helpers to join them.

Every sentence a person reads is wrapped in `_` or `ngettext` where it is written; catalogues come with
the second language. Foreign text enters a sentence only through `Markup("... %(name)s") % {...}`,
which escapes it.
"""

import gettext

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
