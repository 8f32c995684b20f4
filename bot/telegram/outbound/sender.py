"""The only caller of Telegram's send, edit and delete methods in the project.

Every call returns an `Outcome` instead of raising, so that who sends must decide what each means. What
Telegram took is `Sent` however its answer is shaped, so that no reply is repeated for a field nobody needs.
Logs name chats, messages and outcomes, never words.
"""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import replace

from markupsafe import Markup
from telegram import ChatMember, ChatMemberRestricted
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import refusals
from bot.disclosure import Eyes
from bot.message import Message
from bot.outcomes import Impossible, Migrated, NotSent, Outcome, Refused, Sent, Unknown
from bot.telegram.outbound import calls
from bot.telegram.outbound.calls import Call, Calls
from bot.telegram.outbound.owed import Mending, Where
from bot.telegram.outbound.pacing import Priority
from bot.telegram.outbound.verdicts import NOT_MODIFIED, outcome_of
from bot.telegram.taps import Aliases
from bot.words import _

log = logging.getLogger(__name__)

_TOPIC_IS_OVER = frozenset({refusals.NO_TOPIC, refusals.TOPIC_CLOSED})

UNREADABLE = (TypeError, ValueError, KeyError, AttributeError)
"""What python-telegram-bot raises where Telegram took a call and its result is not as it expects."""

_NOWHERE = Refused(refusals.MESSAGE_GONE)
"""What becomes of a message that Telegram took without telling its number: it can be pointed at by nobody."""


class Sender:
    """Speaks for the bot. No error of Telegram's leaves its methods."""

    def __init__(self, bot: ExtBot[Priority], aliases: Aliases, *, pays: bool = False) -> None:
        """Speak through this bot, `aliases` in buttons; who `pays` for broadcasts may send more."""
        if bot.rate_limiter is None:
            raise ValueError("nobody paces this bot")
        self._bot = bot
        self._address = bot.base_url  # the token is part of it
        self._post = bot.request.post
        self._pacing = bot.rate_limiter
        self._calls = Calls(aliases, pays=pays)
        self.mending = Mending()

    async def send(self, chat_id: int, message: Message, priority: Priority = Priority.REPLY) -> Outcome:
        """Send the card as a new message; `Sent` tells its number.

        What a topic refuses, because it was closed or deleted, goes to General at once.
        """
        outcome = await self._send(chat_id, message, priority)
        if message.asks and outcome == Impossible(refusals.BAD_BUTTONS):
            message = _without_buttons(
                message
            )  # a server of before Bot API 10.3, where buttons asked for nothing
            outcome = await self._send(chat_id, message, priority)
        moves = message.apart is None  # else it says what it answers, wherever it stands
        if (
            message.thread
            and message.reply_to is not None
            and moves
            and outcome == Refused(refusals.NO_TOPIC)
        ):
            message = replace(message, thread=None)  # what it answers may stand in General
            outcome = await self._send(chat_id, message, priority)
        joins_topic = (
            bool(message.thread) or message.reply_to is not None
        )  # a reply joins the topic of its message
        if joins_topic and isinstance(outcome, Refused) and outcome.why in _TOPIC_IS_OVER:
            message = replace(message, text=message.apart or message.text, thread=None, reply_to=None)
            outcome = await self._send(chat_id, message, priority)
        return outcome

    async def _send(self, chat_id: int, message: Message, priority: Priority) -> Outcome:
        made = self._make(self._calls.send(chat_id, message), priority)
        return await _outcome("send", made, chat_id, uploads=message.uploads)

    async def edit(
        self, chat_id: int, message_id: int, message: Message, priority: Priority = Priority.REPLY
    ) -> Outcome:
        """Give the message the card's text and keyboard; one that shows them already counts as `Sent`.

        A reply that does not get there is made again later by itself (`mending`).

        Raises:
            ValueError: the card asks for a reply, which an edit cannot.
        """
        if message.placeholder is not None or message.asks:
            raise ValueError("an edit cannot ask for a reply")
        if not message_id:
            return _NOWHERE
        call = self._calls.edit(chat_id, message_id, message)
        return await self._mended("edit", call, (chat_id, message_id), message, priority)

    async def strip(self, chat_id: int, message_id: int, priority: Priority = Priority.REPLY) -> Outcome:
        """Take the keyboard off the message; one without counts as `Sent`. Made again as an edit is."""
        if not message_id:
            return _NOWHERE
        call = calls.strip(chat_id, message_id)
        return await self._mended("strip", call, (chat_id, message_id), None, priority)

    async def _mended(
        self,
        what: str,
        call: Call,
        where: Where,
        message: Message | None,
        priority: Priority,
    ) -> Outcome:
        edit = self.mending.begins(*where)
        outcome: Outcome = NotSent("given up")
        try:
            outcome = await _outcome(what, self._make(call, priority), *where)
        finally:
            self.mending.ended(edit, message, outcome, owes=priority is Priority.REPLY)
        return outcome

    async def delete(self, chat_id: int, message_id: int, priority: Priority = Priority.REPLY) -> Outcome:
        """Delete the message; Telegram refuses that after 48 hours.

        Not logged: what its person wants gone leaves no line either.
        """
        if not message_id:
            return _NOWHERE
        self.mending.goes(chat_id, message_id)
        made = self._make(calls.delete(chat_id, message_id), priority)
        return await _outcome("", made, chat_id, message_id)

    async def delete_all(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        """Delete up to 100 messages of a chat; those that are gone already are passed over. Not logged."""
        known = [message_id for message_id in message_ids if message_id]
        for message_id in known:
            self.mending.goes(chat_id, message_id)
        if not known:
            return _NOWHERE
        return await _outcome("", self._make(calls.delete_all(chat_id, known)), chat_id)

    async def toast(
        self, callback_id: str, text: str = "", *, alert: bool = False, url: str | None = None
    ) -> Outcome:
        """Answer a tap so that only who tapped sees it; a tap that is too old is `Refused`.

        Args:
            callback_id: the id of the callback query.
            text: at most 200 characters; empty only ends the waiting sign.
            alert: show it in a box that must be closed.
            url: open this address of the bot's own instead (`https://t.me/<bot>?start=…`); no text with it.
        """
        call = calls.toast(callback_id, text, alert=alert, url=url)
        return await _outcome("toast", self._make(call))

    async def react(self, chat_id: int, message_id: int, emoji: str | None) -> Outcome:
        """Set the bot's one reaction on the message, or take it back."""
        made = self._make(calls.react(chat_id, message_id, emoji))
        return await _outcome("react", made, chat_id, message_id)

    async def leave(self, chat_id: int) -> Outcome:
        """Leave the group."""
        return await _outcome("leave", self._bot.leave_chat(chat_id), chat_id)

    async def upgraded_to(self, chat_id: int) -> int | None:
        """Return the supergroup that a group has become, or None where it has not.

        Asked by "typing…", which needs the right to write: reading still works in the old group.
        """
        outcome = await _outcome("look", self._bot.send_chat_action(chat_id, ChatAction.TYPING), chat_id)
        return outcome.chat_id if isinstance(outcome, Migrated) else None

    async def member_count(self, chat_id: int) -> int | None:
        """Return how many are in the chat, the bot included; None where Telegram does not tell."""
        try:
            return int(await self._bot.get_chat_member_count(chat_id))
        except (TelegramError, *UNREADABLE) as error:
            log.info("count chat=%s: %s", chat_id, _failure(error))
            return None

    async def is_public(self, chat_id: int) -> bool | None:
        """Return whether the group has a username; None where Telegram does not tell."""
        try:
            chat = await self._make(calls.look(chat_id))
        except TelegramError as error:
            log.info("look at chat=%s: %s", chat_id, _failure(error))
            return None
        if not isinstance(chat, dict) or "type" not in chat:
            log.info("look at chat=%s: unreadable result", chat_id)
            return None
        return bool(chat.get("username") or chat.get("active_usernames"))

    async def own_username(self) -> str | None:
        """Return the bot's username as it is now; None where Telegram does not tell."""
        try:
            return (await self._bot.get_me()).username
        except (TelegramError, *UNREADABLE) as error:
            log.info("look at my name: %s", type(error).__name__)
            return None

    async def eyes(self, group_id: int | None) -> Eyes:
        """Ask Telegram what it shows the bot, in general and, where one is named, in this group."""
        reads_everything = is_admin = None
        try:
            reads_everything = bool((await self._bot.get_me()).can_read_all_group_messages)
            if group_id is not None:
                me = await self._bot.get_chat_member(group_id, self._bot.id)
                is_admin = me.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
        except (TelegramError, *UNREADABLE) as error:
            log.info("look at myself chat=%s: %s", group_id, _failure(error))
        return Eyes(reads_everything, is_admin)

    async def is_member(self, chat_id: int, person_id: int) -> bool | None:
        """Return whether a person is in the group; None where Telegram does not tell.

        It need not tell a bot that is no administrator (https://core.telegram.org/bots/api#getchatmember).
        """
        try:
            member = await self._bot.get_chat_member(chat_id, person_id)
        except (TelegramError, *UNREADABLE) as error:
            log.info("look for a member chat=%s: %s", chat_id, _failure(error))
            return None
        if isinstance(member, ChatMemberRestricted):
            return member.is_member
        return member.status not in (ChatMember.LEFT, ChatMember.BANNED)

    async def _make(self, call: Call, priority: Priority = Priority.REPLY) -> object:
        """Make the call when its turn comes; return its result.

        Raises:
            TelegramError: what any call of python-telegram-bot's raises.
        """
        address = f"{self._address}/{call.method}"
        return await self._pacing.process_request(
            self._post, (address, call.data), {}, call.method, call.parameters, priority
        )


async def _outcome(
    what: str,
    call: Awaitable[object],
    chat_id: int | None = None,
    message_id: int = 0,
    *,
    uploads: bool = False,
) -> Outcome:
    """Await the call and return what became of it; logged where it was for a group and has a `what`.

    Of a call that `uploads` a file its id is told.

    What goes to a door, and when, is nobody's but its owner's, whoever reads the log.
    """
    outcome: Outcome
    try:
        result = await call
    except UNREADABLE:  # it was taken, and must not be sent again
        outcome = Sent(message_id)
    except TelegramError as error:
        outcome = outcome_of(error)
        if message_id and outcome == Refused(NOT_MODIFIED):
            outcome = Sent(message_id)
    else:
        outcome = _sent(result, message_id, uploads=uploads)
    level = logging.DEBUG if isinstance(outcome, Sent) else logging.INFO
    if what and chat_id is not None and chat_id < 0:
        log.log(level, "%s chat=%s message=%s: %s", what, chat_id, message_id, outcome)
    return outcome


def _sent(result: object, message_id: int, *, uploads: bool) -> Sent:
    """Return what Telegram took: a message of which `DatedRequest` left what is read here, or a bare yes."""
    if not isinstance(result, dict) or "message_id" not in result:
        return Sent(message_id)
    chat, document = result["chat"], result.get("document")
    return Sent(
        result["message_id"],
        result["message_thread_id"] if result.get("is_topic_message") else 0,
        chat["type"] == "supergroup" and bool(chat.get("username")),
        document["file_id"] if uploads and document else "",
    )


def _failure(error: Exception) -> Outcome:
    """Return what a failed call means; whatever cannot be read was taken, and nobody knows as what."""
    return outcome_of(error) if isinstance(error, TelegramError) else Unknown("unreadable result")


def _without_buttons(message: Message) -> Message:
    """Return a card that asks by its buttons as one that asks without, and names the other way out."""
    text = Markup(" ").join([message.text, Markup.escape(_("Or send /cancel."))])
    return replace(message, text=text, rows=(), asks=False, placeholder="")
