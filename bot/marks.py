"""Formatting that a person gave their words, as plain values: bold, quotes, links, custom emoji.

Words and their marks stay apart until they enter a message, so that nothing of them can break out of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One run of formatted words, as Telegram's `MessageEntity` says it.

    `kind` is the entity's type, `start` and `length` count UTF-16 units of the plain text, and `value` is
    what the kind needs besides: a link's address, a custom emoji's id, a code block's language, else "".
    Source: https://core.telegram.org/bots/api#messageentity
    """

    kind: str
    start: int
    length: int
    value: str = ""


Marks = tuple[Mark, ...]
