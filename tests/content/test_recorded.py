"""Picks are those that were recorded before anything was made faster, on thousands of random histories.

They come of the whole history here; `test_sums.py` has the same picks come of sums.
"""

import pytest

from tests.content import lives
from tests.content.recorded import digest, recorded

A_FEW = 5
"""Lines of the recorded ones that every run of the tests looks at."""
PARTS = 4


def test_a_hundred_lives_have_the_picks_that_were_recorded() -> None:
    assert [digest(line) for line in range(A_FEW)] == recorded()[:A_FEW]


@pytest.mark.prove
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_lives_have_the_picks_that_were_recorded(part: int) -> None:
    lines = range(part, lives.LIVES // lives.TOGETHER, PARTS)
    assert [line for line in lines if digest(line) != recorded()[line]] == []


def test_what_is_recorded_covers_every_way_of_picking() -> None:
    found = [pick for number in range(300) for pick in lives.picks(lives.life(number))]
    ways = {it.reasons[-1].split(maxsplit=1)[0] if it else "none" for it in found}
    assert ways >= {"none", "text", "choice", "pack", "topic", "depth", "a", "still", "oldest"}
