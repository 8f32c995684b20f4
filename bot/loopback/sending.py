"""The methods that put the bot's words into chats: sending, editing, deleting, reacting."""

from datetime import timedelta
from typing import Any

from telegram.constants import ReactionEmoji

from bot.loopback.access import find_message, may_write, open_chat
from bot.loopback.composing import (
    answered_message,
    asks,
    caption_content,
    keyboard_and_prompt,
    text_content,
)
from bot.loopback.media import media_content
from bot.loopback.model import Chat, Json, Message, bad_request
from bot.loopback.params import Params
from bot.loopback.topics import thread_for
from bot.loopback.wire import message_json
from bot.loopback.world import World

DELETABLE_FOR = timedelta(hours=48)
MOST_DELETED = 100
_RIGHTS = {"photo": "photos", "voice": "voice notes", "document": "documents"}
_REACTIONS = frozenset(str(emoji.value) for emoji in ReactionEmoji)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def send_message(world: World, params: Params) -> Any:
    """Carry out sendMessage."""
    chat = open_chat(world, params)
    may_write(world, chat, "text messages")
    return _post(world, chat, params, text_content(world, params), params.text("text"))


def send_photo(world: World, params: Params) -> Any:
    """Carry out sendPhoto, by file id or upload."""
    return _send_media(world, params, "photo")


def send_voice(world: World, params: Params) -> Any:
    """Carry out sendVoice, by file id or upload."""
    return _send_media(world, params, "voice")


def send_document(world: World, params: Params) -> Any:
    """Carry out sendDocument, by file id or upload."""
    return _send_media(world, params, "document")


def _send_media(world: World, params: Params, kind: str) -> Any:
    chat = open_chat(world, params)
    may_write(world, chat, _RIGHTS[kind])
    upload = params.uploads.get(params.text(kind).removeprefix("attach://") or kind)
    name = upload.name if upload is not None else ""
    file_id = world.file(kind, upload.content) if upload is not None else _known_file(world, params, kind)
    media = media_content(world, kind, file_id, params.number("duration"), name)
    if kind == "photo" and params.flag("has_spoiler"):
        media["has_media_spoiler"] = True
    return _post(world, chat, params, media | caption_content(world, params), params.text("caption"))


def _known_file(world: World, params: Params, kind: str) -> str:
    file_id = params.text(kind)
    if not file_id:
        raise bad_request(f"there is no {kind} in the request")
    if world.rules["file_ids"] and (file_id not in world.files or world.files[file_id][0] != kind):
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file_id


def _post(world: World, chat: Chat, params: Params, content: Json, html: str) -> Json:
    keyboard, prompt = keyboard_and_prompt(world, params)
    answered = answered_message(world, chat, params)
    thread = thread_for(world, chat, params, answered.thread if answered is not None else None)
    message = world.post(
        chat,
        world.bot,
        content,
        html=html,
        keyboard=keyboard,
        placeholder=prompt,
        asks=asks(keyboard),
        silent=params.flag("disable_notification"),
        protected=params.flag("protect_content"),
        reply_to=answered,
        thread=thread,
    )
    return message_json(message, world.rules)


def edit_text(world: World, params: Params) -> Any:
    """Carry out editMessageText."""
    message = _own_message(world, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(world, params, message, text_content(world, params), params.text("text"))


def edit_caption(world: World, params: Params) -> Any:
    """Carry out editMessageCaption."""
    message = _own_message(world, params)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    bare = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _change(world, params, message, bare | caption_content(world, params), params.text("caption"))


def edit_markup(world: World, params: Params) -> Any:
    """Carry out editMessageReplyMarkup."""
    message = _own_message(world, params)
    return _change(world, params, message, message.content, message.html, only_markup=True)


def _own_message(world: World, params: Params) -> Message:
    """Return the message to edit, which must be the bot's and must not have asked for a reply."""
    chat = open_chat(world, params)
    if not world.rules["edit_needs_message"] and params.number("message_id") not in chat.messages:
        # A kinder Telegram would guess which message was meant.
        return next(message for message in reversed(chat.messages.values()) if message.sender is world.bot)
    message = find_message(chat, params, "message to edit")
    if message.sender is not world.bot and world.rules["edit_own_only"]:
        raise bad_request("message can't be edited")
    if message.placeholder is not None and world.rules["force_reply_fixed"]:
        raise bad_request("message can't be edited")
    return message


def _change(
    world: World, params: Params, message: Message, content: Json, html: str, *, only_markup: bool = False
) -> Json:
    keyboard, prompt = keyboard_and_prompt(world, params)
    if prompt is not None:
        raise bad_request("inline keyboard expected")
    if keyboard is None and not only_markup and not world.rules["edit_drops_keyboard"]:
        keyboard = message.keyboard
    if keyboard is not None and asks(keyboard) != message.asks and world.rules["buttons_ask_fixed"]:
        raise bad_request("message can't be edited")
    same = content == message.content and keyboard == message.keyboard
    if same and world.rules["not_modified"]:
        raise bad_request(_SAME)
    world.edit(message, content, keyboard, html)
    return message_json(message, world.rules)


def delete_message(world: World, params: Params) -> Any:
    """Carry out deleteMessage."""
    chat = open_chat(world, params)
    message = find_message(chat, params, "message to delete")
    _check_deletable(world, chat, message)
    world.delete(message)
    return True


def delete_messages(world: World, params: Params) -> Any:
    """Carry out deleteMessages: up to 100 at once; those that are gone already are passed over."""
    chat = open_chat(world, params)
    asked = params.parsed("message_ids") or []
    if not asked:
        raise bad_request("message identifiers are not specified")
    if len(asked) > MOST_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [chat.messages[one] for one in asked if one in chat.messages]
    for message in found:
        _check_deletable(world, chat, message)
    for message in found:
        world.delete(message)
    return True


def _check_deletable(world: World, chat: Chat, message: Message) -> None:
    """Refuse what the bot may not delete. In a private chat it may delete what the person wrote, too."""
    standing = world.standing(chat)
    foreign = chat.person is None and message.sender is not world.bot
    if foreign and world.rules["delete_rights"] and not (standing is not None and standing.admin):
        raise bad_request("message can't be deleted")
    if "forum_topic_created" in message.content:
        raise bad_request("message can't be deleted")
    too_old = world.clock.now() - message.date >= DELETABLE_FOR
    if too_old and world.rules["delete_two_days"] and not (foreign and chat.kind == "supergroup"):
        raise bad_request("message can't be deleted for everyone")


def set_reaction(world: World, params: Params) -> Any:
    """Carry out setMessageReaction; an empty list takes the reaction back."""
    chat = open_chat(world, params)
    message = find_message(chat, params, "message to react")
    emoji = [str(reaction.get("emoji", "")) for reaction in params.parsed("reaction") or []]
    if world.rules["one_reaction"]:
        if len(emoji) > 1:
            raise bad_request("REACTIONS_TOO_MANY")
        if not _REACTIONS.issuperset(emoji):
            raise bad_request("REACTION_INVALID")
    world.react(world.bot, message, emoji)
    return True


def send_action(world: World, params: Params) -> Any:
    """Carry out sendChatAction, which leaves nothing behind."""
    open_chat(world, params)
    return True
