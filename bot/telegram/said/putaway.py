"""Words that wait until their writer says what they are for: out of their chat, and shown to them alone.

They go from the chat once what first asks about them is surely there; the bot holds them, encrypted. A voice
note or photo stays: nobody says whether Telegram keeps a file whose only message is gone. So do the words of
who leaves theirs in that chat, what Telegram deletes no more, and words under what is not held itself.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.actions import Row
from bot.limits import LONGEST_ALERT
from bot.message import Button, Message
from bot.spaces import fading, holds
from bot.spaces.holds import Draft
from bot.telegram.actions import ShowHeld
from bot.words import _
from schedules import messages

_QUESTION_STANDS_FOR = timedelta(hours=44)
"""So long what asks about held words stands: then it can still be deleted, and /today asks again."""


async def asked(
    tx: AsyncConnection,
    draft_id: int,
    person_id: int,
    question_id: int,
    now: datetime,
    *,
    whole: bool = True,
) -> None:
    """Note that a message asks about held words: it goes while it can be deleted, and they go now.

    They stay where that is not the `whole` of what was said.
    """
    await fading.put(tx, person_id, question_id, fading.OURS, now + _QUESTION_STANDS_FOR)
    held = await holds.draft(tx, draft_id, person_id, now)
    if held is None:
        return
    if held.space_id is not None:
        await messages.note(tx, held.space_id, holds.ASKS, draft_id, person_id, question_id)
    away = held.ref == holds.AWAY or (whole and await _can_go(tx, held, now))
    await holds.note_asked(tx, draft_id, holds.AWAY if away else holds.ASKED)
    if away:
        await traces.words_go(tx, person_id, held.pieces, now)


async def goes(tx: AsyncConnection, held: Draft, now: datetime) -> bool | None:
    """Return whether held words go from the chat once it is asked about them; None if they went already."""
    return None if held.ref == holds.AWAY else await _can_go(tx, held, now)


def question(held: Draft, message: Message, goes: bool | None, *, anew: bool = True) -> Message:
    """Return what asks about held words, with what becomes of them in the chat, and a way to read them.

    It replies to those that stay there, if it asks `anew`.
    """
    if goes is None:
        says = _("I hold your words until you say.")
    elif goes:
        says = _("I take your words from this chat and hold them until you say.")
    else:
        return below(held, message) if anew else message
    *choices, none = message.rows
    show = Button(_("Read mine"), tap=ShowHeld(0, Row(held.id)))
    return replace(message, text=message.text + " " + Markup.escape(says), rows=(*choices, (show, *none)))


def below(held: Draft, message: Message) -> Message:
    """Return a card that is about held words as a reply to them, unless they went from the chat."""
    return message if held.ref == holds.AWAY else replace(message, reply_to=held.message_id)


def shown(held: Draft) -> str:
    """Return what is held as an alert shows it to its writer: it leaves nothing in the chat."""
    words = "\n".join(it.text for it in held.pieces if it.text)
    return words if len(words) <= LONGEST_ALERT else words[: LONGEST_ALERT - 1] + "…"


async def _can_go(tx: AsyncConnection, held: Draft, now: datetime) -> bool:
    """Whether all that is held are words that nobody was asked about yet, and go from their writer's door."""
    in_time = held.at is not None and held.at + traces.DELETABLE_FOR > now
    words = held.chat_id == held.person_id and not any(it.media for it in held.pieces)
    fresh = held.ref == holds.UNASKED and in_time and words and bool(held.text)
    return fresh and await traces.takes_words(tx, held.person_id)
