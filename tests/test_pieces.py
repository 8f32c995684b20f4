"""What was said in several messages: kept, joined and edited as one."""

from hypothesis import given
from hypothesis import strategies as st

from bot import pieces
from bot.limits import LONGEST_MESSAGE
from bot.marks import Mark
from bot.message import Media
from bot.pieces import Piece

MEDIA = st.none() | st.builds(Media, st.sampled_from(["voice", "photo"]), st.text(min_size=1))
MARKS = st.lists(st.builds(Mark, st.text(), st.integers(0), st.integers(1), st.text()), max_size=3).map(tuple)
PIECES = st.lists(st.builds(Piece, st.integers(1), st.text(), MEDIA, MARKS), max_size=4).map(tuple)


@given(PIECES)
def test_pieces_are_read_as_they_were_written(said: pieces.Pieces) -> None:
    assert pieces.loaded(pieces.dumped(said)) == said


def test_rows_of_before_hold_numbers_and_words() -> None:
    album = (Piece(9, "three", Media("photo", "it", "one"), album="some"), Piece(10, album="some"))
    assert pieces.loaded(pieces.dumped(album)) == album
    assert pieces.loaded('[[7, "one"], [8, "two"]]') == (Piece(7, "one"), Piece(8, "two"))
    assert pieces.loaded(None) == ()


def test_words_stand_on_lines_of_their_own_with_their_marks() -> None:
    bold = Mark("bold", 0, 3)
    said = (Piece(1, "🌻 one", marks=(bold,)), Piece(2), Piece(3, "two", marks=(bold,)))
    assert pieces.words(said) == ("🌻 one\ntwo", (bold, Mark("bold", 7, 3)))


def test_what_was_cut_inside_a_word_is_joined_again() -> None:
    text = "w" * (LONGEST_MESSAGE + 5)
    cut = (Piece(1, text[:LONGEST_MESSAGE]), Piece(2, text[LONGEST_MESSAGE:]))
    assert pieces.words(cut)[0] == text


def test_only_a_long_text_may_go_on() -> None:
    assert Piece(1, "w" * 2049).may_go_on
    assert not Piece(1, "w" * 2048).may_go_on
    assert not Piece(1, "w" * 4000, Media("photo", "it")).may_go_on


def test_an_edit_takes_the_place_of_its_own_piece() -> None:
    said = (Piece(1, "one"), Piece(2, "two"))
    assert pieces.edited(said, Piece(2, "three")) == (Piece(1, "one"), Piece(2, "three"))
    assert pieces.edited(said, Piece(3, "three")) is None
