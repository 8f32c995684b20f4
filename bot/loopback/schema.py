"""Checking calls against a machine-readable description of the Bot API.

The file lists `items[].children[]`, each a method or type with `name`, `category` and `annotations`
(`name`, `type`, `required`). Which file to use is the caller's business.
"""

import json
import re
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


@cache
def _read(path: Path) -> Json:
    """Read a description once for all worlds of a process: it is two megabytes long."""
    described: Json = json.loads(path.read_text(encoding="utf-8"))
    return described


class Schema:
    """The methods and types of one version of the Bot API."""

    def __init__(self, path: Path) -> None:
        """Read the description; raises OSError or ValueError where there is none."""
        described = _read(path)
        entries = [child for item in described["items"] for child in item["children"]]
        self.version = str(described["api"]["version"])
        self._methods = {entry["name"]: entry for entry in entries if entry["category"] == "methods"}
        self._types = {entry["name"]: entry for entry in entries if entry["category"] == "types"}

    def faults(self, method: str, params: Json, uploads: frozenset[str] = frozenset()) -> list[str]:
        """Return what is wrong with a call, by names and types only: never a value."""
        entry = self._methods.get(method)
        if entry is None:
            return [f"{method}: no such method in Bot API {self.version}"]
        return self._check_fields(method, entry, params, uploads)

    def _check_fields(self, where: str, entry: Json, given: Json, uploads: frozenset[str]) -> list[str]:
        fields = {field["name"]: field for field in entry.get("annotations") or []}
        found = [f"{where}: no parameter {name}" for name in given if name not in fields]
        for name, described in fields.items():
            if name in given:
                found += self._check_value(f"{where}.{name}", described["type"], given[name], uploads)
            elif described["required"] and name not in uploads:
                found.append(f"{where}: {name} is required")
        return found

    def _check_value(self, where: str, written: str, value: Any, uploads: frozenset[str]) -> list[str]:
        choices = re.split(r",\s*|\s+or\s+", written)
        problems = [self._check_choice(where, choice, value, uploads) for choice in choices]
        return [] if [] in problems else min(problems, key=len)

    def _check_choice(self, where: str, kind: str, value: Any, uploads: frozenset[str]) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{where}: a list is expected"]
            inner = kind.removeprefix("Array of ")
            return [
                problem for one in value for problem in self._check_value(f"{where}[]", inner, one, uploads)
            ]
        if kind in _PRIMITIVES:
            fits = isinstance(value, _PRIMITIVES[kind]) and not (
                kind == "Integer" and isinstance(value, bool)
            )
            return [] if fits else [f"{where}: {kind} is expected"]
        entry = self._types.get(kind)
        if entry is None or _POLYMORPHIC.match(kind) or not entry.get("annotations"):
            return []
        if not isinstance(value, dict):
            return [f"{where}: {kind} is expected"]
        return self._check_fields(where, entry, value, uploads)
