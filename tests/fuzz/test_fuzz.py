"""Hostile input: whatever arrives, nothing falls over. `make fuzz` goes on for 100,000 inputs."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import Couple
from tests.fuzz.bench import Bench

FEW = settings(
    max_examples=250,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    bench = Bench()
    yield bench
    bench.close()


@seed(1)
@FEW
@given(chance=st.randoms(use_true_random=False))
def test_no_update_makes_the_router_fall_over(bench: Bench, chance: Random) -> None:
    bench.tries_update(chance)


@seed(2)
@FEW
@given(words=st.text(max_size=300))
def test_no_words_make_a_reader_fall_over(bench: Bench, words: str) -> None:
    bench.tries_words(words)


@pytest.mark.parametrize("number", range(3))
def test_no_update_of_a_hundred_by_chance_makes_the_router_fall_over(bench: Bench, number: int) -> None:
    chance = Random(number)
    for _update in range(100):
        bench.tries(chance)


async def test_what_is_no_update_at_all_is_set_aside_and_keeps_nobody_waiting(couple: Couple) -> None:
    queue = couple.stage.telegram.world.updates
    queue.add("message", {"chat": {"id": "x"}})
    queue.add("callback_query", {"message": 1})
    await couple.ana.says("/help")
    assert couple.ana.door.last().sender is couple.stage.telegram.world.bot
