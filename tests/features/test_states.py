"""Every command and every ritual in every state a space can be in: kind words, and no post too many."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.conftest import Couple, Stage, joined
from tests.declared import commands
from tests.features.settings.test_settings import sets
from tests.people import Group, Person
from tests.stage import says_in

UNKIND = ("went wrong", "error", "invalid", "Traceback", "None", "%(")


async def inviting(stage: Stage, ana: Person, ben: Person) -> Couple:
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    toast = await ana.taps("Open our private chat", at=group)
    if toast.url:
        await ana.opens(toast.url)
    await says_in(ana)
    return Couple(ana, ben, group, stage)


async def active(stage: Stage, ana: Person, ben: Person) -> Couple:
    couple = await joined(stage, ana, ben)
    await sets(ana, "Just mine", "Reminder", "21:00")
    return couple


async def quieted(stage: Stage, ana: Person, ben: Person) -> Couple:
    couple = await active(stage, ana, ben)
    await couple.group.adds(stage.telegram.person("Cleo"), by=ana)
    return couple


async def public(stage: Stage, ana: Person, ben: Person) -> Couple:
    couple = await active(stage, ana, ben)
    await couple.group.becomes_public()
    await ana.says_from_menu("/today", couple.group)
    return couple


async def resting(stage: Stage, ana: Person, ben: Person) -> Couple:
    couple = await active(stage, ana, ben)
    await ben.says("/pause")
    await ben.taps("A week", at=ben.door)
    return couple


async def silent(stage: Stage, ana: Person, ben: Person) -> Couple:
    couple = await active(stage, ana, ben)
    for _ in range(30):
        await stage.moves_to_time(9)
    assert any(shown.text.startswith("I'll be quiet for now, until ") for shown in couple.group.messages)
    await stage.moves_to_time(8)
    return couple


async def closed(stage: Stage, ana: Person, ben: Person) -> Couple:
    couple = await active(stage, ana, ben)
    await ben.says("/stop")
    await ben.taps("End quietly", at=ben.door)
    return couple


State = Callable[[Stage, Person, Person], Awaitable[Couple]]
STATES: tuple[State, ...] = (inviting, active, quieted, public, resting, silent, closed)
# What comes by itself on one day: cards in the group (question, kindness), lines at Ana's door (reminder).
A_DAY: dict[State, tuple[int, int]] = {
    inviting: (0, 0),
    active: (2, 1),
    quieted: (0, 0),
    public: (0, 0),
    resting: (0, 0),
    silent: (0, 1),
    closed: (0, 0),
}


@pytest.fixture(autouse=True)
async def no_faults(caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    """Nothing may raise, in a handler, a ritual or an outbox message."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


async def hears(person: Person, place: Group | None, name: str) -> list[str]:
    """Let a person send a command; return what the bot said in that chat."""
    here = person.door if place is None else place
    before = {shown.id for shown in here.messages}
    if place is None:
        await person.says(f"/{name}")
    else:
        await person.says_from_menu(f"/{name}", place)
    said = [shown for shown in here.messages if shown.id not in before]
    return [shown.text for shown in said if shown.sender is not person.user]


@pytest.mark.parametrize("state", STATES)
async def test_every_command_is_answered_kindly(stage: Stage, ana: Person, ben: Person, state: State) -> None:
    couple = await state(stage, ana, ben)
    for name in commands():
        for person in (ana, ben):
            for place in (None, couple.group):
                words = await hears(person, place, name)
                assert all(words), (name, person.name)
                assert not [text for text in words if any(bad in text for bad in UNKIND)], name
                if place is None:
                    assert words, name


@pytest.mark.parametrize("state", STATES)
async def test_a_day_brings_what_the_state_lets_come(
    stage: Stage, ana: Person, ben: Person, state: State
) -> None:
    couple = await state(stage, ana, ben)
    places = (couple.group, ana.door, ben.door)
    before = [{shown.id for shown in place.messages} for place in places]
    came: list[set[int]] = [set(), set(), set()]
    for hour, minute in ((9, 0), (12, 30), (18, 0), (21, 0), (8, 0)):
        await stage.moves_to_time(hour, minute)
        for place, known, new in zip(places, before, came, strict=True):
            new.update(shown.id for shown in place.messages if shown.id not in known)
    assert tuple(map(len, came)) == (*A_DAY[state], 0)


@pytest.mark.parametrize("state", [quieted, public, closed])
async def test_nothing_asked_for_is_posted_where_others_listen_or_it_ended(
    stage: Stage, ana: Person, ben: Person, state: State
) -> None:
    couple = await state(stage, ana, ben)
    before = {shown.id for shown in couple.group.messages}
    for command in ("question", "kindness", "thanks", "checkin", "today"):
        await ana.says_from_menu(f"/{command}", couple.group)
    await ana.says("/thanks for the soup")
    if state in (quieted, public):
        await ana.taps("Give it now", at=ana.door)
    new = [shown for shown in couple.group.messages if shown.id not in before]
    answers = [shown.text for shown in new if not shown.text.startswith("/")]
    assert len(set(answers)) == 1
    assert not any(shown.rows for shown in new)
