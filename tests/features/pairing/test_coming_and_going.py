"""Removal and return, upgrades, a third member, a partner who leaves, a blocked door, and the eighth day."""

from collections.abc import Callable

import pytest

from bot.db.tables import metadata, people, spaces
from bot.loopback import faults
from bot.loopback.model import Member
from tests.conftest import Couple, Stage
from tests.features.pairing.walk import cards, invited, opens_side, rows, says_yes, space_in
from tests.features.question.acts import greets
from tests.people import Group, Loopback, Person, there
from tests.stage import says_in

WELCOME = "asked me in"
JOINED = "You're both in"
HUSH = "I'm made for two"


# --- upgrades -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("silent", [None, "upgrade_join", "upgrade_told"])
async def test_an_upgrade_between_invitation_and_join_is_followed(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person, silent: str | None
) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    if silent is not None:
        telegram.rules.off(silent)
    await group.becomes_supergroup()
    assert cards(group, WELCOME) == []
    await says_in(ben)
    await ben.taps("Yes", at=ben.door)
    await ana.says_from_menu("/start", at=group)
    await says_yes(ana, group)
    assert len(cards(group, JOINED)) == 1
    assert len(await rows(stage, spaces)) == 1


async def joins_unheard(telegram: Loopback, person: Person, group: Group) -> None:
    """Say yes as the second of the two, while the group cannot be reached for the card that both are in."""
    telegram.fail_next("sendMessage", faults.refused(), when=lambda params: JOINED in str(params.get("text")))
    await says_yes(person, group, zone=False)
    assert cards(group, JOINED) == []


async def test_after_an_upgrade_what_was_due_comes_in_the_new_chat(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await joins_unheard(telegram, ben, group)
    await group.becomes_supergroup()
    assert cards(group, WELCOME) == []
    await stage.moves(minutes=1)
    assert len(cards(group, JOINED)) == 1


async def test_after_an_upgrade_the_next_question_comes_in_the_new_chat(couple: Couple) -> None:
    await couple.group.becomes_supergroup()
    await couple.stage.moves_to_time(9)
    assert greets(couple.group.messages[-1].text)


async def test_an_upgrade_is_never_a_removal(couple: Couple, telegram: Loopback) -> None:
    telegram.rules.off("upgrade_join")
    await couple.group.becomes_supergroup()
    await couple.stage.moves(hours=2)
    space = await couple.stage.space_in(couple.group)
    assert space.state == "active"


async def test_another_supergroup_is_no_upgrade(
    make_stage: Callable[..., Stage], ana: Person, ben: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    first = await invited(ana, ben)
    second = await ana.creates_group("Another", ben, kind="supergroup")
    await second.adds_bot(by=ana)
    assert len(cards(first, WELCOME)) == 1
    assert len(cards(second, WELCOME)) == 1
    assert len(await rows(stage, spaces)) == 2
    await stage.stop()


# --- removal and return -------------------------------------------------------------------------------


async def test_back_within_the_hour_nothing_has_changed(couple: Couple) -> None:
    group, stage = couple.group, couple.stage
    before = there(await space_in(stage, group))
    await group.removes_bot(by=couple.ana)
    await stage.moves(minutes=59)
    heard = len(cards(group, WELCOME))
    await group.adds_bot(by=couple.ana)
    await stage.moves(hours=3)
    after = there(await space_in(stage, group))
    assert (after.id, after.state, after.removed_at) == (before.id, "active", None)
    assert len(cards(group, WELCOME)) == heard


async def test_after_the_hour_the_space_is_closed_and_return_needs_both_anew(couple: Couple) -> None:
    group, stage = couple.group, couple.stage
    await group.removes_bot(by=couple.ben)
    await stage.moves(minutes=61)
    space = await stage.space_in(group)
    assert space.state == "closed"
    await group.adds_bot(by=couple.ben)
    assert len(cards(group, "Ben asked me in")) == 1
    await says_yes(couple.ana, group)
    new = there(await space_in(stage, group))
    assert (new.state, len(new.couple)) == ("inviting", 1)
    assert new.id != space.id
    await says_yes(couple.ben, group)
    assert len(cards(group, JOINED)) == 2


async def test_a_removed_invitation_is_erased_after_the_hour(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await group.removes_bot(by=ana)
    await stage.moves(minutes=59)
    assert len(await rows(stage, spaces)) == 1
    await stage.moves(minutes=2)
    assert await rows(stage, spaces) == []
    toast = await ana.taps("Undo", at=ana.door)
    assert "That invitation is over" in toast.text


async def test_a_partner_leaving_counts_as_a_removal(couple: Couple) -> None:
    await couple.ben.leaves(couple.group)
    await couple.stage.moves(minutes=61)
    space = await couple.stage.space_in(couple.group)
    assert space.state == "closed"


async def test_while_a_partner_is_away_nobody_hears_of_more_people(couple: Couple) -> None:
    await couple.ben.leaves(couple.group)
    await couple.ana.says_from_menu("/question", at=couple.group)
    quiet = "I'm made for two, so I'll be quiet until you're both here. Nothing is lost."
    assert couple.group.last().text == quiet
    toast = await couple.ana.taps("Ask us our first question")
    assert toast.text == "I'm quiet until you're both here."


async def test_a_partner_back_within_the_hour_ends_nothing(couple: Couple) -> None:
    await couple.ben.leaves(couple.group)
    await couple.stage.moves(minutes=30)
    await couple.group.adds(couple.ben, by=couple.ana)
    await couple.stage.moves(hours=3)
    space = await couple.stage.space_in(couple.group)
    assert space.state == "active"


async def test_a_send_error_is_no_removal(couple: Couple, telegram: Loopback) -> None:
    gone = faults.api_error(403, "Forbidden: bot was kicked from the group chat")
    telegram.fail_next("getChatMemberCount", gone, times=5)
    telegram.fail_next("sendMessage", gone, times=5)
    await couple.stage.moves(days=1)
    await couple.stage.moves(hours=3)
    space = await couple.stage.space_in(couple.group)
    assert (space.state, space.removed_at) == ("active", None)


async def test_on_the_eighth_day_the_bot_leaves_and_everything_is_erased(
    couple: Couple, telegram: Loopback
) -> None:
    stage = couple.stage
    await couple.ben.leaves(couple.group)
    await stage.moves(minutes=61)
    await stage.moves(days=6, hours=23)
    assert len(await rows(stage, spaces)) == 1
    assert "leaveChat" not in [call.method for call in telegram.calls]
    await stage.moves(hours=1)
    assert [call.method for call in telegram.calls].count("leaveChat") == 1
    left = {table.name for table in metadata.sorted_tables if await rows(stage, table)}
    assert left <= {"meta"}


async def test_without_a_network_on_the_eighth_day_the_leaving_is_tried_again(
    couple: Couple, telegram: Loopback
) -> None:
    stage = couple.stage
    await couple.ben.leaves(couple.group)
    await stage.moves(minutes=61)
    telegram.fail_next("leaveChat", faults.refused(), times=1)
    await stage.moves(days=7)
    assert len(await rows(stage, spaces)) == 1
    await stage.moves(minutes=1)
    assert await rows(stage, spaces) == []
    assert not couple.group.now.members[telegram.world.bot.id].present


# --- a third member ----------------------------------------------------------------------------------


async def test_a_third_person_quiets_the_bot_once_and_without_blame(couple: Couple, cleo: Person) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.stage.moves(days=2)
    assert len(cards(couple.group, HUSH)) == 1
    assert couple.group.messages[-1].text.startswith(HUSH)
    for person in (couple.ana, couple.ben):
        assert person.door.last().buttons == ["That's fine"]


async def test_a_third_person_quiets_the_bot_even_when_they_cannot_be_counted(
    couple: Couple, telegram: Loopback, cleo: Person
) -> None:
    telegram.fail_next("getChatMemberCount", faults.server_error())
    await couple.group.adds(cleo, by=couple.ana)
    assert len(cards(couple.group, HUSH)) == 1


async def test_when_both_say_it_is_fine_what_waited_goes_out(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await joins_unheard(telegram, ben, group)
    await group.adds(cleo, by=ana)
    await stage.moves(minutes=2)
    assert cards(group, JOINED) == []
    await ana.taps("That's fine", at=ana.door)
    assert cards(group, JOINED) == []
    await ben.taps("That's fine", at=ben.door)
    assert len(cards(group, JOINED)) == 1


async def test_neither_door_shows_what_the_other_said_about_it(couple: Couple, cleo: Person) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    before = couple.ben.transcript()
    await couple.ana.taps("That's fine", at=couple.ana.door)
    assert couple.ben.transcript() == before


async def test_when_the_third_leaves_what_waited_goes_out(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await says_yes(ben, group, zone=False)
    await group.adds(cleo, by=ana)
    await stage.moves(minutes=2)
    await cleo.leaves(group)
    assert len(cards(group, JOINED)) == 1


async def test_a_yes_to_one_member_is_no_yes_to_the_next(
    couple: Couple, telegram: Loopback, cleo: Person
) -> None:
    await couple.group.adds(telegram.other_bot("Polls"), by=couple.ana)
    for person in (couple.ana, couple.ben):
        await person.taps("That's fine", at=person.door)
    await couple.group.adds(cleo, by=couple.ana)
    assert len(cards(couple.group, HUSH)) == 2
    space = await couple.stage.space_in(couple.group)
    assert space.quieted


async def test_the_daily_count_finds_a_member_nobody_told_of(
    couple: Couple, telegram: Loopback, cleo: Person
) -> None:
    couple.group.now.members[cleo.id] = Member(cleo.user)
    await couple.stage.moves(hours=23)
    assert cards(couple.group, HUSH) == []
    await couple.stage.moves(hours=2)
    await couple.stage.moves(days=2)
    assert len(cards(couple.group, HUSH)) == 1


async def test_a_door_opened_later_can_still_say_that_it_is_fine(couple: Couple, cleo: Person) -> None:
    await couple.ben.blocks_bot()
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ana.taps("That's fine", at=couple.ana.door)
    await couple.ben.unblocks_bot()
    await couple.ben.says("/start")
    await couple.ben.taps("That's fine", at=couple.ben.door)
    space = await couple.stage.space_in(couple.group)
    assert not space.quieted


# --- doors ------------------------------------------------------------------------------------------


async def test_blocking_the_bot_shuts_that_door_only(couple: Couple) -> None:
    await couple.ben.blocks_bot()
    await couple.stage.moves(hours=3)
    space = await couple.stage.space_in(couple.group)
    assert space.state == "active"
    assert {p.name: p.door_open for p in space.couple} == {"Ana": True, "Ben": False}
    await couple.ben.unblocks_bot()
    again = there(await space_in(couple.stage, couple.group))
    assert all(p.door_open for p in again.couple)


async def test_a_stranger_is_forgotten_after_a_week(stage: Stage, cleo: Person) -> None:
    await cleo.says("/start")
    await stage.moves(days=6)
    assert len(await rows(stage, people)) == 1
    await stage.moves(days=1, minutes=1)
    assert await rows(stage, people) == []
