"""Scenarios: what reaches the bot, and what never does."""

import asyncio
from datetime import timedelta

from tests.loopback.scene import Refusal, Scene
from tests.people import there


async def privacy_mode(scene: Scene) -> None:
    await scene.ben.says("just between us", at=scene.group)
    await scene.ben.says("/weather@other_bot", at=scene.group)
    assert await scene.bot.words() == []
    await scene.ben.says("/question@Kindling_Bot", at=scene.group)
    assert await scene.bot.words() == ["/question@Kindling_Bot"]


async def bare_commands(scene: Scene) -> None:
    other = scene.telegram.other_bot("Weather")
    await scene.group.adds(other, by=scene.ana)
    await scene.bot.hears()
    await scene.ben.says("/first", at=scene.group)
    await scene.card()
    await scene.ben.says("/second", at=scene.group)
    await other.says("Rain.", at=scene.group)
    await scene.ben.says("/third", at=scene.group)
    assert await scene.bot.words() == ["/second"]


async def replies_reach(scene: Scene) -> None:
    await scene.ben.replies("an answer", to=await scene.card())
    assert await scene.bot.words() == ["an answer"]


async def admins_see_all(scene: Scene) -> None:
    await scene.group.promotes_bot(by=scene.ana)
    await scene.ben.says("in front of an admin", at=scene.group)
    assert await scene.bot.words() == ["in front of an admin"]


async def other_bots_unheard(scene: Scene) -> None:
    other = scene.telegram.other_bot("Weather")
    await scene.group.adds(other, by=scene.ana)
    await scene.group.promotes_bot(by=scene.ana)
    await scene.bot.hears()
    await other.says("/question@kindling_bot", at=scene.group)
    assert await scene.bot.words() == []


async def service_messages_reach(scene: Scene) -> None:
    await scene.group.renamed("Us")
    await scene.group.removes(scene.cleo, by=scene.ana)
    messages = [update["message"] for update in await scene.bot.hears()]
    assert [message.get("new_chat_title") for message in messages] == ["Us", None]
    assert messages[1]["left_chat_member"]["id"] == scene.cleo.id


async def reply_context(scene: Scene) -> None:
    kind = await scene.ben.says("You carried the heavy box.", at=scene.group)
    await scene.ana.replies("/thanks@kindling_bot", to=kind)
    [update] = await scene.bot.hears()
    answered = there(update["message"].get("reply_to_message"))
    assert answered["text"] == "You carried the heavy box."
    assert answered["from"]["id"] == scene.ben.id


async def edits_told(scene: Scene) -> None:
    shown = await scene.ana.says("/thanks@kindling_bot one", at=scene.group)
    talk = await scene.ana.says("talk", at=scene.group)
    await scene.ana.edits(shown, "/thanks@kindling_bot two")
    await scene.ana.edits(talk, "more talk")
    updates = await scene.bot.hears()
    assert [update["edited_message"]["text"] for update in updates[1:]] == ["/thanks@kindling_bot two"]


async def channel_posts(scene: Scene) -> None:
    channel = scene.telegram.channel("News")
    await channel.adds_bot(by=scene.ana)
    await channel.posts("/start")
    posts = [update["channel_post"] for update in await scene.bot.hears() if "channel_post" in update]
    assert [post["text"] for post in posts] == ["/start"]
    assert "from" not in posts[0]


async def anonymous_admins(scene: Scene) -> None:
    await scene.ana.says("/help@kindling_bot", at=scene.group, anonymous=True)
    [update] = await scene.bot.hears()
    assert update["message"]["from"]["id"] == 1087968824
    assert update["message"]["sender_chat"]["id"] == scene.group.id


async def linked_channel(scene: Scene) -> None:
    await scene.group.promotes_bot(by=scene.ana)
    await scene.bot.hears()
    await scene.group.gets_channel_post(scene.telegram.channel("News"), "Hello")
    [update] = await scene.bot.hears()
    assert update["message"].get("from", {}).get("id") == 777000
    assert update["message"]["is_automatic_forward"] is True


async def block_told(scene: Scene) -> None:
    await scene.ana.blocks_bot()
    await scene.ana.unblocks_bot()
    changes = [update["my_chat_member"] for update in await scene.bot.hears()]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]
    assert {change["chat"]["type"] for change in changes} == {"private"}


async def first_start_quiet(scene: Scene) -> None:
    await scene.cleo.says("/start")
    assert await scene.bot.kinds() == ["message"]


async def join_told(scene: Scene) -> None:
    group = await scene.ana.creates_group("Another")
    await group.adds_bot(by=scene.ana)
    assert await scene.bot.kinds() == ["my_chat_member", "message"]


async def startgroup_command(scene: Scene) -> None:
    group = await scene.ana.creates_group("Another")
    await group.adds_bot(by=scene.ana, payload="hello")
    updates = await scene.bot.hears()
    assert [next(iter(update.keys() - {"update_id"})) for update in updates] == [
        "my_chat_member",
        "message",
        "message",
    ]
    assert updates[-1]["message"]["text"] == "/start@kindling_bot hello"
    assert updates[-1]["message"]["from"]["id"] == scene.ana.id


async def removal_told(scene: Scene) -> None:
    await scene.group.removes_bot(by=scene.ana)
    small = await scene.bot.hears()
    large = await scene.ana.creates_group("Large", kind="supergroup")
    await large.adds_bot(by=scene.ana)
    await scene.bot.hears()
    await large.removes_bot(by=scene.ana)
    updates = small + await scene.bot.hears()
    changes = [update["my_chat_member"] for update in updates if "my_chat_member" in update]
    assert [change["new_chat_member"]["status"] for change in changes] == ["left", "kicked"]
    lines = [update["message"] for update in updates if "message" in update]
    assert [line["chat"]["type"] for line in lines] == ["group"]


async def upgrade_told(scene: Scene) -> None:
    old = scene.group.id
    await scene.group.becomes_supergroup()
    messages = [update["message"] for update in await scene.bot.hears() if "message" in update]
    assert [(message["chat"]["id"], message.get("migrate_to_chat_id")) for message in messages] == [
        (old, scene.group.id),
        (scene.group.id, None),
    ]
    assert messages[1]["migrate_from_chat_id"] == old
    assert messages[1]["from"]["id"] == 1087968824


async def upgrade_join(scene: Scene) -> None:
    await scene.group.becomes_supergroup()
    changes = [update["my_chat_member"] for update in await scene.bot.hears() if "my_chat_member" in update]
    assert [(change["chat"]["id"], change["new_chat_member"]["status"]) for change in changes] == [
        (scene.group.id, "member")
    ]


async def reactions_admin_only(scene: Scene) -> None:
    card = await scene.card()
    await scene.ben.reacts(card, "🔥")
    assert await scene.bot.kinds() == []
    await scene.group.promotes_bot(by=scene.ana)
    await scene.ben.reacts(card, "❤")
    assert await scene.bot.kinds() == ["my_chat_member", "message_reaction"]


async def members_admin_only(scene: Scene) -> None:
    await scene.group.removes(scene.cleo, by=scene.ana)
    assert await scene.bot.kinds() == ["message"]
    await scene.group.promotes_bot(by=scene.ana)
    await scene.group.adds(scene.cleo, by=scene.ana)
    assert await scene.bot.kinds() == ["my_chat_member", "chat_member", "message"]


async def allowed_updates_kept(scene: Scene) -> None:
    await scene.bot("getUpdates", allowed_updates=["message"])
    await scene.bot("getUpdates")
    await scene.card()
    await scene.ben.presses("Yes")
    assert await scene.bot.kinds() == []


async def offset_confirms(scene: Scene) -> None:
    await scene.ana.says("one")
    first = await scene.bot("getUpdates")
    again = await scene.bot("getUpdates")
    assert first == again != []
    await scene.bot("getUpdates", offset=first[-1]["update_id"] + 1)
    assert not scene.telegram.pending()


async def update_limit(scene: Scene) -> None:
    for _ in range(101):
        await scene.ana.says("again")
    assert len(await scene.bot("getUpdates", limit=200)) == 100


async def one_poller(scene: Scene) -> None:
    first = asyncio.create_task(scene.bot("getUpdates", timeout=50))
    await scene.telegram.until(scene.telegram.poller_idle)
    second = asyncio.create_task(scene.bot("getUpdates", timeout=50))
    for _turn in range(20):  # of the loop, however long they take
        await asyncio.sleep(0)
    ended = first.exception() if first.done() else None
    for task in (first, second):
        task.cancel()
    assert isinstance(ended, Refusal)
    assert ended.description.startswith("Conflict: terminated by other getUpdates request;")


async def updates_kept_a_day(scene: Scene) -> None:
    await scene.ana.says("yesterday")
    scene.clock.move(timedelta(hours=24))
    await scene.ana.says("today")
    assert await scene.bot.words() == ["today"]


async def long_texts_split(scene: Scene) -> None:
    await scene.ana.says("a" * 10_000)
    assert [len(words) for words in await scene.bot.words()] == [4096, 4096, 1808]


async def deep_link_payload(scene: Scene) -> None:
    await scene.ana.opens("https://t.me/kindling_bot?start=join-7_A")
    assert await scene.bot.words() == ["/start join-7_A"]
    try:
        await scene.ana.opens("https://t.me/kindling_bot?start=a%20b")
    except AssertionError:
        return
    raise AssertionError("a payload with a blank went through")


async def topic_first_line(scene: Scene) -> None:
    await scene.group.becomes_forum()
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    await scene.bot.hears()
    await scene.ana.says("/thanks@kindling_bot", at=topic)
    [update] = await scene.bot.hears()
    first = update["message"].get("reply_to_message", {})
    assert first.get("forum_topic_created", {}).get("name") == "Us"
    assert first["message_id"] == update["message"]["message_thread_id"]


async def reply_threads(scene: Scene) -> None:
    await scene.group.becomes_supergroup()
    await scene.bot.hears()
    card = await scene.card()
    answer = await scene.ben.replies("one", to=card)
    await scene.ben.replies("/thanks@kindling_bot", to=answer)
    messages = [update["message"] for update in await scene.bot.hears()]
    assert [message.get("message_thread_id") for message in messages] == [card.id, card.id]
    assert "is_topic_message" not in messages[0]
