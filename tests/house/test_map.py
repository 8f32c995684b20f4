"""The map in docs/architecture.md names every module, so that nobody meets one that is nowhere told of."""

import re
from pathlib import Path

from tests.house.source import ROOT

_MAP = re.compile(r"^## The map\n(.*?)^## ", re.DOTALL | re.MULTILINE)
_BY_PATTERN = ("bot/features/", "bot/db/tables/", "bot/db/migrations/")
"""Folders whose files the map tells of together: a feature's, one table module each, one migration each."""


def named(page: str) -> dict[str, str]:
    """Return what each row of the map says, by the paths in its first column.

    Rows that begin with a dash go on with the path before them.
    """
    found: dict[str, str] = {}
    at: list[str] = []
    part = _MAP.search(page)
    for line in part[1].splitlines() if part else ():
        if line.startswith("| "):
            first, told = line.strip("| ").split(" | ", 1)
            at = at if first.startswith("—") else re.findall(r"`([\w/.]+)`", first)
            for path in at:
                found[path] = found.get(path, "") + told
    return found


def missing(modules: list[str], page: str) -> list[str]:
    """Return the modules that neither stand in the first column nor are named in the row of their folder."""
    rows = named(page)
    return [
        path
        for path in modules
        if path not in rows
        and not re.search(rf"`{Path(path).stem}`", rows.get(f"{Path(path).parent.as_posix()}/", ""))
    ]


def _modules() -> list[str]:
    found = (
        path.relative_to(ROOT).as_posix()
        for top in ("bot", "schedules")
        for path in sorted((ROOT / top).rglob("*.py"))
    )
    return [path for path in found if not path.startswith(_BY_PATTERN) and not path.endswith("/__init__.py")]


def test_the_map_names_every_module() -> None:
    assert missing(_modules(), (ROOT / "docs/architecture.md").read_text()) == []


def test_every_file_and_folder_that_the_map_names_is_there() -> None:
    paths = [path for path in named((ROOT / "docs/architecture.md").read_text()) if "/" in path]
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_a_module_that_the_map_leaves_out_is_found() -> None:
    rows = "| `bot/a.py` | one |\n| `bot/b/` | `two` |\n| — more | `four` |\n"
    page = f"## The map\n\n| Where | What |\n|---|---|\n{rows}\n## Next\n"
    modules = ["bot/a.py", "bot/b/two.py", "bot/b/three.py", "bot/b/four.py", "bot/c.py"]
    assert missing(modules, page) == ["bot/b/three.py", "bot/c.py"]
