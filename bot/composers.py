"""What all features say by themselves, in the two steps of `schedules.delivery`; what is noted of its end."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import elsewhere, keyboards, places
from bot.composing import Composer, Reader
from bot.expiry import Closes
from bot.feature import Feature
from bot.message import Message
from bot.outcomes import Outcome, Refused, Sent, Unknown
from bot.places import Lines
from bot.points import Points
from bot.spaces import languages
from bot.spaces.model import Space
from bot.telegram.said import offering
from bot.words import content_of, speaking
from content.bank import Bank
from schedules import dispatch, outbox
from schedules.delivery import NotYet
from schedules.heard import Heard
from schedules.outbox import OutboxMessage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an outbox message is made from: by whom, of what, and with which lines of other features.

    `turns` makes of its card what goes out, None for nothing. `file_id` is by what Telegram knows a file of
    ours that belongs to it.
    """

    composer: Composer[Any]
    data: Any
    lines: Lines
    file_id: str = ""
    turns: Callable[[Message], Message | None] = field(default=lambda message: message)


@dataclass(frozen=True)
class Composers:
    """Composes what the outbox holds. `heard` says how far everything is handled that was said.

    `closes` says when what a button does in the group is over, by its verb.
    """

    features: Sequence[Feature]
    points: Points
    banks: Mapping[str, Bank]
    heard: Heard
    closes: Mapping[str, Closes]

    async def load(
        self, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, /, *, takes: bool
    ) -> Loaded | None:
        """Return what an outbox message is made from; None if there is nothing to say any more.

        One that says that words go waits for whatever was said of them in time.

        Raises:
            NotYet: not everything is handled yet that was said while they were held.
        """
        fresh_until = outgoing.fresh_until if outgoing.kind == offering.OVER else None
        if fresh_until is not None and self.heard.so_far() < fresh_until - offering.SAID_FOR:
            raise NotYet
        if outgoing.kind in (elsewhere.MEDIUM, elsewhere.WAITS):
            return await self._load_medium(tx, space, outgoing)
        loaded = await self._load(tx, space, outgoing, takes=takes)
        return replace(loaded, turns=elsewhere.in_words) if loaded is not None and outgoing.bare else loaded

    async def render(self, space: Space, outgoing: OutboxMessage, loaded: Loaded, /) -> Message | None:
        """Return the message that is made from that, as its reader gets it."""
        with speaking(languages.of_reader(space, outgoing.person_id)):
            reader = Reader(space, outgoing.person_id, content_of(self.banks))
            if loaded.composer.in_thread:  # a thread reads in the language of who starts it
                return await asyncio.to_thread(_card, loaded, reader)
            return _card(loaded, reader)

    async def note(
        self,
        tx: AsyncConnection,
        space: Space,
        outgoing: OutboxMessage,
        message: Message | None,
        outcome: Outcome,
        /,
    ) -> None:
        """Have the features write down what follows from what became of a message; None: it never went out.

        Of a card in the group it is noted when its keyboard goes.

        Once the words are out that stand for a medium which the group refuses, it goes to both doors. One
        that takes no such medium hears so once, and is offered it again.
        """
        if outgoing.bare and not outgoing.person_id and isinstance(outcome, Sent | Unknown):
            for partner in space.couple:
                await _put_at_door(tx, space, outgoing, partner.person_id, elsewhere.MEDIUM, outgoing.id)
        if (
            outgoing.kind == elsewhere.MEDIUM
            and isinstance(outcome, Refused)
            and dispatch.falls_back(outcome.why, outgoing.refused + 1)
        ):
            await _put_at_door(tx, space, outgoing, outgoing.person_id, elsewhere.WAITS, outgoing.ref)
        if outgoing.kind == elsewhere.MEDIUM and isinstance(outcome, Sent) and outcome.file_id:
            await outbox.keep_file(tx, outgoing.ref, outcome.file_id)  # the other door gets the same
        if isinstance(outcome, Sent) and not outgoing.person_id and message is not None:
            await keyboards.stands(tx, self.closes, space, outcome.message_id, message)
        for feature in self.features:
            if outgoing.kind in feature.outcomes:
                await feature.outcomes[outgoing.kind](tx, space, outgoing, outcome)
        await places.came_of(self.points, tx, space, outgoing, outcome)

    async def _load_medium(self, tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Loaded | None:
        """Load what brings a medium to a door, or tells it that it takes none, from the group's message."""
        of = await outbox.by_id(tx, outgoing.ref)
        loaded = None if of is None else await self._load(tx, space, of, takes=False)
        if loaded is None or outgoing.kind == elsewhere.MEDIUM:
            return None if loaded is None else replace(loaded, turns=elsewhere.at_door)
        waits = await outbox.is_waiting(tx, space.id, elsewhere.MEDIUM, outgoing.ref, outgoing.person_id)
        return replace(loaded, turns=elsewhere.waits_at_door) if waits else None

    async def _load(
        self, tx: AsyncConnection, space: Space, outgoing: OutboxMessage, *, takes: bool
    ) -> Loaded | None:
        feature = next((it for it in self.features if outgoing.kind in it.composers), None)
        if feature is None:
            log.error("nobody composes messages of the kind %s", outgoing.kind)
            return None
        composer = feature.composers[outgoing.kind]
        load = (composer.take if takes else None) or composer.load
        data = await load(tx, space, outgoing)
        if data is None:
            return None
        lines = await places.load_lines(self.points, tx, space, outgoing, takes=takes)
        return Loaded(composer, data, lines, outgoing.file_id)


def _card(loaded: Loaded, reader: Reader) -> Message | None:
    message = loaded.composer.render(loaded.data, reader)
    if message is None:
        return None
    turned = loaded.turns(places.with_lines(message, loaded.lines, reader))
    return None if turned is None else turned.known_as(loaded.file_id)


async def _put_at_door(
    tx: AsyncConnection, space: Space, outgoing: OutboxMessage, person_id: int, kind: str, ref: int
) -> None:
    await outbox.put(
        tx,
        space_id=space.id,
        person_id=person_id,
        kind=kind,
        ref=ref,
        at=outgoing.claimed_at or space.created_at,
        fresh_for=elsewhere.FRESH,
        loud=False,
    )
