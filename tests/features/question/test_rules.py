"""The pure rules of the question: what opens, what an answer holds, how long texts are cut."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.question.rules import rarer, spoken_to
from bot.marks import Mark, units
from bot.message import Media
from bot.pieces import Piece, split
from bot.sealed.contributions import (
    INLINE,
    LONGEST,
    MINUTE,
    MOST_MEDIA,
    Answer,
    AnswerState,
    Card,
    Opening,
    Part,
    added,
    again,
    done,
    edited,
    goes_on,
    opening,
    parts,
)
from schedules import ladder
from tests.people import there

NOW = datetime(2026, 7, 13, 7, tzinfo=UTC)
VOICE = Media("voice", "file-1")
FAMILY = "👨‍👩‍👧‍👦"


PHOTO = Media("photo", "file-2")
CARD = Card(1, 1, 1, 1, "an item", None, None, NOW.date(), NOW, NOW + timedelta(hours=36), True, "")


def answer(text: str = "", media: Media | None = None) -> Answer:
    return Answer(1, 1, AnswerState.SEALED, NOW, NOW + MINUTE, (Piece(10, text, media),))


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
    assert parts(answer("a" * INLINE).pieces) == ()
    assert len(parts(answer("a" * (INLINE + 1)).pieces)) == 1
    assert len(parts(answer("🔥" * 4096).pieces)) == 3


def test_a_caption_too_long_for_its_photo_follows_it() -> None:
    media, words = parts(answer("a" * 900, VOICE).pieces)
    assert (media.media, media.text) == (VOICE, "")
    assert (words.media, words.text) == (None, "a" * 900)


def test_one_photo_takes_all_the_words_below_it() -> None:
    said = (Piece(1, "One"), Piece(2, "two", PHOTO), Piece(3, "three"))
    assert parts(said) == (Part("One\ntwo\nthree", PHOTO),)


def test_of_several_each_has_its_own_words_and_all_keep_their_order() -> None:
    said = (Piece(1, "One"), Piece(2, "two", PHOTO), Piece(3, "", VOICE), Piece(4, "four"), Piece(5, "five"))
    assert parts(said) == (Part("One"), Part("two", PHOTO), Part("", VOICE), Part("four\nfive"))


def test_marks_stay_on_their_words_where_a_long_text_is_cut() -> None:
    text = "a" * 3890 + " bold words that are cut"
    said = (Piece(1, text, marks=(Mark("bold", 3891, 24),)),)
    first, second = parts(said)
    assert first.text + second.text == text
    marked = [text[mark.start : mark.start + mark.length] for mark in said[0].marks]
    shown = [cut.text[mark.start : mark.start + mark.length] for cut in (first, second) for mark in cut.marks]
    assert "".join(shown) == "".join(marked) == "bold words that are cut"


def test_an_answer_holds_ten_photos_and_four_long_messages() -> None:
    full = answer("", PHOTO)
    for number in range(11, 10 + MOST_MEDIA):
        longer = there(added(full, (Piece(number, "", PHOTO),)))
        full = longer
    assert added(full, (Piece(30, "", VOICE),)) is None
    assert added(full, (Piece(30, "words"),)) is not None
    assert added(answer("a" * (LONGEST - 1)), (Piece(11, "b"),)) is not None
    assert added(answer("a" * LONGEST), (Piece(11, "b"),)) is None


def test_what_is_added_stands_in_the_order_in_which_it_was_said() -> None:
    later = there(added(answer("one"), (Piece(12, "three"),)))
    whole = there(added(later, (Piece(11, "two"),)))
    assert whole.text == "one\ntwo\nthree"


def test_each_message_begins_the_minute_anew_but_none_outlasts_the_card() -> None:
    later = again(answer("one"), CARD, NOW + timedelta(seconds=40))
    assert later.whole_at == NOW + timedelta(seconds=100)
    assert again(later, CARD, NOW).whole_at == later.whole_at  # an earlier one that is handled late
    assert again(later, CARD, CARD.closes_at - timedelta(seconds=9)).whole_at == CARD.closes_at
    assert done(later, NOW + timedelta(seconds=50)).whole_at == NOW + timedelta(seconds=50)
    assert done(later, NOW + timedelta(hours=5)).whole_at == later.whole_at


def test_an_album_and_a_long_text_go_on_and_nothing_else_does() -> None:
    album = there(added(answer("one"), (Piece(11, "", PHOTO),), "album"))
    assert goes_on(album, Piece(12, "", PHOTO), "album", NOW + timedelta(hours=1))
    assert not goes_on(album, Piece(12, "", PHOTO), "another", NOW)
    assert not goes_on(album, Piece(12, "two"), None, NOW)
    assert goes_on(answer("a" * 4000), Piece(11, "rest"), None, NOW + timedelta(seconds=4))
    assert not goes_on(answer("a" * 4000), Piece(11, "rest"), None, NOW + timedelta(seconds=15))
    assert not goes_on(answer("a" * 400), Piece(11, "rest"), None, NOW + timedelta(seconds=4))


def test_an_edit_changes_only_the_piece_it_belongs_to() -> None:
    longer = there(added(answer("one"), (Piece(11, "two", PHOTO),)))
    changed = there(edited(longer, Piece(10, "ONE")))
    assert changed.text == "ONE\ntwo"
    assert edited(longer, Piece(12, "three")) is None
    replaced = there(edited(longer, Piece(11, "two", VOICE)))
    assert replaced.pieces[1].media == VOICE


def test_an_edit_that_says_the_same_changes_nothing() -> None:
    assert edited(answer("one", PHOTO), Piece(10, "one", PHOTO)) is None


def test_each_step_to_rarer_posts_is_told_on_one_card_only() -> None:
    since = NOW
    days = [since + timedelta(days=day) for day in (0, 1, 2, 3, 5, 7, 14)]
    marks = [rarer("daily", since, earlier, later) for earlier, later in itertools.pairwise(days)]
    assert marks == [None, None, 2, None, 7, None]
    assert rarer("other_day", since, days[2], days[3]) is None
    assert rarer("other_day", since, days[4], days[5]) == 7
    assert rarer("daily", since, None, days[3]) is None
    assert rarer("daily", since, days[5], since + timedelta(days=21)) is None  # silence has its own line


def test_a_step_left_untold_is_told_on_the_next_card_if_it_is_so_still() -> None:
    day = [NOW + timedelta(days=day) for day in range(9)]
    assert rarer("daily", NOW, day[3], day[5], untold=True) == 2
    assert rarer("daily", NOW, day[5], day[7], untold=True) == 7
    assert rarer("daily", day[4], day[3], day[5], untold=True) is None  # they answered one meanwhile


def test_after_a_silence_the_ladder_goes_on_weekly() -> None:
    assert ladder.step("daily", spoken_to(NOW), NOW) == 7
    assert ladder.step("daily", spoken_to(NOW), NOW + timedelta(days=14)) is None
