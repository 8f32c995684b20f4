"""Hears every statement that the bot issues, and which functions that work in a transaction were called."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import wraps
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot.app import FEATURES, POINTS

Act = Callable[..., Any]

_SEVERAL = re.compile(r"\bIN \(\?(?:, \?)+\)")
_OURS = ("bot.", "schedules.")


@contextmanager
def statements() -> Iterator[set[str]]:
    """Collect the distinct texts of all statements inside the block; what they carry is not looked at."""
    heard: set[str] = set()

    def hear(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        heard.add(_SEVERAL.sub("IN (?)", " ".join(statement.split())))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def acts_of(modules: Sequence[ModuleType]) -> dict[str, Act]:
    """Return the public functions of these modules that work in the caller's transaction (`tx`)."""
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if inspect.iscoroutinefunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and "tx" in inspect.signature(value).parameters
    }


@contextmanager
def calls(acts: dict[str, Act]) -> Iterator[set[str]]:
    """Collect which of these functions are called inside the block, wherever they are known by name."""
    called: set[str] = set()
    watched = {id(act): _noting(act, name, called) for name, act in acts.items()}
    _replace(watched)
    try:
        yield called
    finally:
        _replace({id(noted): acts[name] for name, noted in zip(acts, watched.values(), strict=True)})


def _replace(by_id: dict[int, Act]) -> None:
    """Put functions in the place of others: in every module of ours, and in what the features declare."""
    for place in [module for name, module in sys.modules.items() if name.startswith(_OURS)]:
        for name, value in list(vars(place).items()):
            if id(value) in by_id:
                setattr(place, name, by_id[id(value)])
    for added in POINTS._of.values():
        added[:] = [(name, by_id.get(id(what), what)) for name, what in added]
        for _name, what in added:
            _replace_in(what, by_id)
    for feature in FEATURES:
        _replace_in(feature, by_id)


def _replace_in(declared: object, by_id: dict[int, Act]) -> None:
    """Put functions in the place of others in the fields of what a feature declares."""
    if not is_dataclass(declared):
        return
    for field in fields(declared):
        value = getattr(declared, field.name)
        if id(value) in by_id:
            object.__setattr__(declared, field.name, by_id[id(value)])
        elif isinstance(value, dict):
            value.update({key: by_id[id(act)] for key, act in value.items() if id(act) in by_id})


def _noting(act: Act, name: str, called: set[str]) -> Act:
    @wraps(act)
    async def noted(*args: Any, **kwargs: Any) -> Any:
        called.add(name)
        return await act(*args, **kwargs)

    return noted
