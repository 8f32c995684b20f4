"""What a message of the bot may be: its text, its keyboard, the message it answers, with every limit.

Lengths are counted in Unicode code points after parsing: tdlib/td, MessageContent.cpp compares
`utf8_length` with `message_text_length_max` and `message_caption_length_max`, and
core.telegram.org/api/config gives both limits in code points.
"""

from bot.loopback.markup import parse
from bot.loopback.model import Chat, Json, Message, bad_request
from bot.loopback.params import Params
from bot.loopback.wire import user_json
from bot.loopback.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_DATA_BYTES = 64
_ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
]


def text_content(world: World, params: Params) -> Json:
    """Return the content of a text message."""
    rules = world.rules
    source = params.text("text")
    if not source and rules["text_not_empty"]:
        raise bad_request("message text is empty")
    content = _formatted(world, params, "text", "entities", LONGEST_TEXT if rules["text_length"] else None)
    if not content["text"] and rules["text_not_empty"]:
        raise bad_request("text must be non-empty")
    return content


def caption_content(world: World, params: Params) -> Json:
    """Return the caption's part of a media message's content, empty without one."""
    longest = LONGEST_CAPTION if world.rules["caption_length"] else None
    content = _formatted(world, params, "caption", "caption_entities", longest)
    return content if content["caption"] else {}


def _formatted(world: World, params: Params, name: str, entities_name: str, longest: int | None) -> Json:
    source = params.text(name)
    plain, entities = parse(source, params.text("parse_mode"), world.rules)
    measured = plain if world.rules["length_after_parsing"] else source
    if longest is not None and len(measured) > longest:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    entities = params.parsed(entities_name) or [made for one in entities for made in named(world, one)]
    return {name: plain, entities_name: entities} if entities else {name: plain}


def named(world: World, entity: Json) -> list[Json]:
    """Turn a mention by id into one that carries the user; of an unknown user nothing is left."""
    if "user_id" not in entity:
        return [entity]
    user = world.users.get(entity["user_id"])
    rest = {key: value for key, value in entity.items() if key != "user_id"}
    return [] if user is None else [rest | {"user": user_json(user)}]


def keyboard_and_prompt(world: World, params: Params) -> tuple[Json | None, str | None]:
    """Return the inline keyboard and the ForceReply hint of a call; at most one of them is there.

    Client.cpp (`get_reply_markup`) takes the first kind it finds, so buttons win over ForceReply. Since Bot
    API 10.3 they may ask for a reply themselves, without a hint; the keyboard then says so.
    https://core.telegram.org/bots/api#inlinekeyboardmarkup
    """
    markup = params.parsed("reply_markup")
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    keyboard = _keyboard(world, markup)
    prompt = markup.get("input_field_placeholder", "") if markup.get("force_reply") else None
    if keyboard is not None and world.rules["one_markup"]:
        prompt = None
    return keyboard, prompt


def _keyboard(world: World, markup: Json) -> Json | None:
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    for row in rows:
        for button in row:
            _check_button(world, button)
    kept = [row for row in rows if row]
    if not kept:
        return None
    asks = markup.get("force_reply") and world.rules["buttons_ask"]
    return {"inline_keyboard": kept, "force_reply": True} if asks else {"inline_keyboard": kept}


def asks(keyboard: Json | None) -> bool:
    """Return whether an inline keyboard asks for a reply, too."""
    return bool(keyboard and keyboard.get("force_reply"))


def _check_button(world: World, button: Json) -> None:
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not str(button["text"]).strip() and world.rules["button_label"]:
        raise bad_request("inline keyboard button text must be non-empty")
    if not any(button.get(action) for action in _ACTIONS):
        words = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {words}")
    data = str(button.get("callback_data", ""))
    if len(data.encode()) > MOST_DATA_BYTES and world.rules["button_data"]:
        raise bad_request("BUTTON_DATA_INVALID")
    link = str(button.get("url", ""))
    if link and not link.startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{link}' is invalid: Wrong HTTP URL")


def answered_message(world: World, chat: Chat, params: Params) -> Message | None:
    """Return the message a new one replies to, None for none or for one that is gone and may be."""
    asked = params.parsed("reply_parameters")
    if not asked:
        return None
    elsewhere = asked.get("chat_id", chat.id)
    place = world.chats.get(int(elsewhere)) if str(elsewhere).lstrip("-").isdigit() else None
    found = place.messages.get(int(asked.get("message_id", 0))) if place is not None else None
    may_miss = asked.get("allow_sending_without_reply") or not world.rules["reply_needs_message"]
    if found is None and not may_miss:
        raise bad_request("message to be replied not found")
    return found
