"""Five years of a couple: their file, their backup, and what is erased of them, in figures."""

import json
import resource
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import Table, insert, select

from bot.db import backup
from bot.db.tables import answers, cards, evenings, handed, marks, posts, spaces, thanks
from tests.conftest import BANK, BERLIN, Couple
from tests.features.export.test_export import documents

pytestmark = pytest.mark.prove

YEARS = 5
DAYS = 365 * YEARS
WORDS = "What I liked most was the walk along the river, and that you waited for me at the bridge. " * 3
_FIRST = date(2021, 7, 14)


def _five_years(space: int, people: tuple[int, int]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield the rows of five years: every day a question both answer, a kindness each, an evening each."""
    ideas, questions = list(BANK.ideas), [it.id for it in BANK.questions.values() if not it.options]
    days = [(number, _FIRST + timedelta(days=number)) for number in range(DAYS)]

    def at(day: date, hour: int) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).astimezone(UTC)

    yield posts, [
        {"id": kind + number, "space_id": space, "ritual": ritual, "local_date": day, "due_at": at(day, 9),
         "closes_at": at(day, 21), "state": "closed"}
        for kind, ritual in ((1_000, "question"), (10_000, "kindness")) for number, day in days
    ]  # fmt: skip
    yield cards, [
        {"id": 1_000 + number, "space_id": space, "post_id": 1_000 + number, "seq": 1,
         "item_id": questions[number % len(questions)], "revealed_at": at(day, 20)}
        for number, day in days
    ]  # fmt: skip
    yield answers, [
        {"card_id": 1_000 + number, "person_id": person, "space_id": space, "how": "revealed",
         "text": f'[[{number}, "{number} {WORDS}"]]', "said_at": at(day, 19)}
        for number, day in days for person in people
    ]  # fmt: skip
    yield marks, [
        {"card_id": 1_000 + number, "person_id": person, "space_id": space, "mark": "sense",
         "made_at": at(day, 20)}
        for number, day in days for person in people
    ]  # fmt: skip
    yield handed, [
        {"post_id": 10_000 + number, "person_id": person, "seq": 1, "space_id": space, "local_date": day,
         "idea_id": ideas[number % len(ideas)], "mark": "did"}
        for number, day in days for person in people
    ]  # fmt: skip
    yield evenings, [
        {"space_id": space, "person_id": person, "local_date": day, "day": 1 + number % 5,
         "closeness": 1 + number % 3, "wish": "a_hand", "step": "done", "began_at": at(day, 21)}
        for number, day in days for person in people
    ]  # fmt: skip
    yield thanks, [
        {"space_id": space, "giver_id": person, "receiver_id": other, "text": WORDS, "state": "given",
         "made_at": at(day, 18), "given_at": at(day, 18), "source_chat": person, "source_message": number}
        for number, day in days if number % 2 for person, other in (people, people[::-1])
    ]  # fmt: skip


async def _filled(couple: Couple) -> None:
    async with couple.stage.kindling.parts.db.write() as tx:
        space = (await tx.scalars(select(spaces.c.id))).one()
        for table, rows in _five_years(space, (couple.ana.id, couple.ben.id)):
            await tx.execute(insert(table), rows)


async def test_five_years_are_exported_backed_up_and_erased_in_seconds(
    couple: Couple, pytestconfig: pytest.Config
) -> None:
    stage = couple.stage
    db = stage.kindling.parts.db
    await _filled(couple)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    await couple.ana.says("/export")
    await couple.ana.taps("Everything of mine", at=couple.ana.door)
    await stage.moves_to_time(8)
    took = time.process_time() - begun
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # kilobytes
    file = documents(couple, couple.ana)[-1].message.content["document"]["file_id"]
    zipped = stage.telegram.world.files[file][1]
    with ZipFile(BytesIO(zipped)) as archive:
        said = json.loads(archive.read("kindling.json"))
        pages = archive.read("kindling.html").count(b"<article>")
    counts = {name: len(entries) for name, entries in said.items() if isinstance(entries, list)}
    assert counts == {"answers": DAYS, "thanks_given": DAYS // 2, "thanks_received": DAYS // 2,
                      "evenings": DAYS, "kindnesses": DAYS, "settings": 1, "waiting": 0,
                      "for_you_alone": 0}  # fmt: skip
    assert pages == sum(counts.values())
    begun = time.process_time()
    made = await backup.make(db, stage.clock.now())
    backing = time.process_time() - begun
    begun = time.process_time()
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    erasing = time.process_time() - begun
    pytestconfig.get_terminal_writer().line(
        f"\nfive years, seconds of processor time: /export {took:.1f} ({len(zipped) / 1e6:.2f} MB, "
        f"{grown / 1e3:.0f} MB more memory), backup {backing:.2f} ({made.path.stat().st_size / 1e6:.1f} MB), "
        f"/delete {erasing:.1f}"
    )
    assert len(zipped) < 5_000_000
    assert grown < 64_000
    assert max(took, backing, erasing) < 30  # seconds: far more than a slow, busy machine needs
