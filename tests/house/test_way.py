"""Who follows a sealed answer opens a dozen files: the list of them is what really runs, in that order."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from tests.conftest import Couple
from tests.features.question.acts import morning, seals
from tests.house.source import ROOT
from tests.house.way import WAY, files

AIM = 12


@contextmanager
def called() -> Iterator[list[tuple[str, str]]]:
    """Collect which functions of the project are called inside the block, as file and qualified name."""
    found: list[tuple[str, str]] = []
    here = f"{ROOT}/"

    def note(frame: FrameType, event: str, _arg: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(here):
            found.append((code.co_filename.removeprefix(here), code.co_qualname))

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


async def test_the_way_of_a_sealed_answer_is_as_it_is_written_down(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "hers")
    with called() as ran:
        await seals(couple.ben, "his")
        await couple.minute_passes()
    assert any("hers" in shown.text for shown in couple.group.messages)
    calls = iter(ran)
    for step in WAY:
        if step.function:
            assert (step.file, step.function) in calls, f"{step.file}: {step.function}, in this order"


def test_a_dozen_files_tell_the_way_of_a_sealed_answer() -> None:
    assert all((ROOT / name).is_file() for name in files())
    assert len(files()) <= AIM
