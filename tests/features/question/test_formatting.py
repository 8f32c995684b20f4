"""What an author's words look like is kept until the reveal, and ends no veil there."""

from bot.loopback.markup import cut, utf16
from bot.loopback.shown import Shown
from bot.loopback.typed import Formatted
from tests.conftest import Couple
from tests.features.export.test_export import everything
from tests.features.question.acts import CARD_LASTS, is_done, is_over, morning, reveals, seals, writes
from tests.features.thanks.test_formatting import formats
from tests.people import there

FINE = Formatted('the <b>long</b> <a href="https://example.org/way">way</a> <i>home</i>')


def veiled(shown: Shown) -> str:
    """Return the words of a message that lie under a veil."""
    return "".join(cut(shown.text, one) for one in shown.message.entities if one["type"] == "spoiler")


async def test_the_reveal_shows_formatted_words_under_their_veil(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, FINE, card)
    await seals(couple.ben, Formatted("<blockquote>the sea</blockquote> and <code>us</code>"), card)
    (reveal,) = reveals(couple)
    assert {("bold", "long"), ("text_link", "way"), ("italic", "home"), ("blockquote", "the sea")} <= formats(
        reveal
    )
    assert veiled(reveal) == "the long way homethe sea and us"
    link = next(one for one in reveal.message.entities if one["type"] == "text_link")
    assert link["url"] == "https://example.org/way"
    assert not any(kind == "code" for kind, _words in formats(reveal)), "Telegram ends a veil at code"


async def test_long_answers_keep_their_formatting_in_their_parts(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, Formatted("so it was. " * 380 + "<b>And then</b> we left."), card)
    await is_done(couple.ana)
    await seals(couple.ben, "the sea", card)
    part = next(it for it in couple.group.messages if it.text.endswith("we left."))
    assert ("bold", "And then") in formats(part)
    assert utf16(veiled(part)) == utf16(part.text) - utf16("Ana:\n")


async def test_a_caption_keeps_its_formatting_below_a_photo(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.ana.sends_photo(caption=FINE)
    await is_done(couple.ana)
    await seals(couple.ben, "the sea", card)
    part = next(it for it in couple.group.messages if it.media == "photo")
    assert {("bold", "long"), ("text_link", "way")} <= formats(part)


async def test_an_edit_of_the_formatting_alone_is_followed(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    said = await couple.ana.says("the long way home")
    await couple.ana.edits(said, FINE)
    await is_done(couple.ana)
    await seals(couple.ben, "the sea", card)
    (reveal,) = reveals(couple)
    assert ("bold", "long") in formats(reveal)


async def test_what_stayed_alone_is_shown_with_its_formatting(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, FINE, card)
    await couple.ana.taps("If Ben doesn't answer: show mine")
    await couple.stage.moves(hours=CARD_LASTS)
    await is_over(couple)
    shown = there(next((it for it in couple.group.messages if it.text.startswith("From Ana")), None))
    assert ("bold", "long") in formats(shown)
    assert veiled(shown) == "the long way home"


async def test_the_export_shows_formatting_and_addresses(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, FINE, card)
    data, page = await everything(couple, couple.ana)
    (answer,) = [entry for entry in data["answers"] if "answer" in entry]
    assert answer["answer"] == "the long way home"
    html = 'the <b>long</b> <a href="https://example.org/way" rel="noreferrer">way</a> <i>home</i>'
    assert answer["html"] == html
    assert html in page
