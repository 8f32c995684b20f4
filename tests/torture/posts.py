"""Posts and outbox messages: what was due, what Telegram carried out, what came twice and why, what never
came.

The judge keeps its own calendar. Whenever the process lived long enough inside a post's fresh hours, with
nothing in the way, the post must be there and its card on the phones; where every life was too short or
Telegram refused, a skipped post is as promised.
"""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from typing import Any
from zoneinfo import ZoneInfo

from bot.features.kindness.actions import ShowMine
from bot.features.question.actions import Pick, ReplyBelow, Seal, WeTalked
from bot.features.thanks.actions import Receive
from bot.loopback.model import Call
from tests.torture import names
from tests.torture.snapshot import Row, Snapshot, instant
from tests.torture.weather import GONE

OutboxMessage = tuple[str, int]
LONG_ENOUGH = 4.0
"""Real seconds of polling in which a tick has been through, unless the machine is very busy."""
LONG_IN_ANY_CASE = 15.0
"""Real seconds in which it has been through on any machine: what still waits then waits in vain."""

RECORDED_WITHIN = 3.0
"""Real seconds from an answer of Telegram's to its record, with much room for a busy machine."""

_RETRY = timedelta(minutes=10, seconds=30)
_OUT_OF_REACH = timedelta(minutes=61)
_LADDER = timedelta(days=3)
_RITUALS = {
    "question": ("question_time", timedelta(hours=6)),
    "kindness": ("kindness_time", timedelta(hours=4)),
}
_VERBS = {
    Seal.name: "question.card",
    Pick.name: "question.card",
    WeTalked.name: "question.card",  # first on the card of what the two do together
    ReplyBelow.name: "question.reveal",
    ShowMine.name: "kindness",
    Receive.name: "thanks.card",
}
_NEVER_STALE = ("question.reveal", "thanks.card")


@dataclass
class Life:
    """One run of the process: when it began to poll (by the world's clock), and how long it lasted after.

    `died` is the real instant of its end, on the monotonic clock.
    """

    number: int
    at: datetime | None = None
    lasted: float = 0.0
    died: float = 0.0
    outage: bool = False
    first_call: int = 0

    @property
    def long_enough(self) -> bool:
        """Whether everything due at its beginning had the time to go out."""
        return self.at is not None and self.lasted >= LONG_ENOUGH and not self.outage


@dataclass(frozen=True)
class Copy:
    """One message that Telegram carried out for an outbox message, `at` a real instant on the monotonic
    clock.
    """

    call: Call
    life: Life
    at: float

    @property
    def silent(self) -> bool:
        """Whether it came without sound."""
        return bool(self.call.params.get("disable_notification"))

    @property
    def answered(self) -> bool:
        """Whether Telegram's answer went out (a kill may still have come first)."""
        return self.call.outcome == "ok" and not self.life.outage

    @property
    def recorded(self) -> bool:
        """Whether its life went on for so long after the answer that it must have been written down."""
        return self.answered and self.life.died - self.at > RECORDED_WITHIN


@dataclass
class Posts:
    """The account of posts and outbox messages, kept life by life.

    `given_up` counts outbox messages whose two tries both got no readable answer and in truth never arrived.
    """

    copies: defaultdict[OutboxMessage, list[Copy]] = field(default_factory=lambda: defaultdict(list))
    lost: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    given_up: int = 0
    _missing: set[Any] = field(default_factory=set)
    _recorded: dict[OutboxMessage, int] = field(default_factory=dict)
    _reach: dict[int, datetime] = field(default_factory=dict)

    def hear(self, call: Call, life: Life) -> None:
        """Take in a message that Telegram carried out; a further copy must have its reason."""
        outgoing = outgoing_of(call)
        if outgoing is None:
            return
        before, copy = self.copies[outgoing], Copy(call, life, time.monotonic())
        if before:
            self._explain(outgoing, before, copy)
        before.append(copy)

    def _explain(self, outgoing: OutboxMessage, before: list[Copy], copy: Copy) -> None:
        last, name = before[-1], f"{outgoing[0]} {outgoing[1]}"
        known = self._recorded.get(outgoing, copy.life.number) < copy.life.number
        in_hand = last.life is copy.life and last.answered
        if known or in_hand or last.recorded:
            self.unexplained.append(f"life {copy.life.number}: {name} came again, known to have arrived")
        elif len(before) > 1:
            self.unexplained.append(f"life {copy.life.number}: {name} came {len(before) + 1} times")
        elif not copy.silent:
            self.unexplained.append(f"life {copy.life.number}: {name} came again with sound")

    def audit(self, before: Snapshot, after: Snapshot, life: Life, calls: list[Call]) -> None:
        """After a life: note what is recorded as sent, who was out of reach, and what did not come."""
        troubled = self._note_reach(calls, life)
        for (kind, ref, _person), row in after.outbox.items():
            if row["state"] == "sent":
                self._recorded.setdefault((_alike(kind), ref), life.number)
        if life.long_enough and life.at is not None:
            for space in before.spaces.values():
                if space["state"] == "active" and not ({space["chat_id"]} & troubled):
                    for ritual in _RITUALS:
                        self._check(space, ritual, before, after, life)

    def _note_reach(self, calls: list[Call], life: Life) -> set[int]:
        """Return the chats in which a message went wrong in this life, or may not be tried again yet."""
        waits = {chat for chat, until in self._reach.items() if life.at is None or until > life.at}
        for call in calls:
            chat = call.params.get("chat_id")
            if call.method.startswith(("send", "edit")) and isinstance(chat, int) and call.outcome != "ok":
                gone = any(words in call.outcome for words in GONE)
                until = call.at + (_OUT_OF_REACH if gone else _RETRY)
                self._reach[chat] = max(until, self._reach.get(chat, until))
                waits.add(chat)
        return waits

    def _check(self, space: Row, ritual: str, before: Snapshot, after: Snapshot, life: Life) -> None:
        column, fresh = _RITUALS[ritual]
        day, due = _due(space, column, life.at)
        if life.at is None or not due <= life.at <= due + fresh - timedelta(minutes=1):
            return
        if not _is_expected(space, before, after, due):
            return
        post = after.days.get((space["id"], ritual, day))
        key = (space["id"], ritual, day)
        in_hand = life.lasted < LONG_IN_ANY_CASE
        if post is None:
            planned = after.planned.get((space["id"], ritual))
            if not in_hand or planned is None or planned > life.at:
                self._lose(key, life, "has no post")
        elif post["state"] == "skipped":
            self._lose(key, life, "was skipped though it was fresh")
        elif instant(post["due_at"]) <= life.at and not self._came_or_comes(after, post, life):
            self._lose(key, life, "never reached the phones")

    def _came_or_comes(self, after: Snapshot, post: Row, life: Life) -> bool:
        outgoing = _outgoing_of_post(after, post)
        if outgoing is not None and self.copies.get(outgoing):
            return True
        row = None if outgoing is None else after.outbox.get((*outgoing, 0))
        if row is None or life.at is None:
            return False
        if row["state"] == "unknown":  # it waits for proof, or two lost answers were its end
            return row["tries"] > 1 or instant(row["claimed_at"]) + _RETRY > life.at
        return row["state"] in ("waiting", "claimed") and life.lasted < LONG_IN_ANY_CASE

    def _lose(self, key: Any, life: Life, how: str) -> None:
        if key not in self._missing:
            self._missing.add(key)
            self.lost.append(f"life {life.number}: the {key[1]} of space {key[0]} on {key[2]} {how}")

    def end(self, final: Snapshot) -> "Census":
        """Count everything up, after a calm in which whatever could go out went out."""
        posts = {key: row for key, row in final.days.items() if key[1] in _RITUALS}
        posted = {
            key for key, row in posts.items() if self.copies.get(_outgoing_of_post(final, row) or ("", 0))
        }
        due = posts.keys() | self._missing
        for (kind, ref, _person), row in final.outbox.items():
            arrived = (_alike(kind), ref) in self.copies
            unsent = row["state"] != "over" or kind in _NEVER_STALE
            closed = final.spaces[row["space_id"]]["state"] != "active"
            if row["state"] == "unknown" and row["tries"] > 1 and not arrived:
                self.given_up += 1
                continue
            if _alike(kind) in _VERBS.values() and not arrived and unsent and not closed:
                self.lost.append(f"at the end: {kind} {ref} is {row['state']} and never reached the phones")
        doubled = sum(len(copies) > 1 for copies in self.copies.values())
        messages = sum(_alike(kind) in _VERBS.values() for kind, _, _ in final.outbox)
        return Census(
            len(due), len(posted), doubled, len(due - posted - self._missing), messages, len(self.copies)
        )


@dataclass(frozen=True)
class Census:
    """The sums: posts due, posted and skipped; outbox messages put into the outbox and arrived, and those
    twice.
    """

    due: int
    posted: int
    doubled: int
    skipped: int
    messages: int
    arrived: int


def outgoing_of(call: Call) -> OutboxMessage | None:
    """Return which outbox message a message is, by the callback data of its first button; None for other
    messages.
    """
    markup = call.params.get("reply_markup")
    if not call.method.startswith("send") or not isinstance(markup, dict):
        return None
    rows = markup.get("inline_keyboard") or [[]]
    data = names.read(rows[0][0].get("callback_data", "")) if rows[0] else None
    return (_VERBS[data.verb], data.ref) if data is not None and data.verb in _VERBS else None


def _alike(kind: str) -> str:
    """Return what outbox messages with one keyboard are called here: of a row there is one of them."""
    return "question.card" if kind == "question.another" else kind


def _outgoing_of_post(snapshot: Snapshot, post: Row) -> OutboxMessage | None:
    if post["ritual"] == "kindness":
        return ("kindness", post["id"])
    cards = [card for card in snapshot.cards.values() if card["post_id"] == post["id"] and card["seq"] == 1]
    return ("question.card", cards[0]["id"]) if cards else None


def _due(space: Row, column: str, at: datetime | None) -> tuple[Any, datetime]:
    zone = ZoneInfo(space["zone"])
    here = (at or datetime.now(UTC)).astimezone(zone)
    wall = wall_time.fromisoformat(space[column])
    return here.date(), datetime.combine(here.date(), wall, tzinfo=zone).astimezone(UTC)


def _is_expected(space: Row, before: Snapshot, after: Snapshot, due: datetime) -> bool:
    """Whether the couple's own choices and the ladder let a post come that day, before and after the life."""
    for snapshot in (before, after):
        row = snapshot.spaces.get(space["id"])
        if row is None or row["state"] != "active" or row["pace"] != "daily" or row["removed_at"]:
            return False
        since = max(instant(row[name]) for name in ("active_at", "joint_at") if row[name])
        pauses = [
            instant(partner["paused_until"])
            for (space_id, _), partner in snapshot.partners.items()
            if space_id == row["id"] and partner["paused_until"]
        ]
        if any(end > due for end in pauses) or instant(row["active_at"]) >= due:
            return False
        if snapshot is before and due - since >= _LADDER - timedelta(hours=1):
            return False
    return True
