"""WHO_MAY_JOIN: the first couple, those on the list, or anyone."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.db.tables import spaces
from tests.conftest import Couple, Stage, joined
from tests.features.pairing.walk import cards, invited, opens_side, rows, says_yes
from tests.people import Group, Loopback, Person
from tests.stage import says_in

ANOTHER = "belongs to another couple"


Running = Callable[..., Awaitable[Stage]]


@pytest.fixture
async def running(make_stage: Callable[..., Stage]) -> AsyncIterator[Running]:
    """Start a stage with settings of one's own."""
    stages: list[Stage] = []

    async def run(**settings: object) -> Stage:
        stages.append(make_stage(**settings))
        await stages[-1].start()
        return stages[-1]

    yield run
    for stage in stages:
        await stage.stop()


@pytest.fixture
def dan(telegram: Loopback) -> Person:
    """Cleo's partner."""
    return telegram.person("Dan")


async def _two_strangers(group_of: Person, other: Person) -> Group:
    group = await group_of.creates_group("Strangers", other)
    await group.adds_bot(by=group_of, payload="hello")
    return group


async def test_first_another_couple_hears_one_kind_line(couple: Couple, cleo: Person, dan: Person) -> None:
    group = await _two_strangers(cleo, dan)
    assert [m.text for m in group.messages if ANOTHER in m.text] == [
        "This Kindling belongs to another couple. Anyone can run their own."
    ]
    assert cards(group, "asked me in") == []
    assert not group.now.members[int(couple.stage.telegram.token.partition(":")[0])].present


async def test_first_a_stranger_hears_it_at_the_door_already(couple: Couple, cleo: Person) -> None:
    await cleo.says("/start")
    assert ANOTHER in cleo.door.last().text
    assert cleo.door.last().rows == []
    await cleo.says("/help")
    assert ANOTHER in cleo.door.messages[-2].text
    assert "you've both joined" not in cleo.door.last().text


async def test_first_it_is_who_is_both_in_first_and_not_who_asked_first(
    stage: Stage, ana: Person, ben: Person, cleo: Person, dan: Person
) -> None:
    strangers = await _two_strangers(cleo, dan)
    await says_yes(cleo, strangers)
    await opens_side(dan, strangers)
    await joined(stage, ana, ben)
    toast = await says_in(dan)
    assert ANOTHER in toast.text
    assert cards(strangers, "You're both in") == []


async def test_first_the_couple_itself_may_move_to_another_group(couple: Couple) -> None:
    group = await invited(couple.ana, couple.ben)
    for person in (couple.ana, couple.ben):
        await says_yes(person, group)
    assert len(cards(group, "You're both in")) == 1


async def test_first_once_it_ended_another_couple_may_come(couple: Couple, cleo: Person, dan: Person) -> None:
    await couple.group.removes_bot(by=couple.ana)
    await couple.stage.moves(hours=2)
    group = await _two_strangers(cleo, dan)
    assert len(cards(group, "asked me in")) == 1


async def test_listed_one_of_the_two_is_enough(running: Running, ana: Person, ben: Person) -> None:
    await running(who_may_join="listed", allowed_users=frozenset({ben.id}))
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await says_yes(ben, group)
    assert len(cards(group, "You're both in")) == 1


async def test_listed_two_strangers_cannot_join(
    running: Running, ana: Person, ben: Person, cleo: Person
) -> None:
    await running(who_may_join="listed", allowed_users=frozenset({cleo.id}))
    group = await invited(ana, ben)
    await says_yes(ana, group)
    toast = await ben.taps("Open our private chat", at=group)
    assert "listed" in toast.text
    assert cards(group, "You're both in") == []


async def test_anyone_may_join_beside_others(
    running: Running, ana: Person, ben: Person, cleo: Person, dan: Person
) -> None:
    stage = await running(who_may_join="anyone")
    await joined(stage, ana, ben)
    group = await _two_strangers(cleo, dan)
    for person in (cleo, dan):
        await says_yes(person, group)
    assert len(cards(group, "You're both in")) == 1
    assert {row["state"] for row in await rows(stage, spaces)} == {"active"}
