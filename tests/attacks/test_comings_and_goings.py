"""Attacks on who the two are: doors that were never opened, swapped members, undone joins, old cards."""

from bot.features.pairing.actions import Join, JoinBesideBots, OpenDoor
from tests.conftest import Couple, Stage, joined
from tests.features.pairing.walk import cards, invited, opens_side, says_yes
from tests.features.question.acts import greets, morning, reveals, seals
from tests.people import Person
from tests.promises.acts import SECRET, with_button
from tests.stage import says_in

HUSH = "I'm made for two"


async def test_a_stranger_takes_no_seat_by_a_tap_forged_at_their_own_door(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await invited(ana, ben)
    await opens_side(ana, group)
    await says_in(ana)
    await cleo.says("/start")
    for data in (
        f"{OpenDoor.name}:1:0",
        f"{Join.name}:1:0",
        f"{JoinBesideBots.name}:1:0",
        f"{OpenDoor.name}:1:0",
    ):
        await cleo.forges(data, on=cleo.door.last())
    await says_yes(ben, group)
    space = await stage.space_in(group)
    assert [partner.person_id for partner in space.partners] == [ana.id, ben.id]
    assert "Ana" not in cleo.transcript()


async def test_who_was_let_in_while_the_bot_was_away_hears_nothing(couple: Couple, cleo: Person) -> None:
    stage, group = couple.stage, couple.group
    await morning(couple)
    await seals(couple.ana, SECRET)
    await group.removes_bot(by=couple.ana)
    await seals(couple.ben, "Mine", on=with_button(couple, "Not today")[0])
    await group.adds(cleo, by=couple.ana)
    await group.adds_bot(by=couple.ana)
    await stage.moves(minutes=5)
    assert reveals(couple) == []
    assert SECRET not in cleo.transcript()
    assert any(HUSH in shown.text for shown in group.messages)
    await group.removes(cleo, by=couple.ben)
    await stage.moves(minutes=1)
    assert len(reveals(couple)) == 1


async def test_nobody_takes_the_place_of_a_partner_who_was_removed(couple: Couple, cleo: Person) -> None:
    stage, group = couple.stage, couple.group
    await morning(couple)
    await seals(couple.ana, SECRET)
    await group.removes(couple.ben, by=couple.ana)
    await group.adds(cleo, by=couple.ana)
    await couple.ben.says("/today")
    await couple.ben.taps("Answer privately", at=couple.ben.door)
    await couple.ben.says("Ben's own words")
    await stage.moves(minutes=30)
    await group.removes_bot(by=couple.ana)
    await group.adds_bot(by=couple.ana)
    await stage.moves(minutes=29)
    assert reveals(couple) == []
    await stage.moves(minutes=2)
    space = await stage.space_in(group)
    assert space.state == "closed"
    await stage.moves_to_time(9)
    assert "Ben's own words" not in cleo.transcript()
    assert not greets(cleo.transcript())


async def test_nobody_takes_the_place_of_a_partner_removed_while_the_bot_was_away(
    couple: Couple, cleo: Person
) -> None:
    stage, group = couple.stage, couple.group
    await group.removes_bot(by=couple.ana)
    await group.removes(couple.ben, by=couple.ana)
    await group.adds(cleo, by=couple.ana)
    await group.adds_bot(by=couple.ana)
    await stage.moves_to_time(9)
    await stage.moves(hours=2)
    assert not greets(cleo.transcript())
    space = await stage.space_in(group)
    assert space.state == "closed"


async def test_a_partner_back_within_the_hour_finds_everything(couple: Couple) -> None:
    stage, group = couple.stage, couple.group
    await morning(couple)
    await seals(couple.ana, SECRET)
    await couple.ben.leaves(group)
    await couple.ana.leaves(group)
    await group.adds(couple.ana, by=couple.ana)
    await couple.ben.says("/today")
    await couple.ben.taps("Answer privately", at=couple.ben.door)
    await couple.ben.says("Mine")
    assert reveals(couple) == []
    await stage.moves(minutes=50)
    await group.adds(couple.ben, by=couple.ana)
    await couple.minute_passes()
    assert [shown.spoilers for shown in reveals(couple)] == [[SECRET, "Mine"]]
    await stage.moves(hours=2)
    space = await stage.space_in(group)
    assert space.state == "active"


async def test_after_an_undo_a_new_partner_gets_a_question_and_nothing_of_the_old(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    couple = await joined(stage, ana, ben)
    group = couple.group
    await morning(couple)
    await seals(ana, SECRET)
    await seals(ben, "Ben's own words")
    await ben.says("/thanks the soup on the stairs")
    await ben.taps("Undo", at=ben.door)
    await ben.leaves(group)
    await group.adds(cleo, by=ana)
    before = len(group.messages)
    await says_yes(cleo, group)
    await stage.moves(minutes=2)
    await ana.taps("Ask us our first question", at=group)
    new = group.messages[before:]
    (card,) = [shown for shown in new if "Not today" in shown.buttons]
    await seals(ana, "Ana's second", on=card)
    await seals(cleo, "Cleo's first", on=card)
    assert [shown.spoilers for shown in group.messages[before:] if shown.spoilers] == [
        ["Ana's second", "Cleo's first"]
    ]
    await cleo.says("/thanks")
    await cleo.taps("My thank-yous", at=cleo.door)
    seen = cleo.transcript()
    assert not [words for words in (SECRET, "Ben's own words", "soup") if words in seen]


async def test_cards_of_an_ended_invitation_say_that_it_is_over(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await ben.says("/stop")
    await ben.taps("End quietly", at=ben.door)
    door = next(shown for shown in ana.door.messages if "Undo" in shown.buttons)
    toast = await ana.taps("Undo", on=door)
    assert "invitation is over" in toast.text
    assert cards(couple.group, "invitation") == []
