"""Rich messages come as blocks without a text, and people read them all the same."""

from telegram import Bot, Update

from bot.loopback import rich
from tests.loopback.scene import play


async def test_a_rich_message_has_blocks_and_no_text() -> None:
    scene = await play()
    link = rich.styled("url", "the lake", url="https://example.org/lake")
    await scene.ana.sends_rich(
        rich.heading("Today"),
        rich.paragraph("I loved ", rich.styled("bold", "our ", rich.styled("italic", "walk")), " at ", link),
        rich.bullets("the bench", rich.styled("spoiler", "the kiss")),
        rich.quote(rich.paragraph("again!")),
        rich.table(["you", "me"]),
        "end",
    )
    [update] = await scene.bot.hears()
    bot = Bot(scene.telegram.token, request=scene.telegram.request())
    assert Update.de_json(update, bot) is not None
    message = update["message"]
    assert {"text", "entities", "caption"}.isdisjoint(message)
    kinds = [block["type"] for block in message["rich_message"]["blocks"]]
    assert kinds == ["heading", "paragraph", "list", "blockquote", "table", "paragraph"]
    shown = scene.ana.door.last()
    assert shown.text.splitlines() == [
        "Today",
        "I loved our walk at the lake",
        "• the bench",
        "• the kiss",
        "again!",
        "you | me",
        "end",
    ]
    assert not shown.service
    assert shown.media is None
    assert "I loved our walk" in scene.ana.screen(scene.ana.door)


async def test_words_become_rich_and_plain_again_by_an_edit() -> None:
    scene = await play()
    card = await scene.card()
    shown = await scene.ana.says("plain", at=scene.group, reply_to=card)
    await scene.ana.edits_rich(shown, "rich", rich.bullets("one"))
    await scene.ana.edits(shown, "plain again")
    first, second, third = await scene.bot.hears()
    assert first["message"]["text"] == "plain"
    assert "text" not in second["edited_message"]
    assert second["edited_message"]["rich_message"]["blocks"][0] == rich.paragraph("rich")
    assert third["edited_message"]["text"] == "plain again"
    assert "rich_message" not in third["edited_message"]
    assert [words for words, _ in shown.edits] == ["plain", "rich\n• one"]


async def test_every_kind_of_rich_text_is_read_out() -> None:
    emoji = {"type": "custom_emoji", "custom_emoji_id": "5", "alternative_text": "🌱"}
    formula = {"type": "mathematical_expression", "expression": "x^2"}
    button = {"type": "button", "button": {"text": ["Go", emoji], "url": "https://example.org"}}
    details = {"type": "details", "summary": "More", "blocks": [rich.paragraph("inside")]}
    photo = {"type": "photo", "photo": [], "caption": {"text": rich.styled("bold", "the view")}}
    content = rich.rich_message(rich.paragraph(emoji, formula, button), details, photo, {"type": "divider"})
    assert rich.words_of(content["rich_message"]) == "🌱x^2Go🌱\nMore\ninside\nthe view"
