"""The one-minute cut of the torture run (`make torture` is the whole): one world, a few kills."""

from pathlib import Path

import pytest

from tests.torture.__main__ import torture
from tests.torture.report import report


@pytest.mark.process
async def test_promises_3_4_5_hold_through_kills_and_bad_weather(tmp_path: Path) -> None:
    worlds = await torture(tmp_path, seed=5, kills=5, couples=3, worlds=1)
    lines, good = report(worlds, seed=5, seconds=0)
    assert good, "\n".join(lines)
    assert worlds[0].census is not None
    assert worlds[0].census.posted > 0
    assert worlds[0].promises.acknowledgements > 0
