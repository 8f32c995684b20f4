"""The names that features give to what is theirs: each has one owner, and says whose it is.

They stand in rows and in buttons for years, so two features must never mean two things by one of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.feature import Feature

_NAMED: Mapping[str, Callable[[Feature], Iterable[str]]] = {
    "action": lambda it: (route.action.name for route in it.routes),
    "prompt": lambda it: (*it.awaited, *it.listening),
    "link": lambda it: it.links,
    "timer": lambda it: it.timers,
    "letter": lambda it: it.letters,
    "ritual": lambda it: (ritual.name for ritual in it.rituals),
    "command": lambda it: (command.name for command in it.commands),
}
_SAYS_WHOSE = ("action", "prompt", "link", "timer")
"""These begin with their feature's name and a dot; letters and rituals are called as they always were."""


def check(features: Sequence[Feature]) -> None:
    """See that each name has one owner, and says whose it is.

    Raises:
        ValueError: a feature declares something by a name that another has, or by one that is not its own.
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
