"""From Telegram's objects to our values. Nothing here decides anything."""

from datetime import datetime, timedelta

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, User
from telegram.constants import ChatType

from bot.cards import Media
from bot.telegram.incoming import Person, Replied

# Telegram's stand-ins for anonymous admins, linked channels and channels that write.
# Source: https://core.telegram.org/bots/api#message, fields `from` and `sender_chat`.
STAND_INS = frozenset({1087968824, 777000, 136817688})

# Telegram keeps an update for a day (https://core.telegram.org/bots/api#getting-updates), the ledger for two.
_OLDEST = timedelta(days=3)


def possible(at: datetime | None, now: datetime) -> datetime:
    """Return when something was done: no later than now, and not before Telegram would have forgotten it.

    None, where nobody says when, is now.
    """
    return now if at is None else max(min(at, now), now - _OLDEST)


def person_of(user: User | None) -> Person | None:
    """Return a human being who acted, or None for bots and Telegram's stand-ins."""
    if user is None or user.is_bot or user.id in STAND_INS:
        return None
    return Person(user.id, user.first_name)


def is_group(chat: Chat) -> bool:
    """Whether this is a group or supergroup."""
    return chat.type in (ChatType.GROUP, ChatType.SUPERGROUP)


def text_of(message: Message) -> str:
    """Return the message's text or caption."""
    return message.text or message.caption or ""


def media_of(message: Message) -> Media | None:
    """Return a voice note or the largest size of a photo, else None."""
    if message.voice:
        return Media("voice", message.voice.file_id)
    if message.photo:
        return Media("photo", message.photo[-1].file_id)
    return None


def without_command(text: str) -> str:
    """Return the words of a message that may begin with a command, as an edit of one does."""
    head, *rest = text.split(maxsplit=1)[:2] or [""]
    return text if not head.startswith("/") else "".join(rest).strip()


def command_of(message: Message, username: str) -> tuple[str, str] | None:
    """Return (command, rest) if the message is a command for this bot, else None."""
    text = message.text or ""
    if not text.startswith("/"):
        return None
    head, _, rest = text.partition(" ")
    if "\n" in head:
        head, _, first = head.partition("\n")
        rest = first + (" " + rest if rest else "")
    name, _, addressee = head[1:].partition("@")
    if addressee and addressee.lower() != username.lower():
        return None
    return name.lower(), rest.strip()


def replied_of(message: Message, own_id: int) -> Replied | None:
    """Return which message this one replies to, its words left out."""
    target = message.reply_to_message
    if target is None:
        return None
    tap = None
    if target.reply_markup and target.reply_markup.inline_keyboard:
        first = target.reply_markup.inline_keyboard[0][0].callback_data
        tap = first if isinstance(first, str) else None
    sender = target.from_user
    human = person_of(sender)
    return Replied(target.message_id, human.id if human else None, bool(sender and sender.id == own_id), tap)


def has_button(query: CallbackQuery) -> bool:
    """Whether the tapped message, as Telegram shows it to us, carries a button with the tap's own data."""
    markup = query.message.reply_markup if isinstance(query.message, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return any(button.callback_data == query.data for row in rows for button in row)


def is_member(member: ChatMember) -> bool:
    """Whether a status means being in the chat; restricted members may or may not be."""
    if member.status == ChatMember.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


def membership_change(update: ChatMemberUpdated) -> tuple[bool, bool]:
    """Return (was in, is in)."""
    return is_member(update.old_chat_member), is_member(update.new_chat_member)
