"""Make the database of a couple after a year with an old version, and write down what its bot shows them.

Runs in a checkout of the old commit, as README.md says. Values are encrypted the same way each time, with a
vector made of what they say, so the file is small.
"""

import asyncio
import gzip
import json
import os
import secrets
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.fernet import Fernet
from sqlalchemy import Table, insert, text

from tests.people import Loopback, Person

os.environ["PTB_TIMEDELTA"] = "1"

from bot.clock import MovableClock
from bot.db.tables import answers, cards, evenings, handed, marks, posts, thanks
from tests import stage as stages
from tests.db.old.asking import KEY, NOW, Home
from tests.stage import BANK, BERLIN, Couple, Stage, joined

FIRST = date(2025, 7, 15)
DAYS = 356  # until the week that they live through with the bot itself
BEGAN = datetime(2025, 7, 14, 8, tzinfo=BERLIN)
GOES_ON = datetime(2026, 7, 6, 8, tzinfo=BERLIN)
_WALKS = ("the river", "the bakery", "the old bridge", "the lake", "your mother's garden", "the hill")
_SMALL = ("the soup", "the lift", "the long call", "the dishes", "the tea", "the patience", "the joke")

Labels = tuple[str, ...]

ANAS: tuple[Labels, ...] = (
    ("Reminder", "21:30"),
    ("How deep", "Personal"),
    ("How deep", "Open"),  # as it was called before
    ("Question packs", "Faith"),
    ("Topics", "Feelings", "Leave it out"),
)
BENS: tuple[Labels, ...] = (
    ("Reminder", "22:00"),
    ("How deep", "Light"),
    ("Question packs", "Faith"),
    ("Topics", "Next", "Memories", "Leave it out"),
    ("Leave my words in our chat",),
)
OURS: tuple[Labels, ...] = (
    ("Our times", "Question", "Another time", "=8:45"),
    ("Our times", "Kindness", "15:00"),
    ("Rest days", "Thu"),
    ("Rest days", "Rest tomorrow"),
    ("Quiet hours", "They begin", "21:00"),
    ("Quiet hours", "They end", "08:00"),
)
FORGETS: tuple[Labels, ...] = (("My answers", "Forget my answers"), ("Don't keep my answers",))
SUNDAY = ("Save it for Sunday", "Save it for next Sunday", "Keep it for Sunday", "Keep it for next Sunday")


def a_year(space: int, people: tuple[int, int]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Yield the rows of a year: a question on most days, a kindness, evenings, thank-yous given."""
    ideas, questions = sorted(BANK.ideas), sorted(it.id for it in BANK.questions.values() if not it.options)
    days = [(number, FIRST + timedelta(days=number)) for number in range(DAYS)]
    both = [(number, day, person) for number, day in days for person in people]

    def at(day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=BERLIN).astimezone(UTC)

    yield posts, [
        {"id": kind + number, "space_id": space, "ritual": ritual, "local_date": day, "due_at": at(day, 9),
         "closes_at": at(day, 21), "state": "closed"}
        for kind, ritual in ((1_000, "question"), (2_000, "kindness")) for number, day in days
    ]  # fmt: skip
    yield cards, [
        {"id": 1_000 + number, "space_id": space, "post_id": 1_000 + number, "seq": 1,
         "item_id": questions[number % len(questions)], "revealed_at": at(day, 20)}
        for number, day in days
    ]  # fmt: skip
    yield answers, [
        {"card_id": 1_000 + number, "person_id": person, "space_id": space, "how": "revealed",
         "text": json.dumps([[number, f"{number}: {_WALKS[(number + person) % 6]} & you <3"]]),
         "said_at": at(day, 19)}
        for number, day, person in both if (number + person) % 3
    ]  # fmt: skip
    yield marks, [
        {"card_id": 1_000 + number, "person_id": person, "space_id": space, "mark": "sense",
         "made_at": at(day, 20)}
        for number, day, person in both if number % 3
    ]  # fmt: skip
    yield handed, [
        {"post_id": 2_000 + number, "person_id": person, "seq": 1, "space_id": space, "local_date": day,
         "idea_id": ideas[number % len(ideas)], "mark": ("did", "shown", "not_for_me")[number % 3]}
        for number, day, person in both
    ]  # fmt: skip
    yield evenings, [
        {"space_id": space, "person_id": person, "local_date": day, "day": 1 + number % 5,
         "closeness": 1 + number % 3, "wish": ("a_hand", "heard")[number % 2], "step": "done",
         "began_at": at(day, 21)}
        for number, day, person in both if not (number + person) % 3
    ]  # fmt: skip
    yield thanks, [
        {"space_id": space, "giver_id": person, "receiver_id": other, "hidden": number % 17 == 5,
         "text": f"for {_SMALL[(number + person) % 7]} on day {number}", "state": "given",
         "made_at": at(day, 18), "given_at": at(day, 18), "source_chat": person, "source_message": number}
        for number, day in days if number % 4 == 1 for person, other in (people, people[::-1])
    ]  # fmt: skip


class Life:
    """Ana and Ben, who joined a year ago, with the words by which this version's buttons go."""

    def __init__(self, couple: Couple) -> None:
        self.couple, self.stage = couple, couple.stage
        self.ana, self.ben, self.group = couple.ana, couple.ben, couple.group
        self.lacks: list[str] = []

    @classmethod
    async def begun(cls, folder: Path) -> "Life":
        """Have them join, and let a year go by that is written into the tables."""
        clock = MovableClock(BEGAN)
        telegram = Loopback(clock)
        stage = Stage(telegram, clock, folder)
        couple = await joined(stage, telegram.person("Ana"), telegram.person("Ben"))
        async with stage.kindling.parts.db.write() as tx:
            for table, rows in a_year(1, (couple.ana.id, couple.ben.id)):
                await tx.execute(insert(table), rows)
            last = {"at": (GOES_ON - timedelta(hours=12)).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")}
            await tx.execute(text("UPDATE spaces SET joint_at = :at, active_at = :at, month_asked = 1"), last)
        await stage.stop()
        clock.move_to(GOES_ON)
        await stage.start()
        return cls(couple)

    async def lives(self) -> None:
        """Live through a week, in which both set what they like, and stop with one answer sealed."""
        await self._set_what_is_theirs()
        await self._set_what_is_both_theirs()
        for day in range(8):
            await self._a_day(day)
        await self._and_the_last()
        await self.stage.moves_to(NOW)

    async def _set_what_is_theirs(self) -> None:
        for labels in ANAS:
            await self._sets(self.ana, "Just mine", *labels)
        for labels in BENS:
            await self._sets(self.ben, "Just mine", *labels)

    async def _set_what_is_both_theirs(self) -> None:
        for labels in OURS:
            await self._sets(self.ana, *labels)

    async def _sets(self, person: Person, *labels: str) -> None:
        """Tap through the settings as far as this version has the buttons; "=" types a word."""
        await person.says("/settings", at=person.door)
        for label in labels:
            if label.startswith("="):
                await person.says(label[1:], at=person.door)
                continue
            shown = person.door.last()
            found = [it for it in shown.buttons if it.removesuffix(" ✓").lower() == label.lower()]
            if not found:
                self.lacks.append(f"{label} in {shown.text.splitlines()[0]}")
                return
            await person.taps(found[0], on=shown)

    async def _a_day(self, number: int) -> None:
        stage, ana, ben = self.stage, self.ana, self.ben
        await stage.moves_to_time(9)
        card = self._card()
        if card is not None and number != 3:
            for person in (ana, ben) if number % 2 else (ben, ana):
                await self._seals(person, f"Day {number}, {person.name}: the *window* seat & <tea>", card)
            await stage.moves(minutes=2)
        await stage.moves_to_time(15)
        for label in ("Show me mine", "Another", "Did it"):
            if number % 2 and any(label in it.buttons for it in self.group.messages):
                await ana.taps(label, at=self.group)
        await self._thanks(ana if number % 2 else ben, number)
        await stage.moves_to_time(21, 45)
        if number == 4:
            await self._sets_pause(ben)
        for person, taps in ((ana, ("Good", "Close", "Being heard", "No, just for me")),
                             (ben, ("Heavy", "Far", "A hand", "Yes, tell Ana"))):  # fmt: skip
            await self._checks_in(person, taps)

    async def _thanks(self, person: Person, number: int) -> None:
        await person.says(f"/thanks for the {number} plums & the <long> way", at=person.door)
        shown = person.door.last()
        offered = SUNDAY if number in (2, 6) else ("Give it now",)
        await person.taps(next(it for it in offered if it in shown.buttons), on=shown)

    async def _sets_pause(self, person: Person) -> None:
        await person.says("/pause", at=person.door)
        await person.taps("1 day", at=person.door)

    async def _checks_in(self, person: Person, taps: tuple[str, ...]) -> None:
        await person.says("/checkin", at=person.door)
        for label in ("Yes, save my check-ins", *taps):
            if label in person.door.last().buttons:
                await person.taps(label, on=person.door.last())

    async def _seals(self, person: Person, words: str, card: Any) -> None:
        await person.taps("Answer privately", on=card)
        await person.says(words, at=person.door)
        if "That's all" in person.door.last().buttons:
            await person.taps("That's all", at=person.door)

    async def _and_the_last(self) -> None:
        """One answer is sealed, one thank-you is saved for Sunday, one is paused until tomorrow."""
        await self.stage.moves_to_time(9)
        card = self._card()
        while card is None:  # a choice: it is tapped in the group
            await self.ana.taps("Another", at=self.group)
            card = self._card()
        await self._seals(self.ana, "Only when you have said yours: the *lighthouse*", card)
        await self._thanks(self.ana, 6)
        await self.stage.moves_to(NOW - timedelta(minutes=5))
        await self._sets_pause(self.ben)
        for labels in FORGETS:
            await self._sets(self.ben, "Just mine", *labels)

    def _card(self) -> Any:
        found = [it for it in self.group.messages if "Answer privately" in it.buttons]
        here = [it for it in found if it.date.date() == self.stage.clock.now().date()]
        return here[-1] if here else None


def leave_nothing_to_chance() -> None:
    """Encrypt a value the same way wherever it stands, and begin what was chosen after the same time.

    The key is an open one: nothing here is secret.
    """

    def encrypt(self: Fernet, data: bytes) -> bytes:
        return self._encrypt_from_parts(data, int(BEGAN.timestamp()), sha256(data).digest()[:16])

    Fernet.encrypt = encrypt  # type: ignore[method-assign]
    secrets.randbelow = lambda exclusive_upper_bound: exclusive_upper_bound // 2


async def make(into: Path, name: str) -> None:
    """Write NAME.db.gz and NAME.json.gz into a folder."""
    stages.KEY = KEY
    leave_nothing_to_chance()
    with TemporaryDirectory() as folder:
        life = await Life.begun(Path(folder))
        await life.lives()
        path = life.stage.path
        await life.stage.kindling.parts.db.checkpoint()
        await life.stage.stop()
        with sqlite3.connect(path) as database:
            database.execute("VACUUM")
            database.commit()
        whole = path.read_bytes()
    with TemporaryDirectory() as folder:
        clock = MovableClock(NOW)
        home = await Home.restored(Loopback(clock), clock, Path(folder), whole)
        await home.stage.start()
        seen = await home.sees()
        await home.stage.stop()
    print("not in this version:", *life.lacks, sep="\n  ")  # noqa: T201 - this is a script
    write(into / f"{name}.json.gz", json.dumps(seen, ensure_ascii=False, indent=1).encode())
    write(into / f"{name}.db.gz", whole)


def write(path: Path, content: bytes) -> None:
    """Write a file, compressed, the same way each time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    asyncio.run(make(Path(sys.argv[1]), sys.argv[2]))
