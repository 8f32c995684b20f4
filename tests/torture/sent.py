"""Every update that was sent to the bot, and whether anything came of it: an effect, or an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from bot.loopback.model import Call, Query
from tests.torture import kept
from tests.torture.snapshot import Snapshot

HANDED_BACK = "That went wrong on my side"
"""What a person hears whose update was set aside after three tries: they know to send it once more."""

Effect = Callable[[Snapshot], bool]
Reply = Callable[[Call], bool]


def no_effect(_snapshot: Snapshot) -> bool:
    """Say that a message has no effect to look for: only an answer shows that it was handled."""
    return False


def said_in(call: Call) -> str:
    """Return the words of a call as a reader sees them, and after them its keyboard."""
    return f"{unescape(str(call.params.get('text', '')))}{call.params.get('reply_markup', '')}"


@dataclass(eq=False)
class Sent:
    """One update: what it was, the chat it came from, and how to know that it was handled."""

    update_id: int
    what: str
    chat_id: int
    effect: Effect
    is_reply: Reply
    life: int


@dataclass
class Updates:
    """What was sent; `waiting` shrinks as effects and answers are seen, whatever became of the answers."""

    count: int = 0
    handed_back: int = 0
    waiting: list[Sent] = field(default_factory=list)
    life: int = 0

    def tapped(self, update_id: int, query: Query) -> None:
        """Note a tap: it is handled once the bot tried to answer it, or wrote what it asks for."""
        promise = kept.promised_by(query.person.id, query.data)

        def wrote(snapshot: Snapshot) -> bool:
            return promise is not None and kept.look(snapshot, promise[0]) == promise[1]

        def answers(call: Call) -> bool:
            return call.params.get("callback_query_id") == query.id

        what = f"a tap ({query.data.partition(':')[0]})"
        self._note(Sent(update_id, what, query.message.chat.id, wrote, answers, self.life))

    def said(
        self,
        update_id: int,
        what: str,
        chat_id: int,
        *,
        effect: Effect = no_effect,
        replies: tuple[str, ...] = (),
    ) -> None:
        """Note a message: handled by its effect, or by an answer in its chat that holds one of `replies`."""

        def answers(call: Call) -> bool:
            words = said_in(call)
            known = (*replies, HANDED_BACK)
            return call.params.get("chat_id") == chat_id and any(reply in words for reply in known)

        self._note(Sent(update_id, what, chat_id, effect, answers, self.life))

    def notice(self, call: Call) -> None:
        """Take in a call that the bot tries to make, however it may end."""
        if call.method != "getUpdates" and self.waiting:
            self.handed_back += HANDED_BACK in said_in(call)
            self.waiting = [sent for sent in self.waiting if not sent.is_reply(call)]

    def audit(self, snapshot: Snapshot) -> None:
        """Look for the effects of what got no answer."""
        self.waiting = [
            sent
            for sent in self.waiting
            if sent.update_id not in snapshot.handled and not sent.effect(snapshot)
        ]

    def _note(self, sent: Sent) -> None:
        self.count += 1
        self.waiting.append(sent)
