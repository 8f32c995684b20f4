"""Brings the database to the newest shape at the start, all of it or nothing.

Alembic keeps the order of the steps and writes down which one was last; there is no alembic.ini and no
env.py. All pending steps and the note of the last run in one transaction, DDL included, so a step that fails
leaves the database as it was. A start with nothing to do never imports Alembic.
"""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.engine import Database

_NAMED = re.compile(r"""^(revision|down_revision) = ["'](\w+)["']$""", re.MULTILINE)

STEPS = Path(__file__).parent / "migrations" / "versions"


class NewerDatabase(Exception):
    """The database was last opened by a newer bot; `str()` is one line for whoever starts this one."""


async def upgrade(db: Database, steps: Path = STEPS) -> None:
    """Run the steps that the database has not seen.

    Raises:
        NewerDatabase: the database has seen a step that this bot does not know.
    """
    known = revisions(steps)
    async with db.read() as tx:
        stored = await _stored(tx)
    if stored == known[-1]:
        return
    if stored is not None and stored not in known:
        raise NewerDatabase("the database was made by a newer version of Kindling; update this one")
    async with db.rebuild() as tx:
        await tx.run_sync(_run, steps)


def revisions(steps: Path = STEPS) -> list[str]:
    """Return the known revisions in the order in which each says that it follows another.

    Read from the files' text: most starts have nothing to do, and need not import Alembic. Numbers are given
    out while several people work, so they need not rise.
    """
    follows: dict[str | None, str] = {}
    for file in steps.glob("r*_*.py"):
        names = dict(_NAMED.findall(file.read_text("utf-8")))
        follows[names.get("down_revision")] = names["revision"]
    order: list[str] = []
    while (found := follows.get(order[-1] if order else None)) is not None:
        order.append(found)
    return order


async def _stored(tx: AsyncConnection) -> str | None:
    if not await tx.run_sync(lambda connection: inspect(connection).has_table("alembic_version")):
        return None
    revision: str | None = (await tx.execute(text("SELECT version_num FROM alembic_version"))).scalar()
    return revision


def _run(connection: Connection, steps: Path) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(steps.parent), version_locations=[str(steps)])
    context = MigrationContext.configure(connection)
    pending = list(script.iterate_revisions("head", context.get_current_revision() or "base"))
    with Operations.context(context):
        for step in reversed(pending):
            step.module.upgrade()
            context.stamp(script, step.revision)
