"""Words with hostile formatting: whatever an app sends along, they read the same and break out of nothing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot import formatting, marks
from bot.loopback.markup import parse, utf16
from bot.loopback.rules import Rules
from bot.marks import KINDS, Mark, Marks

TELEGRAM = Rules()
WORDS = st.text(
    st.one_of(
        st.sampled_from("ab <>&\"'\n/=;#x😀👩\u200d👧🏽é"),
        st.characters(exclude_categories=["Cs"], min_codepoint=33),
    ),
    min_size=1,
    max_size=40,
).map(lambda text: f"x{text}x")
VALUES = st.one_of(
    st.just(""),
    st.sampled_from(
        [
            "https://example.org/a?b=c&d=e",
            'https://x.org/"><b>',
            "https://x.org/'></a></tg-spoiler>",
            "javascript:alert(1)",
            "tg://user?id=7",
            "tg://resolve?domain=x",
            "5368324170671202286",
            "99999999999999999999999",
            'python"><b>',
            "python",
            "</tg-spoiler>",
        ]
    ),
    st.text(max_size=20),
)
MARKS = st.lists(
    st.builds(
        Mark,
        st.one_of(st.sampled_from(sorted(KINDS)), st.sampled_from(["mention", "nonsense", ""])),
        st.integers(-5, 60),
        st.integers(-5, 60),
        VALUES,
    ),
    max_size=12,
).map(tuple)


def read(html: Markup) -> tuple[str, list[dict[str, object]]]:
    """Return what Telegram makes of a message."""
    return parse(str(html), "HTML", TELEGRAM)


def covered(text: str, entities: list[dict[str, object]], kind: str) -> set[int]:
    """Return the units that entities of a kind lie over."""
    return {
        unit
        for entity in entities
        if entity["type"] == kind
        for unit in range(entity["offset"], entity["offset"] + entity["length"])  # type: ignore[call-overload, operator]
    }


@given(WORDS, MARKS)
def test_any_marks_leave_the_words_as_they_are(text: str, given_marks: Marks) -> None:
    for html in (formatting.for_message(text, given_marks), formatting.under_veil(text, given_marks)):
        plain, _entities = read(html)
        assert plain == text.strip()


@pytest.mark.prove
@given(WORDS, MARKS)
def test_nothing_breaks_out_of_the_veil(text: str, given_marks: Marks) -> None:
    before, after = "Ana: ", "\nBen: said it aloud"
    plain, entities = read(Markup("%s%s%s") % (before, formatting.under_veil(text, given_marks), after))
    assert plain == before + text + after
    veil = covered(plain, entities, "spoiler")
    assert veil == set(range(utf16(before), utf16(before) + utf16(text)))
    assert not any(entity["type"] in ("code", "pre") for entity in entities), "a veil ends where code begins"
    marked = set().union(*(covered(plain, entities, kind) for kind in KINDS))
    assert marked <= veil


@given(WORDS, MARKS)
def test_what_telegram_lets_nobody_nest_is_not_nested(text: str, given_marks: Marks) -> None:
    _plain, entities = read(formatting.for_message(text, given_marks))
    spans = [
        (entity["type"], entity["offset"], entity["offset"] + entity["length"])  # type: ignore[operator]
        for entity in entities
    ]
    code = [span for span in spans if span[0] in ("code", "pre")]
    links = [span for span in spans if span[0] in ("text_link", "custom_emoji")]
    quotes = [span for span in spans if "blockquote" in str(span[0])]
    styled = [span for span in spans if span not in code + links + quotes]
    for some, others in ((code, links + styled), (links, links), (quotes, quotes)):
        for one in some:
            for other in others:
                apart = one[2] <= other[1] or other[2] <= one[1]
                assert one is other or apart, f"{one} and {other}"


@given(WORDS, MARKS, st.lists(st.integers(1, 40), max_size=4))
def test_a_cut_text_keeps_its_marks_in_each_piece(text: str, given_marks: Marks, cuts: list[int]) -> None:
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[start:end] for start, end in pairwise(places)]
    of_each = marks.of_pieces(pieces, given_marks)
    whole = {
        (it.kind, unit) for it in given_marks for unit in range(max(it.start, 0), min(it.end, utf16(text)))
    }
    at, found = 0, set()
    for piece, some in zip(pieces, of_each, strict=True):
        found |= {(it.kind, at + unit) for it in some for unit in range(it.start, it.end)}
        at += utf16(piece)
    assert found == whole


@given(st.text(max_size=30), MARKS)
def test_white_space_around_goes_and_the_marks_move_along(text: str, given_marks: Marks) -> None:
    bare, moved = marks.stripped(text, given_marks)
    assert bare == text.strip()
    gone = utf16(text) - utf16(text.lstrip())
    kept = {
        (it.kind, unit - gone)
        for it in given_marks
        for unit in range(it.start, it.end)
        if 0 <= unit - gone < utf16(bare)
    }
    assert {(it.kind, unit) for it in moved for unit in range(it.start, it.end)} == kept


@given(MARKS)
def test_marks_are_the_same_after_the_disk(given_marks: Marks) -> None:
    assert marks.loaded(marks.dumped(given_marks)) == given_marks


@pytest.mark.parametrize(
    ("mark", "html"),
    [
        (Mark("bold", 0, 2), "<b>so</b> good"),
        (Mark("italic", 0, 2), "<i>so</i> good"),
        (Mark("underline", 0, 2), "<u>so</u> good"),
        (Mark("strikethrough", 0, 2), "<s>so</s> good"),
        (Mark("spoiler", 0, 2), "<tg-spoiler>so</tg-spoiler> good"),
        (Mark("code", 0, 2), "<code>so</code> good"),
        (Mark("pre", 0, 2, "python"), '<pre><code class="language-python">so</code></pre> good'),
        (Mark("blockquote", 0, 2), "<blockquote>so</blockquote> good"),
        (Mark("expandable_blockquote", 0, 2), "<blockquote expandable>so</blockquote> good"),
        (Mark("text_link", 0, 2, "https://x.org/?a&b"), '<a href="https://x.org/?a&amp;b">so</a> good'),
        (Mark("text_link", 0, 2, "tg://user?id=7"), "so good"),
        (Mark("text_link", 0, 2, "javascript:alert(1)"), "so good"),
        (Mark("custom_emoji", 0, 2, "5368"), '<tg-emoji emoji-id="5368">so</tg-emoji> good'),
        (Mark("custom_emoji", 0, 2, "x"), "so good"),
        (Mark("text_mention", 0, 2, "7"), "so good"),
    ],
)
def test_each_kind_is_shown_in_its_way(mark: Mark, html: str) -> None:
    assert formatting.for_message("so good", (mark,)) == Markup(html)


def test_marks_that_cross_are_cut_where_they_cross() -> None:
    crossing = (Mark("bold", 0, 5), Mark("text_link", 3, 5, "https://x.org"))
    html = '<b>abc</b><a href="https://x.org"><b>de</b>fgh</a>'
    assert formatting.for_message("abcdefgh", crossing) == Markup(html)


def test_very_many_marks_leave_the_whole_of_both_answers_veiled() -> None:
    text = "ab" * 400
    many = tuple(Mark("bold", at, 1) for at in range(0, 800, 2))
    message = Markup("Ana: %s Ben: %s") % (
        formatting.under_veil(text, many),
        formatting.under_veil(text, many),
    )
    _plain, entities = read(message)
    bold = [entity for entity in entities if entity["type"] == "bold"]
    assert bold
    assert 2 * len(bold) + len(entities) < 100, "Telegram keeps 100 entities, and splits veils at each mark"


def test_a_page_shows_words_and_addresses_and_no_code_of_theirs() -> None:
    text = "see <script>"
    link = Mark("text_link", 0, 3, 'https://x.org/"onclick="')
    assert formatting.for_page(text, (link,)) == Markup(
        '<a href="https://x.org/&#34;onclick=&#34;" rel="noreferrer">see</a> &lt;script&gt;'
    )
