"""A user of the sealed pair that leaves something out is refused, by what is missing."""

from dataclasses import replace
from typing import Any

import pytest

from bot import elsewhere, registry
from bot.app import FEATURES
from bot.feature import Feature
from bot.lifecycle import KEPT, Kept, nothing
from bot.sealed import erasing
from bot.sealed.pair import SEALS
from tests.sealed import actions
from tests.sealed.word import FEATURE, NAMES, PAIR


def without(field: str, name: str) -> Feature:
    """Return the feature without what it declares in a field by a name."""
    declared: dict[str, object] = getattr(FEATURE, field)
    assert name in declared
    left: dict[str, Any] = {field: {key: it for key, it in declared.items() if key != name}}
    return replace(FEATURE, **left)


def unrouted(action: type[Any]) -> Feature:
    """Return the feature with nobody who does what a button says."""
    return replace(FEATURE, routes=tuple(it for it in FEATURE.routes if it.action is not action))


def keeping(kept: Kept) -> Feature:
    """Return the feature with this in place of what it keeps."""
    adds = (*(it for it in FEATURE.adds if it.to is not KEPT), KEPT(kept))
    return replace(FEATURE, adds=adds)


def test_with_all_of_it_nothing_is_missing() -> None:
    registry.check((*FEATURES, FEATURE))


@pytest.mark.parametrize(
    ("feature", "missing"),
    [
        (without("composers", NAMES.waiting), "composer of word.waiting"),
        (without("composers", NAMES.alone), "composer of word.alone"),
        (without("timers", NAMES.ends), "timer word.ends"),
        (without("outcomes", NAMES.stayed), "outcome of word.stayed"),
        (without("arrived", elsewhere.MEDIUM), "arrival of medium"),
        (without("awaited", NAMES.pointed), "handler of the awaited word.pointed"),
        (without("listening", NAMES.pointed), "listening for word.pointed"),
        (without("replies", NAMES.waiting), "reply to word.waiting"),
        (without("links", NAMES.answer), "link word.answer"),
        (without("edited", NAMES.answer), "edit of word.answer"),
        (unrouted(actions.LetKnow), "route of the button let_know"),
        (unrouted(actions.Pick), "route of the button pick"),
        (unrouted(actions.WhenAlone), "route of the button when_alone"),
        (replace(FEATURE, follows=None), "follows"),
        (replace(FEATURE, upkeep=()), "upkeep that erases answers that are not saved"),
        (replace(FEATURE, rituals=()), "ritual word"),
        (replace(FEATURE, adds=tuple(it for it in FEATURE.adds if it.to is not KEPT)), "KEPT in adds"),
        (replace(FEATURE, adds=tuple(it for it in FEATURE.adds if it.to is not SEALS)), "SEALS in adds"),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_what_leads_nowhere_is_named(feature: Feature, missing: str) -> None:
    with pytest.raises(ValueError, match=f"^word seals answers, but lacks: {missing}$"):
        registry.check((*FEATURES, feature))


def test_what_is_saved_cannot_be_left_out_of_what_is_taken_along() -> None:
    async def erase(*_given: object) -> None:
        return None

    feature = keeping(Kept(export=nothing, erase=erase, singles=erasing.singles(PAIR, "My words")))
    with pytest.raises(
        ValueError, match="lacks: export of what is saved, shares in KEPT, undone in KEPT, ends"
    ):
        registry.check((*FEATURES, feature))
