"""Promise 6: what somebody was asked at their door and left, or walked away from, tells the other nothing."""

from pathlib import Path

import pytest

from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.worlds import seen_by_ben


async def _asked(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.stage.moves(minutes=5)


async def _later(couple: Couple) -> None:
    await couple.stage.moves(hours=20)
    await couple.ben.says("/today")
    await couple.stage.moves(days=8)
    await couple.ben.says("/today")


async def walks_away(couple: Couple) -> None:
    """Leave the prompt standing."""
    await _asked(couple)
    await _later(couple)


async def leaves_it(couple: Couple) -> None:
    """Tap *Leave it*."""
    await _asked(couple)
    await couple.ana.taps("Leave it", at=couple.ana.door)
    await _later(couple)


async def cancels(couple: Couple) -> None:
    """Send /cancel, and words afterwards that are not awaited."""
    await _asked(couple)
    await couple.ana.says("/cancel")
    await couple.ana.says("Hello")
    await _later(couple)


async def was_never_asked(couple: Couple) -> None:
    """Live as the others do, without a prompt."""
    await morning(couple)
    await couple.stage.moves(minutes=5)
    await _later(couple)


@pytest.mark.parametrize("lives", [walks_away, leaves_it, cancels])
async def test_an_answer_that_was_left_tells_the_other_nothing(tmp_path: Path, lives: object) -> None:
    one = await seen_by_ben(tmp_path / "one", lives)  # type: ignore[arg-type]
    assert one == await seen_by_ben(tmp_path / "two", was_never_asked)
