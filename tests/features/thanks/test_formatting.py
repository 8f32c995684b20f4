"""What a giver's words look like is kept: on the card, in words of their own, in the list, in the export."""

from bot.loopback.markup import cut
from bot.loopback.shown import Shown
from bot.loopback.typed import Formatted
from tests.conftest import Couple
from tests.features.export.test_export import everything
from tests.features.thanks.looking import cards

WORDS = Formatted(
    '/thanks for <b>all</b> of <a href="https://example.org/soup?a=1&amp;b=2">this</a>, <i>really</i>'
)


def formats(shown: Shown) -> set[tuple[str, str]]:
    """Return (kind, words) of what stands out in a message."""
    return {(one["type"], cut(shown.message.text, one)) for one in shown.message.entities}


async def test_the_card_shows_formatted_words(couple: Couple) -> None:
    await couple.ana.says(WORDS)
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert "Ana thanks you: for all of this, really" in card.text
    assert formats(card) >= {("bold", "all"), ("text_link", "this"), ("italic", "really")}
    link = next(one for one in card.message.entities if one["type"] == "text_link")
    assert link["url"] == "https://example.org/soup?a=1&b=2"


async def test_a_caption_keeps_its_formatting(couple: Couple) -> None:
    await couple.ana.sends_photo(caption=WORDS)
    await couple.ana.taps("Give it now")
    assert formats(cards(couple)[0]) >= {("bold", "all"), ("text_link", "this")}


async def test_long_words_keep_their_formatting_in_a_message_of_their_own(couple: Couple) -> None:
    await couple.ana.says(Formatted("/thanks " + "for the soup. " * 270 + "<b>All</b> of it."))
    await couple.ana.taps("Give it now")
    shown = next(it for it in couple.group.messages if it.text.endswith("All of it."))
    assert formats(shown) == {("bold", "All")}


async def test_an_edit_of_the_formatting_alone_is_followed(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for all of this")
    await couple.ana.taps("Give it now")
    await couple.ana.edits(said, Formatted("/thanks for <b>all</b> of this"))
    assert ("bold", "all") in formats(cards(couple)[0])


async def test_the_list_shows_formatted_words_under_a_veil_that_code_does_not_end(couple: Couple) -> None:
    await couple.ana.says(
        Formatted("/thanks for <b>all</b> of <code>this</code> <tg-spoiler>and that</tg-spoiler>")
    )
    await couple.ana.taps("Give it now")
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    shown = couple.ben.door.last()
    assert ("spoiler", "Ana: for all of this and that") in formats(shown)
    assert ("bold", "all") in formats(shown)
    assert not any(kind == "code" for kind, _words in formats(shown))


async def test_the_export_shows_formatting_and_addresses(couple: Couple) -> None:
    await couple.ana.says(WORDS)
    data, page = await everything(couple, couple.ana)
    (given,) = data["thanks_given"]
    assert given["text"] == "for all of this, really"
    html = (
        'for <b>all</b> of <a href="https://example.org/soup?a=1&amp;b=2" rel="noreferrer">this</a>, '
        "<i>really</i>"
    )
    assert given["html"] == html
    assert html in page


async def test_a_name_in_the_words_rings_nobody(couple: Couple) -> None:
    await couple.ana.says(Formatted(f'/thanks for <a href="tg://user?id={couple.ben.id}">you</a> all'))
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    mentions = [one for one in card.message.entities if one["type"] == "text_mention"]
    assert len(mentions) == 1, "the card's own, and no other"
