"""Catalogues: one file `bot/locale/<language>.po` for each language but English, read and checked at start.

`make messages` writes the template that translators begin with and brings the catalogues up to date. What is
wrong with one is told as one line that names file, sentence and mend, as it is of the bank.
"""

import re
from collections.abc import Iterator
from gettext import GNUTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from bot import words
from content import bank
from content.bank import Bank

# What a translation keeps of its sentence, in any order: placeholders, tags, commands.
_KEPT = re.compile(r"%\(\w+\)[a-z]|%%|</?[a-z-]+[^<>]*>|(?<![\w/<])/[a-z_]+")
_LIMIT = re.compile(r"at most (\d+) characters")


class CatalogueError(Exception):
    """A catalogue cannot be used; the message is one plain line that names file, sentence and mend."""


def load(root: Traversable | None = None) -> None:
    """Let every language be spoken that has a catalogue.

    Raises:
        CatalogueError: a catalogue cannot be read, or a sentence in it does not hold what its source holds.
    """
    home = files("bot").joinpath("locale") if root is None else root
    if not home.is_dir():
        return
    for file in sorted(home.iterdir(), key=lambda it: it.name):
        if file.name.endswith(".po"):
            words.learn(file.name.removesuffix(".po"), read(file))


def banks(english: Bank) -> dict[str, Bank]:
    """Return the bank in every other language that is spoken here and has content, if only of some items.

    Raises:
        BankError: an item in it is wrong.
    """
    spoken = set(bank.languages()).intersection(words.names()) - {words.ENGLISH}
    return {name: bank.translated(english, bank.load(name, whole=False)) for name in sorted(spoken)}


def read(file: Traversable) -> GNUTranslations:
    """Read a catalogue and check it whole; raises `CatalogueError`."""
    name = file.name.removesuffix(".po")
    try:
        Locale.parse(name)
        catalogue = read_po(BytesIO(file.read_bytes()), locale=name, abort_invalid=True)
    except (UnknownLocaleError, ValueError, PoFileError) as error:
        raise CatalogueError(f"{file.name}: cannot be read as a catalogue ({error})") from None
    for fault in faults(catalogue):
        raise CatalogueError(f"{file.name}: {fault}")
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    return GNUTranslations(made)


def faults(catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with a catalogue, a line each; sentences without a translation stay English."""
    for message in catalogue:
        for source, said in _pairs(message):
            if not said:
                continue
            lost = sorted(set(_KEPT.findall(source)) ^ set(_KEPT.findall(said)))
            if lost:
                yield f"{source!r}: {', '.join(lost)} must be in both or in neither"
            limit = next((int(it[1]) for it in map(_LIMIT.search, message.auto_comments) if it), None)
            if limit is not None and len(said) > limit:
                yield f"{source!r}: {len(said)} characters are too many for Telegram, {limit} may be"
        if message.pluralizable and isinstance(message.string, tuple | list):
            given = len([it for it in message.string if it])
            if given not in (0, catalogue.num_plurals):
                wanted = catalogue.num_plurals
                yield f"{message.id[0]!r}: {given} plural forms where the language has {wanted}"


def _pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each translation with a source it stands for: of plurals, the one for many."""
    if not message.id:  # the catalogue's own head
        return
    if isinstance(message.id, str):
        yield message.id, str(message.string)
    else:
        yield from ((message.id[1], said) for said in message.string or ())
