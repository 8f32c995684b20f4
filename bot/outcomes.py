"""What became of a send, as plain values. The edge makes them; the outbox decides by them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted it; `message_id` is the message's number in its chat.

    It is 0 where there is none, or where Telegram did not tell it: such a message is never sent again, and no
    row but a prompt's holds the 0, which says that it asks.

    `thread` is the topic in which it stands, 0 for General and where there are none. `public` says that the
    chat it went to has a username, so that anybody can read it. `file_id` is the id of a file of ours that
    was uploaded with it, "" for none.
    """

    message_id: int
    thread: int = 0
    public: bool = False
    file_id: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class NotSent:
    """The request never left this machine: sending again cannot double anything."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left and no readable answer came: it may have arrived."""

    why: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram refuses it now and may take it later; whatever it says that nobody knows yet counts so.

    `why` is one of our own short reasons (`bot.refusals`), or a bare code of a server's.
    """

    why: str


@dataclass(frozen=True, slots=True)
class Impossible:
    """Telegram will never take this very message: its text, markup or buttons are not what it accepts."""

    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody can be reached in that chat now: blocked, kicked, deleted or never opened."""

    why: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup with this chat id; send it there."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Telegram asks to wait this many seconds before the next try."""

    seconds: float


Outcome = Sent | NotSent | Unknown | Refused | Impossible | Gone | Migrated | Later
