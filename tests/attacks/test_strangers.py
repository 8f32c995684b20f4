"""Strangers: the table of attacks, walked through; nothing changes, and nothing of the couple's is told."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.attacks.strangers import (
    ANYTHING_OF_ITS_OWN,
    AT_THE_DOOR,
    IN_THE_GROUP,
    NOT_A_PERSON,
    NOT_YOURS,
    OF_ANOTHER_SPACE,
    OTHER_DAY,
    UNNAMED,
    WHICH_ONE,
    Attack,
    Scene,
)
from tests.conftest import Couple, Stage, joined
from tests.features.checkin.looking import checks_in
from tests.features.pairing.walk import says_yes
from tests.features.question.acts import morning, seals
from tests.people import Person
from tests.promises.acts import SECRET, rows

THEIRS = (SECRET, "the soup", "a secret for Sunday", "Ana", "Ben")


async def lived_in(couple: Couple, stranger: Person) -> Scene:
    """Leave a card of every kind in the group, and something sealed, kept and private of everybody's."""
    ana, ben, group = couple.ana, couple.ben, couple.group
    card = await morning(couple)
    await seals(ana, "One", on=card)
    await seals(ben, "Two", on=card)
    await couple.stage.moves_to_time(12, 31)
    await ana.says("/thanks the soup on the stairs", at=group)
    await couple.stage.moves_to_time(21)
    await ana.says_from_menu("/checkin", group)
    await checks_in(ana, "Hard", "Far", "A hand", "No, just for me")
    await ana.says("/thanks a secret for Sunday")
    card = await morning(couple)
    await ana.taps("Answer privately", on=card)
    await ana.says(SECRET)
    return Scene(couple, stranger, ana.door.last())


async def theirs(scene: Scene) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table but those about the stranger, as somebody at their own door.

    That an update was handled is no change, and neither is that somebody's own command goes at night.
    """
    found = await rows(scene.couple.stage, but=("updates", "fading"))
    return {name: [row for row in table if _whose(row) != scene.stranger.id] for name, table in found.items()}


def _whose(row: dict[str, Any]) -> object:
    """Return whom a row is about, as its table says it: by a person, or by the number of their own door."""
    return row.get("person_id", row.get("id", row.get("chat_id")))


def faces(scene: Scene) -> list[tuple[str, object]]:
    """Return how everything looks that the bot says to the couple: words and buttons, every version."""
    places = (scene.couple.group, scene.couple.ana.door, scene.couple.ben.door)
    bot = scene.couple.stage.telegram.world.bot
    return [(it.text, (it.rows, it.edits)) for place in places for it in place.messages if it.sender is bot]


async def walk(scene: Scene, attacks: Sequence[Attack]) -> None:
    """Try one attack after the other: each is answered as the table says, and changes nothing."""
    before, looks = await theirs(scene), faces(scene)
    bot = scene.couple.stage.telegram.world.bot
    for attack in attacks:
        lines, toasts = len(scene.stranger.door.messages), len(scene.stranger.toasts)
        await attack.tries(scene)
        heard = {it.text for it in scene.stranger.door.messages[lines:] if it.sender is bot}
        heard |= {toast.text for toast in scene.stranger.toasts[toasts:]}
        assert [it for it in faces(scene) if it[0] != UNNAMED] == looks, attack.name
        assert await theirs(scene) == before, attack.name
        assert not [it for it in THEIRS if any(it in line for line in heard)], attack.name
        if attack.hears is not ANYTHING_OF_ITS_OWN:
            more = heard - {""} - set(attack.hears)
            missing = set(attack.hears) - heard
            assert (more, missing) == (set(), set()), attack.name


async def test_a_stranger_at_their_own_door(couple: Couple, cleo: Person) -> None:
    scene = await lived_in(couple, cleo)
    await cleo.says("/start")
    await walk(scene, AT_THE_DOOR)


async def test_a_third_member_of_the_group(couple: Couple, cleo: Person) -> None:
    scene = await lived_in(couple, cleo)
    await couple.group.adds(cleo, by=couple.ana)
    await walk(scene, IN_THE_GROUP)


@pytest.fixture
async def open_stage(make_stage: Callable[..., Stage]) -> AsyncIterator[Stage]:
    """The bot, for more than one couple."""
    stage = make_stage(who_may_join="anyone")
    yield stage
    await stage.stop()


async def test_a_person_of_another_space(open_stage: Stage, ana: Person, ben: Person) -> None:
    couple = await joined(open_stage, ana, ben)
    dana, emil = open_stage.telegram.person("Dana"), open_stage.telegram.person("Emil")
    others = await joined(open_stage, dana, emil)
    scene = await lived_in(couple, dana)
    await dana.says("/today")  # a message of this moment, as her door may be empty by now
    await walk(replace(scene, own_group=others.group), OF_ANOTHER_SPACE)


async def test_those_who_are_no_person(couple: Couple) -> None:
    helper = couple.stage.telegram.other_bot("Helper")
    scene = await lived_in(couple, helper)
    await couple.group.adds(helper, by=couple.ana)
    for person in (couple.ana, couple.ben):
        await person.taps("That's fine", at=person.door)
    await couple.group.promotes(couple.ana, by=couple.ana)
    await walk(scene, NOT_A_PERSON)


async def test_one_door_of_two_spaces_asks_which_is_meant(
    open_stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    couple = await joined(open_stage, ana, ben)
    second = await cleo.creates_group("Cleo & Ben", ben)
    await second.adds_bot(by=cleo, payload="hello")
    for person in (cleo, ben):
        await says_yes(person, second, zone=False)
    scene = await lived_in(couple, cleo)
    before = await theirs(scene)
    for name in ("today", "thanks", "checkin", "pause", "settings", "stop"):
        await ben.says(f"/{name}")
        asked = ben.door.last()
        assert asked.text == WHICH_ONE
        assert asked.buttons == ["With Ana", "With Cleo"]
        with_ana = asked.message.buttons[0][0]["callback_data"]
        for message in (asked, *cleo.door.messages[-1:], couple.group.last()):
            await cleo.sends_data(with_ana, on=message)
            assert cleo.toasts[-1].text in (NOT_YOURS, OTHER_DAY)
    assert await theirs(scene) == before
    await ben.taps("With Ana", on=asked)
    assert asked.buttons == []
