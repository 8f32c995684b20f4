"""What the features declare, for tests that go through all of it.

A list by hand would say nothing of a feature to come. A test that leaves something out names it, and why.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import ModuleType

import bot.features
from bot.app import FEATURES, POINTS
from bot.features.settings.pages import SETTINGS, Setting

COMMANDS = tuple(command for feature in FEATURES for command in feature.commands)
SETTING_KEYS = frozenset(
    key for it in POINTS.of(SETTINGS) for key in (it.page() if isinstance(it, Setting) else it).choices
)
"""The key of everything that can be chosen in the settings."""


def commands(*, but: Mapping[str, str] | None = None, place: str | None = None) -> tuple[str, ...]:
    """Return the names of all commands, or of those that do their work in one place, in one order for good.

    `but` are those left out, each with the reason.

    Raises:
        ValueError: what is left out is no command, or not one of that place.
    """
    names = {it.name for it in COMMANDS if place is None or place in it.places}
    if unknown := set(but or ()) - names:
        raise ValueError(f"no such command is left out: {', '.join(sorted(unknown))}")
    return tuple(sorted(names - set(but or ())))


def modules(name: str) -> Iterator[ModuleType]:
    """Yield the module of this name of each feature that has one."""
    for feature in pkgutil.iter_modules(bot.features.__path__):
        folder = importlib.import_module(f"bot.features.{feature.name}")
        if name in {it.name for it in pkgutil.iter_modules(folder.__path__)}:
            yield importlib.import_module(f"{folder.__name__}.{name}")
