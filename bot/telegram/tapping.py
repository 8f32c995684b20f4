"""Taps in: checked against the message, the space and the person, whatever their data says.

An app decides which data it sends about which message; Telegram alone decides what that message's keyboard
holds. So a tap counts only where the button stands (see `Guard`); anything else is a forged tap, or one on a
button that has gone meanwhile, and both are answered alike, without any effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot import quiet
from bot.actions import Guard, Malformed, Who
from bot.feature import Route
from bot.registry import Registry
from bot.services import Services
from bot.spaces import store
from bot.spaces.model import Space, SpaceState
from bot.telegram import taps
from bot.telegram.incoming import NotYours, Tap
from bot.telegram.parsing import values
from bot.telegram.parsing.updates import Query
from bot.words import _
from schedules import messages, outbox

_JUST_GONE = timedelta(minutes=1)
"""A tap on a button that went so recently is a finger's second tap: nobody needs to hear of it."""


@dataclass(frozen=True, slots=True)
class _Face:
    """The tapped message as Telegram shows it to us: its buttons' data, if any, and its newest edit."""

    keyboard: frozenset[str] | None
    edited_at: datetime | None

    def holds(self, data: str) -> bool:
        """Whether a button of its own has this data."""
        return self.keyboard is not None and data in self.keyboard


_QUICK = timedelta(seconds=3)
"""So soon after the tap before, and with nothing done in between, the same tap is meant once."""
_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class _Sent:
    """The newest thing somebody did: a tap that sent them something, and the link that answered it."""

    callback_data: str
    message: tuple[int, int]
    at: datetime
    link: str | None


class Tapping:
    """Hands each tap to its feature, or refuses it with one kind line only the tapper sees."""

    def __init__(self, services: Services, registry: Registry, own: Sequence[Route]) -> None:
        """`own` are the routes of the edge's own buttons."""
        self._services = services
        self._routes = registry.with_own(own)
        # Lost at a restart without harm: then a quick tap sends one message more.
        self._newest: dict[int, _Sent] = {}

    async def take(self, query: Query, at: datetime | None = None) -> None:
        """Handle one tap, made `at` that instant (None: now); whatever becomes of it is answered."""
        person = values.person_of(query.from_user)
        if person is None or query.message is None:
            await self._services.sender.toast(query.id)
            return
        callback_data, now = query.data, self._services.now()
        data = self._services.aliases.inward(callback_data) or taps.Data("", 0, 0, "")
        tap = Tap(
            services=self._services,
            person=person,
            chat_id=query.message.chat.id,
            message_id=query.message.message_id,
            space=None,
            at=min(at or now, now),
            callback_id=query.id,
            data=data,
            message=values.message_of(query),
            thread=values.thread_of(query.message),
        )
        face = _Face(values.keyboard_of(query), query.message.edit_date)
        try:
            await self._hand_over(tap, callback_data, face)
        except NotYours:
            await tap.alert(
                _(
                    "These cards belong to the two people who set this up, so I can't open them for you. "
                    "Nothing was saved."
                )
            )

    def note_other(self, person_id: int) -> None:
        """Note that somebody did something else: their next tap is no second one of the same finger."""
        self._newest.pop(person_id, None)

    async def apologise(self, query: Query) -> None:
        """Say that a tap went wrong."""
        await self._services.sender.toast(query.id, _("That went wrong on my side. Please try again."))

    async def _hand_over(self, tap: Tap, callback_data: str, face: _Face) -> None:
        """Check where the tap came from and who tapped, then run its feature's handler.

        Raises:
            NotYours: it came from another chat than the space's, or from somebody else.
        """
        async with self._services.db.read() as tx:
            space = await store.by_id(tx, tap.data.space_id) if tap.data.space_id else None
            known = await messages.copy_at(tx, tap.chat_id, tap.message_id)
        tap = replace(tap, space=space)
        if space is not None and not tap.at_door and space.chat_id != tap.chat_id:
            if space.group.moved_from != tap.chat_id or space.guest(tap.person.id) is None:
                raise NotYours
            await tap.alert(
                _("Your group was upgraded, and this card stayed behind. /today there shows what's on.")
            )
            return
        route = self._routes.get(tap.data.verb)
        if route is None:
            await self._is_not_there(tap, face)
            return
        guard = route.action.guard
        if guard.who is Who.PARTNER:
            if space is None:
                await self._is_not_there(tap, face)
                return
            if space.partner(tap.person.id) is None:
                raise NotYours
            if space.state is SpaceState.INVITING and not guard.early:
                await tap.alert(_("That waits until you're both in."))
                return
            if space.state is SpaceState.CLOSED:
                await tap.alert(_("Kindling has ended for you two."))
                return
        if not _counts(guard, tap, callback_data, face, known):
            await self._is_not_there(tap, face)
        elif guard.shows and not tap.at_door and space is not None and space.quieted:
            await tap.toast(quiet.toast(space))
        else:
            if known is None and guard.proves and space is not None:
                await self._prove(tap, space, guard.proves)
            try:
                if guard.sends:
                    await self._send_once(tap, callback_data, route)
                else:
                    self.note_other(tap.person.id)
                    await _run(route, tap)
            except Malformed:  # it is of an earlier version, and says what no button says any more
                await self._is_not_there(tap, face)

    async def _send_once(self, tap: Tap, callback_data: str, route: Route) -> None:
        """Run what sends something, once for quick taps of one finger; each of them opens the door."""
        last, message = self._newest.get(tap.person.id), (tap.chat_id, tap.message_id)
        again = last is not None and (last.callback_data, last.message) == (callback_data, message)
        if last is not None and again and tap.at - last.at < _QUICK:
            if last.link is None:
                await tap.toast()
            else:
                await tap.open_door(last.link)
        else:
            self.note_other(tap.person.id)
            await _run(route, tap)
            last = _Sent(callback_data, message, tap.at, tap.links[-1] if tap.links else None)
        self._newest[tap.person.id] = replace(last, at=tap.at)
        while len(self._newest) > _REMEMBERED:
            del self._newest[next(iter(self._newest))]

    async def _is_not_there(self, tap: Tap, face: _Face) -> None:
        """Answer a tap whose button does not stand on the tapped message, or no longer."""
        just_gone = face.edited_at is not None and tap.at - face.edited_at < _JUST_GONE
        line = _("That button has expired. Try /today.")
        await tap.toast("" if just_gone else line)

    async def _prove(self, tap: Tap, space: Space, kinds: Sequence[str]) -> None:
        """Note that an outbox message arrived: its own button was tapped on a message we have no copy of."""
        person_id = tap.person.id if tap.at_door else 0
        async with self._services.db.write(more=True) as tx:
            here = tap.chat_id, tap.message_id, person_id
            _kind, outgoing = await outbox.prove_one(
                tx, space.id, kinds, tap.data.ref, *here, thread=tap.thread or None
            )
        if outgoing is not None:
            await self._services.arrived(space, outgoing)


async def _run(route: Route, tap: Tap) -> None:
    await route.run(tap, route.action.unpack(tap.data))


def _counts(guard: Guard, tap: Tap, callback_data: str, face: _Face, known: tuple[str, int] | None) -> bool:
    """Whether the tapped message is one on which this button stands.

    `known` is the outbox message (kind, ref) that the message is a recorded copy of. Where Telegram shows a
    keyboard it alone decides; where it shows none, a copy of the very outbox message does that carries such a
    button.
    """
    if ("door" if tap.at_door else "group") not in guard.where:
        return False
    if face.keyboard is not None:
        return face.holds(callback_data)
    return known in [(kind, tap.data.ref) for kind in guard.proves]
