"""Who lets the bot in: finding chats and messages, and every refusal on the way, in Telegram's words.

Source: tdlib/telegram-bot-api, Client.cpp, `check_chat_access` and `fail_query_with_error`; the words for
private chats: tdlib/td, MessagesManager.cpp, `process_send_message_fail_error`.
"""

from bot.loopback.model import ApiError, Chat, Message, User, bad_request, forbidden
from bot.loopback.params import Params
from bot.loopback.world import World


def find_chat(world: World, params: Params, name: str = "chat_id") -> Chat:
    """Return the chat a call names, whether or not the bot may write there."""
    if not params.text(name):
        raise bad_request("chat_id is empty")
    chat = world.chats.get(params.number(name))
    if chat is None and not world.rules["unknown_chat"]:
        return world.chats.setdefault(params.number(name), Chat(params.number(name), "group"))
    if chat is None or not _known(world, chat):
        raise bad_request("chat not found")
    return chat


def open_chat(world: World, params: Params) -> Chat:
    """Return the chat a call names, refusing where the bot cannot speak."""
    chat = find_chat(world, params)
    if chat.person is not None:
        _check_door(world, chat)
    elif chat.upgraded_to is not None:
        if world.rules["upgrade_closes_old"]:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, words, {"migrate_to_chat_id": chat.upgraded_to.id})
    else:
        _check_group(world, chat)
    return chat


def may_write(world: World, chat: Chat, what: str) -> None:
    """Refuse where ordinary members may not send such messages ("text messages", "photos", ...)."""
    standing = world.standing(chat)
    restricted = standing is not None and standing.status == "restricted"
    muted = not chat.writable and not (standing is not None and standing.admin)
    if world.rules["write_rights"] and (restricted or muted):
        raise bad_request(f"not enough rights to send {what} to the chat")


def find_message(chat: Chat, params: Params, what: str) -> Message:
    """Return the message a call names; `what` is Telegram's word for it ("message to edit")."""
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def _known(world: World, chat: Chat) -> bool:
    """Return whether the bot ever met this chat: it was a member, or met the person somewhere."""
    if chat.person is None:
        return chat.id not in world.users and (
            world.standing(chat) is not None or not world.rules["unknown_chat"]
        )
    return (
        chat.person.id in world.met
        or shares_group(world, chat.person)
        or not world.rules["strangers_unknown"]
    )


def shares_group(world: World, user: User) -> bool:
    """Return whether the bot and the user were ever in the same group."""
    return any(user.id in chat.members and world.bot.id in chat.members for chat in world.chats.values())


def _check_door(world: World, chat: Chat) -> None:
    person = chat.person
    if person is not None and person.deactivated:
        raise forbidden("user is deactivated")
    if person is not None and person.is_bot:
        raise forbidden("the bot can't send messages to the bot")
    if chat.blocked and world.rules["blocked_door"]:
        raise forbidden("bot was blocked by the user")
    if not chat.opened and world.rules["door_must_be_opened"]:
        raise forbidden("bot can't initiate conversation with a user")


def _check_group(world: World, chat: Chat) -> None:
    standing = world.standing(chat)
    if standing is None or standing.present or not world.rules["removed_words"]:
        return
    if standing.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    raise forbidden(f"bot is not a member of the {chat.kind} chat")
