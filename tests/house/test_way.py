"""Who follows a sealed answer reads a dozen files in the order that is written down, and opens what runs."""

import pytest

from tests.house.source import ROOT
from tests.house.walked import DECLARES, OPENED, opened, walked
from tests.house.way import WAY, files

AIM = 12


def test_the_way_of_a_sealed_answer_is_as_it_is_written_down() -> None:
    calls = iter(walked())
    for step in WAY:
        if step.function:
            assert (step.file, step.function) in calls, f"{step.file}: {step.function}, in this order"


def test_a_dozen_files_tell_the_way_of_a_sealed_answer() -> None:
    assert all((ROOT / name).is_file() for name in files())
    assert len(files()) <= AIM
    assert set(files()) <= set(opened())


@pytest.mark.parametrize("place", [*OPENED, *DECLARES])
def test_what_counts_as_opened_is_there_and_is_opened(place: str) -> None:
    assert (ROOT / place).exists()
    assert any(name.startswith(place) for name in opened())
