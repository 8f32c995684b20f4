"""Topics of a supergroup: which one a message goes to, and what a closed or deleted one refuses.

Sources: core.telegram.org/bots/api#message (`message_thread_id`, `is_topic_message`, the service messages);
"message thread not found" for General's own number and for deleted topics: tdlib/telegram-bot-api#798 and
#854; TOPIC_CLOSED: core.telegram.org/method/messages.sendMessage.
"""

from bot.loopback.model import Chat, bad_request
from bot.loopback.params import Params
from bot.loopback.world import World

GENERAL = 1  # its number in the apps; bots name it by naming none


def thread_for(world: World, chat: Chat, params: Params, answered: int | None) -> int | None:
    """Return the topic that a message of the bot's goes to, None for General and where there are none.

    Args:
        world: the world.
        chat: where it is sent.
        params: the call's parameters.
        answered: the topic of the message it replies to, which it joins when it names none itself.

    Raises:
        ApiError: there is no such topic (any more), or it is closed and the bot no administrator.
    """
    asked = params.number("message_thread_id")
    if asked and world.rules["thread_not_found"]:
        topic = chat.topics.get(asked)
        if asked == GENERAL or topic is None or topic.deleted:
            raise bad_request("message thread not found")
    thread = (asked if asked in chat.topics else None) or (answered if chat.forum else None)
    standing = world.standing(chat)
    admin = standing is not None and standing.admin
    if chat.forum and chat.topics[thread or GENERAL].closed and not admin and world.rules["topics_close"]:
        raise bad_request("TOPIC_CLOSED")
    return thread
