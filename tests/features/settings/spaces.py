"""A space as a plain value, for tests of rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.spaces.model import Partner, Space

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
        question_on=True,
        question_time=time(9),
        question_days="xxxxxxx",
        rest_days=".......",
        rest_from=None,
        rest_to=None,
        quiet_from=time(22),
        quiet_until=time(7),
        pace="daily",
        joint_at=None,
        quiet_told=False,
        month_asked=False,
        resting_until=None,
        partners=(a_partner(ANA, "Ana", "Europe/Berlin"), a_partner(BEN, "Ben", "Europe/London")),
    )
    return replace(space, **values)
