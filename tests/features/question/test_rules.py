"""The pure rules of the question: what opens, what an answer holds, how long texts are cut."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Media
from bot.features.question.rules import (
    INLINE,
    LONGEST,
    Answer,
    Opening,
    Piece,
    added,
    backs_off,
    edited,
    opening,
    parts,
    split,
    spoken_to,
    units,
)
from schedules import ladder

NOW = datetime(2026, 7, 13, 7, tzinfo=UTC)
VOICE = Media("voice", "file-1")
FAMILY = "👨‍👩‍👧‍👦"


def answer(text: str = "", media: Media | None = None) -> Answer:
    return Answer(1, 1, "sealed", (Piece(10, text),), media)


@pytest.mark.parametrize(
    ("hows", "follows"),
    [
        ([], Opening.NOT_YET),
        (["sealed"], Opening.NOT_YET),
        (["open"], Opening.NOT_YET),
        (["sealed", "sealed"], Opening.REVEAL),
        (["open", "sealed"], Opening.REVEAL),
        (["open", "open"], Opening.ALOUD),
    ],
)
def test_what_follows_from_the_answers_that_are_in(hows: list[str], follows: Opening) -> None:
    assert opening(hows) is follows  # type: ignore[arg-type]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400), st.integers(2, 60))
def test_a_text_is_cut_into_pieces_that_fit_and_make_it_whole_again(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(units(piece) <= limit for piece in pieces)


def test_a_cut_never_tears_a_composed_character() -> None:
    for shift in range(12):
        pieces = split("x" * shift + FAMILY * 40, 120)
        assert "".join(pieces).count(FAMILY) == 40
        assert sum(piece.count(FAMILY) for piece in pieces) == 40


def test_a_cut_comes_after_white_space_where_there_is_some() -> None:
    assert split("one two three", 9) == ["one two ", "three"]


def test_length_is_counted_in_utf_16_units() -> None:
    assert units("aé🔥") == 4


def test_short_words_stand_in_the_reveal_and_long_ones_do_not() -> None:
    assert parts(answer("a" * INLINE)) == ()
    assert len(parts(answer("a" * (INLINE + 1)))) == 1
    assert len(parts(answer("🔥" * 4096))) == 3


def test_a_caption_too_long_for_its_photo_follows_it() -> None:
    media, words = parts(answer("a" * 900, VOICE))
    assert (media.media, media.text) == (VOICE, "")
    assert (words.media, words.text) == (None, "a" * 900)


def test_an_answer_holds_one_voice_note_or_photo_and_four_long_messages() -> None:
    assert added(answer("", VOICE), Piece(11, "words"), None) is not None
    assert added(answer("words"), Piece(11, ""), VOICE) is not None
    assert added(answer("", VOICE), Piece(11, ""), VOICE) is None
    assert added(answer("a" * (LONGEST - 2)), Piece(11, "b"), None) is not None
    assert added(answer("a" * (LONGEST - 1)), Piece(11, "b"), None) is None


def test_an_edit_changes_only_the_piece_it_belongs_to() -> None:
    longer = added(answer("one"), Piece(11, "two"), None)
    assert longer is not None
    changed = edited(longer, Piece(10, "ONE"), None)
    assert changed is not None
    assert changed.text == "ONE\ntwo"
    assert edited(longer, Piece(12, "three"), None) is None


def test_the_back_off_line_stands_at_one_post_only() -> None:
    since = NOW
    days = [since + timedelta(days=day) for day in (0, 1, 2, 3, 5, 7)]
    marks = [backs_off("daily", since, earlier, later) for earlier, later in itertools.pairwise(days)]
    assert marks == [False, False, True, False, False]
    assert not backs_off("other_day", since, days[2], days[3])
    assert not backs_off("daily", since, None, days[3])


def test_after_a_silence_the_ladder_goes_on_weekly() -> None:
    assert ladder.step("daily", spoken_to(NOW), NOW) == 7
    assert ladder.step("daily", spoken_to(NOW), NOW + timedelta(days=14)) is None
