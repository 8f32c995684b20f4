"""Which of our modules no layer of the import contract names.

`exhaustive` of import-linter asks for one package that holds all layers. Ours are three packages, and the
modules of the edge (`bot.telegram`) stand in many layers, so that none is left out is looked at here.
"""

import tomllib

from tests.house.source import ROOT, trees


def without_layer() -> list[str]:
    """Return the modules that stand in no layer, neither themselves nor by a package around them."""
    layers = _layers()
    return [name for name in _modules() if not any(around in layers for around in _with_parents(name))]


def _layers() -> set[str]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    stacked = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return {name.strip() for layers in stacked for layer in layers for name in layer.split(":")}


def _modules() -> list[str]:
    """Return our modules; of packages only what lies in them, as their `__init__` says nothing of its own."""
    paths = [path for path in trees("bot", "schedules", "content") if not path.endswith("__init__.py")]
    return [path.removesuffix(".py").replace("/", ".") for path in paths]


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
