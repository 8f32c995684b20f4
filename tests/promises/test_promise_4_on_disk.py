"""Promise 4: what was acknowledged is on disk; nothing acknowledged is ever lost."""

import errno
from collections.abc import Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from bot.db.encrypted import Cipher
from bot.db.engine import Database
from tests.conftest import Couple, Stage
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.promises.acts import SECRET, rows


async def test_promise_4_a_commit_waits_for_the_disk(stage: Stage) -> None:
    async with stage.kindling.parts.db.write() as tx:
        assert await tx.scalar(text("PRAGMA synchronous")) == 2
        assert await tx.scalar(text("PRAGMA journal_mode")) == "wal"


async def written(stage: Stage, table: str) -> int:
    """Return how many rows another process would find in a table now."""
    db = Database(stage.settings.database_url, Cipher([stage.key]))
    async with db.read() as tx:
        found = await tx.scalar(text(f"SELECT count(*) FROM {table}"))
    await db.close()
    return int(found or 0)


async def test_promise_4_what_is_said_to_be_kept_is_on_disk_before_it_is_said(couple: Couple) -> None:
    stage, ana = couple.stage, couple.ana
    card = await morning(couple)
    await ana.taps("Answer privately", on=card)
    await ana.says("/checkin")
    cases: list[tuple[str, str, Callable[[], Any]]] = [
        ("answers", "sendMessage", lambda: ana.says(SECRET)),
        ("thanks", "sendMessage", lambda: ana.says("/thanks for the soup", at=couple.group)),
        ("marks", "answerCallbackQuery", lambda: ana.presses("Not today", on=card)),
    ]
    settle = stage.telegram.settle
    for table, method, act in cases:
        assert await written(stage, table) == 0
        hold = stage.telegram.hold(method)
        stage.telegram.settle = hold.reached
        await act()
        assert await written(stage, table) == 1
        hold.release()
        stage.telegram.settle = settle
        await settle()


async def test_promise_4_what_could_not_be_written_is_never_said_to_be_kept(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, ana = couple.stage, couple.ana
    card = await morning(couple)
    await ana.taps("Answer privately", on=card)
    with monkeypatch.context() as broken:
        broken.setattr(stage.kindling.parts.db, "write", full_disk)
        await ana.says(SECRET)
        assert ana.door.last().text == "That went wrong on my side. Please send it once more."
        toast = await ana.taps("Not today", on=card)
        assert toast.text == "That went wrong on my side. Please try again."
    await ana.says(SECRET)
    await is_done(ana)
    await seals(couple.ben, "Mine", on=card)
    assert reveals(couple)[0].spoilers == [SECRET, "Mine"]


async def test_promise_4_what_was_said_in_the_group_and_could_not_be_written_is_said_to_be_lost(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stage, ana, group = couple.stage, couple.ana, couple.group
    card = await morning(couple)
    sorry = "That went wrong on my side. Please send it once more."

    def sorries() -> list[int | None]:
        found = [shown for shown in group.messages if shown.text == sorry]
        return [shown.reply_to.id if shown.reply_to else None for shown in found]

    with monkeypatch.context() as broken:
        broken.setattr(stage.kindling.parts.db, "write", full_disk)
        thanked = await ana.says("/thanks for the soup", at=group)
        answered = await ana.replies("Aloud", card)
        await ana.says("not to the bot", at=group)
    assert sorries() == [thanked.id, answered.id]
    assert "the disk is full" in caplog.text
    await ana.says("/thanks for the soup", at=group)
    assert [shown for shown in group.messages if "this one is for you" in shown.text]


@asynccontextmanager
async def full_disk() -> Any:
    """Stand for a transaction that the disk refuses."""
    raise OSError(errno.ENOSPC, "No space left on device")
    yield


@pytest.mark.parametrize("known", [True, False], ids=["known by its id", "known by its traces alone"])
async def test_promise_4_an_update_that_comes_twice_changes_nothing_more(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    stage, ana, ben = couple.stage, couple.ana, couple.ben
    router, seen = stage.kindling.router, []
    handle = router.handle

    async def keep(raw: dict[str, Any], at: datetime | None = None) -> None:
        """Remember an update as Telegram sent it."""
        seen.append(raw)
        await handle(raw, at)

    async def again(raw: dict[str, Any]) -> None:
        """Handle an update once more, as if the bot had or had not processed it."""
        if not known:
            async with stage.kindling.parts.db.write() as tx:
                await tx.execute(text("DELETE FROM updates"))
        await handle(raw)

    monkeypatch.setattr(router, "handle", keep)
    card = await morning(couple)
    await seals(ana, SECRET, on=card)
    await again(seen[-1])
    await stage.settle()
    assert ana.door.last().text.startswith("Sealed.")
    await ben.says("/thanks for the soup", at=couple.group)
    await ana.taps("That landed")
    await ana.says("/checkin")
    await ana.taps("Good", at=ana.door)
    for label in ("Not today", "We talked about it (both see it)", "Another"):
        await ben.taps(label, on=card)
    await seals(ben, "Mine", on=card)
    await ana.taps("Tell me more")
    kept = ("answers", "marks", "cards", "thanks", "posts", "outbox")
    before, said = {name: (await rows(stage))[name] for name in kept}, len(couple.group.messages)
    for raw in list(seen):
        await again(raw)
    await stage.settle()
    after = await rows(stage)
    for name in kept:
        assert without_instants(after[name]) == without_instants(before[name])
    assert [shown.text for shown in couple.group.messages[said:]] == []


def without_instants(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without when they were last written."""
    return [{key: value for key, value in row.items() if key != "said_at"} for row in found]
