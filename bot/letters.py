"""What all rooms say by themselves, in the two steps of `schedules.delivery`; what is noted of its end."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import elsewhere, keyboards, places
from bot.cards import Card
from bot.composing import Composer, Reader
from bot.expiry import Closes
from bot.feature import Feature
from bot.outcomes import Outcome, Refused, Sent, Unknown
from bot.places import Lines
from bot.points import Points
from bot.spaces import languages
from bot.spaces.model import Space
from bot.telegram import offering
from bot.words import content_of, speaking
from content.bank import Bank
from schedules import dispatch, outbox
from schedules.delivery import NotYet
from schedules.heard import Heard
from schedules.outbox import Letter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a letter is made from: by whom, of what, and the lines of other rooms that belong to it.

    `turns` makes of its card what goes out, None for nothing. `file_id` is by what Telegram knows a file of
    ours that belongs to it.
    """

    composer: Composer[Any]
    data: Any
    lines: Lines
    file_id: str = ""
    turns: Callable[[Card], Card | None] = field(default=lambda card: card)


@dataclass(frozen=True)
class Letters:
    """Composes what the outbox holds. `heard` says how far everything is handled that was said.

    `closes` says when what a button does in the group is over, by its verb.
    """

    features: Sequence[Feature]
    points: Points
    banks: Mapping[str, Bank]
    heard: Heard
    closes: Mapping[str, Closes]

    async def load(
        self, tx: AsyncConnection, space: Space, letter: Letter, /, *, takes: bool
    ) -> Loaded | None:
        """Return what a letter is made from; None if there is nothing to say any more.

        One that says that words go waits for whatever was said of them in time.

        Raises:
            NotYet: not everything is handled yet that was said while they were held.
        """
        fresh_until = letter.fresh_until if letter.kind == offering.OVER else None
        if fresh_until is not None and self.heard.so_far() < fresh_until - offering.SAID_FOR:
            raise NotYet
        if letter.kind in (elsewhere.LETTER, elsewhere.WAITS):
            return await self._load_medium(tx, space, letter)
        loaded = await self._load(tx, space, letter, takes=takes)
        return replace(loaded, turns=elsewhere.in_words) if loaded is not None and letter.bare else loaded

    async def render(self, space: Space, letter: Letter, loaded: Loaded, /) -> Card | None:
        """Return the message that is made from that, as its reader gets it."""
        with speaking(languages.of_reader(space, letter.person_id)):
            reader = Reader(space, letter.person_id, content_of(self.banks))
            if loaded.composer.in_thread:  # a thread reads in the language of who starts it
                return await asyncio.to_thread(_card, loaded, reader)
            return _card(loaded, reader)

    async def note(
        self, tx: AsyncConnection, space: Space, letter: Letter, card: Card | None, outcome: Outcome, /
    ) -> None:
        """Have the features write down what follows from what became of a letter; None: it never went out.

        Of a card in the group it is noted when its keyboard goes.

        Once the words are out that stand for a medium which the group refuses, it goes to both doors. One
        that takes no such medium hears so once, and is offered it again.
        """
        if letter.bare and not letter.person_id and isinstance(outcome, Sent | Unknown):
            for partner in space.couple:
                await _put_at_door(tx, space, letter, partner.person_id, elsewhere.LETTER, letter.id)
        if (
            letter.kind == elsewhere.LETTER
            and isinstance(outcome, Refused)
            and dispatch.falls_back(outcome.why, letter.refused + 1)
        ):
            await _put_at_door(tx, space, letter, letter.person_id, elsewhere.WAITS, letter.ref)
        if letter.kind == elsewhere.LETTER and isinstance(outcome, Sent) and outcome.file_id:
            await outbox.keep_file(tx, letter.ref, outcome.file_id)  # the other door gets the same
        if isinstance(outcome, Sent) and not letter.person_id and card is not None:
            await keyboards.stands(tx, self.closes, space, outcome.message_id, card)
        for feature in self.features:
            if letter.kind in feature.outcomes:
                await feature.outcomes[letter.kind](tx, space, letter, outcome)
        await places.came_of(self.points, tx, space, letter, outcome)

    async def _load_medium(self, tx: AsyncConnection, space: Space, letter: Letter) -> Loaded | None:
        """Load what brings a medium to a door, or tells it that it takes none, from the group's letter."""
        of = await outbox.by_id(tx, letter.ref)
        loaded = None if of is None else await self._load(tx, space, of, takes=False)
        if loaded is None or letter.kind == elsewhere.LETTER:
            return None if loaded is None else replace(loaded, turns=elsewhere.at_door)
        waits = await outbox.is_waiting(tx, space.id, elsewhere.LETTER, letter.ref, letter.person_id)
        return replace(loaded, turns=elsewhere.waits_at_door) if waits else None

    async def _load(self, tx: AsyncConnection, space: Space, letter: Letter, *, takes: bool) -> Loaded | None:
        feature = next((it for it in self.features if letter.kind in it.letters), None)
        if feature is None:
            log.error("nobody composes letters of the kind %s", letter.kind)
            return None
        composer = feature.letters[letter.kind]
        load = (composer.take if takes else None) or composer.load
        data = await load(tx, space, letter)
        if data is None:
            return None
        lines = await places.load_lines(self.points, tx, space, letter, takes=takes)
        return Loaded(composer, data, lines, letter.file_id)


def _card(loaded: Loaded, reader: Reader) -> Card | None:
    card = loaded.composer.render(loaded.data, reader)
    if card is None:
        return None
    turned = loaded.turns(places.with_lines(card, loaded.lines, reader))
    return None if turned is None else turned.known_as(loaded.file_id)


async def _put_at_door(
    tx: AsyncConnection, space: Space, letter: Letter, person_id: int, kind: str, ref: int
) -> None:
    await outbox.put(
        tx,
        space_id=space.id,
        person_id=person_id,
        kind=kind,
        ref=ref,
        at=letter.claimed_at or space.created_at,
        fresh_for=elsewhere.FRESH,
        loud=False,
    )
