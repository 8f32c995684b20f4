"""The mix of the main stream: which of the cards that may come suits the six before it, and whose turn it is.

Of any seven cards, as they came, three or more are about the pair, one or more is playful and three at most
are plain; no form comes twice running. By induction: a card is right if it is right after the six before it.
Where none is, the forms give way first, then what is playful, then what is about the pair.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from content.bank import Question
from content.forms import Form
from content.numbering import Traits
from content.past import LATEST_CARDS

WINDOW = LATEST_CARDS + 1
"""Cards of which the mix is the measure."""
ABOUT_PAIR, PLAYFUL, PLAIN = 3, 1, 3
"""Of a window: at least so many about the pair, at least so many playful, at most so many plain."""
OFF_FORMS = "mix of forms relaxed"
"""The reason of a pick of the form that came last, or of one plain card too many."""
OFF_TONE = "pair or playful relaxed"
"""The reason of a pick that is not about the pair, or not playful, though one was due."""

_PLAIN_ODDS, _SAVING = {1: 0.35, 2: 0.8, 3: 1.0}, 0.1
"""How often a card is plain where it may be and need not: by depth, as most open ones are plain and all deep
ones; and of a light one where the room is needed for those."""
_EARLY = 4  # cards without anything playful after which one comes, if it can, before it must
_PAIR_DUE, _PLAYFUL_DUE, _TWICE_RUNNING, _TOO_PLAIN, _NO_ROOM, _PLAYFUL_SOON, _PAIR_SOON = (
    64,
    32,
    16,
    8,
    4,
    2,
    1,
)
"""Faults of a card after those before it, the gravest first: one of them outweighs all that are lighter."""

_SOON = _PLAYFUL_SOON | _PAIR_SOON

ByTopic = Mapping[str, Sequence[Question]]


@dataclass(frozen=True, slots=True)
class Mix:
    """What the cards before ask of the next one."""

    last: Form | None
    """The form that came last."""
    saves_plain: bool
    """Whether the room for plain ones is needed by deeper ones soon."""
    not_plain: int
    """The faults of a plain card, apart from its coming twice running."""
    not_about_pair: int
    """The faults of a card that is not about the pair; `not_playful` likewise."""
    not_playful: int

    @classmethod
    def after(cls, latest: Sequence[Traits], *, plain_next: bool, plain_soon: bool) -> "Mix":
        """Return what is asked after the last cards, six at most.

        A plain card is to come on the next day, or soon: then it gets its room, if there is another way.
        """
        missing = LATEST_CARDS - len(latest)
        plain = sum(it.form is Form.PLAIN for it in latest)
        light = sum(it.form is Form.PLAIN and it.depth < 3 for it in latest)
        playful = [it.is_playful for it in latest]
        pair = sum(it.is_about_pair for it in latest) + missing
        no_room = plain_next or (plain_soon and light >= PLAIN - 1)
        return cls(
            last=latest[-1].form if latest else None,
            saves_plain=plain_soon,
            not_plain=(_TOO_PLAIN if plain >= PLAIN else 0) + (_NO_ROOM if no_room else 0),
            not_about_pair=(_PAIR_DUE if pair < ABOUT_PAIR else 0)
            + (_PAIR_SOON if pair <= ABOUT_PAIR else 0),
            not_playful=(_PLAYFUL_DUE if sum(playful) + missing < PLAYFUL else 0)
            + (_PLAYFUL_SOON if len(playful) >= _EARLY and not any(playful[-_EARLY:]) else 0),
        )

    def faults(self, form: Form, *, is_about_pair: bool, is_playful: bool) -> int:
        """Return what would be wrong with such a card: the less, the better it suits."""
        return (
            (self.not_plain if form is Form.PLAIN else 0)
            + (_TWICE_RUNNING if form is self.last else 0)
            + (0 if is_about_pair else self.not_about_pair)
            + (0 if is_playful else self.not_playful)
        )

    def best(self, candidates: ByTopic) -> tuple[int, dict[str, list[Question]]]:
        """Return the faults of those that suit best, and those by topic; there must be some."""
        known: dict[tuple[Form, bool, bool], int] = {}
        least, best = 2 * _PAIR_DUE, dict[str, list[Question]]()
        for topic, them in candidates.items():
            for question in them:
                kind = question.form, question.is_about_pair, question.is_playful
                faults = known.get(kind)
                if faults is None:
                    faults = known[kind] = self.faults(kind[0], is_about_pair=kind[1], is_playful=kind[2])
                if faults > least:
                    continue
                if faults < least:
                    least, best = faults, {}
                best.setdefault(topic, []).append(question)
        return least, best

    def turn(
        self,
        candidates: ByTopic,
        chance: Callable[[str], float],
        last: Callable[[Form], date],
        *,
        choice: bool,
    ) -> Form:
        """Return whose turn it is of the candidates' forms.

        A `choice` that is due comes; else chance says whether the card is plain; else it is the form that
        rested longest, by chance among those that never came. A choice that is not due comes where nothing
        else can.
        """
        forms = {question.form for them in candidates.values() for question in them}
        if choice and Form.CHOICE in forms:
            return Form.CHOICE
        turns = [*(forms - {Form.PLAIN, Form.CHOICE} or forms - {Form.PLAIN})]
        if Form.PLAIN in forms:
            depth = next(question.depth for them in candidates.values() for question in them)
            odds = _SAVING if depth == 1 and self.saves_plain else _PLAIN_ODDS[depth]
            if not turns or chance("plain") < odds:
                return Form.PLAIN
        return min(turns, key=lambda form: (last(form), chance(form)))


def breaks(faults: int) -> int:
    """Return what of the faults is more than a wish for what is due soon."""
    return faults & ~_SOON


def reasons_of(faults: int) -> list[str]:
    """Return what gave way for a card with these faults, in words."""
    forms, tone = faults & (_TWICE_RUNNING | _TOO_PLAIN), faults & (_PAIR_DUE | _PLAYFUL_DUE)
    return [*([OFF_FORMS] if forms else ()), *([OFF_TONE] if tone else ())]
