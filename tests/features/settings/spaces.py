"""A space as a plain value, for tests of rules."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.app import POINTS
from bot.features.settings.pages import SETTINGS, Change, ChoiceContext, Pages
from bot.spaces.model import Group, Partner, PartnerState, Space, SpaceState
from bot.spaces.preference import Preference, Values
from tests.preferring import OF_A_PERSON, OF_THE_SPACE, chosen

ANA, BEN = 11, 22
TODAY = date(2026, 7, 15)  # a Wednesday
_BEGAN = datetime(2026, 7, 1, 8, tzinfo=UTC)


def a_partner(person_id: int, name: str, zone: str) -> Partner:
    """Return a partner who chose nothing yet."""
    return Partner(
        person_id=person_id,
        name=name,
        zone=zone,
        state=PartnerState.IN,
        joined_at=_BEGAN,
        door_open=True,
    )


def a_space(**values: Any) -> Space:
    """Return Ana's and Ben's space, with these values set."""
    space = Space(
        id=1,
        chat_id=-100,
        inviter_id=ANA,
        state=SpaceState.ACTIVE,
        zone="Europe/Berlin",
        created_at=_BEGAN,
        active_at=_BEGAN,
        removed_at=None,
        erase_at=None,
        group=Group(members=3),
        partners=(a_partner(ANA, "Ana", "Europe/Berlin"), a_partner(BEN, "Ben", "Europe/London")),
    )
    choices = chosen(values, OF_THE_SPACE)
    return replace(space, values=Values.of(*choices), **values)


def ours(change: Change) -> dict[str, Any]:
    """Return what a change sets for both, by short names."""
    names: dict[Preference[Any], str] = {it: name for name, it in OF_THE_SPACE.items()}
    return {names[choice.of]: choice.value for choice in change.ours}


def mine(change: Change) -> dict[str, Any]:
    """Return what a change sets for whoever made it, by short names."""
    names: dict[Preference[Any], str] = {it: name for name, it in OF_A_PERSON.items()}
    return {names[choice.of]: choice.value for choice in change.mine}


def a_person(**values: Any) -> Partner:
    """Return Ana, who chose these."""
    choices = chosen(values, OF_A_PERSON)
    return replace(a_partner(ANA, "Ana", "Europe/Berlin"), values=Values.of(*choices))


def decide(context: ChoiceContext, key: str, value: str) -> Change:
    """Return what a choice changes, by the pages of every feature."""
    return Pages(POINTS.of(SETTINGS)).decide(context, key, value)
