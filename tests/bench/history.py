"""Databases of couples who have lived with the bot for years.

One couple's days are written through the bot's own tables and cipher, and then copied to all others in SQL:
what is encrypted does not say whose it is. Five years of every day of 10,000 couples would be some seventy
gigabytes, so only the couples who are looked at lived all their days; the others lived one in `SPARSE`.
"""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert

from bot.db import tables
from bot.features.question import pasts
from content import bank
from tests.bench import world
from tests.bench.load import chat_of, people_of

COUPLES = 10_000
WATCHED = 100
SPARSE = 30
_FILLED = ("posts", "cards", "answers", "marks", "handed", "thanks", "outbox", "copies", "evenings")
_WORDS = (
    "The way the light fell into the kitchen this morning while you were humming at the stove, "
    "and that you had put my cup out already."
)

# How a column of the first couple's becomes another couple's (`c.id`): rows keep the order of the days.
_NUMBER = "t.{0} * {1} + c.id"
_PERSON = "CASE t.{0} WHEN 0 THEN 0 ELSE t.{0} + 2 * (c.id - 1) END"
_CHAT = "t.{0} - (c.id - 1)"
_BECOMES = (
    dict.fromkeys(("id", "post_id", "card_id", "outbox_id", "ref"), _NUMBER)
    | dict.fromkeys(("person_id", "giver_id", "receiver_id"), _PERSON)
    | dict.fromkeys(("chat_id", "source_chat"), _CHAT)
    | {"space_id": "c.id"}
)
# The day of a row, counted from the first.
_DAY = {
    "posts": "t.id / 2",
    "cards": "t.id",
    "answers": "t.card_id",
    "marks": "t.card_id",
    "handed": "t.post_id / 2",
    "thanks": "t.id",
    "outbox": "t.id / 4",
    "copies": "t.message_id / 4",
    "evenings": "t.message_id / 4",
}


@dataclass(frozen=True, slots=True)
class Past:
    """So many years of so many couples, of whom the first `watched` lived every day."""

    years: int
    couples: int = COUPLES
    watched: int = WATCHED

    async def at(self, path: Path) -> None:
        """Put a fresh copy there, in which nothing is due for two days; made first where there is none."""
        if not self.years:
            return await world.World(self.couples).at(path)
        template = world.template_of(f"years-{self.years}-{self.couples}", Path(__file__))
        if not template.exists():
            await self._make(template)
        path.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(shutil.copyfile, template, path)
        return await world.freshen(path)

    async def _make(self, template: Path) -> None:
        unfinished, seed = template.with_suffix(".new"), template.with_suffix(".seed")
        for left in (unfinished, seed):
            left.unlink(missing_ok=True)
        await world.World(self.couples).at(unfinished)
        await world.World(1).at(seed)
        await self._live(seed)
        await asyncio.to_thread(self._spread, unfinished, seed)
        await self._sum_up(unfinished)
        seed.unlink()
        os.replace(unfinished, template)

    async def _live(self, seed: Path) -> None:
        """Write down every day of the first couple, up to yesterday."""
        days = 365 * self.years
        today = datetime.now(UTC).date()
        db = world.opened(seed)
        try:
            async with db.write() as tx:
                for table, rows in _lives(
                    [today - timedelta(days=ago) for ago in range(days, 0, -1)]
                ).items():
                    await tx.execute(insert(tables.metadata.tables[table]), rows)
            await db.checkpoint()
        finally:
            await db.close()

    async def _sum_up(self, path: Path) -> None:
        """Have sums of what those who lived every day had, as some mornings ago one brought them."""
        items, now = bank.load(), datetime.now(UTC) - timedelta(days=pasts.AT_ONCE // 2)
        db = world.opened(path)
        try:
            async with db.write() as tx:
                for couple in range(1, self.watched + 1):
                    await pasts.rebuild(tx, items, couple, now)
            await db.checkpoint()
        finally:
            await db.close()

    def _spread(self, path: Path, seed: Path) -> None:
        """Copy the first couple's rows to everybody, day by day, as they would have been written."""
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("ATTACH ? AS seed", (str(seed),))
            connection.execute("BEGIN")
            for name in _FILLED:
                connection.execute(self._copying(tables.metadata.tables[name]))
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode = WAL")

    def _copying(self, table: Table) -> str:
        names = [column.name for column in table.columns]
        values = ", ".join(_BECOMES.get(name, "t.{0}").format(name, self.couples + 1) for name in names)
        lived = f"c.id <= {self.watched} OR ({_DAY[table.name]} + c.id) % {SPARSE} = 0"
        # CROSS JOIN keeps the order: the outer loop is over the days.
        return (
            f"INSERT INTO main.{table.name} ({', '.join(names)}) "
            f"SELECT {values} FROM seed.{table.name} t CROSS JOIN main.spaces c WHERE {lived}"
        )


def _lives(days: list[date]) -> dict[str, list[dict[str, Any]]]:
    """Return the first couple's rows by table."""
    found: dict[str, list[dict[str, Any]]] = {table: [] for table in _FILLED}
    items = bank.load()
    questions, ideas = sorted(items.questions), sorted(items.ideas)
    for number, day in enumerate(days, start=1):
        question, idea = questions[number % len(questions)], ideas[number % len(ideas)]
        for table, row in _day(number, day, question, idea):
            found[table].append({"space_id": 1} | row)
    return found


def _day(number: int, day: date, question: str, idea: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of one day: a question both answer, a kindness, two evenings, perhaps thanks."""
    ana, ben = people_of(1)
    morning = datetime.combine(day, time(7), tzinfo=UTC)
    noon, evening = morning + timedelta(hours=4), morning + timedelta(hours=13)
    asked, handed = 2 * number, 2 * number + 1
    for post, ritual, due in ((asked, "question", morning), (handed, "kindness", noon)):
        closes = due + (timedelta(days=7) if ritual == "question" else timedelta(hours=36))
        yield (
            "posts",
            _of(id=post, ritual=ritual, local_date=day, due_at=due, closes_at=closes, state="closed"),
        )
    yield "cards", _of(id=number, post_id=asked, seq=1, item_id=question, revealed_at=evening)
    for person in (ana, ben):
        said = f'[[{number}, "{_WORDS}"]]'
        yield "answers", _of(card_id=number, person_id=person, how="revealed", text=said, said_at=evening)
        yield "handed", _of(post_id=handed, person_id=person, seq=1, local_date=day, idea_id=idea, mark="did")
        yield (
            "evenings",
            _of(
                person_id=person,
                local_date=day,
                day=4,
                closeness=4,
                wish="hand",
                step="done",
                message_id=4 * number,
                began_at=evening,
            ),
        )
    yield "marks", _of(card_id=number, person_id=ana, mark="thanked", made_at=evening)
    letters = [("question.card", number), ("question.reveal", number), ("kindness", handed)]
    if number % 2:
        giver, receiver = (ana, ben) if number % 4 == 1 else (ben, ana)
        yield (
            "thanks",
            _of(
                id=number,
                giver_id=giver,
                receiver_id=receiver,
                text=_WORDS,
                state="given",
                made_at=evening,
                given_at=evening,
                source_chat=chat_of(1),
                source_message=number,
            ),
        )
        letters.append(("thanks.card", number))
    for place, (kind, ref) in enumerate(letters):
        one = 4 * number + place
        yield "outbox", _of(id=one, kind=kind, ref=ref, not_before=morning, claimed_at=morning, state="sent")
        yield "copies", _of(chat_id=chat_of(1), message_id=one, outbox_id=one, kind=kind, ref=ref)


def _of(**values: Any) -> dict[str, Any]:
    return values
