"""What a finding is, and how large a bank has to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from content.forms import STEADY, Form

BANK = "bank"
"""The `item` of a finding about the bank as a whole."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: the item's id (or `BANK`, a topic, pack, category or pair), the rule, the mend."""

    item: str
    rule: str
    mend: str


def _forty() -> dict[int, int]:
    return {1: 17, 2: 17, 3: 6}


def _packs() -> dict[str, Mapping[int, int]]:
    return {
        "intimacy": {1: 24, 2: 24, 3: 12},
        "parents": _forty(),
        "cohabiting": _forty(),
        "apart": _forty(),
        "seasons": _forty(),
        "faith": {1: 8, 2: 9, 3: 3},
    }


def _forms() -> dict[Form, int]:
    """Return the least of each form that can rest: more of those that anybody can answer anywhere."""
    often = (Form.SHOW, Form.VOICE, Form.DRAW, Form.NOW, Form.LIMITS, Form.GENRE, Form.LINE)
    return {form: 20 if form in often else 15 for form in Form if form not in STEADY}


@dataclass(frozen=True, slots=True)
class Standard:
    """How large a bank must be; the rules for single items are the same for every size.

    The defaults are those of the bank the bot ships with: 672 questions for everybody and those of the
    forms, six packs, 400 ideas. Plain questions and choices are counted by topic or pack and depth, other
    forms apart.
    """

    depths: Mapping[int, int] = field(default_factory=lambda: {1: 10, 2: 10, 3: 4})
    """Questions of each topic by depth."""
    choices: int = 3
    """Of each topic."""
    packs: Mapping[str, Mapping[int, int]] = field(default_factory=_packs)
    """Questions of each pack by depth."""
    forms: Mapping[Form, int] = field(default_factory=_forms)
    """The least of each form that can rest, packs too."""
    pack_forms: Mapping[str, int] = field(default_factory=lambda: {"apart": 4})
    """The most that packs may have of such forms; others have none."""
    first: tuple[int, int] = (36, 46)
    """The least and the most that are chosen by hand for a couple's first days."""
    first_light: int = 25
    """The least of them that are light."""
    ideas_per_category: int = 40
    categories: int = 10
    ideas_per_wish: int = 25
    """Ideas that answer a wish and need nothing."""


SHIPPED = Standard()
