"""A space as a plain value, for tests of rules."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.features.settings.rules import Change
from bot.spaces.model import Partner, Space
from bot.spaces.preference import Values
from tests.preferring import OF_THE_SPACE, chosen

ANA, BEN = 11, 22
TODAY = date(2026, 7, 15)  # a Wednesday
_BEGAN = datetime(2026, 7, 1, 8, tzinfo=UTC)


def a_partner(person_id: int, name: str, zone: str) -> Partner:
    """Return a partner who chose nothing yet."""
    return Partner(
        person_id=person_id,
        name=name,
        zone=zone,
        state="in",
        joined_at=_BEGAN,
        door_open=True,
        keeps_answers=True,
        vouched=False,
        depth=3,
        muted=frozenset(),
        reminder_at=None,
        paused_until=None,
    )


def a_space(**values: Any) -> Space:
    """Return Ana's and Ben's space, with these values set."""
    space = Space(
        id=1,
        chat_id=-100,
        inviter_id=ANA,
        state="active",
        zone="Europe/Berlin",
        created_at=_BEGAN,
        active_at=_BEGAN,
        removed_at=None,
        erase_at=None,
        members=3,
        public=False,
        partners=(a_partner(ANA, "Ana", "Europe/Berlin"), a_partner(BEN, "Ben", "Europe/London")),
    )
    choices = chosen(values, OF_THE_SPACE)
    return replace(space, values=Values.of(*choices), **values)


def ours(change: Change) -> dict[str, Any]:
    """Return what a change sets for both, by short names."""
    names = {it: name for name, it in OF_THE_SPACE.items()}
    return {names[choice.of]: choice.value for choice in change.ours}
