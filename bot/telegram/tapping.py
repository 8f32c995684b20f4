"""Taps in: checked against the space they came from and the person who tapped, whatever their data says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery

from bot.feature import HandleTap
from bot.house import House
from bot.spaces import store
from bot.spaces.model import Space
from bot.telegram import parsing, taps
from bot.telegram.incoming import NotYours, Tap
from bot.telegram.rooms import Rooms
from bot.words import _
from schedules import outbox


class Tapping:
    """Hands each tap to its room, or refuses it with one kind line only the tapper sees."""

    def __init__(self, house: House, rooms: Rooms, own: Mapping[str, HandleTap]) -> None:
        """`own` are the answers to the edge's own questions."""
        self._house = house
        self._rooms = rooms
        self._open = {**rooms.open_taps, **own}

    async def take(self, query: CallbackQuery, at: datetime | None = None) -> None:
        """Handle one tap, made `at` that instant (None: now); whatever becomes of it is answered."""
        person = parsing.person_of(query.from_user)
        if person is None or query.message is None:
            await self._house.sender.toast(query.id)
            return
        data = taps.parse(query.data or "") or taps.Data("", 0, 0, "")
        tap = Tap(
            house=self._house,
            person=person,
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            space=None,
            at=parsing.possible(at, self._house.now()),
            callback_id=query.id,
            verb=data.verb,
            ref=data.ref,
            arg=data.arg,
        )
        try:
            await self._hand_over(tap, data.space_id, on_it=parsing.has_button(query))
        except NotYours:
            await tap.alert(
                _(
                    "These cards belong to the two people who set this up, so I can't open them for you. "
                    "Nothing was saved."
                )
            )

    async def apologise(self, query: CallbackQuery) -> None:
        """Say that a tap went wrong."""
        await self._house.sender.toast(query.id, _("That went wrong on my side. Please try again."))

    async def _hand_over(self, tap: Tap, space_id: int, *, on_it: bool) -> None:
        """Check where the tap came from and who tapped, then run its room's handler.

        Only a message that has the tapped button (`on_it`) proves that a letter arrived: forged data would
        pass any other message off as a copy, to be edited with the letter.

        Raises:
            NotYours: it came from another chat than the space's, or from somebody else.
        """
        async with self._house.db.read() as tx:
            space = await store.by_id(tx, space_id) if space_id else None
            known = await outbox.letter_at(tx, tap.chat_id, tap.message_id)
        tap = replace(tap, space=space)
        if space is not None and not tap.at_door and space.chat_id != tap.chat_id:
            if space.moved_from != tap.chat_id or space.guest(tap.person.id) is None:
                raise NotYours
            await tap.alert(
                _("Your group was upgraded, and this card stayed behind. /today there shows what's open.")
            )
            return
        if tap.verb in self._open:
            await self._open[tap.verb](tap)
            return
        if tap.verb not in self._rooms.taps or space is None:
            await tap.toast(_("That button is from another day. /today shows what's open."))
            return
        if space.partner(tap.person.id) is None:
            raise NotYours
        if space.state != "active":
            await tap.alert(_("This space is closed. Nothing here is open any more."))
            return
        if known is None and on_it and tap.verb in self._rooms.proofs:
            await self._prove(tap, space)
        await self._rooms.taps[tap.verb](tap)

    async def _prove(self, tap: Tap, space: Space) -> None:
        """Note that a letter arrived: somebody taps a message that we have no copy of."""
        kind = self._rooms.proofs[tap.verb]
        person_id = tap.person.id if tap.at_door else 0
        async with self._house.db.write(more=True) as tx:
            await outbox.prove(tx, space.id, kind, tap.ref, tap.chat_id, tap.message_id, person_id)
