"""Picks are those that were recorded before anything was made faster, on thousands of random histories."""

import pytest

from tests.content import lives
from tests.content.recorded import recorded

A_FEW = 5
"""Lines of the recorded ones that every run of the tests looks at."""


def test_a_hundred_lives_have_the_picks_that_were_recorded() -> None:
    assert [_digest(at) for at in range(A_FEW)] == recorded()[:A_FEW]


@pytest.mark.prove
def test_ten_thousand_lives_have_the_picks_that_were_recorded() -> None:
    assert [_digest(at) for at in range(len(recorded()))] == recorded()


def test_what_is_recorded_covers_every_way_of_picking() -> None:
    found = [pick for number in range(400) for pick in lives.picks(lives.life(number))]
    ways = {it.reasons[-1].split(maxsplit=1)[0] if it else "none" for it in found}
    assert ways >= {"none", "text", "choice", "pack", "topic", "depth", "a", "still", "oldest"}


def _digest(at: int) -> str:
    return lives.digest(range(at * lives.TOGETHER, (at + 1) * lives.TOGETHER))
