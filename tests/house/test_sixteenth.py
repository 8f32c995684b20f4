"""A new ritual takes one folder, one table, one migration, one line and one sentence: shown by adding one.

The room below `sample/` has a picture, a setting for both and one for each, a line in /today and in the
morning, a tap in the group and one at a door, and is taken along and erased. It is copied into a scratch copy
of the project, and is no part of the bot.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

SAMPLE = ROOT / "tests/house/sample"

EDITS = {
    "bot/app.py": (
        (
            "from bot.features.pause import FEATURE as PAUSE\n",
            "from bot.features.pause import FEATURE as PAUSE\n"
            "from bot.features.postcard import FEATURE as POSTCARD\n",
        ),
        ("    KINDNESS,\n", "    KINDNESS,\n    POSTCARD,\n"),
    ),
    "bot/features/privacy/policy.py": (
        (
            "It saves nothing else that you",
            'It saves "\n            "what you pinned. It saves nothing else that you',
        ),
    ),
    "docs/privacy.md": (
        ("It saves nothing else that you", "It saves what you pinned. It saves nothing else that you"),
    ),
}
"""What has to be edited of what is there: a line for the room, and a sentence of the policy with its page."""

NEW = {"bot/features/postcard", "bot/db/tables", "bot/db/migrations/versions", "tests/features/postcard"}
"""Where the room's own files lie."""

LOOK_AT_EVERY_ROOM = (
    "tests/features/postcard",
    "tests/db/test_migrate.py",
    "tests/db/test_indexes.py",
    "tests/db/test_erasures.py"
    "::test_every_table_is_written_down_when_a_row_goes_or_is_known_to_hold_nobodys_words",
    "tests/promises/test_promise_8_columns.py",
    "tests/test_actions.py",
    "tests/test_commands.py",
    "tests/features/privacy",
    "tests/house/test_house.py",
    "tests/house/test_words.py",
)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A copy of the project with the room in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    for name, edits in EDITS.items():
        text = (tmp_path / name).read_text()
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} in {name}"
            text = text.replace(old, new)
        (tmp_path / name).write_text(text)
    migration = tmp_path / "bot/db/migrations/versions/r9999_postcard.py"
    migration.write_text(migration.read_text().replace("NEWEST", newest_of(migration.parent)))
    return tmp_path


def newest_of(versions: Path) -> str:
    """Return the revision that no other comes after, but for the sample's."""
    texts = [path.read_text() for path in versions.glob("r0*.py")]
    names = {found[1] for text in texts if (found := re.search(r'^revision = "(\w+)"', text, re.M))}
    before = {found[1] for text in texts if (found := re.search(r'^down_revision = "(\w+)"', text, re.M))}
    (newest,) = names - before
    return newest


def test_a_new_ritual_takes_six_places_at_most() -> None:
    files = {path.relative_to(SAMPLE) for path in SAMPLE.rglob("*.py")}
    assert {str(path.parent) for path in files} == NEW
    for shared in ("bot/db/tables", "bot/db/migrations/versions"):
        assert sum(str(path.parent) == shared for path in files) == 1
    assert len(places()) <= 6


def test_a_new_setting_takes_one_place() -> None:
    assert settings() == ["bot/features/postcard"]


def places() -> list[str]:
    """Return what a new ritual takes beside its tests: a folder, a table, a migration, and what is edited."""
    return [*sorted(NEW - {"tests/features/postcard"}), *EDITS]


def settings() -> list[str]:
    """Return the places that name a setting of the room's: that declare it, and add it to what may be set."""
    module = ast.parse((SAMPLE / "bot/features/postcard/preferences.py").read_text())
    assigned = [node for node in module.body if isinstance(node, ast.Assign)]
    names = {ast.unparse(node.targets[0]) for node in assigned}
    keys = {ast.literal_eval(node.value.args[0]) for node in assigned if isinstance(node.value, ast.Call)}
    own = {
        path.parent.relative_to(SAMPLE).as_posix()
        for path in (SAMPLE / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Name) and node.id in names)
        or (isinstance(node, ast.Constant) and node.value in keys)
    }
    edited = {
        name for name, edits in EDITS.items() for _old, new in edits if names & set(re.findall(r"\w+", new))
    }
    return sorted(own | edited)


@pytest.mark.prove
def test_a_sixteenth_ritual_passes_what_every_ritual_has_to(scratch: Path) -> None:
    tools = Path(sys.executable).parent
    environment = os.environ | {"PYTHONPATH": str(scratch)}
    for command in (
        [
            "python",
            "-m",
            "pytest",
            "-q",
            "--show-capture=no",
            *LOOK_AT_EVERY_ROOM,
        ],
        ["lint-imports"],
        ["ruff", "check", "bot", "tests"],
        ["ruff", "format", "--check", "bot", "tests"],
        ["mypy", "bot/features/postcard", "bot/db/tables", "tests/features/postcard"],
    ):
        ran = subprocess.run(
            [tools / command[0], *command[1:]], cwd=scratch, env=environment, capture_output=True, text=True
        )
        assert ran.returncode == 0, f"{command[:3]}\n{ran.stdout[-6000:]}\n{ran.stderr[-2000:]}"
