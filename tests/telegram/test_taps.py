"""Callback data: aliases for the numbers of rows, which nobody without the secret can tell from chance."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram import taps
from bot.telegram.taps import SMALLEST, Aliases, Data
from tests.people import there

ALIASES = Aliases("of a test")
numbers = st.integers(0, 2**40)


@given(space=numbers, ref=numbers)
def test_what_leaves_comes_back(space: int, ref: int) -> None:
    outward = ALIASES.outward(taps.data("q.reply", space, ref, "thanked"))
    assert ALIASES.inward(outward) == Data("q.reply", space, ref, "thanked")
    assert len(outward.encode()) <= taps.LIMIT


def test_an_alias_is_large_and_tells_no_order() -> None:
    aliases = [ALIASES.alias("q", number) for number in range(1, 2001)]
    assert len(set(aliases)) == 2000
    assert all(SMALLEST <= it < 10**15 for it in aliases)
    rises = sum(after > before for before, after in pairwise(aliases))
    assert 900 < rises < 1100
    assert min(abs(after - before) for before, after in pairwise(aliases)) > 1000


def test_each_feature_and_each_database_has_aliases_of_its_own() -> None:
    others = (ALIASES.alias("t", 7), ALIASES.alias("space", 7), Aliases("of another").alias("q", 7))
    assert len({ALIASES.alias("q", 7), *others}) == 4


def test_nothing_stays_nothing_and_buttons_of_before_go_on_working() -> None:
    assert ALIASES.outward("h.page:0:0") == "h.page:0:0"
    assert ALIASES.inward("q.seal:1:41") == Data("q.seal", 1, 41, "")
    assert ALIASES.inward("for:0:3:9") == Data("for", 0, 3, "9")


def test_a_row_named_by_an_argument_leaves_as_an_alias_too() -> None:
    outward = ALIASES.outward(taps.data("for", 0, 3, taps.row(9)))
    assert int(outward.partition("#")[2]) >= SMALLEST
    assert ALIASES.inward(outward) == Data("for", 0, 3, "9")


@pytest.mark.parametrize("text", ["", "q.seal", "q.seal:x:1", "q.seal:-1:1", "::"])
def test_what_is_no_callback_data_neither_leaves_nor_comes_in(text: str) -> None:
    assert ALIASES.inward(text) is None
    with pytest.raises(ValueError, match="no callback data"):
        ALIASES.outward(text)


def test_data_that_would_not_fit_with_its_aliases_is_refused_when_it_is_made() -> None:
    arg = "x" * (taps.LIMIT - len("q.pick:") - 2 * 15 - 2)
    assert len(ALIASES.outward(taps.data("q.pick", 1, 1, arg)).encode()) <= taps.LIMIT
    with pytest.raises(ValueError, match="longer than"):
        taps.data("q.pick", 1, 1, arg + "x")


@given(alias=st.integers(SMALLEST, 10**15 - 1))
def test_a_forged_alias_names_some_number_that_fits_a_column(alias: int) -> None:
    said = there(ALIASES.inward(f"q.seal:0:{alias}"))
    assert 0 <= said.ref < 10**15
