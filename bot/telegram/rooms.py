"""Whose room an act belongs to: the features' declarations, turned round for looking up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot import registry
from bot.feature import (
    Command,
    Feature,
    Fits,
    HandleAwaited,
    HandleLink,
    HandleReply,
    Leaves,
    Route,
    SavedAs,
)
from bot.spaces.awaited import Awaited
from bot.telegram.incoming import Said


@dataclass(frozen=True)
class Rooms:
    """What each button (by its name), command, prompt, letter and link leads to; see `Feature`."""

    features: tuple[Feature, ...]
    commands: Mapping[str, Command]
    routes: Mapping[str, Route]
    awaited: Mapping[str, HandleAwaited]
    prompts_were: Mapping[str, str]
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
            ValueError: a name is two features' (`bot.registry`), or two actions' in callback data.
        """
        registry.check(features)
        routes = _once(it for feature in features for it in feature.routes)
        return cls(
            features=features,
            commands={command.name: command for f in features for command in f.commands},
            routes=routes,
            awaited={kind: run for f in features for kind, run in f.awaited.items()},
            prompts_were={before: kind for f in features for before, kind in f.prompts_were.items()},
            listening={kind: run for f in features for kind, run in f.listening.items()},
            leaves={kind: run for f in features for kind, run in f.leaves.items()},
            fits={kind: fits for f in features for kind, fits in f.fits.items()},
            places=frozenset(kind for f in features for kind in f.places),
            replies={kind: run for f in features for kind, run in f.replies.items()},
            proofs={name: kinds for name, it in routes.items() if (kinds := it.action.guard.proves)},
            links={kind: run for f in features for kind, run in f.links.items()},
            saving={kind: says for f in features for kind, says in f.saving.items()},
        )

    def with_own(self, routes: Sequence[Route]) -> Mapping[str, Route]:
        """Return who does what a button says, those of the edge itself included.

        Raises:
            ValueError: one of these and a feature's have a name in common.
        """
        return _once([*(it for feature in self.features for it in feature.routes), *routes])

    def fitting(self, prompts: Sequence[Awaited], said: Said) -> list[Awaited]:
        """Return which of these prompts a message may answer; a place is for those that take one."""
        if said.place is not None:
            for_places = [it for it in prompts if it.kind in self.places]
            return for_places or [it for it in prompts if it.kind not in self.fits]
        return [it for it in prompts if it.kind not in self.fits or self.fits[it.kind](said)]


def _once(routes: Iterable[Route]) -> dict[str, Route]:
    """Return who does what a button says, by each name that its action has or had."""
    found: dict[str, Route] = {}
    for route in routes:
        for name in route.action.names():
            if name in found:
                raise ValueError(f"two actions are called {name} in callback data")
            found[name] = route
    return found
