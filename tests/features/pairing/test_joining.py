"""Joining, as Ana and Ben live it: the welcome, the private yes or no, two people only, undo."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.db.tables import answers, partners, people, posts, spaces
from bot.disclosure import Eyes, in_an_alert
from bot.features.pairing.actions import (
    ChooseKeeping,
    Join,
    JoinBesideBots,
    ReadDetails,
    Refuse,
    SayYes,
    Undo,
)
from bot.features.pairing.preferences import agrees
from bot.features.question.preferences import SAVES_ANSWERS
from bot.loopback.model import Member
from bot.loopback.shown import Shown
from tests.conftest import MONDAY, Couple, Stage
from tests.features.pairing.walk import cards, invited, opens_side, rows, says_yes, space_in
from tests.features.question.acts import morning, seals
from tests.people import Loopback, Person, there
from tests.promises.acts import on_disk, raw
from tests.stage import says_in

WELCOME = "asked me in"
JOINED = "You're both in"


def sealed_lines(person: Person) -> list[Shown]:
    """Return what says at a person's door that something is sealed."""
    return [shown for shown in person.door.messages if shown.text.startswith("Sealed")]


async def test_two_people_join_and_the_group_hears_of_it_once(couple: Couple) -> None:
    assert cards(couple.group, WELCOME) != []
    assert len(cards(couple.group, JOINED)) == 1
    assert "One question a day: 09:00." in cards(couple.group, JOINED)[0]
    assert couple.group.last().rows == [["Ask us our first question"], ["Set our times"]]


# --- the door of a stranger, and of a partner --------------------------------------------------------


async def test_a_stranger_finds_one_card_with_the_way_into_a_group(stage: Stage, ana: Person) -> None:
    await ana.says("/start")
    assert len(ana.door.messages) == 1  # their own /start is gone
    assert "Make a group for just you two" in ana.door.last().text
    assert ana.door.last().buttons == ["Add me to our group", "What I can see"]
    assert ana.door.last().message.buttons[0][0]["url"] == "https://t.me/kindling_bot?startgroup=hello"


async def test_a_partner_is_greeted_with_what_they_can_do(couple: Couple) -> None:
    await couple.ana.says("/start")
    for command in ("/today", "/thanks", "/checkin", "/settings"):
        assert command in couple.ana.door.last().text


# --- the welcome --------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", [None, "hello"])
async def test_being_added_brings_one_welcome(
    stage: Stage, ana: Person, ben: Person, payload: str | None
) -> None:
    group = await ana.creates_group("Us", ben)
    await group.adds_bot(by=ana, payload=payload)
    welcomes = [shown for shown in group.messages if "Ana asked me in" in shown.text]
    assert [shown.rows for shown in welcomes] == [[["Open our private chat"], ["What I can see"]]]


async def test_the_command_before_the_join_brings_one_welcome_too(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Us", ben)
    telegram.rules.off("join_told")
    await group.adds_bot(by=ana, payload="hello")
    telegram.rules.on("join_told")
    telegram.world.move(group.now, Member(telegram.world.bot, "left"), "member", ana.user)
    await telegram.settle()
    assert len(cards(group, WELCOME)) == 1


async def test_start_typed_in_the_group_repeats_the_welcome(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await ben.says_from_menu("/start", at=group)
    assert len(cards(group, "asked me in")) == 2
    assert len(await rows(stage, spaces)) == 1


async def test_start_in_a_group_without_a_space_begins_one(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Us", ben)
    telegram.rules.off("join_told")
    await group.adds_bot(by=ana)
    assert cards(group, WELCOME) == []
    await ben.says_from_menu("/start", at=group)
    assert cards(group, "Ben asked me in") != []


async def test_a_channel_is_left_without_a_word(stage: Stage, telegram: Loopback, ana: Person) -> None:
    channel = telegram.channel("News")
    await channel.adds_bot(by=ana)
    assert [call.method for call in telegram.calls if call.params.get("chat_id")] == ["leaveChat"]
    assert await rows(stage, spaces) == []


async def test_an_anonymous_admins_start_is_met_with_silence(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Us", ben, kind="supergroup")
    telegram.rules.off("join_told")
    await group.adds_bot(by=ana)
    await ana.says("/start@kindling_bot", at=group, anonymous=True)
    assert cards(group, WELCOME) == []
    assert await rows(stage, people) == []


async def test_what_the_bot_can_see_is_told_to_the_tapper_alone(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    toast = await ben.taps("What I can see")
    assert toast.alert
    assert toast.text.startswith(
        "In your group I see commands (with any message they reply to), replies to me and taps, nothing"
    )
    assert "Who joins later may read back." in toast.text
    assert ana.toasts == []
    assert all("I see" not in shown.text for shown in group.messages)


async def test_what_the_bot_can_see_is_true_of_an_administrator_too(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Ana & Ben", ben, kind="supergroup")
    await group.adds_bot(by=ana, payload="hello")
    await group.promotes_bot(by=ana)
    toast = await ben.taps("What I can see")
    assert toast.text.startswith("As an administrator of your group I'm shown all messages")


@pytest.mark.parametrize("at_start", [False, True])
@pytest.mark.parametrize(
    "eyes", [Eyes(), Eyes(True), Eyes(False, False), Eyes(False, True), Eyes(True, True)]
)
def test_what_the_bot_can_see_fits_into_an_alert(eyes: Eyes, at_start: bool) -> None:
    assert len(in_an_alert(eyes, at_start=at_start)) <= 200


# --- the private yes or no ---------------------------------------------------------------------------


async def test_the_one_who_invites_is_not_in_by_that(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ben, group)
    space = await stage.space_in(group)
    assert space.state == "inviting"
    assert [partner.person_id for partner in space.couple] == [ben.id]


async def test_an_open_door_has_the_card_already_and_the_link_adds_none(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await ben.says("/start")
    link = await ben.finds_link("Open our private chat", at=group)
    assert "I'm in" in ben.door.last().buttons
    before = len(ben.door.messages)
    await ben.opens(link)
    assert len(ben.door.messages) == before  # the /start itself is gone


async def test_a_start_without_its_word_still_finds_ones_own_side(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await ben.taps("Open our private chat", at=group)
    await ben.says("/start")
    assert "I'm in" in ben.door.last().buttons


async def test_a_door_link_is_for_the_one_who_tapped(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await invited(ana, ben)
    link = await ben.finds_link("Open our private chat", at=group)
    await cleo.opens(link)
    assert cleo.door.last().buttons == ["Add me to our group", "What I can see"]


async def test_not_for_me_changes_nothing_in_the_group_and_is_forgotten(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    before = ana.transcript()
    await opens_side(ben, group)
    await ben.taps("Not for me", at=ben.door)
    assert ana.transcript() == before
    assert "nothing changes in the group" in ben.door.last().text
    assert ben.door.last().rows == []
    assert await rows(stage, partners) == []
    await says_yes(ben, group)
    assert len(await rows(stage, partners)) == 1


async def test_a_door_tells_nothing_about_the_other(tmp_path: Path) -> None:
    async def bens_view(folder: Path, *, ana_first: bool) -> str:
        clock = MovableClock(MONDAY)
        telegram = Loopback(clock)
        ana, ben = telegram.person("Ana"), telegram.person("Ben")
        stage = Stage(telegram, clock, folder)
        await stage.start()
        group = await invited(ana, ben)
        if ana_first:
            await says_yes(ana, group)
        await opens_side(ben, group)
        await ben.taps("What is saved, who sees it")
        await ben.taps("Forget mine")
        await ben.taps("Back")
        await says_in(ben)
        await stage.stop()
        return re.sub(r"/start \S+", "/start …", ben.screen(ben.door))

    first = await bens_view(tmp_path / "a", ana_first=True)
    assert first == await bens_view(tmp_path / "b", ana_first=False)
    assert set(re.findall(r"(?:\S+ is|\S+:) Ana\S* \w+", first)) == {
        "Kindling: Ana asked",  # as the group saw
        "that is Ana, decide",
    }


async def test_whether_answers_are_saved_is_chosen_before_the_yes(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    await ben.taps("What is saved, who sees it")
    assert ben.door.last().rows == [["Save mine ✓", "Forget mine"], ["Back"]]
    await ben.taps("Forget mine")
    assert ben.door.last().rows == [["Save mine", "Forget mine ✓"], ["Back"]]
    await ben.taps("Back")
    await says_in(ben)
    space = await stage.space_in(group)
    assert [partner[SAVES_ANSWERS] for partner in space.couple] == [False]


async def test_both_say_yes_at_the_same_time(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    for person in (ana, ben):
        await opens_side(person, group)
    await asyncio.gather(says_in(ana), says_in(ben))
    for person in (ana, ben):
        await person.taps("Yes", at=person.door)
    assert len(cards(group, JOINED)) == 1
    space = await stage.space_in(group)
    assert space.state == "active"


async def test_saying_yes_twice_is_saying_it_once(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    card = ben.door.last()
    data = card.message.buttons[0][0]["callback_data"]
    await ben.taps("I'm in", on=card)
    toast = await ben.forges(data, on=card)
    assert toast.text == ""
    assert len(await rows(stage, partners)) == 1


# --- two people only ---------------------------------------------------------------------------------


async def test_a_group_of_one_waits_for_the_other(stage: Stage, ana: Person, ben: Person) -> None:
    group = await ana.creates_group("Us")
    await group.adds_bot(by=ana, payload="hello")
    await opens_side(ana, group)
    toast = await says_in(ana)
    assert "only one of you" in toast.text
    await group.adds(ben, by=ana)
    await says_in(ana)
    assert "You're in" in ana.door.messages[-2].text


async def test_three_people_cannot_join(stage: Stage, ana: Person, ben: Person, cleo: Person) -> None:
    group = await ana.creates_group("Us", ben, cleo)
    await group.adds_bot(by=ana, payload="hello")
    await opens_side(ana, group)
    await says_in(ana)
    assert "holds more than the two of you" in ana.door.last().text
    space = await stage.space_in(group)
    assert space.couple == ()


async def test_with_another_bot_both_give_their_word(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Us", ben, telegram.other_bot("Polls"))
    await group.adds_bot(by=ana, payload="hello")
    for person in (ana, ben):
        await opens_side(person, group)
        await says_in(person)
        await person.taps("The others are bots", at=person.door)
        await person.taps("Yes", at=person.door)
    assert len(cards(group, JOINED)) == 1


async def test_one_word_is_not_enough_when_a_bot_came_between(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await group.adds(telegram.other_bot("Polls"), by=ana)
    await opens_side(ben, group)
    await says_in(ben)
    await ben.taps("The others are bots", at=ben.door)
    await ben.taps("Yes", at=ben.door)
    assert cards(group, JOINED) == []
    await ana.taps("That's fine", at=ana.door)
    assert len(cards(group, JOINED)) == 1


async def test_a_third_person_is_told_kindly_and_kept_nowhere(couple: Couple, cleo: Person) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    before = couple.ana.transcript()
    toast = await cleo.taps("Open our private chat", at=couple.group)
    assert toast.alert
    assert "belong to the two people who set this up" in toast.text
    assert couple.ana.transcript() == before
    assert {row["id"] for row in await rows(couple.stage, people)} == {couple.ana.id, couple.ben.id}


async def test_forged_taps_join_nobody(stage: Stage, ana: Person, ben: Person, cleo: Person) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    space = await stage.space_in(group)
    await ana.says("/start")
    await cleo.says("/start")
    for verb in (
        Join.name,
        JoinBesideBots.name,
        ChooseKeeping.name,
        SayYes.name,
        ReadDetails.name,
        Refuse.name,
        Undo.name,
    ):
        data = f"{verb}:{space.id}:0"
        for person, on in ((cleo, cleo.door.last()), (ana, ana.door.last()), (ben, group.last())):
            await person.forges(data, on=on)
            after = there(await space_in(stage, group))
            assert after.couple == ()
            assert {(it.person_id, it.state, agrees(it)) for it in after.partners} == {
                (ana.id, "invited", False),
                (ben.id, "invited", False),
            }


# --- undo ---------------------------------------------------------------------------------------------


async def test_an_undo_within_a_day_is_as_if_never_joined(couple: Couple) -> None:
    group, ben = couple.group, couple.ben
    await couple.stage.moves(hours=23)
    heard = len(group.messages)
    await ben.taps("Undo", at=ben.door)
    space = await couple.stage.space_in(group)
    assert space.state == "inviting"
    assert [partner.person_id for partner in space.partners] == [couple.ana.id]
    await couple.stage.moves(days=2)
    assert len(group.messages) == heard


async def test_the_undo_goes_with_its_day(couple: Couple) -> None:
    await couple.stage.moves(hours=23)
    assert any("Undo" in shown.buttons for shown in couple.ben.door.messages)
    await couple.stage.moves(hours=1, minutes=2)
    assert not any("undo" in shown.text for shown in couple.ben.door.messages)


async def test_an_undo_erases_the_words_of_who_undoes(couple: Couple) -> None:
    await couple.ana.taps("Ask us our first question")
    await couple.ben.follows("Answer privately")
    await couple.ben.says("The walk home.")
    assert [row["person_id"] for row in await rows(couple.stage, answers)] == [couple.ben.id]
    await couple.ben.taps("Undo", at=couple.ben.door)
    assert await rows(couple.stage, answers) == []
    assert {row["state"] for row in await rows(couple.stage, posts)} == {"closed"}


async def test_an_undo_leaves_nothing_of_ones_words_on_the_disk(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ben, "The walk home.")
    (stored,) = await raw(couple.stage, "SELECT text FROM answers")
    assert stored in on_disk(couple.stage)
    await couple.ben.taps("Undo", at=couple.ben.door)
    assert stored not in on_disk(couple.stage)


async def test_after_an_undo_ones_own_line_claims_nothing_either(couple: Couple) -> None:
    ben = couple.ben
    await morning(couple)
    await seals(ben, "The walk home.")
    (bens,) = sealed_lines(ben)
    await ben.taps("Undo", at=ben.door)
    assert bens.text == "You erased this one, so nothing is sealed."
    assert sealed_lines(ben) == []


async def test_after_an_undo_the_way_in_is_open_again(couple: Couple) -> None:
    await couple.ben.taps("Undo", at=couple.ben.door)
    await says_yes(couple.ben, couple.group)
    assert len(cards(couple.group, JOINED)) == 2


async def test_start_after_an_undo_says_hello_again_however_many_are_there(
    couple: Couple, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.ben.taps("Undo", at=couple.ben.door)
    await couple.ben.says_from_menu("/start", at=couple.group)
    assert "Ben asked me in" in couple.group.messages[-1].text


async def test_an_undo_before_the_other_came_leaves_the_invitation(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await ana.taps("Undo", at=ana.door)
    await says_yes(ben, group)
    assert cards(group, JOINED) == []


async def test_after_a_day_it_cannot_be_undone(couple: Couple) -> None:
    for method in ("deleteMessage", "deleteMessages", "editMessageText", "editMessageReplyMarkup"):
        couple.stage.telegram.refuses(method, "Bad Request: CHAT_ODD_FORBIDDEN", chat=couple.ben)
    await couple.stage.moves(hours=25)
    toast = await couple.ben.taps("Undo", at=couple.ben.door)
    assert "for a day" in toast.text
    space = await couple.stage.space_in(couple.group)
    assert space.state == "active"


async def test_whoever_is_early_is_shown_the_way_to_their_own_side(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana)
    await ana.says_from_menu("/question", group)
    assert group.last().text == "Almost there: each of you says yes in our private chat first."
    toast = await ana.taps("Open our private chat", on=group.last())
    assert toast.url
    await ana.opens(toast.url)
    assert "I'm in" in ana.door.last().buttons
