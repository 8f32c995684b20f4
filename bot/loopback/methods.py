"""The Bot API methods that the loopback knows: one function each; any other is a violation."""

from collections.abc import Callable
from typing import Any

from bot.loopback import asking, sending
from bot.loopback.params import Params
from bot.loopback.world import World

Method = Callable[[World, Params], Any]

METHODS: dict[str, Method] = {
    "getMe": asking.get_me,
    "getWebhookInfo": asking.get_webhook_info,
    "deleteWebhook": asking.delete_webhook,
    "answerCallbackQuery": asking.answer_tap,
    "getChat": asking.get_chat,
    "getChatMember": asking.get_member,
    "getChatMemberCount": asking.count_members,
    "leaveChat": asking.leave,
    "setMyCommands": asking.set_commands,
    "getMyCommands": asking.get_commands,
    "deleteMyCommands": asking.delete_commands,
    "setMyDescription": asking.set_description,
    "setMyShortDescription": asking.set_short_description,
    "getFile": asking.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVoice": sending.send_voice,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_action,
    "editMessageText": sending.edit_text,
    "editMessageCaption": sending.edit_caption,
    "editMessageReplyMarkup": sending.edit_markup,
    "deleteMessage": sending.delete_message,
    "deleteMessages": sending.delete_messages,
    "setMessageReaction": sending.set_reaction,
}
BY_LOWER_CASE = {name.lower(): name for name in (*METHODS, "getUpdates")}


def canonical(name: str) -> str | None:
    """Return a method's name as documented (the Bot API ignores case), None for an unknown one."""
    return BY_LOWER_CASE.get(name.lower())
