"""Updates as Telegram might send them, and worse: the right shapes, filled by chance.

`chance` decides everything, so whoever feeds it rules what is tried: hypothesis, a seed, or a fuzzer's bytes.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

from bot.loopback import rich
from bot.loopback.delivery import command_entities
from bot.loopback.model import Member, User
from bot.loopback.wire import member_json
from tests.declared import commands
from tests.promises.acts import ARGS, VERBS

Json = dict[str, Any]

COMMANDS = commands()
NUMBERS = (0, 1, -1, 2, 7, 64, 738_000, 2**31, 2**53, -(2**53), 10**15)
ODD_NUMBERS = (*NUMBERS, "", " 1", "+1", "1.0", "٣", "²", "१", "1_0", "0x1", "9" * 20)
# No half of a surrogate pair among them: Telegram's server refuses what is not UTF-8.
WORDS = (
    *(
        "",
        " ",
        "\n",
        "/",
        "//",
        "/start",
        "/start@kindling_bot hello",
        "@kindling_bot",
        "a" * 4096,
        "👩‍👩‍👧" * 300,
    ),
    *(
        "7:30",
        "25:99",
        "٠٧:٣٠",
        "7:30 pm",
        "0",
        "until friday",
        "31.2.",
        "30 days",
        "9999",
        "2026-07-14",
        "²",
    ),
    *("Berlin", "Portland, ME", ",", "Saint-Étienne, FR", "ß" * 101, "München", "İstanbul", "nowhere at all"),
    *(
        "<b>",
        "</b>&amp;<tg-spoiler>",
        "%(name)s %s %d",
        "{0}{x}",
        "\x00\x1b[31m",
        "\u202eabc",
        "\ufffd",
        "'; --",
    ),
    *("thank you", "I want to die", "yes", "no", "Skip", "None", "null", "-1", "1e9", "﷽" * 60),
)
MARKS = (
    "bold",
    "italic",
    "spoiler",
    "text_link",
    "text_mention",
    "custom_emoji",
    "bot_command",
    "url",
    "new",
)
LINES: tuple[Json, ...] = (  # Telegram's own; the last is of a version to come
    {"group_chat_created": True},
    {"delete_chat_photo": True},
    {"forum_topic_created": {"name": "", "icon_color": 0}},
    {"forum_topic_closed": {}},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 0}},
    {"write_access_allowed": {}},
    {"video_chat_started": {}},
    {"a_line_to_come": {"what": 1}},
)
STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")


class Shapes:
    """Makes updates about one couple's world.

    Args:
        chance: what decides.
        chats: the group's id, the doors' ids, and whatever else there may be.
        users: the ids of the couple first, then of others.
    """

    def __init__(self, chance: Random, chats: Sequence[int], users: Sequence[int]) -> None:
        self._chance = chance
        self._chats = chats
        self._users = users

    def update(self) -> Json:
        """Return one update with a fresh number."""
        kind = self._one(
            (*("message",) * 6, *("callback_query",) * 6, *("edited_message",) * 2, "my_chat_member")
        )
        make = {
            "callback_query": self._tap,
            "my_chat_member": self._membership,
        }.get(kind, self._message)
        return {"update_id": self._chance.randrange(1, 2**40), kind: make()}

    def text(self) -> str:
        """Return something typed: a command, known words, or anything at all."""
        match self._chance.randrange(4):
            case 0:
                rest = self._one(("", " ", "@kindling_bot", "@other_bot", "\n")) + self._one(WORDS)
                return f"/{self._one(COMMANDS)}{rest}"
            case 1:
                return f"{self._one(WORDS)}{self._one(WORDS)}"
            case 2:
                return str(self._one(WORDS))
            case _:
                size = self._chance.randrange(12)
                return "".join(chr(self._chance.randrange(1, 0x2FFF)) for _sign in range(size))

    def data(self) -> str:
        """Return callback data: of a button, of one that never was, or none at all."""
        if self._chance.randrange(8) == 0:
            return self.text()[:64]
        verb = self._one(VERBS)
        known = ARGS.get(verb, ("",))
        arg = self._one(known) if self._chance.randrange(4) else self._one(WORDS)[:20]
        space = 1 if self._chance.randrange(6) else self._one(ODD_NUMBERS)
        ref = self._chance.randrange(1, 6) if self._chance.randrange(4) else self._one(ODD_NUMBERS)
        return f"{verb}:{space}:{ref}:{arg}"[:64]

    # Inside

    def _one(self, some: Sequence[Any]) -> Any:
        return some[self._chance.randrange(len(some))]

    def _maybe(self, made: Json) -> Json:
        return made if self._chance.randrange(3) == 0 else {}

    def _number(self) -> int:
        return int(self._one(NUMBERS))

    def _user(self, user_id: int | None = None) -> Json:
        found = self._one(self._users) if user_id is None else user_id
        made = {"id": found, "is_bot": self._chance.randrange(12) == 0, "first_name": self._one(WORDS)[:64]}
        return made | self._maybe({"username": "somebody", "language_code": self._one(("en", "de", "xx-YY"))})

    def _chat(self) -> Json:
        chat_id = self._one(self._chats)
        if chat_id in self._users:
            return {"id": chat_id, "type": "private", "first_name": "Somebody"}
        kind = self._one(("group", "group", "group", "supergroup", "channel", "nonsense"))
        made = {"id": chat_id, "type": kind, "title": self._one(WORDS)}
        return made | self._maybe({"username": "our_home"}) | self._maybe({"is_forum": True})

    def _message(self, depth: int = 0) -> Json:
        chat = self._chat()
        sender = chat["id"] if chat["id"] in self._users and self._chance.randrange(5) else None
        made: Json = {
            "message_id": self._chance.randrange(1, 200),
            "date": self._one((0, 1_784_000_000, 2**31)),
            "chat": chat,
        }
        if self._chance.randrange(15):
            made["from"] = self._user(sender)
        if self._chance.randrange(10) == 0:
            made["sender_chat"] = self._chat()
        made |= self._content()
        made |= self._maybe({"message_thread_id": self._chance.randrange(200)})
        made |= self._maybe({"is_topic_message": True})
        if depth == 0 and self._chance.randrange(3) == 0:
            made["reply_to_message"] = self._message(1)
        if depth and self._chance.randrange(2):
            made["reply_markup"] = {"inline_keyboard": [[{"text": "x", "callback_data": self.data() or "x"}]]}
        return made

    def _content(self) -> Json:
        file = {"file_id": self._one(WORDS)[:80] or "x", "file_unique_id": "u"}
        frame = file | {"width": 1, "height": 1}
        seconds = {"duration": self._chance.randrange(2**31)}
        flags = {"type": "regular", "is_animated": False, "is_video": False}
        kinds: tuple[Json, ...] = (
            {"voice": file | seconds} | self._caption(),
            {"photo": [frame] * self._chance.randrange(3)} | self._caption(),
            {"video": frame | seconds} | self._caption(),
            {"animation": frame | seconds, "document": file} | self._caption(),
            {"video_note": file | seconds | {"length": 1}},
            {"audio": file | seconds} | self._caption(),
            {"document": file} | self._caption(),
            {"sticker": frame | flags},
            {"location": {"latitude": 0.0, "longitude": 1e9}},
            {"new_chat_members": [self._user() for _member in range(self._chance.randrange(3))]},
            {"left_chat_member": self._user()},
            self._maybe({"migrate_to_chat_id": self._one(self._chats)}),
            self._one(LINES),
            {"rich_message": {"blocks": [self._block() for _block in range(self._chance.randrange(4))]}},
            {},
        )
        kind = self._chance.randrange(2 * len(kinds))
        if kind >= len(kinds):
            text = self.text()
            return {"text": text} | self._maybe({"entities": self._entities(text)})
        return kinds[kind] | self._maybe({"media_group_id": self._one(("7", "", "a" * 64))})

    def _caption(self) -> Json:
        words = self.text()
        return self._maybe({"caption": words} | self._maybe({"caption_entities": self._entities(words)}))

    def _entities(self, words: str) -> list[Json]:
        """Return formatting, of these words or out of all bounds, and the commands that stand in them."""
        extras = {"url": self._one(WORDS), "user": self._user(), "custom_emoji_id": "5"}
        some = [
            {"type": self._one(MARKS), "offset": self._place(words), "length": self._place(words)} | extras
            for _mark in range(self._chance.randrange(4))
        ]
        return some + command_entities(words)

    def _place(self, words: str) -> int:
        return self._chance.randrange(len(words) + 1) if self._chance.randrange(6) else self._number()

    def _block(self) -> Json:
        """Return a block of a rich message, some of them of kinds that no version has yet."""
        words = self._one(WORDS)
        blocks: tuple[Json, ...] = (
            rich.paragraph(words, rich.styled(self._one(MARKS), words, url=words)),
            rich.bullets(words, words),
            rich.quote(rich.heading(words)),
            rich.table([words]),
            {"type": "photo", "photo": [], "caption": {"text": words}},
            {"type": "new", "text": {"type": "new", "what": words}},
            {"type": words},
        )
        made: Json = self._one(blocks)
        return made

    def _tap(self) -> Json:
        made: Json = {"id": str(self._number()), "from": self._user(), "chat_instance": "1"}
        if self._chance.randrange(12):
            made["data"] = self.data()
        if self._chance.randrange(12):
            made["message"] = self._message(1)
        return made

    def _membership(self) -> Json:
        bot = User(1234567, "Kindling", is_bot=True)
        before, after = (member_json(Member(bot, self._one(STATUSES))) for _when in range(2))
        made = {"chat": self._chat(), "from": self._user(), "date": 1_784_000_000}
        return made | {"old_chat_member": before, "new_chat_member": after}
