"""What a user of the sealed pair has to declare, so that nothing of it claims what never comes.

The sealed pair sets timers, puts outbox messages and shows buttons by the names of its user, and only the
user's `Feature` leads from those to what is done. Whatever is missing there is told when the bot is built.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from bot import elsewhere
from bot.actions import Action, Row
from bot.ceding import CEDES
from bot.feature import Feature
from bot.lifecycle import KEPT, Kept, nothing
from bot.sealed import erasing
from bot.sealed.contributions import Alone
from bot.sealed.names import Names
from bot.sealed.pair import SEALS, Buttons, Pair

_MORE_FIELDS: Mapping[str, tuple[int | Alone, ...]] = {"pick": (0,), "when_alone": (Alone.ERASE,)}
"""What is in a button beside its card."""


def missing(feature: Feature) -> list[str]:
    """Return what a feature that seals does not declare, as words for whoever wrote it; [] for any other."""
    added = [it.what for it in feature.adds if it.to is SEALS]
    pairs = [it for it in added if isinstance(it, Pair)]
    found = ["SEALS in adds"] if set(map(id, _handed(feature))) - set(map(id, pairs)) else []
    for pair in pairs:
        found += [*_unnamed(feature, pair.names), *_unrouted(feature, pair.buttons), *_unkept(feature)]
        if pair.names.owner not in {ritual.name for ritual in feature.rituals}:
            found.append(f"ritual {pair.names.owner}")
    return found


def _handed(feature: Feature) -> Iterator[Pair]:
    """Yield what is handed to the functions of the sealed pair."""
    does = [route.run for route in feature.routes]
    for run in (*does, *feature.timers.values(), *feature.awaited.values(), *feature.arrived.values()):
        if isinstance(run, partial) and run.args and isinstance(run.args[0], Pair):
            yield run.args[0]


def _unnamed(feature: Feature, names: Names) -> Iterator[str]:
    """Yield what of the pair's names leads nowhere."""
    shows = (names.reveal, names.alone, names.part)
    composed = (*shows, names.lost, names.waiting, names.heard, names.stayed, names.line_again)
    asks = (names.answer, names.change)
    needs: Iterable[tuple[str, Mapping[str, Any], tuple[str, ...]]] = (
        ("composer of", feature.composers, composed),
        ("timer", feature.timers, (names.whole, names.opens, names.tells, names.ends, names.turns)),
        ("outcome of", feature.outcomes, (*shows, names.stayed, names.line_again)),
        ("arrival of", feature.arrived, (*shows, names.line_again, elsewhere.MEDIUM)),
        ("handler of the awaited", feature.awaited, names.prompts),
        ("name of the prompt", feature.prompt_names, names.prompts),
        ("listening for", feature.listening, (names.more, names.asked, names.pointed)),
        ("way to leave", feature.leaves, asks),
        ("asking anew for", feature.asks, asks),
        ("saving of", feature.saving, names.prompts),
        ("reply to", feature.replies, (names.waiting,)),
        ("link", feature.links, (names.answer,)),
        ("edit of", feature.edited, (names.answer,)),
    )
    for what, declared, wanted in needs:
        yield from (f"{what} {name}" for name in wanted if name not in declared)
    if feature.follows is None:
        yield "follows"
    if not any(it.to is CEDES for it in feature.adds):
        yield "CEDES in adds"


def _unrouted(feature: Feature, buttons: Buttons) -> Iterator[str]:
    """Yield the buttons that nobody answers."""
    routed = {route.action for route in feature.routes}
    for field in fields(buttons):
        made: Action = getattr(buttons, field.name)(0, Row(0), *_MORE_FIELDS.get(field.name, ()))
        if type(made) not in routed:
            yield f"route of the button {field.name}"


def _unkept(feature: Feature) -> Iterator[str]:
    """Yield what of a person's answers cannot be taken along or goes with nothing."""
    kept = next((it.what for it in feature.adds if it.to is KEPT and isinstance(it.what, Kept)), None)
    if kept is None:
        yield "KEPT in adds"
        return
    if kept.export is nothing:
        yield "export of what is saved"
    for name in ("shares", "singles", "undone", "ends"):
        if getattr(kept, name) is None:
            yield f"{name} in KEPT"
    if not any(
        isinstance(it.run, partial) and it.run.func is erasing.erase_not_kept for it in feature.upkeep
    ):
        yield "upkeep that erases answers that are not saved"
