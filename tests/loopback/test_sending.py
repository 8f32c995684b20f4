"""What people send arrives as Telegram brings it: albums, clips, pastes, formatting, commands, edits."""

import pytest
from telegram import Bot, Update

from bot.loopback.markup import cut
from bot.loopback.model import Json
from bot.loopback.typed import Formatted
from tests.loopback.scene import Scene, play


async def told(scene: Scene) -> list[Json]:
    """Return the messages that reached the bot since the last time, new and edited; each must suit PTB."""
    updates = await scene.bot.hears()
    bot = Bot(scene.telegram.token, request=scene.telegram.request())
    for update in updates:
        assert Update.de_json(update, bot) is not None
    return [update.get("message") or update["edited_message"] for update in updates]


def marked(message: Json, kind: str) -> list[str]:
    """Return the words that carry formatting of a kind."""
    words = message.get("text") or message["caption"]
    entities = message.get("entities") or message.get("caption_entities") or []
    return [cut(words, one) for one in entities if one["type"] == kind]


async def test_an_album_is_messages_in_a_row_that_share_its_number() -> None:
    scene = await play()
    first = await scene.ana.sends_album(3, caption="The lake", reply_to=await scene.ana.says("Look"))
    second = await scene.ana.sends_album(["video", "photo"])
    _, *messages = await told(scene)
    ids = [message["message_id"] for message in messages]
    assert ids == [*range(ids[0], ids[0] + 5)] == [shown.id for shown in (*first, *second)]
    albums = [message["media_group_id"] for message in messages]
    assert albums[0] == albums[1] == albums[2] == first[0].album
    assert albums[3] == albums[4] != albums[0]
    assert [message.get("caption") for message in messages] == ["The lake", None, None, None, None]
    assert ["video" in message for message in messages] == [False, False, False, True, False]
    assert [message.get("reply_to_message", {}).get("text") for message in messages[:3]] == ["Look"] * 3


async def test_each_of_an_album_can_have_words_of_its_own() -> None:
    scene = await play()
    await scene.ana.sends_album(3, caption=["one", None, "three"])
    assert [message.get("caption") for message in await told(scene)] == ["one", None, "three"]


@pytest.mark.parametrize("what", [1, 11, ["photo", "document"], ["video_note", "video_note"]])
async def test_no_app_sends_such_an_album(what: int | list[str]) -> None:
    scene = await play()
    with pytest.raises(AssertionError, match="an album h"):
        await scene.ana.sends_album(what)
    assert await told(scene) == []


async def test_an_album_is_whole_before_the_bot_can_answer_its_first_message() -> None:
    scene = await play()
    waiting: list[int] = []

    async def looks() -> None:
        waiting.append(scene.telegram.world.updates.count())

    scene.telegram.settle = looks
    await scene.ana.sends_album(10)
    await scene.ana.says("x" * 9_000)
    assert waiting == [10, 13]


async def test_clips_music_and_files_come_in_their_own_fields() -> None:
    scene = await play()
    ana, card = scene.ana, await scene.card()
    await ana.sends_video(at=scene.group, caption="clip", reply_to=card)
    await ana.sends_round_video(at=scene.group, reply_to=card)
    await ana.sends_gif(at=scene.group, caption="gif", reply_to=card)
    await ana.sends_audio(at=scene.group, caption="song", reply_to=card)
    await ana.sends_document(at=scene.group, caption="file", reply_to=card)
    messages = await told(scene)
    kinds = ("video", "video_note", "animation", "audio", "document")
    assert [[kind for kind in kinds if kind in message] for message in messages] == [
        ["video"],
        ["video_note"],
        ["animation", "document"],
        ["audio"],
        ["document"],
    ]
    assert [message.get("caption") for message in messages] == ["clip", None, "gif", "song", "file"]
    assert messages[2]["animation"]["file_id"] == messages[2]["document"]["file_id"]
    assert [shown.media for shown in scene.group.messages[-5:]] == list(kinds)
    assert "Ana: <animation> (to: A card) gif" in scene.ben.screen(scene.group)


async def test_a_paste_is_cut_into_pieces_that_keep_their_formatting() -> None:
    scene = await play()
    await scene.ana.says(Formatted("🌱" * 4_000 + "<b>" + "b" * 200 + "</b> end"))
    first, second = await told(scene)
    assert [len(first["text"]), second["text"]] == [4096, "b" * 104 + " end"]
    assert marked(first, "bold") == ["b" * 96]
    assert marked(second, "bold") == ["b" * 104]


async def test_formatting_comes_as_entities_in_words_and_captions() -> None:
    scene = await play()
    written = Formatted(
        '🌱 <b>so <i>good</i></b>, <a href="https://example.org/x">here</a> <tg-spoiler>!</tg-spoiler>'
    )
    await scene.ana.says(written)
    await scene.ana.sends_photo(caption=written)
    for message in await told(scene):
        found = {kind: marked(message, kind) for kind in ("bold", "italic", "text_link", "spoiler")}
        assert found == {"bold": ["so good"], "italic": ["good"], "text_link": ["here"], "spoiler": ["!"]}
        assert "<" not in (message.get("text") or message["caption"])


async def test_telegram_marks_links_mentions_and_hashtags_by_itself() -> None:
    scene = await play()
    await scene.ana.says("see https://example.org/start?x=/help, @somebody and #home2 a@b.cd")
    [message] = await told(scene)
    assert marked(message, "url") == ["https://example.org/start?x=/help"]
    assert marked(message, "mention") == ["@somebody"]
    assert marked(message, "hashtag") == ["#home2"]
    assert marked(message, "bot_command") == []


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/thanks, for the soup", ["/thanks"]),
        ("/thanks: soup", ["/thanks"]),
        ("/checkin.", ["/checkin"]),
        ("/thanks@kindling_bot, soup", ["/thanks@kindling_bot"]),
        ("try /help (/today)", ["/help", "/today"]),
        ("🌱 /today", ["/today"]),
        ("/thanks/soup", []),
        ("and/or <3 /", []),
        ("//help", []),
        ("/grüße", []),
        ("/" + "a" * 65, []),
    ],
)
async def test_a_command_is_marked_where_telegram_marks_it(text: str, commands: list[str]) -> None:
    scene = await play()
    await scene.ana.says(text)
    await scene.ana.sends_photo(caption=text)
    words, caption = await told(scene)
    assert marked(words, "bot_command") == marked(caption, "bot_command") == commands


async def test_a_command_with_a_comma_and_one_under_a_photo_reach_the_bot_in_a_group() -> None:
    scene = await play()
    await scene.ana.says("/thanks@kindling_bot, for the soup", at=scene.group)
    await scene.ana.sends_photo(at=scene.group, caption="/thanks@kindling_bot for this view")
    await scene.ana.sends_photo(at=scene.group, caption="thanks /thanks@kindling_bot")
    messages = await told(scene)
    assert [message.get("text") or message["caption"] for message in messages] == [
        "/thanks@kindling_bot, for the soup",
        "/thanks@kindling_bot for this view",
    ]


async def test_a_premium_caption_is_long_and_a_longer_one_no_app_sends() -> None:
    scene = await play()
    await scene.ana.sends_photo(caption="a" * 4096)
    with pytest.raises(AssertionError, match="4096 characters"):
        await scene.ana.sends_photo(caption="a" * 4097)


async def test_an_edited_caption_and_an_exchanged_picture_say_what_is_there_now() -> None:
    scene = await play()
    photo = await scene.ana.sends_photo(caption=Formatted("the <b>lake</b>"))
    before = photo.message.content["photo"][0]["file_id"]
    await scene.ana.edits(photo, "the sea")
    await scene.ana.replaces_media(photo, "photo")
    await scene.ana.replaces_media(photo, "video", caption="")
    _, reworded, exchanged, bare = await told(scene)
    assert (reworded["caption"], reworded["photo"][0]["file_id"]) == ("the sea", before)
    assert "caption_entities" not in reworded
    assert exchanged["photo"][0]["file_id"] != before
    assert exchanged["caption"] == "the sea"
    assert "video" in bare
    assert "photo" not in bare
    assert "caption" not in bare
    await scene.ana.edits(photo, "")
    assert "caption" not in (await told(scene))[0]


async def test_words_can_become_a_picture_and_lose_themselves_on_the_way() -> None:
    scene = await play()
    shown = await scene.ana.says("Thank you")
    await scene.ana.replaces_media(shown)
    await scene.ana.replaces_media(shown, caption="")
    _, kept, gone = await told(scene)
    assert (kept["caption"], "text" in kept) == ("Thank you", False)
    assert {"text", "caption"}.isdisjoint(gone)
    voice = await scene.ana.sends_voice()
    with pytest.raises(AssertionError, match="no app puts photo in the place of voice"):
        await scene.ana.replaces_media(voice)


async def test_a_picture_of_an_album_is_exchanged_within_it() -> None:
    scene = await play()
    album = await scene.ana.sends_album(2)
    await scene.ana.replaces_media(album[1], "video")
    assert (await told(scene))[-1]["media_group_id"] == album[0].album


async def test_an_edit_that_changes_nothing_is_told_with_the_same_words_and_no_new_date() -> None:
    scene = await play()
    shown = await scene.ana.says("https://example.org")
    await scene.ana.edit_noise(shown)
    first, again = await told(scene)
    assert first == again
    assert "edit_date" not in again
    assert shown.edits == []
