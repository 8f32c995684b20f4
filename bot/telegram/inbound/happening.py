"""What happens to a chat and its members, as the features hear of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.services import Services
from bot.telegram.incoming import Person


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """Something happened to a chat or its members.

    `what`: bot_added, bot_removed, member_joined, member_left, upgraded (to `new_chat_id`), door_blocked,
    door_opened, went_public and went_private (a group that got or lost its username). `at` is when (UTC).
    `subject` is the member it is about, `by` who did it.
    """

    services: Services
    what: Literal[
        "bot_added",
        "bot_removed",
        "member_joined",
        "member_left",
        "upgraded",
        "door_blocked",
        "door_opened",
        "went_public",
        "went_private",
    ]
    chat_id: int
    at: datetime
    by: Person | None = None
    subject: Person | None = None
    subject_is_bot: bool = False
    new_chat_id: int = 0
    is_group: bool = True
