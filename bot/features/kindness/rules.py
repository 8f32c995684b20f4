"""What may be handed to whom: pure.

Nothing here looks at what the partner did: the two differ because each day's bank is split between them
beforehand, not because one of them was first.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from content.bank import Bank
from content.chance import draw
from content.picker import Given, IdeaState

NAME = "kindness"
"""The ritual, and the kind of the outbox message that is its card."""

STEERED = 0.5
FEWER_AFTER = 3
"""After so many days with a *Not for me* in a row its person hears how kindnesses come less often."""


def holds_one(marks: Sequence[IdeaState]) -> bool:
    """Return whether an idea of today is in this person's hands, given today's marks in order."""
    return bool(marks) and marks[-1] is not IdeaState.NOT_FOR_ME


def another_left(marks: Sequence[IdeaState]) -> bool:
    """Return whether this person may still swap today: once a day.

    Every idea but the first followed either a "not for me", which is free, or the one swap.
    """
    return all(mark is IdeaState.NOT_FOR_ME for mark in marks[:-1])


def offers_fewer(history: Sequence[Given]) -> bool:
    """Whether this person just said *Not for me* on a third day in a row of those on which they looked.

    Only then, so that nobody hears it day by day; `history` is their own, oldest first.
    """
    refused = [
        [it.state for it in them].count(IdeaState.NOT_FOR_ME)
        for _day, them in groupby(history, key=lambda it: it.day)
    ]
    latest, before = refused[-FEWER_AFTER:], refused[:-FEWER_AFTER]
    return len(latest) == FEWER_AFTER and all(latest) and latest[-1] == 1 and not any(before[-1:])


def is_steered(seed: int, person_id: int, day: date) -> bool:
    """Whether a wish that was passed on steers this person's idea of a day: by chance, one time in two.

    So a kindness that answers a wish proves nothing, and neither does one that does not. The day and the
    space's secret decide, never what anybody did.
    """
    return draw(seed, "steered", person_id)(day.isoformat()) < STEERED


def partners_half(bank: Bank, couple: Sequence[int], person_id: int, day: date) -> frozenset[str]:
    """Return the ideas that belong to the partner today, and so never to this person.

    Each category is split evenly and anew every day, so that both meet the whole bank in time and each
    half can answer every wish.
    """
    mine = sorted(couple).index(person_id) % 2
    chance = draw(0, "half", *sorted(couple), day)
    ideas = sorted(bank.ideas.values(), key=lambda idea: (idea.category, chance(idea.id)))
    return frozenset(
        idea.id
        for _, group in groupby(ideas, key=lambda idea: idea.category)
        for rank, idea in enumerate(group)
        if rank % 2 != mine
    )
