"""Whose an act is: the features' declarations, turned round for looking up, with one owner for each name.

Names stand in rows and in buttons for years, so two features must never mean two things by one of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.feature import (
    Command,
    Feature,
    Fits,
    HandleAwaited,
    HandleEdit,
    HandleLink,
    HandleReply,
    Leaves,
    Route,
    SavedAs,
)
from bot.sealed import needs
from bot.spaces.awaited import Awaited
from bot.telegram.incoming import Said

_NAMED: Mapping[str, Callable[[Feature], Iterable[str]]] = {
    "action": lambda it: (route.action.name for route in it.routes),
    "prompt": lambda it: (*it.awaited, *it.listening),
    "edited message": lambda it: it.edited,
    "link": lambda it: it.links,
    "timer": lambda it: it.timers,
    "outbox message": lambda it: it.composers,
    "ritual": lambda it: (ritual.name for ritual in it.rituals),
    "command": lambda it: (command.name for command in it.commands),
}
_SAYS_WHOSE = ("action", "prompt", "edited message", "link", "timer")
"""These begin with their feature's name and a dot; outbox messages and rituals are called as they always
were.
"""


@dataclass(frozen=True)
class Registry:
    """What each button (by its name), command, prompt, outbox message and link leads to; see `Feature`."""

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
    edited: Mapping[str, HandleEdit]

    @classmethod
    def of(cls, features: tuple[Feature, ...]) -> "Registry":
        """Collect the declarations of all features.

        Raises:
            ValueError: a name is two features', or two actions' in callback data.
        """
        check(features)
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
            edited={kind: run for f in features for kind, run in f.edited.items()},
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


def check(features: Sequence[Feature]) -> None:
    """See that each name has one owner, and says whose it is; and that whoever seals declares all it takes.

    Raises:
        ValueError: a feature declares something by a name that another has, or by one that is not its own; or
            it uses the sealed pair, and something of that would lead nowhere (`bot.sealed.needs`).
    """
    for what, names in _NAMED.items():
        owners: dict[str, str] = {}
        for feature in features:
            for name in set(names(feature)):
                if name in owners:
                    raise ValueError(f"the {what} {name} is {owners[name]}'s and {feature.name}'s")
                if what in _SAYS_WHOSE and not name.startswith(f"{feature.name}."):
                    raise ValueError(f"the {what} {name} of {feature.name} does not say whose it is")
                owners[name] = feature.name
    for feature in features:
        if missing := needs.missing(feature):
            raise ValueError(f"{feature.name} seals answers, but lacks: {', '.join(missing)}")


def _once(routes: Iterable[Route]) -> dict[str, Route]:
    """Return who does what a button says, by each name that its action has or had."""
    found: dict[str, Route] = {}
    for route in routes:
        for name in route.action.names():
            if name in found:
                raise ValueError(f"two actions are called {name} in callback data")
            found[name] = route
    return found
