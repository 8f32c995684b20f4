"""Words that nobody would write by chance, and every spelling in which they could be found again."""

import base64
import json
import random
import string
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from bot.features.checkin import views
from content.bank import Bank
from tests.stage import BANK

Labels = dict[str, tuple[Any, ...]]
"""What each planted label of a button stands for: `("day", 1)`, `("option", item id, 2)`, ..."""

_OTHERS = "äñžβяшあ漢🌊🪁"
_MARK, _SERIAL, _TAIL = 8, 3, 6
_AMONG = ("%s", "<b>&amp; %s", "…\n%s\n…", "it was %s, and then", "%s" + " and so on" * 120)


class Planting:
    """Makes words that all begin with one random mark, so that one search finds any of them.

    A word is the mark, three outbox messages that make it unique (the two are its head, by which a word that
    was cut short is found too) and a random end. Of a plain planting all is ASCII, of another one nothing is.

    Attributes:
        mark: what every word begins with.
        authors: whose each thing is, by its head or by the file id of a voice note or photo.
    """

    def __init__(self, seed: int, *, plain: bool) -> None:
        self._chance = random.Random(seed)
        self._composers = string.ascii_lowercase if plain else _OTHERS
        self._made = 0
        self.mark = self._word(_MARK)
        self.authors: dict[str, int] = {}

    def head(self) -> str:
        """Return a new head that is nobody's words: good for a label."""
        size = len(self._composers)
        serial = "".join(self._composers[self._made // size**place % size] for place in range(_SERIAL))
        self._made += 1
        return self.mark + serial

    def message(self, author: int) -> str:
        """Return the text of a message of this person's: new words among others."""
        head = self.head()
        self.authors[head] = author
        return self._chance.choice(_AMONG) % (head + self._word(_TAIL))

    def _word(self, size: int) -> str:
        return "".join(self._chance.choices(self._composers, k=size))


@cache
def spellings(words: str) -> frozenset[str]:
    """Return how words may stand in a text: as they are, escaped as in JSON, in a link, or in base64."""
    encoded = words.encode()
    return frozenset({words, json.dumps(words)[1:-1], quote(words), encoded.hex(), *_base64(encoded)})


def encodings(words: str) -> frozenset[bytes]:
    """Return the bytes by which words are found in a file, in whichever encoding they lie there."""
    wide = {words.encode(encoding) for encoding in ("utf-16-le", "utf-16-be")}
    return frozenset({*(text.encode() for text in spellings(words)), *wide})


def _base64(encoded: bytes) -> set[str]:
    """Return what base64 makes of these bytes inside of others: it depends on how many go before, by threes.

    The characters that the neighbours share are left out.
    """
    found = set()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + encoded).decode().rstrip("=")
        found.add(whole[-(-before * 8 // 6) : (before + len(encoded)) * 8 // 6])
    return found


def planted_bank(planting: Planting, labels: Labels, *, choices: bool) -> Bank:
    """Return the bank with planted options, told to `labels`; with `choices` nothing else is picked."""
    questions = {}
    for item_id, question in BANK.questions.items():
        options = tuple(planting.head() for _option in question.options)
        labels.update({label: ("option", item_id, number) for number, label in enumerate(options)})
        live = question.live and (bool(options) or not choices)
        questions[item_id] = replace(question, options=options, live=live)
    return replace(BANK, questions=MappingProxyType(questions))


def planted_scales(planting: Planting, labels: Labels) -> dict[str, Any]:
    """Return planted labels for the check-in's buttons, by the names of its view, told to `labels`."""
    planted: dict[str, Any] = {}
    for kind, name in (("day", "DAYS"), ("closeness", "CLOSENESS")):
        planted[name] = tuple(planting.head() for _label in getattr(views, name))
        labels.update({label: (kind, value) for value, label in enumerate(planted[name], start=1)})
    planted["WISH_LABELS"] = {wish: planting.head() for wish in views.WISH_LABELS}
    labels.update({label: ("wish", wish) for wish, label in planted["WISH_LABELS"].items()})
    return planted
