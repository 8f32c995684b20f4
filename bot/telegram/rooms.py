"""Whose room an act belongs to: the features' declarations, turned round for looking up."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.actions import Who
from bot.feature import (
    Action,
    Command,
    Feature,
    Fits,
    HandleAwaited,
    HandleLink,
    HandleReply,
    HandleTap,
    Leaves,
    Route,
    SavedAs,
)
from bot.spaces.awaited import Awaited
from bot.telegram.incoming import Said, Tap


@dataclass(frozen=True)
class Rooms:
    """What each verb, command, prompt, letter and link leads to; see `Feature` for the meaning of each."""

    features: tuple[Feature, ...]
    commands: Mapping[str, Command]
    taps: Mapping[str, Action]
    open_taps: Mapping[str, Action]
    awaited: Mapping[str, HandleAwaited]
    listening: Mapping[str, HandleAwaited]
    leaves: Mapping[str, Leaves]
    places: frozenset[str]
    fits: Mapping[str, Fits]
    replies: Mapping[str, HandleReply]
    proofs: Mapping[str, tuple[str, ...]]
    links: Mapping[str, HandleLink]
    saving: Mapping[str, SavedAs]

    @classmethod
    def of(cls, features: tuple[Feature, ...]) -> "Rooms":
        """Collect the declarations of all features.

        Raises:
            ValueError: two features, or two actions of one, have a name for callback data in common.
        """
        named = _once(it for feature in features for it in buttons(feature))
        return cls(
            features=features,
            commands={command.name: command for f in features for command in f.commands},
            taps={verb: it for verb, (it, who) in named.items() if who is Who.PARTNER},
            open_taps={verb: it for verb, (it, who) in named.items() if who is Who.ANYONE},
            awaited={kind: run for f in features for kind, run in f.awaited.items()},
            listening={kind: run for f in features for kind, run in f.listening.items()},
            leaves={kind: run for f in features for kind, run in f.leaves.items()},
            fits={kind: fits for f in features for kind, fits in f.fits.items()},
            places=frozenset(kind for f in features for kind in f.places),
            replies={kind: run for f in features for kind, run in f.replies.items()},
            proofs={verb: it.of for verb, (it, _who) in named.items() if it.of},
            links={kind: run for f in features for kind, run in f.links.items()},
            saving={kind: says for f in features for kind, says in f.saving.items()},
        )

    def fitting(self, prompts: Sequence[Awaited], said: Said) -> list[Awaited]:
        """Return which of these prompts a message may answer; a place is for those that take one."""
        if said.place is not None:
            for_places = [it for it in prompts if it.kind in self.places]
            return for_places or [it for it in prompts if it.kind not in self.fits]
        return [it for it in prompts if it.kind not in self.fits or self.fits[it.kind](said)]


def buttons(feature: Feature) -> Iterator[tuple[str, Action, Who]]:
    """Yield what a feature's buttons do, by each name that they have or had, and who may tap them."""
    for verb, it in feature.taps.items():
        yield verb, action_of(it), Who.PARTNER
    for verb, it in feature.open_taps.items():
        yield verb, action_of(it), Who.ANYONE
    for route in feature.routes:
        guard, run = route.action.guard, _with_fields(route)
        its = Action(
            run,
            guard.where,
            of=guard.proves,
            shows=guard.shows,
            sends=guard.sends,
            early=guard.early,
        )
        for name in route.action.names():
            yield name, its, guard.who


def _with_fields(route: Route) -> HandleTap:
    async def run(tap: Tap) -> None:
        await route.run(tap, route.action.unpack(tap.data))

    return run


def _once(declared: Iterable[tuple[str, Action, Who]]) -> dict[str, tuple[Action, Who]]:
    found: dict[str, tuple[Action, Who]] = {}
    for name, action, who in declared:
        if name in found:
            raise ValueError(f"two actions are called {name} in callback data")
        found[name] = action, who
    return found


def action_of(declared: Action | HandleTap) -> Action:
    """Return what a feature declared for a verb as an action; a bare handler is one at doors alone."""
    return declared if isinstance(declared, Action) else Action(declared)
