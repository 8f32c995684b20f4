"""The HTML parse mode accepts and refuses what Telegram's parser accepts and refuses."""

import pytest

from bot.loopback.markup import cut, parse
from bot.loopback.model import ApiError
from bot.loopback.rules import Rules


def read(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Return plain words and, for each entity, its type and the words that it covers."""
    plain, entities = parse(source, "HTML", Rules())
    return plain, [(str(entity["type"]), cut(plain, entity)) for entity in entities]


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ("<b>x</b>", ("bold", "x")),
        ("<STRONG>x</strong>", ("bold", "x")),
        ("<i>x</i>", ("italic", "x")),
        ("<em>x</em>", ("italic", "x")),
        ("<u>x</u>", ("underline", "x")),
        ("<ins>x</ins>", ("underline", "x")),
        ("<s>x</s>", ("strikethrough", "x")),
        ("<strike>x</strike>", ("strikethrough", "x")),
        ("<del>x</del>", ("strikethrough", "x")),
        ('<span class="tg-spoiler">x</span>', ("spoiler", "x")),
        ("<tg-spoiler>x</tg-spoiler>", ("spoiler", "x")),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', ("text_link", "x")),
        ('<a href="tg://user?id=7">x</a>', ("text_mention", "x")),
        ("<code>x</code>", ("code", "x")),
        ("<pre>x</pre>", ("pre", "x")),
        ("<blockquote>x</blockquote>", ("blockquote", "x")),
        ("<blockquote expandable>x</blockquote>", ("expandable_blockquote", "x")),
        ('<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', ("custom_emoji", "x")),
        ('<tg-time unix="1784000000" format="t">x</tg-time>', ("date_time", "x")),
    ],
)
def test_a_supported_tag_formats_its_words(source: str, entity: tuple[str, str]) -> None:
    assert read(f"🌱 {source}!") == ("🌱 x!", [entity])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("é<p>", 'Unsupported start tag "p" at byte offset 2'),
        ("I <3 you", "Unclosed start tag at byte offset 2"),
        ("I <3> you", 'Unsupported start tag "3" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("x</b", "Unclosed end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">x</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_at_its_byte(source: str, words: str) -> None:
    with pytest.raises(ApiError) as refusal:
        read(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


def test_nested_tags_cover_their_own_words() -> None:
    assert read("<b>one <i>two</i></b>") == ("one two", [("bold", "one two"), ("italic", "two")])


def test_an_entity_without_words_is_dropped() -> None:
    assert read('a<b></b><tg-emoji emoji-id="none"></tg-emoji>') == ("a", [])


def test_an_empty_end_tag_closes_the_last_one() -> None:
    assert read("<b>x</>y") == ("xy", [("bold", "x")])


def test_white_space_around_the_text_goes_and_entities_move_along() -> None:
    assert read(" \n <b>x</b> ") == ("x", [("bold", "x")])


def test_unknown_references_stay_as_written() -> None:
    assert read("&nbsp;&hearts;&#0;& &lt") == ("&nbsp;&hearts;&#0;& <", [])


def test_a_link_that_leads_nowhere_is_plain_text() -> None:
    assert read('<a href="nowhere">x</a>') == ("x", [])


def test_other_parse_modes_are_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        parse("*x*", "MarkdownV2", Rules())


def test_without_a_parse_mode_markup_is_text() -> None:
    assert parse("<b>x</b>", "", Rules()) == ("<b>x</b>", [])
