"""What happens to chats: Telegram's own lines, changed names, public groups, topics, deletions."""

from datetime import timedelta

import pytest
from telegram import Bot, Update

from bot.loopback.model import Json
from tests.loopback.scene import Scene, play, refused


async def told(scene: Scene) -> list[Json]:
    """Return the messages that reached the bot since the last time; each must suit PTB."""
    updates = await scene.bot.hears()
    bot = Bot(scene.telegram.token, request=scene.telegram.request())
    for update in updates:
        assert Update.de_json(update, bot) is not None
    return [update["message"] for update in updates]


async def test_lines_of_telegrams_own_reach_the_bot_at_doors_and_in_groups() -> None:
    scene = await play()
    ana, card = scene.ana, await scene.card()
    said = await ana.says("keep this")
    await ana.pins(said)
    await ana.pins(card)
    await ana.sets_auto_delete(86_400)
    await ana.sets_wallpaper()
    await ana.leaves_line(scene.group, video_chat_started={})
    fields = (
        "pinned_message",
        "message_auto_delete_timer_changed",
        "chat_background_set",
        "video_chat_started",
    )
    _, *lines = await told(scene)
    assert [next(name for name in fields if name in line) for line in lines] == [fields[0], *fields]
    assert [line["chat"]["id"] for line in lines[:2]] == [ana.id, scene.group.id]
    assert lines[0]["pinned_message"]["text"] == "keep this"
    assert all(line["from"]["id"] == ana.id for line in lines)
    assert ana.door.last().service
    with pytest.raises(AssertionError, match="Telegram has no such line"):
        await ana.leaves_line(text="hello")


async def test_a_door_can_be_opened_by_a_permission_without_a_word() -> None:
    scene = await play()
    await scene.cleo.allows_messages()
    [line] = await told(scene)
    assert line["write_access_allowed"] == {"from_request": True}
    await scene.bot("sendMessage", chat_id=scene.cleo.id, text="Hello")


async def test_a_new_first_name_shows_in_whatever_comes_next() -> None:
    scene = await play()
    await scene.ana.renames("Anna")
    assert await told(scene) == []
    await scene.ana.says("/help@kindling_bot", at=scene.group)
    await scene.ana.says("/help")
    group, door = await told(scene)
    assert group["from"]["first_name"] == door["from"]["first_name"] == door["chat"]["first_name"] == "Anna"


async def test_a_renamed_bot_hears_its_new_name_only_and_learns_it_by_asking() -> None:
    scene = await play()
    await scene.telegram.renames_bot("Ember", "ember_bot")
    await scene.ana.says("/help@kindling_bot", at=scene.group)
    await scene.ana.says_from_menu("/help", at=scene.group)
    assert [message["text"] for message in await told(scene)] == ["/help@ember_bot"]
    me = await scene.bot("getMe")
    assert (me["first_name"], me["username"]) == ("Ember", "ember_bot")


async def test_a_public_group_is_seen_in_what_comes_next_and_by_asking() -> None:
    scene = await play()
    await scene.group.becomes_public("ana_and_ben")
    upgrade = [update for update in await scene.bot.hears() if "message" in update]
    assert all("username" not in update["message"]["chat"] for update in upgrade)
    asked = await scene.bot("getChat", chat_id=scene.group.id)
    assert (asked["username"], asked["active_usernames"]) == ("ana_and_ben", ["ana_and_ben"])
    await scene.ana.says("/help@kindling_bot", at=scene.group)
    assert [message["chat"].get("username") for message in await told(scene)] == ["ana_and_ben"]
    await scene.group.becomes_private()
    assert "username" not in await scene.bot("getChat", chat_id=scene.group.id)
    assert await told(scene) == []


async def test_a_topic_is_a_place_of_its_own() -> None:
    scene = await play()
    general = await scene.group.becomes_forum()
    await scene.bot.hears()
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    [opened] = await told(scene)
    assert opened["chat"]["is_forum"] is True
    assert opened["message_id"] == opened["message_thread_id"] == topic.thread
    assert opened["forum_topic_created"]["name"] == "Us"
    await scene.ana.says("/today@kindling_bot", at=topic)
    await scene.ana.says("/today@kindling_bot", at=general)
    inside, outside = await told(scene)
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic.thread, True)
    assert {"message_thread_id", "is_topic_message", "reply_to_message"}.isdisjoint(outside)
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    target = {"chat_id": scene.group.id, "text": "A card", "reply_markup": keyboard}
    sent = await scene.bot("sendMessage", message_thread_id=topic.thread, **target)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic.thread, True)
    assert topic.last().text == "A card"
    await scene.ben.presses("Yes", at=topic)
    [tap] = await scene.bot.hears()
    assert tap["callback_query"]["message"]["message_thread_id"] == topic.thread
    with pytest.raises(AssertionError, match="Ben sees no button"):
        await scene.ben.presses("Yes", at=general)


async def test_replies_stay_in_their_topic_whoever_writes_them() -> None:
    scene = await play()
    await scene.group.becomes_forum()
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    asked = await scene.ana.says("/thanks@kindling_bot", at=topic)
    reply = {"message_id": asked.id}
    await scene.bot("sendMessage", chat_id=scene.group.id, text="What for?", reply_parameters=reply)
    assert topic.last().text == "What for?"
    answer = await scene.ben.replies("the soup", to=topic.last())
    assert (answer.thread, [shown.text for shown in topic.messages][-1]) == (topic.thread, "the soup")


async def test_nobody_but_an_administrator_writes_in_a_closed_topic_and_a_deleted_one_is_gone() -> None:
    scene = await play()
    await scene.group.becomes_forum()
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    await scene.bot.hears()
    await topic.renamed("We", by=scene.ana)
    await topic.closes(by=scene.ana)
    await scene.ana.says("an owner may", at=topic)
    with pytest.raises(AssertionError, match="closed or gone"):
        await scene.ben.says("hello", at=topic)
    await topic.is_deleted()
    lines = await told(scene)
    assert [set(line) & {"forum_topic_edited", "forum_topic_closed"} for line in lines] == [
        {"forum_topic_edited"},
        {"forum_topic_closed"},
    ]
    assert topic.messages == []
    with pytest.raises(AssertionError, match="closed or gone"):
        await scene.ana.says("hello", at=topic)


async def test_at_a_door_the_bot_deletes_what_a_person_wrote_for_two_days() -> None:
    scene = await play()
    one, two = await scene.ana.says("one"), await scene.ana.says("two")
    await scene.bot("deleteMessage", chat_id=scene.ana.id, message_id=one.id)
    await scene.bot("deleteMessages", chat_id=scene.ana.id, message_ids=[one.id, two.id])
    assert [shown.text for shown in scene.ana.door.messages] == ["/start"]
    old = await scene.ana.says("old")
    scene.clock.move(timedelta(days=2))
    words = "Bad Request: message can't be deleted for everyone"
    await refused(words, scene, "deleteMessages", chat_id=scene.ana.id, message_ids=[old.id])
    several = list(range(101))
    words = "Bad Request: too many message identifiers specified"
    await refused(words, scene, "deleteMessages", chat_id=scene.ana.id, message_ids=several)


async def test_the_first_line_of_a_topic_cannot_be_deleted() -> None:
    scene = await play()
    await scene.group.becomes_forum()
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    await scene.group.promotes_bot(by=scene.ana)
    target = {"chat_id": scene.group.id, "message_id": topic.thread}
    await refused("Bad Request: message can't be deleted", scene, "deleteMessage", **target)
