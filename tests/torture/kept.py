"""What was acknowledged, against what the database holds.

An acknowledgement is any answer of the bot's, carried out by Telegram, that told a person that something of
theirs was kept. From then on the database must hold that value, or one the same person gave later; unless
its erasure was promised, as for a sealed answer whose card closed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from bot.features.checkin.actions import PassOn, SayCloseness, SayDay, SayWish
from bot.features.kindness.actions import Did, NotForMe
from bot.features.pairing.actions import Join
from bot.features.pause.actions import RestFor
from bot.features.question.actions import NotToday, Pick, ReplyBelow, TakeBack, WeTalked, WhenAlone
from bot.features.settings.actions import Choose
from bot.features.thanks.actions import Give, LetGo, Receive, SaveForSunday
from bot.loopback.model import Call, Query
from tests.torture import names
from tests.torture.snapshot import Row, Snapshot

Slot = tuple[Any, ...]
"""A place for one value: a name, then the ids it belongs to."""

_SETTINGS = {"keep": "keeps_answers", "depth": "depth", "reminder": "reminder_at", "qfrom": "quiet_from"}
_OURS = ("qfrom",)

# What the bot says, over the chat or on the tapped message, once it has kept what a tap of this verb tells.
_SAYS: Mapping[str, tuple[str, ...]] = {
    Join.name: ("You're in.",),
    Pick.name: ("Sealed: ",),
    WeTalked.name: ("Lovely.",),
    NotToday.name: ("That's fine.",),
    ReplyBelow.name: ("You can both see that", "Yours is there"),
    WhenAlone.name: ("Then ",),
    TakeBack.name: ("Taken back",),
    Did.name: ("Nice.",),
    NotForMe.name: ("Noted.",),
    Receive.name: ("You can both see that",),
    Give.name: ("Given.",),
    SaveForSunday.name: ("Saved until Sunday.", "Saved until next Sunday."),
    LetGo.name: ("Deleted.",),
    SayDay.name: ("Your day: ", "Skipped.", "Changed to "),
    SayCloseness.name: ("Noted.", "Skipped.", "Changed to "),
    SayWish.name: ("Noted.", "Skipped.", "Changed to "),
    PassOn.name: ("I'll pass it on", "Just for you"),
    Choose.name: ("Saved.",),
    RestFor.name: ("I'm resting until ",),
}


def promised_by(person_id: int, data: str) -> tuple[Slot, Any] | None:
    """Return what a tap asks to be kept: the slot and its value; None for taps that ask for nothing."""
    tap = names.read(data)
    if tap is None:
        return None
    card, evening = (tap.ref, person_id), (tap.space_id, person_id, tap.ref)
    known: Mapping[str, tuple[Slot, Any]] = {
        Join.name: (("seat", tap.space_id, person_id), "in"),
        Pick.name: (("option", *card), tap.arg),
        WeTalked.name: (("mark", *card, "talked"), True),
        NotToday.name: (("mark", *card, "not_today"), True),
        ReplyBelow.name: (("mark", *card, tap.arg), True),
        WhenAlone.name: (("alone", *card), tap.arg),
        TakeBack.name: (("words", *card), None),
        Did.name: (("idea", *card, "did"), True),
        NotForMe.name: (("idea", *card, "not_for_me"), True),
        Receive.name: (("received", tap.ref), tap.arg),
        Give.name: (("thanks", tap.ref), "given"),
        SaveForSunday.name: (("thanks", tap.ref), "kept"),
        LetGo.name: (("thanks", tap.ref), None),
        SayDay.name: (("evening", *evening, "day"), tap.arg or None),
        SayCloseness.name: (("evening", *evening, "closeness"), tap.arg or None),
        SayWish.name: (("evening", *evening, "wish"), tap.arg or None),
        PassOn.name: (("evening", *evening, "passed_on"), int(tap.arg != "no")),
        RestFor.name: (("pause", tap.space_id, person_id), True),
    }
    if tap.verb == Choose.name:
        key, _, value = tap.arg.partition("=")
        return (("setting", tap.space_id, 0 if key in _OURS else person_id, key), value)
    return known.get(tap.verb)


def look(snapshot: Snapshot, slot: Slot) -> Any:
    """Return what the database holds in a slot, None for nothing."""
    return _LOOKS[slot[0]](snapshot, *slot[1:])


def _column(row: Row | None, name: str) -> Any:
    return None if row is None else row[name]


def _setting(snapshot: Snapshot, space_id: int, person_id: int, key: str) -> str | None:
    row = snapshot.partners.get((space_id, person_id)) if person_id else snapshot.spaces.get(space_id)
    value = _column(row, _SETTINGS[key])
    if key == "keep":
        return "on" if value else "off"
    if key == "depth":
        return str(value)
    return "off" if value is None else str(value)[:5].replace(":", "")


def _option(snapshot: Snapshot, *card: Any) -> str | None:
    value = _column(snapshot.answers.get(card), "option")
    return None if value is None else str(value)


_LOOKS: Mapping[str, Callable[..., Any]] = {
    "seat": lambda s, *ids: _column(s.partners.get(ids), "state"),
    "words": lambda s, *ids: s.words(*ids),
    "option": _option,
    "mark": lambda s, *ids: ids in s.marks or None,
    "alone": lambda s, *ids: _column(s.answers.get(ids), "alone"),
    "idea": lambda s, post, person, mark: mark in s.handed_marks(post, person) or None,
    "received": lambda s, thanks: _column(s.thanks.get(thanks), "received"),
    "thanks": lambda s, thanks: _column(s.thanks.get(thanks), "state"),
    "there": lambda s, thanks: thanks in s.thanks or None,
    "evening": lambda s, space, person, day, name: _column(s.evenings.get((space, person, day)), name),
    "pause": lambda s, *ids: _column(s.partners.get(ids), "paused_until") is not None,
    "setting": _setting,
}


@dataclass
class Kept:
    """One slot: every value that was given for it, in order, and the newest that was acknowledged."""

    values: list[Any] = field(default_factory=list)
    acknowledged: int = -1
    over: bool = False


@dataclass
class Promises:
    """Everything that was given to be kept, what was acknowledged of it, and what was found missing."""

    slots: dict[Slot, Kept] = field(default_factory=dict)
    acknowledgements: int = 0
    found: int = 0
    erased_as_promised: int = 0
    lost: list[str] = field(default_factory=list)
    _queries: dict[str, tuple[Slot, int, str]] = field(default_factory=dict)
    _faces: dict[tuple[int, int], tuple[Slot, int, str]] = field(default_factory=dict)

    def give(self, slot: Slot, value: Any) -> int:
        """Note a value that somebody gives; return its number in its slot."""
        kept = self.slots.setdefault(slot, Kept())
        kept.values.append(value)
        return len(kept.values) - 1

    def tapped(self, query: Query) -> None:
        """Note what a tap asks to be kept."""
        promise = promised_by(query.person.id, query.data)
        if promise is not None:
            verb = query.data.partition(":")[0].replace("qa.", "q.")
            noted = (promise[0], self.give(*promise), verb)
            if verb == SayWish.name:  # leave to pass a wish on was given for that wish alone
                self.give((*promise[0][:-1], "passed_on"), 0)
            if verb == LetGo.name:
                self.give(("there", *promise[0][1:]), None)
            self._queries[query.id] = noted
            self._faces[query.message.chat.id, query.message.id] = noted

    def hear(self, call: Call) -> None:
        """Take in what Telegram carried out: does it tell a person that something was kept?"""
        noted, words = None, unescape(str(call.params.get("text", "")))
        if call.method == "answerCallbackQuery":
            noted = self._queries.get(str(call.params.get("callback_query_id")))
        elif call.method == "editMessageText":
            noted = self._faces.get((call.params["chat_id"], call.params["message_id"]))
        if noted is not None and words.startswith(_SAYS[noted[2]]):
            self.acknowledge(noted[0], noted[1])

    def acknowledge(self, slot: Slot, number: int | None = None) -> None:
        """Note that a value was acknowledged; without its number only where nothing else can be meant."""
        kept = self.slots.get(slot)
        if kept is None:
            return
        if number is None:
            number = 0 if len(kept.values) == 1 else max(kept.acknowledged, 0)
        if number > kept.acknowledged:
            self.acknowledgements += 1
            kept.acknowledged = number

    def acknowledge_thanks(self, thanks_id: int) -> None:
        """Note that a thank-you said at a door was acknowledged: its giver is asked what becomes of it."""
        slot = ("there", thanks_id)
        if slot not in self.slots:
            self.acknowledge(slot, self.give(slot, True))

    def audit(self, snapshot: Snapshot, life: int) -> None:
        """Look up everything acknowledged so far; what is missing is lost, once."""
        self.found = 0
        for slot, kept in self.slots.items():
            if kept.acknowledged < 0 or kept.over:
                continue
            if look(snapshot, slot) in kept.values[kept.acknowledged :]:
                self.found += 1
            elif _may_be_gone(snapshot, slot):
                self.erased_as_promised += 1
                kept.over = True
            else:
                allowed, found = kept.values[kept.acknowledged :], look(snapshot, slot)
                self.lost.append(f"life {life}: {slot} was acknowledged as one of {allowed}, is {found}")
                kept.over = True


def _may_be_gone(snapshot: Snapshot, slot: Slot) -> bool:
    """Whether what a slot held was to be erased: its card closed unrevealed, or reminders nobody minded."""
    if slot[0] in ("words", "option", "alone"):
        return snapshot.is_erased(slot[1]) or (slot[0] == "alone" and slot[1:] not in snapshot.answers)
    if slot[0] == "setting" and slot[3] == "reminder":
        return any(kind == "checkin.reminders_rest" and who == slot[2] for kind, _, who in snapshot.outbox)
    return False
