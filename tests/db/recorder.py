"""Hears every statement that the bot issues, and which functions that work in a transaction were called."""

import inspect
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from functools import partial, wraps
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot.app import POINTS

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
    """Put functions in the place of others: in every module of ours, and in all that is declared there."""
    for place in [module for name, module in sys.modules.items() if name.startswith(_OURS)]:
        for name, value in list(vars(place).items()):
            if not name.startswith("__") and (new := _replaced(value, by_id)) is not value:
                setattr(place, name, new)
    for added in POINTS._of.values():
        added[:] = [(name, _replaced(what, by_id)) for name, what in added]


def _replaced(value: Any, by_id: dict[int, Act]) -> Any:
    """Return what stands in the place of a function; of what holds some, itself, with them replaced in it."""
    if id(value) in by_id:
        return by_id[id(value)]
    if type(value) is tuple:
        new = tuple(_replaced(it, by_id) for it in value)
        return value if all(one is it for one, it in zip(new, value, strict=True)) else new
    if isinstance(value, partial) and id(value.func) in by_id:
        return partial(by_id[id(value.func)], *value.args, **value.keywords)
    if type(value) is dict:
        value.update({key: _replaced(it, by_id) for key, it in value.items()})
    elif is_dataclass(value) and type(value).__module__.startswith(_OURS):
        for field in fields(value):
            if (new := _replaced(held := getattr(value, field.name), by_id)) is not held:
                object.__setattr__(value, field.name, new)
    return value


def _noting(act: Act, name: str, called: set[str]) -> Act:
    @wraps(act)
    async def noted(*args: Any, **kwargs: Any) -> Any:
        called.add(name)
        return await act(*args, **kwargs)

    return noted
