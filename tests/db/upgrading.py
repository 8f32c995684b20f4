"""Databases of before: brought up to a migration, filled, and then upgraded."""

import shutil
from pathlib import Path

from bot.db import migrate
from bot.db.engine import Database


async def brought_before(db: Database, revision: str, folder: Path) -> None:
    """Make the tables as they were before a migration; `folder` is a throw-away one."""
    known = migrate.revisions()
    older = folder / "migrations" / "versions"
    older.mkdir(parents=True)
    for step in migrate.STEPS.glob("r*_*.py"):
        if step.name[1:5] in known[: known.index(revision)]:
            shutil.copy(step, older)
    await migrate.upgrade(db, older)
