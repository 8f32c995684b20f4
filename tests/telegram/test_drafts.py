"""A held message is handed over whole: no crash on the way loses it, and none holds or takes it twice."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import Any

import pytest

from bot.loopback.shown import Shown
from bot.pieces import Piece
from bot.spaces import holds
from bot.telegram.incoming import Said
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.features.support.test_caution import ASKS, held
from tests.features.support.test_support import DARK
from tests.features.thanks.looking import cards
from tests.people import Person
from tests.promises.acts import rows


@pytest.fixture
def no_feature_writes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Return a context in which every feature's own transaction fails, as if the run had ended there."""

    @asynccontextmanager
    async def write(_act: Said) -> AsyncIterator[None]:
        raise OSError("the run ends here")
        yield

    @contextmanager
    def during() -> Iterator[None]:
        with monkeypatch.context() as broken:
            for act in Said.__mro__:
                if "write" in vars(act):
                    broken.setattr(act, "write", write)
            yield

    return during


async def taps_through_a_crash(
    person: Person, label: str, on: Shown, stage: Stage, broken: Callable[[], Any]
) -> None:
    """Tap while nothing can be stored, and once more after a restart."""
    with broken():
        await person.taps(label, on=on)
    await stage.restart()
    await person.taps(label, on=on)


async def test_kept_words_outlive_a_crash_before_they_are_stored(
    couple: Couple, no_feature_writes: Callable[[], Any]
) -> None:
    await morning(couple)
    await writes(couple.ana, DARK)
    await couple.ana.taps("Read", at=couple.ana.door)
    await taps_through_a_crash(couple.ana, "Seal it", couple.ana.door.last(), couple.stage, no_feature_writes)
    assert couple.ana.door.last().text.startswith("Sealed.")
    assert await held(couple) == 0
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == [DARK, "Mine"]


async def test_a_kept_command_outlives_a_crash(couple: Couple, no_feature_writes: Callable[[], Any]) -> None:
    await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    await couple.ana.taps("Read", at=couple.ana.door)
    await taps_through_a_crash(couple.ana, "Post it", couple.ana.door.last(), couple.stage, no_feature_writes)
    assert len(cards(couple)) == 1


async def test_words_that_wait_for_their_space_outlive_a_crash(
    make_stage: Callable[..., Stage],
    ana: Person,
    ben: Person,
    cleo: Person,
    no_feature_writes: Callable[[], Any],
) -> None:
    stage = make_stage(who_may_join="anyone")
    couple = await joined(stage, ana, ben)
    await joined(stage, ana, cleo)
    await ana.says("/thanks for the soup")
    await taps_through_a_crash(ana, "With Ben", ana.door.last(), stage, no_feature_writes)
    await ana.taps("Give it now")
    assert "for the soup" in cards(couple)[0].text
    await stage.stop()


async def test_words_that_wait_for_their_prompt_outlive_a_crash(
    couple: Couple, no_feature_writes: Callable[[], Any]
) -> None:
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    for card in (first, couple.group.last()):
        await couple.ana.taps("Answer privately", on=card)
    await couple.ana.says("The lake")
    asked = couple.ana.door.last()
    await taps_through_a_crash(couple.ana, asked.buttons[0], asked, couple.stage, no_feature_writes)
    assert couple.ana.door.last().text.startswith("Sealed.")
    assert await held(couple) == 0


@pytest.mark.parametrize("erased", [False, True])
async def test_words_changed_while_they_are_handed_over_are_not_taken_as_they_were(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, *, erased: bool
) -> None:
    await morning(couple)
    await writes(couple.ana, DARK)
    await couple.ana.taps("Read", at=couple.ana.door)
    look, meanwhile = holds.draft, [f"{DARK} Still."]

    async def and_then_they_change(*args: Any) -> holds.Draft | None:
        found = await look(*args)
        if found is not None and meanwhile:
            words = meanwhile.pop()
            async with couple.stage.kindling.parts.db.write(more=True) as tx:  # not of this act
                if erased:
                    await holds.erase(tx, found.person_id, found.space_id or 0)
                else:
                    piece = Piece(found.message_id, words)
                    await holds.reword(tx, found.person_id, found.chat_id, piece)
        return found

    monkeypatch.setattr(holds, "draft", and_then_they_change)
    await couple.ana.taps("Seal it")
    if erased:
        assert (await rows(couple.stage))["answers"] == []
        return
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == [f"{DARK} Still.", "Mine"]


async def test_an_edit_that_waited_is_followed_once_it_is_kept(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    choice = couple.ana.door.last()
    await couple.ana.edits(said, f"/thanks {DARK}")
    await couple.ana.taps("Read")
    await couple.ana.taps("Save it")
    await couple.ana.taps("Give it now", on=choice)
    assert DARK in cards(couple)[0].text
    assert await held(couple) == 0


async def test_a_message_that_is_held_and_comes_again_is_not_held_again(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    router, seen = couple.stage.kindling.router, []
    handle = router.handle

    async def keep(raw: dict[str, Any], at: datetime | None = None) -> None:
        seen.append(raw)
        await handle(raw, at)

    monkeypatch.setattr(router, "handle", keep)
    await morning(couple)
    await writes(couple.ana, DARK)
    assert couple.ana.door.last().text.startswith(ASKS)
    processed = couple.stage.kindling.processed
    assert (await processed.look_up([seen[-1]["update_id"]]))[seen[-1]["update_id"]].done
    assert await held(couple) == 1
