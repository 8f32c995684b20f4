"""A change of what both meet is told in the group: one silent card, a minute after the last of it.

It says what is so from now on, and nobody's name. The rest day that *Rest tomorrow* moves is left out: it
is to look like any other, and so a pause looks like it.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.spaces.preference import NUMBER, TEXT, Ours
from schedules import outbox

KIND = "settings.changed"
_SETTLES = timedelta(minutes=1)
_FRESH = timedelta(days=7)
_NUMBER = Ours("changes.number", 0, NUMBER)
"""How often the group was to be told of a change."""

_TOLD: Ours[str | None] = Ours("changes.told", None, TEXT)
"""What was set when the group was last told of a change: `Shared`, as JSON."""

_MOST = 100_000  # changes told in one space, in the number of an outbox message; nobody gets there


@dataclass(frozen=True, slots=True)
class Shared:
    """What both meet, as it stood: the space's clock, the zones that were told, by person id (`announced`),
    and what differed from the defaults of whatever is `told`, as it is stored (`chosen`).

    `paced` says that the pace was chosen anew since, be it the same: a card that looked for itself how often
    posts come would tell of a pause that ended meanwhile.
    """

    zone: str
    announced: dict[str, str]
    chosen: dict[str, str]
    paced: bool = False

    def differs(self, other: "Shared", *preferences: Ours[Any]) -> bool:
        """Whether any of these preferences was chosen otherwise."""
        return any(self.chosen.get(it.key) != other.chosen.get(it.key) for it in preferences)


def of(space: Space) -> Shared:
    """Return what both meet of a space."""
    return Shared(
        zone=space.zone,
        announced={str(it.person_id): it.announced for it in space.couple if it.announced},
        chosen=space.values.told(),
    )


def before(space: Space) -> Shared | None:
    """Return what was so when the group was last told; None if it was never to be told of a change."""
    told = space[_TOLD]
    return None if told is None else Shared(**json.loads(told))


async def note(tx: AsyncConnection, was: Space, now: datetime, *, paced: bool = False) -> None:
    """Note, in the transaction of a change, that the group is to be told of it; `was` is the space before.

    `paced`: the pace was chosen anew, and is told even if it is the one that was chosen before.
    While nothing was told yet, a further change waits with the first, and what is changed back is not told.
    """
    space = await spaces.by_id(tx, was.id)
    if space is None or space.state is not SpaceState.ACTIVE or (of(space) == of(was) and not paced):
        return
    waiting = _ref(space.id, space[_NUMBER])
    number, kept = space[_NUMBER], before(space)
    if kept is None or not await outbox.is_on_its_way(tx, space.id, KIND, waiting, unproven=False):
        number, kept = number + 1, of(was)
    elif not await outbox.withdraw_unsent(tx, space.id, KIND, waiting):
        number += 1
    kept = replace(kept, paced=kept.paced or paced)
    await spaces.put(tx, space.id, _NUMBER.to(number), _TOLD.to(json.dumps(vars_of(kept))))
    await outbox.put(
        tx,
        space_id=space.id,
        kind=KIND,
        ref=_ref(space.id, number),
        at=now + _SETTLES,
        fresh_for=_FRESH,
        loud=False,
    )


def vars_of(shared: Shared) -> dict[str, object]:
    """Return the fields of what both meet, as they are kept."""
    return {name: getattr(shared, name) for name in Shared.__slots__}


def _ref(space_id: int, number: int) -> int:
    return space_id * _MOST + number
