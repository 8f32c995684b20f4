"""Edits, and what happens to a group, handled twice: nothing old comes back, and nothing is said again."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete

from bot.db.tables import updates
from bot.features.thanks import store as thanks_store
from tests.conftest import Couple
from tests.features.question.acts import greets, is_done, morning, reveals, seals
from tests.features.thanks.looking import cards, logged
from tests.people import Person
from tests.promises.acts import rows


class Post:
    """What Telegram delivered, and may deliver again."""

    def __init__(self, couple: Couple) -> None:
        self._couple = couple
        self._router = couple.stage.kindling.router
        self._handle = self._router.handle
        self.raws: list[dict[str, Any]] = []
        self._router.handle = self._keep  # type: ignore[method-assign]

    async def _keep(self, raw: dict[str, Any], at: datetime | None = None) -> None:
        self.raws.append(raw)
        await self._handle(raw, at)

    async def again(self, *raws: dict[str, Any], known: bool = True) -> None:
        """Deliver updates again, as if the bot had or had not processed them."""
        for raw in raws:
            if not known:
                async with self._couple.stage.kindling.parts.db.write() as tx:
                    await tx.execute(delete(updates))
            await self._handle(raw)
        await self._couple.stage.settle()


@pytest.fixture
def post(couple: Couple) -> Post:
    return Post(couple)


async def test_an_old_edit_of_a_sealed_answer_that_comes_again_does_not_undo_a_newer_one(
    couple: Couple, post: Post
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("Our slow brekfast")
    await couple.ana.edits(said, "Our slow breakfast")
    old = post.raws[-1]
    await couple.ana.edits(said, "Our slow breakfast in bed")
    told = len(couple.ana.door.messages)
    await post.again(old)
    assert len(couple.ana.door.messages) == told
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == ["Our slow breakfast in bed", "Mine"]


async def test_an_old_edit_of_a_thank_you_that_comes_again_does_not_undo_a_newer_one(
    couple: Couple, post: Post
) -> None:
    said = await couple.ana.says("/thanks@kindling_bot for the soop", at=couple.group)
    await couple.ana.edits(said, "/thanks@kindling_bot for the soup")
    old = post.raws[-1]
    await couple.ana.edits(said, "/thanks@kindling_bot for the stew")
    await post.again(old)
    assert [row.text for row in await logged(couple)] == ["for the stew"]


async def test_an_edit_that_could_not_be_taken_is_taken_when_it_is_tried_again(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = thanks_store.write_pieces
    failures = [OSError("no space left on device")]

    async def fails_once(*args: Any, **options: Any) -> None:
        if failures:
            raise failures.pop()
        await write(*args, **options)

    await couple.ana.says("/thanks for the soop")
    said = couple.ana.door.messages[-2]
    monkeypatch.setattr(thanks_store, "write_pieces", fails_once)
    await couple.ana.edits(said, "/thanks for the soup")
    assert failures == []
    await couple.ana.taps("Give it now")
    assert "for the soup" in cards(couple)[0].text


async def test_an_old_removal_that_comes_again_ends_no_space_to_which_the_bot_came_back(
    couple: Couple, post: Post
) -> None:
    await couple.group.removes_bot(by=couple.ana)
    removed = list(post.raws)
    await couple.group.adds_bot(by=couple.ana)
    await post.again(*removed)
    await couple.stage.moves(hours=2)
    assert greets(couple.group.last().text)


async def test_an_old_leaving_that_comes_again_ends_no_space_to_which_a_partner_came_back(
    couple: Couple, post: Post
) -> None:
    await couple.ben.leaves(couple.group)
    left = list(post.raws)
    await couple.group.adds(couple.ben, by=couple.ana)
    await post.again(*left)
    await couple.stage.moves(hours=2)
    assert greets(couple.group.last().text)


async def test_an_old_joining_that_comes_again_quiets_nobody(
    couple: Couple, post: Post, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    joined = list(post.raws)
    await couple.group.removes(cleo, by=couple.ana)
    said = len(couple.group.messages)
    await post.again(*joined)
    assert len(couple.group.messages) == said
    await couple.stage.moves_to_time(9)
    assert greets(couple.group.last().text)


async def test_what_a_crash_cut_off_and_comes_again_changes_nothing_more(
    couple: Couple, post: Post, cleo: Person
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("Our slow brekfast")
    thanked = await couple.ben.says("/thanks@kindling_bot for the soop", at=couple.group)
    acts: list[Callable[[], Awaitable[None]]] = [
        lambda: couple.ana.edits(said, "Our slow breakfast"),
        lambda: couple.ben.edits(thanked, "/thanks@kindling_bot for the soup"),
        lambda: couple.group.adds(cleo, by=couple.ana),
        lambda: couple.group.removes(cleo, by=couple.ana),
        lambda: couple.ben.leaves(couple.group),
        lambda: couple.group.adds(couple.ben, by=couple.ana),
        lambda: couple.group.removes_bot(by=couple.ana),
        lambda: couple.group.adds_bot(by=couple.ana),
        lambda: couple.ben.blocks_bot(),
        lambda: couple.ben.unblocks_bot(),
        lambda: couple.group.becomes_supergroup(),
    ]
    for act in acts:
        since = len(post.raws)
        await act()
        before, told = await rows(couple.stage, but=("updates",)), len(couple.group.messages)
        assert post.raws[since:]
        await post.again(post.raws[-1], known=False)
        assert await rows(couple.stage, but=("updates",)) == before
        assert len(couple.group.messages) == told
