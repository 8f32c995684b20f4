"""The words of the interface: gettext source strings in English, and the language they are said in.

Every sentence a person reads is wrapped in `_`, `ngettext` or `pgettext` where it is written. Which language
it comes in is a context variable (https://docs.python.org/3/library/contextvars.html): the edge sets it for
who tapped or wrote, delivery for whom a message goes to, and each task begins with that of who started it.
A sentence is never looked up at import, where nobody reads yet. Foreign text enters it only through
`Markup("... %(name)s") % {...}`, which escapes it.
"""

import gettext
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from gettext import NullTranslations
from hashlib import blake2b
from typing import TypeVar

from markupsafe import Markup

T = TypeVar("T")

ENGLISH = "en"
"""The language of the source strings, and of whoever has chosen none."""

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)
_catalogues: dict[str, NullTranslations] = {ENGLISH: gettext.NullTranslations()}


def language() -> str:
    """Return the language in which sentences come now, as Babel names it ("en", "pt_BR")."""
    return _language.get()


def names() -> tuple[str, ...]:
    """Return every language that is spoken here, English first."""
    return tuple(_catalogues)


def content_of(by_language: Mapping[str, T]) -> T:
    """Return what there is in the language of who reads, else in English."""
    return by_language.get(language(), by_language[ENGLISH])


def speaks_one() -> bool:
    """Whether English is all that is spoken here: then nobody's language need be known."""
    return len(_catalogues) == 1


def spoken(tag: str | None) -> str:
    """Return the language that an IETF tag ("pt-br") means, or its parent; English if none is spoken."""
    wanted = (tag or "").replace("-", "_").casefold()
    names = {name.casefold(): name for name in _catalogues}
    return names.get(wanted) or names.get(wanted.partition("_")[0]) or ENGLISH


def learn(name: str, catalogue: NullTranslations) -> None:
    """Let a language be spoken, or put another catalogue in the place of the one it had."""
    _catalogues[name] = catalogue


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Say everything inside in this language; in English if nobody knows it here (any more)."""
    before = _language.set(name if name in _catalogues else ENGLISH)
    try:
        yield
    finally:
        _language.reset(before)


def _(sentence: str) -> str:
    """Return the sentence in the language of who reads it."""
    return _catalogues[_language.get()].gettext(sentence)


def in_any(sentence: str) -> frozenset[str]:
    """Return the sentence in every language: what stands in a message may be of before its reader chose."""
    return frozenset(catalogue.gettext(sentence) for catalogue in _catalogues.values())


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the sentence that fits the count."""
    return _catalogues[_language.get()].ngettext(one, many, count)


def pgettext(context: str, sentence: str) -> str:
    """Return a sentence of which English says two things with the same words; `context` tells them apart."""
    return _catalogues[_language.get()].pgettext(context, sentence)


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogue; translate it with `_` where it is shown."""
    return sentence


def beside(*sentences: str) -> Markup:
    """Return whole sentences one after the other; what is no Markup is escaped, what is empty left out."""
    return Markup(" ").join(it for it in sentences if it)


def below(*lines: str) -> Markup:
    """Return lines below each other; what is no Markup is escaped, what is empty left out."""
    return Markup("\n").join(it for it in lines if it)


def variant(lines: Sequence[str], day: date, seed: int, nth: int = 0) -> str:
    """Return the line of a day, translated: each comes once before any of them returns.

    So a list of eight or more says nothing twice within a week. Its order is shuffled by `seed` (a space's
    or person's id), so that two couples do not read the same on the same day; `nth` is for a second line
    of the list on one day. An outbox message composed anew says the same again: nothing here is left to
    chance.
    """

    def place(number: int) -> bytes:
        return blake2b(f"{seed}:{number}:{lines[number]}".encode(), digest_size=8).digest()

    order = sorted(range(len(lines)), key=place)
    return _(lines[order[(day.toordinal() + nth) % len(lines)]])
