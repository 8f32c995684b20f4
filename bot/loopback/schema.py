"""Checking calls against a machine-readable description of the Bot API.

The file lists `items[].children[]`, each a method or type with `name`, `category` and `annotations`
(`name`, `type`, `required`). Which file to use is the caller's business.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.loopback.model import Json

_PRIMITIVES: dict[str, type | tuple[type, ...]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "True": bool,
    "Float": (int, float),
}
_POLYMORPHIC = re.compile(r"BotCommandScope|ReactionType|InputFile|InputMedia|MenuButton")


_Fields = Mapping[str, tuple[tuple[str, ...], bool]]
"""Of each field: the types that it may have, as they are called, and whether it is required."""


@dataclass(frozen=True)
class _Described:
    """One version of the Bot API: the fields of its methods and types."""

    version: str
    methods: Mapping[str, _Fields]
    types: Mapping[str, _Fields]


@cache
def _read(path: Path) -> _Described:
    """Read a description once for all worlds of a process: it is two megabytes long."""
    described: Json = json.loads(path.read_text(encoding="utf-8"))
    of: dict[str, dict[str, _Fields]] = {"methods": {}, "types": {}}
    for entry in (child for item in described["items"] for child in item["children"]):
        if entry["category"] in of:
            of[entry["category"]][entry["name"]] = {
                field["name"]: (tuple(re.split(r",\s*|\s+or\s+", field["type"])), bool(field["required"]))
                for field in entry.get("annotations") or []
            }
    return _Described(str(described["api"]["version"]), of["methods"], of["types"])


class Schema:
    """The methods and types of one version of the Bot API."""

    def __init__(self, path: Path) -> None:
        """Read the description; raises OSError or ValueError where there is none."""
        self._described = _read(path)
        self.version = self._described.version

    def faults(self, method: str, params: Json, uploads: frozenset[str] = frozenset()) -> list[str]:
        """Return what is wrong with a call, by names and types only: never a value."""
        fields = self._described.methods.get(method)
        if fields is None:
            return [f"{method}: no such method in Bot API {self.version}"]
        return self._check_fields(method, fields, params, uploads)

    def _check_fields(self, where: str, fields: _Fields, given: Json, uploads: frozenset[str]) -> list[str]:
        found = [f"{where}: no parameter {name}" for name in given if name not in fields]
        for name, (choices, required) in fields.items():
            if name in given:
                found += self._check_value(f"{where}.{name}", choices, given[name], uploads)
            elif required and name not in uploads:
                found.append(f"{where}: {name} is required")
        return found

    def _check_value(
        self, where: str, choices: tuple[str, ...], value: Any, uploads: frozenset[str]
    ) -> list[str]:
        problems = []
        for choice in choices:
            found = self._check_choice(where, choice, value, uploads)
            if not found:
                return []
            problems.append(found)
        return min(problems, key=len)

    def _check_choice(self, where: str, kind: str, value: Any, uploads: frozenset[str]) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where}: a list is expected"]
            inner = (kind.removeprefix("Array of "),)
            return [
                problem for one in value for problem in self._check_value(f"{where}[]", inner, one, uploads)
            ]
        if kind in _PRIMITIVES:
            fits = isinstance(value, _PRIMITIVES[kind]) and not (
                kind == "Integer" and isinstance(value, bool)
            )
            return [] if fits else [f"{where}: {kind} is expected"]
        fields = self._described.types.get(kind)
        if not fields or _POLYMORPHIC.match(kind):
            return []
        if not isinstance(value, dict):
            return [f"{where}: {kind} is expected"]
        return self._check_fields(where, fields, value, uploads)
