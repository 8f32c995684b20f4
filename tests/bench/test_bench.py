"""The bench itself, cut short: its Telegram and its load, against a real bot."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bench import thanks, world
from tests.bench.load import Load, chat_of
from tests.bench.table import Figure
from tests.bench.telegram import Telegram


@pytest.mark.process
async def test_every_reply_of_a_short_run_is_a_row_and_nothing_is_owed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world, "STORE", tmp_path / "store")
    monkeypatch.setattr(thanks, "WARM_UP", 0.0)
    measured, written = await thanks.measure(tmp_path, runs=1, seconds=0.5, couples=20, rivals=(), at_once=10)
    assert written == measured[0].load.answered >= 10
    assert measured[0].bot.telegram.all_confirmed
    assert measured[0].cpu_each[0] > 0


class Late(Telegram):
    """A bot and its Telegram on a busy machine: the first reply comes when the stretch is over."""

    def put(self, make: Callable[[int], bytes]) -> int:
        at = time.perf_counter() + 0.01
        for heard in self.listeners:
            asyncio.get_running_loop().call_later(0.01, heard, b"send", chat_of(1), at)
        return super().put(make)


async def test_a_stretch_lasts_until_a_first_reply_however_busy_the_machine() -> None:
    stretch = await Load(Late(), couples=1).run(seconds=0.0, at_once=1)
    assert len(stretch.latencies) == 1
    assert stretch.at(0.99) >= 0.01


def test_a_figure_shows_its_median_and_its_spread() -> None:
    assert Figure("start", [3.0, 1.0, 2.0], " s", "≤ 2.5").row() == "| start | 2.00 s | 1.00–3.00 | ≤ 2.5 |"
    assert Figure("posts", [1234.5]).row() == "| posts | 1,234 |  |  |"
