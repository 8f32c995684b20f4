"""Scenarios: what the bot may say, where, and how it is refused."""

from datetime import timedelta

from tests.loopback.scene import Scene, refused

LONG = 4096
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def door_must_be_opened(scene: Scene) -> None:
    words = "Forbidden: bot can't initiate conversation with a user"
    await refused(words, scene, "sendMessage", chat_id=scene.cleo.id, text="Hello")
    await scene.cleo.says("/start")
    await scene.bot("sendMessage", chat_id=scene.cleo.id, text="Hello")


async def strangers_unknown(scene: Scene) -> None:
    dana = scene.telegram.person("Dana")
    await refused("Bad Request: chat not found", scene, "sendMessage", chat_id=dana.id, text="Hello")


async def blocked_door(scene: Scene) -> None:
    await scene.ana.blocks_bot()
    words = "Forbidden: bot was blocked by the user"
    await refused(words, scene, "sendMessage", chat_id=scene.ana.id, text="Hello")


async def unknown_chat(scene: Scene) -> None:
    await refused("Bad Request: chat not found", scene, "sendMessage", chat_id=-987, text="Hello")


async def removed_words(scene: Scene) -> None:
    await scene.group.removes_bot(by=scene.ana)
    words = "Forbidden: bot was kicked from the group chat"
    await refused(words, scene, "sendMessage", chat_id=scene.group.id, text="Hello")
    large = await scene.ana.creates_group("Large", kind="supergroup")
    await large.adds_bot(by=scene.ana)
    await scene.bot("leaveChat", chat_id=large.id)
    words = "Forbidden: bot is not a member of the supergroup chat"
    await refused(words, scene, "sendMessage", chat_id=large.id, text="Hello")


async def write_rights(scene: Scene) -> None:
    await scene.group.allows_writing(allowed=False)
    words = "Bad Request: not enough rights to send text messages to the chat"
    await refused(words, scene, "sendMessage", chat_id=scene.group.id, text="Hello")
    await scene.group.promotes_bot(by=scene.ana)
    await scene.card()
    await scene.group.restricts_bot(by=scene.ana)
    await refused(words, scene, "sendMessage", chat_id=scene.group.id, text="Hello")


async def upgrade_closes_old(scene: Scene) -> None:
    old = scene.group.id
    await scene.group.becomes_supergroup()
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    refusal = await refused(words, scene, "sendMessage", chat_id=old, text="Hello")
    assert refusal.parameters == {"migrate_to_chat_id": scene.group.id}


async def upgrade_voids_messages(scene: Scene) -> None:
    card = await scene.card()
    await scene.group.becomes_supergroup()
    words = "Bad Request: message to edit not found"
    target = {"chat_id": scene.group.id, "message_id": card.id}
    await refused(words, scene, "editMessageText", **target, text="Later")


async def shared_message_ids(scene: Scene) -> None:
    first = await scene.bot("sendMessage", chat_id=scene.ana.id, text="at a door")
    second = await scene.bot("sendMessage", chat_id=scene.group.id, text="in the group")
    third = await scene.bot("sendMessage", chat_id=scene.ben.id, text="at another door")
    ids = [message["message_id"] for message in (first, second, third)]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]


async def html_strict(scene: Scene) -> None:
    words = 'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 3'
    target = {"chat_id": scene.group.id, "parse_mode": "HTML"}
    await refused(words, scene, "sendMessage", **target, text="🌱<p>".replace("🌱", "ab "))


async def html_entities(scene: Scene) -> None:
    text = "&lt;3 &amp;amp; &nbsp;&#8211;&#x1F331;"
    await scene.bot("sendMessage", chat_id=scene.group.id, parse_mode="HTML", text=text)
    assert scene.group.last().text == "<3 &amp; &nbsp;–🌱"


async def text_length(scene: Scene) -> None:
    words = "Bad Request: message is too long"
    await refused(words, scene, "sendMessage", chat_id=scene.group.id, text="a" * (LONG + 1))


async def text_not_empty(scene: Scene) -> None:
    target = {"chat_id": scene.group.id, "parse_mode": "HTML"}
    await refused("Bad Request: message text is empty", scene, "sendMessage", **target, text="")
    await refused("Bad Request: text must be non-empty", scene, "sendMessage", **target, text="<b> </b>")


async def caption_length(scene: Scene) -> None:
    voice = (await scene.ana.sends_voice()).message.content["voice"]["file_id"]
    target = {"chat_id": scene.group.id, "voice": voice}
    await scene.bot("sendVoice", **target, caption="a" * 1024)
    words = "Bad Request: message caption is too long"
    await refused(words, scene, "sendVoice", **target, caption="a" * 1025)


async def length_after_parsing(scene: Scene) -> None:
    text = f"<b>{'🌱' * LONG}</b>"
    await scene.bot("sendMessage", chat_id=scene.group.id, parse_mode="HTML", text=text)
    assert scene.group.last().text == "🌱" * LONG


async def not_modified(scene: Scene) -> None:
    card = await scene.card()
    target = {"chat_id": scene.group.id, "message_id": card.id}
    same = {"text": "A card", "reply_markup": card.message.keyboard}
    await refused(NOT_MODIFIED, scene, "editMessageText", **target, **same)
    await refused(NOT_MODIFIED, scene, "editMessageReplyMarkup", **target, reply_markup=card.message.keyboard)


async def edit_needs_message(scene: Scene) -> None:
    await scene.card()
    target = {"chat_id": scene.group.id, "message_id": 999}
    await refused("Bad Request: message to edit not found", scene, "editMessageText", **target, text="New")


async def edit_own_only(scene: Scene) -> None:
    shown = await scene.ben.says("/hi@kindling_bot", at=scene.group)
    target = {"chat_id": scene.group.id, "message_id": shown.id}
    await refused("Bad Request: message can't be edited", scene, "editMessageText", **target, text="New")


async def force_reply_fixed(scene: Scene) -> None:
    card = await scene.card(reply_markup={"force_reply": True})
    target = {"chat_id": scene.group.id, "message_id": card.id}
    await refused("Bad Request: message can't be edited", scene, "editMessageText", **target, text="New")


async def edit_drops_keyboard(scene: Scene) -> None:
    card = await scene.card()
    await scene.bot("editMessageText", chat_id=scene.group.id, message_id=card.id, text="New")
    assert (card.text, card.rows) == ("New", [])
    assert card.edits == [("A card", [["Yes"]])]


async def reply_needs_message(scene: Scene) -> None:
    target = {"chat_id": scene.group.id, "text": "Hello"}
    words = "Bad Request: message to be replied not found"
    await refused(words, scene, "sendMessage", **target, reply_parameters={"message_id": 999})
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    await scene.bot("sendMessage", **target, reply_parameters=lenient)
    assert scene.group.last().reply_to is None


async def button_data(scene: Scene) -> None:
    fits = {"inline_keyboard": [[{"text": "Yes", "callback_data": "é" * 32}]]}
    await scene.card(reply_markup=fits)
    too_much = {"inline_keyboard": [[{"text": "Yes", "callback_data": "é" * 33}]]}
    target = {"chat_id": scene.group.id, "text": "Hello"}
    await refused("Bad Request: BUTTON_DATA_INVALID", scene, "sendMessage", **target, reply_markup=too_much)


async def button_label(scene: Scene) -> None:
    bare = {"inline_keyboard": [[{"text": " ", "callback_data": "y"}]]}
    words = "Bad Request: inline keyboard button text must be non-empty"
    target = {"chat_id": scene.group.id, "text": "Hello"}
    await refused(words, scene, "sendMessage", **target, reply_markup=bare)


async def one_markup(scene: Scene) -> None:
    both = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]], "force_reply": True}
    card = await scene.card(reply_markup=both)
    assert (card.buttons, card.placeholder) == (["Yes"], None)


ASKING = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]], "force_reply": True}


async def buttons_ask(scene: Scene) -> None:
    card = await scene.card(reply_markup=ASKING)
    assert (card.buttons, card.asks) == (["Yes"], True)
    await scene.ben.says("Hello", at=scene.group, reply_to=card)
    heard = (await scene.bot.hears())[-1]
    assert heard["message"]["reply_to_message"]["reply_markup"] == ASKING


async def buttons_ask_fixed(scene: Scene) -> None:
    plain = {"inline_keyboard": ASKING["inline_keyboard"]}
    words = "Bad Request: message can't be edited"
    for before, after in ((ASKING, plain), (plain, ASKING)):
        card = await scene.card(reply_markup=before)
        target = {"chat_id": scene.group.id, "message_id": card.id, "text": "New"}
        await refused(words, scene, "editMessageText", **target, reply_markup=after)
        await scene.bot("editMessageText", **target, reply_markup=before)
        await scene.bot("editMessageText", **target)
        assert (card.text, card.asks) == ("New", False)


async def tapped(scene: Scene) -> str:
    """Let Ben tap the card's button and return the query's id."""
    await scene.card()
    await scene.ben.presses("Yes")
    [update] = await scene.bot.hears()
    return str(update["callback_query"]["id"])


async def query_expires(scene: Scene) -> None:
    query = await tapped(scene)
    scene.clock.move(timedelta(seconds=16))
    await refused(TOO_OLD, scene, "answerCallbackQuery", callback_query_id=query)


async def query_once(scene: Scene) -> None:
    query = await tapped(scene)
    scene.clock.move(timedelta(seconds=14))
    await scene.bot("answerCallbackQuery", callback_query_id=query, text="Noted.")
    assert [toast.text for toast in scene.ben.toasts] == ["Noted."]
    await refused(TOO_OLD, scene, "answerCallbackQuery", callback_query_id=query)


async def toast_length(scene: Scene) -> None:
    query = await tapped(scene)
    words = "Bad Request: MESSAGE_TOO_LONG"
    await refused(words, scene, "answerCallbackQuery", callback_query_id=query, text="a" * 201)
    await scene.bot("answerCallbackQuery", callback_query_id=query, text="a" * 200)


async def own_link_only(scene: Scene) -> None:
    query = await tapped(scene)
    for url in ("https://t.me/other_bot?start=x", "https://example.org/", "https://t.me/kindling_bot"):
        await refused(
            "Bad Request: URL_INVALID", scene, "answerCallbackQuery", callback_query_id=query, url=url
        )
    await scene.bot("answerCallbackQuery", callback_query_id=query, url="https://t.me/kindling_bot?start=x")


async def delete_two_days(scene: Scene) -> None:
    card = await scene.card()
    scene.clock.move(timedelta(hours=48))
    words = "Bad Request: message can't be deleted for everyone"
    await refused(words, scene, "deleteMessage", chat_id=scene.group.id, message_id=card.id)


async def delete_rights(scene: Scene) -> None:
    shown = await scene.ben.says("mine", at=scene.group)
    target = {"chat_id": scene.group.id, "message_id": shown.id}
    await refused("Bad Request: message can't be deleted", scene, "deleteMessage", **target)


async def file_ids(scene: Scene) -> None:
    photo = (await scene.ana.sends_photo()).message.content["photo"][0]["file_id"]
    target = {"chat_id": scene.group.id}
    await scene.bot("sendPhoto", **target, photo=photo)
    words = "Bad Request: wrong file identifier/HTTP URL specified"
    await refused(words, scene, "sendVoice", **target, voice=photo)


async def one_reaction(scene: Scene) -> None:
    card = await scene.card()
    target = {"chat_id": scene.group.id, "message_id": card.id}
    heart, fire, seedling = ({"type": "emoji", "emoji": emoji} for emoji in "❤🔥🌱")
    await scene.bot("setMessageReaction", **target, reaction=[heart])
    assert card.reactions == ["❤"]
    two = [heart, fire]
    await refused("Bad Request: REACTIONS_TOO_MANY", scene, "setMessageReaction", **target, reaction=two)
    await refused("Bad Request: REACTION_INVALID", scene, "setMessageReaction", **target, reaction=[seedling])


async def command_menu(scene: Scene) -> None:
    wrong = [{"command": "Check-in", "description": "Three taps"}]
    await refused("Bad Request: BOT_COMMAND_INVALID", scene, "setMyCommands", commands=wrong)
    bare = [{"command": "checkin", "description": ""}]
    await refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID", scene, "setMyCommands", commands=bare)


async def topics_close(scene: Scene) -> None:
    general = await scene.group.becomes_forum()
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    target = {"chat_id": scene.group.id, "text": "Hello"}
    await topic.closes(by=scene.ana)
    await refused("Bad Request: TOPIC_CLOSED", scene, "sendMessage", message_thread_id=topic.thread, **target)
    await scene.bot("sendMessage", **target)
    await general.closes(by=scene.ana)
    await refused("Bad Request: TOPIC_CLOSED", scene, "sendMessage", **target)
    await scene.group.promotes_bot(by=scene.ana)
    await scene.bot("sendMessage", **target)
    await topic.reopens(by=scene.ana)
    await scene.group.promotes_bot(by=scene.ana, admin=False)
    await scene.bot("sendMessage", message_thread_id=topic.thread, **target)


async def thread_not_found(scene: Scene) -> None:
    words = "Bad Request: message thread not found"
    target = {"chat_id": scene.group.id, "text": "Hello"}
    await refused(words, scene, "sendMessage", message_thread_id=5, **target)
    await scene.group.becomes_forum()
    target["chat_id"] = scene.group.id
    topic = await scene.group.opens_topic("Us", by=scene.ana)
    await scene.bot("sendMessage", message_thread_id=topic.thread, **target)
    await refused(words, scene, "sendMessage", message_thread_id=1, **target)
    await topic.is_deleted()
    await refused(words, scene, "sendMessage", message_thread_id=topic.thread, **target)
    await scene.bot("sendChatAction", chat_id=scene.group.id, message_thread_id=topic.thread, action="typing")


async def history_admin_only(scene: Scene) -> None:
    await scene.group.shows_history()
    assert "has_visible_history" not in await scene.bot("getChat", chat_id=scene.group.id)
    await scene.group.promotes_bot(by=scene.ana)
    assert (await scene.bot("getChat", chat_id=scene.group.id))["has_visible_history"] is True
