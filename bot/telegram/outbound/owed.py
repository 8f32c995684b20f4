"""What is owed to messages: edits that did not get there, noted until they are made again (`mending`).

Whatever gives one of our messages another face is noted here if Telegram did not carry it out, and made again
by the upkeep: within half a minute, and then 2 minutes, 10 minutes and an hour later; then it is given up.
The newest face of a message counts. A later edit, strip or deletion that went well ends what is owed to it.

A face may hold somebody's words, so it is kept in memory only, and none is shown again once anything was
erased that may concern who sees it, once their space is over, or in a group where the bot is quiet now. A
restart forgets what is owed: who taps such a card again, or opens what is asked about anew, sees what is so.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import refusals
from bot.db.erasures import Erasure, from_rows
from bot.db.tables import erasures
from bot.message import Message
from bot.outcomes import Later, NotSent, Outcome, Refused, Unknown
from bot.spaces import store as spaces
from bot.spaces.model import SpaceState

_THEN = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1))
_GIVEN_UP = timedelta(hours=2)  # also what waits for a group in which the bot is quiet
_MOST = 1000
_MOST_ERASURES = 10_000
_AT_ONCE = 40
_STATES: Final = (SpaceState.INVITING, SpaceState.ACTIVE)
_HOLDS_NO_FACE = frozenset({"updates"})  # what was handled is kept elsewhere, or nowhere

_ERASED = select(erasures).where(erasures.c.id > bindparam("known")).order_by(erasures.c.id)

Where = tuple[int, int]
"""A message: its chat, and its number there."""


@dataclass(slots=True, eq=False)
class Edit:
    """One edit under way. `known` is the newest erasure that its face can know of."""

    where: Where
    known: int


@dataclass(slots=True, eq=False)
class Owed:
    """The face that a message is to have; None: the one it has, without its keyboard."""

    where: Where
    message: Message | None
    known: int
    tries: int = 0
    since: datetime | None = None
    not_before: datetime | None = None


@dataclass
class Mending:
    """What is owed to messages. It is told of every edit and deletion, and watches what is erased."""

    _owed: OrderedDict[Where, Owed] = field(default_factory=OrderedDict)
    _newest: dict[Where, Edit] = field(default_factory=dict)
    _known: int = 0
    _erased: list[Erasure] = field(default_factory=list)

    def begins(self, chat_id: int, message_id: int) -> Edit:
        """Note that a message is being edited: what an older edit of it comes to counts no more."""
        where = (chat_id, message_id)
        self._newest[where] = edit = Edit(where, self._known)
        return edit

    def ended(self, edit: Edit, message: Message | None, outcome: Outcome, *, owes: bool) -> None:
        """Note what became of an edit; one that `owes` is made again where it did not get there."""
        if self._newest.get(edit.where) is not edit:
            return
        del self._newest[edit.where]
        match outcome:
            case Later() | NotSent() | Unknown():
                pass
            case Refused(why) if why not in refusals.OF_MESSAGES:
                pass
            case _:
                self._owed.pop(edit.where, None)
                return
        if owes:
            older = self._owed.pop(edit.where, None)
            if message is None and older is not None and older.message is not None:
                message = replace(older.message, rows=())
            self._owed[edit.where] = Owed(edit.where, message, edit.known)
            if len(self._owed) > _MOST:
                self._owed.popitem(last=False)

    def goes(self, chat_id: int, message_id: int) -> None:
        """Note that a message is deleted: nothing is owed to it."""
        self._newest.pop((chat_id, message_id), None)
        self._owed.pop((chat_id, message_id), None)

    async def watch(self, tx: AsyncConnection) -> None:
        """Take in what was erased in this transaction."""
        fresh = from_rows((await tx.execute(_ERASED, {"known": self._known})).all())
        if not fresh:
            return
        self._known = fresh[-1].id
        if not self._owed and not self._newest:
            self._erased.clear()
            return
        self._erased += (it for it in fresh if it.table not in _HOLDS_NO_FACE)
        if len(self._erased) > _MOST_ERASURES:
            self._newest.clear()
            self._owed.clear()

    def due(self, now: datetime) -> list[Owed]:
        """Return some of what is to be made again now; what was owed for too long is given up."""
        for owed in list(self._owed.values()):
            owed.since = owed.since or now
            if now - owed.since > _GIVEN_UP:
                del self._owed[owed.where]
        return [it for it in self._owed.values() if it.not_before is None or it.not_before <= now][:_AT_ONCE]

    async def may_go(self, tx: AsyncConnection, owed: Owed, now: datetime) -> bool:
        """Return whether a face may be shown now; what must never be shown again is forgotten."""
        if self._owed.get(owed.where) is not owed:
            return False
        chat_id, _message_id = owed.where
        if chat_id > 0:
            homes = await spaces.of_person(tx, chat_id, states=_STATES)
        else:
            here = await spaces.by_chat(tx, chat_id)
            homes = [here] if here is not None and here.state in _STATES else []
        ids = {home.id for home in homes}
        people = {chat_id, *(partner.person_id for home in homes for partner in home.partners)}
        if not homes or any(it.id > owed.known and _concerns(it, ids, people) for it in self._erased):
            del self._owed[owed.where]
            return False
        if chat_id < 0 and homes[0].is_out_of_reach:
            owed.not_before = now + _THEN[0]
            return False
        return True

    def failed(self, owed: Owed, now: datetime) -> None:
        """Note that a face did not get there once more."""
        if self._owed.get(owed.where) is not owed:
            return
        if owed.tries == len(_THEN):
            del self._owed[owed.where]
            return
        owed.not_before = now + _THEN[owed.tries]
        owed.tries += 1


def _concerns(erased: Erasure, space_ids: set[int], people: set[int]) -> bool:
    """Return whether an erasure may have been of what these people see; one that names nobody may be."""
    space, person = erased.key.get("space_id"), erased.key.get("person_id")
    if erased.table == "spaces":
        space = erased.key.get("id")
    if erased.table == "people":
        person = erased.key.get("id")
    return (space is None and person is None) or space in space_ids or person in people
