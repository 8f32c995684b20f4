"""Promise 2: nobody outside the two partners reads or writes anything of a space."""

from typing import Any

from bot.actions import Row
from bot.features.question.actions import (
    Change,
    LetKnow,
    NotToday,
    Reply,
    ReplyBelow,
    Seal,
    TakeBack,
    WeTalked,
    WhenAlone,
)
from bot.features.thanks.actions import Asked, Give, HideFromMine, Receive
from bot.sealed.contributions import Alone
from tests.conftest import Couple, Stage, joined
from tests.declared import commands
from tests.features.question.acts import morning, reveals, seals
from tests.people import Person
from tests.promises.acts import SECRET, forged, forges_all, own_data, rows, taps_all
from tests.stage import says_in

OF_NO_SPACE = ("people", "nonces", "awaited", "drafts", "fading", "updates")
"""What the bot may note of somebody who talks to it at their own door."""


async def lived_in(couple: Couple) -> None:
    """Leave something of everything in the couple's space: an answer, a thanks, a kept one, an evening."""
    await morning(couple)
    await seals(couple.ana, SECRET)
    await couple.ben.says("/thanks the soup on the stairs", at=couple.group)
    await couple.ana.says("/thanks a secret for Sunday")
    await couple.ana.says("/checkin")
    for label in ("Good", "Close", "A hand", "No, just for me"):
        await couple.ana.taps(label, at=couple.ana.door)


def met_nothing(person: Person) -> None:
    """Assert that this person has been shown no word of theirs and no name, at their door or in a toast."""
    shown = "\n".join([person.screen(person.door), *(toast.text for toast in person.toasts)])
    assert not [it for it in (SECRET, "soup", "secret for Sunday", "Ana", "Ben") if it in shown]


async def test_promise_2_a_stranger_reads_and_writes_nothing(couple: Couple, cleo: Person) -> None:
    await lived_in(couple)
    stage, card = couple.stage, couple.group.messages[-1]
    before = await rows(stage, but=OF_NO_SPACE)
    for command in commands():
        await cleo.says(f"/{command}")
        await cleo.says("some words that answer nothing")
    await forges_all(cleo, forged(1, 1), card, stage)
    await forges_all(cleo, forged(1, 1), cleo.door.last(), stage)
    assert await rows(stage, but=OF_NO_SPACE) == before
    met_nothing(cleo)


async def test_promise_2_a_third_in_the_group_reads_and_writes_nothing(couple: Couple, cleo: Person) -> None:
    await lived_in(couple)
    stage, group = couple.stage, couple.group
    await group.adds(cleo, by=couple.ana)
    since = len(cleo.transcript())
    await cleo.says("/start")
    before = await rows(stage, but=(*OF_NO_SPACE, "outbox"))
    said = len(group.messages)
    for command in commands():
        await cleo.says_from_menu(f"/{command}", group)
    for shown in group.messages[:said]:
        await cleo.replies("words of a third", to=shown)
        if shown.buttons:
            await forges_all(cleo, own_data(shown), shown, stage)
    assert [shown.text for shown in group.messages if shown.sender is stage.telegram.world.bot][said:] == []
    await forges_all(cleo, forged(1, 1), group.messages[2], stage)
    await forges_all(cleo, forged(1, 1), cleo.door.last(), stage)
    assert await rows(stage, but=(*OF_NO_SPACE, "outbox")) == before
    await couple.ben.taps("Not today")
    await group.removes(cleo, by=couple.ana)
    await seals(couple.ben, "Mine")
    assert reveals(couple)[0].spoilers == [SECRET, "Mine"]
    assert SECRET not in cleo.transcript()[since:]


async def test_promise_2_who_came_between_the_two_yeses_takes_no_seat(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await ana.creates_group("Ana & Ben", ben, cleo)
    await group.adds_bot(by=ana, payload="hello")
    for person in (ana, ben, cleo):
        toast = await person.taps("Open our private chat", at=group)
        await person.opens(toast.url or "")
    for person in (ana, ben):
        await says_in(person)
        await person.taps("The others are bots", at=person.door)
    await says_in(cleo)
    await forges_all(cleo, forged(1, 0), cleo.door.last(), stage)
    found = await rows(stage)
    assert {row["person_id"] for row in found["partners"] if row["state"] == "in"} == {ana.id, ben.id}


def of_space(found: dict[str, list[dict[str, Any]]], space_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that belong to one space."""
    return {
        name: [row for row in table if row.get("space_id", row.get("id")) == space_id]
        for name, table in found.items()
        if name not in ("people", "meta", "nonces")
    }


async def test_promise_2_another_couple_reads_and_writes_nothing(
    open_stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    stage = open_stage
    couple = await joined(stage, ana, ben)
    dana = stage.telegram.person("Dana")
    others = await joined(stage, dana, cleo)
    await lived_in(couple)
    await morning(others)
    await seals(dana, "the words of another couple")
    for person in (cleo, dana):
        await person.says("/today")  # their doors may be empty by now
    before = of_space(await rows(stage), 1)
    for person in (cleo, dana):
        await forges_all(person, forged(1, 1), others.group.last(), stage)
        await forges_all(person, forged(2, 1, verbs=THEIRS), person.door.last(), stage)
        # The first wall, that a button must stand below its message, holds these off. Here it does not:
        # the bot's own buttons name a row of the first space as if it were one of theirs.
        for place in (person.door, others.group):
            await taps_all(person, forged(2, 1, verbs=THEIRS), place, stage)
        met_nothing(person)
    assert of_space(await rows(stage), 1) == before


THEIRS = (
    Seal.name,
    WeTalked.name,
    NotToday.name,
    TakeBack.name,
    Change.name,
    LetKnow.name,
    WhenAlone.name,
    Give.name,
    Receive.name,
    HideFromMine.name,
)


async def test_promise_2_two_spaces_of_one_person_stay_apart(
    open_stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    stage = open_stage
    first = await joined(stage, ana, ben)
    await stage.moves(minutes=1)
    group = await cleo.creates_group("Cleo & Ben", ben)
    await group.adds_bot(by=cleo, payload="hello")
    for person in (cleo, ben):
        toast = await person.taps("Open our private chat", at=group)
        if toast.url:
            await person.opens(toast.url)
        await says_in(person)
    second = Couple(cleo, ben, group, stage)
    await stage.moves(minutes=2)
    await morning(first)
    (here,), (there,) = (
        [shown for shown in couple.group.messages if "Not today" in shown.buttons]
        for couple in (first, second)
    )
    await seals(ben, SECRET, on=here)
    await seals(ben, "for Cleo alone", on=there)
    await ben.says("/thanks")
    assert sorted(ben.door.last().buttons) == ["With Ana", "With Cleo"]
    await ben.taps("With Cleo")
    await ben.says("the tulips on the sill")
    for data in (
        TakeBack(1, Row(2)),
        TakeBack(2, Row(1)),
        LetKnow(2, Row(1)),
        Give(1, Row(1), Asked.ONCE_WRITTEN),
        WhenAlone(1, Row(2), Alone.SHOW),
    ):
        await ben.sends_data(data.pack(), on=ben.door.last())
    await cleo.sends_data(Seal(2, Row(1)).pack(), on=there)
    await cleo.sends_data(ReplyBelow(2, Row(1), Reply.THANKED).pack(), on=there)
    await seals(cleo, "Cleo's own", on=there)
    assert sorted(reveals(second)[0].spoilers) == ["Cleo's own", "for Cleo alone"]
    assert reveals(first) == []
    await seals(ana, "Ana's own", on=here)
    assert sorted(reveals(first)[0].spoilers) == ["Ana's own", SECRET]
    assert not [it for it in (SECRET, "Ana's own") if it in cleo.transcript()]
    assert not [it for it in ("for Cleo alone", "tulips", "Cleo") if it in ana.transcript()]
