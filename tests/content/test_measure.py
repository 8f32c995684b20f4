"""The lint's measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.measure import alike, grade, quantile, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("time", 1),
        ("little", 2),
        ("partner", 2),
        ("asked", 1),
        ("wanted", 2),
        ("you", 1),
        ("memory", 3),
        ("the", 1),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_follows_the_published_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 · 6 + 11.8 · 1 − 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_long_words_read_as_a_higher_grade_than_short_ones() -> None:
    assert grade("Characterise interpersonal communication difficulties.") > grade(
        "Say what was hard to talk about."
    )


def test_a_word_with_an_apostrophe_or_hyphen_is_one_word() -> None:
    assert words("Your partner's well-known smile") == ["your", "partner's", "well-known", "smile"]


@pytest.mark.prove
@given(st.text(max_size=200))
def test_measures_take_any_text(text: str) -> None:
    assert isinstance(grade(text), float)


@given(st.lists(st.integers(), min_size=1), st.floats(0.01, 1))
def test_a_quantile_is_one_of_the_values_and_enough_lie_below_it(values: list[int], share: float) -> None:
    found = quantile(values, share)

    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_the_same_ask_in_nearly_the_same_words_is_alike_and_others_are_not() -> None:
    texts = {
        "one": "Which song makes you want to sing along?",
        "two": "Which song makes you want to sing out loud?",
        "three": "Where would your next picnic be?",
    }

    assert [pair[:2] for pair in alike(texts, 0.5)] == [("one", "two")]
