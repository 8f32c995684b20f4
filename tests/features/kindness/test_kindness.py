"""The small kindness, as Ana and Ben meet it."""

import pytest

from bot.features.kindness.actions import ShowMine
from bot.loopback.faults import timeout_after_accepting
from tests.conftest import Couple
from tests.features.checkin.looking import sets
from tests.people import Person

CARD = "A small kindness for today"
ONLY_YOU = "Only you see this."


async def idea_of(person: Person) -> str:
    """Return the idea behind *Show me mine*."""
    toast = await person.taps("Show me mine")
    assert toast.alert
    assert toast.text.endswith(ONLY_YOU)
    return toast.text.removesuffix(ONLY_YOU).strip()


async def test_it_comes_at_half_past_twelve_without_a_sound(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 29)
    assert not couple.group.last().text.startswith(CARD)
    await couple.stage.moves_to_time(12, 30)
    card = couple.group.last()
    assert card.text.startswith(CARD)
    assert card.silent
    assert card.rows == [["Show me mine"], ["Did it", "Another"], ["Not for me"]]


async def test_each_gets_their_own_and_the_same_all_day(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    ana, ben = await idea_of(couple.ana), await idea_of(couple.ben)
    assert ana != ben
    await couple.stage.moves(hours=5)
    assert await idea_of(couple.ana) == ana
    await couple.stage.restart()
    assert await idea_of(couple.ana) == ana
    assert await idea_of(couple.ben) == ben


async def test_did_it_is_private_and_after_seeing_the_idea(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    first = await couple.ana.taps("Did it")
    assert first.text.endswith(ONLY_YOU)
    then = await couple.ana.taps("Did it")
    assert then.text == "Nice. Nobody is told."
    assert not then.alert


async def test_another_swaps_once_a_day_for_each(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    first = await idea_of(couple.ana)
    swap = await couple.ana.taps("Another")
    assert swap.text.startswith("Here's another, for you.")
    second = await idea_of(couple.ana)
    assert second != first
    again = await couple.ana.taps("Another")
    assert second in again.text
    assert await idea_of(couple.ana) == second
    await idea_of(couple.ben)
    his = await couple.ben.taps("Another")
    assert his.text.startswith("Here's another, for you.")


@pytest.mark.prove
async def test_not_for_me_retires_the_idea_and_the_next_waits(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    first = await idea_of(couple.ana)
    toast = await couple.ana.taps("Not for me")
    assert toast.text == "Noted. That one won't come back."
    doubled = await couple.ana.taps("Not for me")
    assert doubled.text.endswith(ONLY_YOU)
    second = await idea_of(couple.ana)
    assert second != first
    assert second in doubled.text
    seen = {first}
    for _ in range(25):
        await couple.ana.says_from_menu("/kindness", couple.group)
        seen_today = await idea_of(couple.ana)
        assert seen_today != first
        seen.add(seen_today)
        await couple.stage.moves(days=1)
    assert len(seen) > 12


async def test_a_third_day_of_not_for_me_says_to_that_person_how_they_come_less_often(couple: Couple) -> None:
    heard = []
    for _ in range(4):
        await couple.stage.moves_to_time(12, 30)
        await couple.ana.says_from_menu("/kindness", couple.group)
        await idea_of(couple.ana)
        toast = await couple.ana.taps("Not for me")
        heard.append(toast.text)
    assert heard[0] == heard[1] == heard[3] == "Noted. That one won't come back."
    assert heard[2].startswith("Noted, and I'll lean to other kinds. Fewer of them? /settings, Our times,")
    assert len(heard[2]) <= 200


async def test_asked_for_early_it_counts_as_todays(couple: Couple) -> None:
    await couple.ana.says_from_menu("/kindness", couple.group)
    assert couple.group.last().text.startswith(CARD)
    await couple.stage.moves_to_time(13)
    assert sum(shown.came.startswith(CARD) for shown in couple.group.messages) == 1
    await couple.ben.says_from_menu("/kindness", couple.group)
    pointer = couple.group.last()
    assert pointer.reply_to is not None
    assert pointer.reply_to.text.startswith(CARD)
    await couple.stage.moves(days=1)
    (tomorrows,) = [shown for shown in couple.group.messages if shown.came.startswith(CARD)]
    assert tomorrows != pointer.reply_to


async def test_a_forged_post_does_nothing(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    toast = await couple.ana.forges(f"{ShowMine.name}:1:999", on=couple.group.last())
    assert toast.text == "That button has expired. Try /today."


@pytest.mark.prove
async def test_silence_has_no_kindness_and_asking_still_brings_one(couple: Couple) -> None:
    came = 0
    for _ in range(21):
        await couple.stage.moves_to_time(12, 30)
        came += any(shown.came.startswith(CARD) for shown in couple.group.messages)
    assert came > 4
    for _ in range(15):
        await couple.stage.moves_to_time(12, 30)
        assert not any(shown.came.startswith(CARD) for shown in couple.group.messages)
    await couple.ana.says_from_menu("/kindness", couple.group)
    assert couple.group.last().text.startswith(CARD)
    await idea_of(couple.ana)


async def test_a_tap_proves_that_a_card_arrived_so_it_is_not_sent_again(couple: Couple) -> None:
    await couple.stage.moves_to_time(12)
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.stage.moves_to_time(12, 30)
    await idea_of(couple.ana)
    await couple.stage.moves(minutes=11)
    assert sum(shown.came.startswith(CARD) for shown in couple.group.messages) == 1


async def test_both_copies_of_a_card_that_may_have_been_lost_lead_to_the_same_idea(couple: Couple) -> None:
    await couple.stage.moves_to_time(12)
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.stage.moves_to_time(12, 30)
    await couple.stage.moves(minutes=11)
    first, second = [shown for shown in couple.group.messages if shown.came.startswith(CARD)]
    assert second.silent
    one = await couple.ana.taps("Show me mine", on=first)
    other = await couple.ana.taps("Show me mine", on=second)
    assert one.text == other.text


async def test_a_third_person_learns_nothing_from_the_card(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    cleo = couple.stage.telegram.person("Cleo")
    data = str(couple.group.last().message.buttons[0][0]["callback_data"])
    toast = await cleo.forges(data, on=couple.group.last())
    assert toast.text.startswith("These cards belong to the two people")


async def test_on_the_questions_card_its_line_stays_when_the_card_is_edited_or_pointed_at(
    couple: Couple,
) -> None:
    await sets(couple, kindness_mode="with_question")
    await couple.stage.moves_to_time(9, 1)
    card = couple.group.last()
    assert card.text.startswith("There's a small kindness for each of you today")
    await couple.ben.taps("Another", on=card)
    assert card.buttons == ["Answer privately", "Show me mine"]
    assert card.text.startswith("There's a small kindness for each of you today")
    await couple.ben.says("/question@kindling_bot", at=couple.group)
    assert couple.group.last().text == "Today's question is up here."
