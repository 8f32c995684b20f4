"""The other taps on the card, /question, forged taps, and people who are not the couple."""

from collections.abc import Callable

import pytest

from bot.actions import Row
from bot.features.question.actions import (
    Change,
    How,
    LetKnow,
    OnceAWeek,
    Pick,
    Put,
    QuietIsFine,
    Reply,
    ReplyBelow,
    Seal,
    ShowAgain,
    TakeBack,
    WhenAlone,
)
from bot.features.settings.actions import Choose
from bot.loopback.faults import timeout_after_accepting
from bot.sealed.contributions import Alone
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import cards, greets, morning, reveals, seals
from tests.people import Loopback, Person
from tests.promises.acts import taps_all

TALKED = "We talked about it (both see it)"


async def test_another_adds_one_card_a_day_each_without_sound_and_leaves_the_first(couple: Couple) -> None:
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    second = couple.group.last()
    assert second.text != first.text
    assert second.silent
    toast = await couple.ana.taps("Another", on=second)
    assert toast.text == "You've had today's extra question."
    await couple.ben.taps("Another", on=second)
    third = couple.group.last()
    assert len({card.text for card in (first, second, third)}) == 3
    await seals(couple.ana, "One", on=first)
    await seals(couple.ben, "Two", on=first)
    assert reveals(couple)[0].spoilers == ["One", "Two"]
    await couple.ana.replies("Aloud", to=second)
    await seals(couple.ben, "Sealed", on=second)
    await couple.minute_passes()
    assert reveals(couple)[1].spoilers == ["Sealed"]


async def test_a_second_card_folds_the_first_to_a_line_with_its_own_button(couple: Couple) -> None:
    first = await morning(couple)
    question = first.text.splitlines()[1]
    await couple.ana.taps("Another", on=first)
    assert first.text == f"You can answer this one, too: {question}"
    assert first.buttons == ["Answer privately"]
    second = couple.group.last()
    await couple.ben.taps(TALKED, on=second)
    assert first.text == f"You can answer this one, too: {question}"
    for person in (couple.ana, couple.ben):
        await seals(person, "One", on=first)
    assert first.text == f"{question}\nYou both answered. It's just below."


async def test_what_they_talked_about_still_says_so_when_it_is_folded(couple: Couple) -> None:
    first = await morning(couple)
    await couple.ben.taps(TALKED, on=first)
    await couple.ana.taps("Another", on=first)
    assert first.text.splitlines()[1:] == ["You talked about this one. ♥"]


async def test_who_sealed_one_of_two_is_offered_the_other(couple: Couple) -> None:
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    second = couple.group.last()
    await seals(couple.ben, "His", on=first)
    await seals(couple.ana, "Hers", on=second)
    assert reveals(couple) == []
    await couple.ana.taps("Answer the other one, too", at=couple.ana.door)
    await couple.ana.says("Hers, too")
    await couple.ana.taps("That's all", at=couple.ana.door)
    assert reveals(couple)[0].spoilers == ["Hers, too", "His"]
    assert "Answer the other one, too" not in couple.ana.door.last().buttons


async def test_a_drawn_card_whose_arrival_is_unknown_is_proven_by_a_tap(couple: Couple) -> None:
    first = await morning(couple)
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    await couple.ana.taps("Another", on=first)
    drawn = couple.group.last()
    await couple.ben.taps("Not today", on=drawn)
    await couple.stage.moves(minutes=30)
    assert cards(couple) == [drawn]


async def test_question_asks_today_early_and_then_nine_oclock_stays_quiet(couple: Couple) -> None:
    await couple.ana.says_from_menu("/question", couple.group)
    (card,) = cards(couple)
    assert greets(card.text)
    assert card.text.startswith("Good morning.")
    await couple.stage.moves_to_time(9)
    await couple.stage.moves_to_time(12)
    assert cards(couple) == [card]
    await morning(couple)
    assert len(cards(couple)) == 2


async def test_question_points_up_to_a_card_that_is_there(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.says_from_menu("/question", couple.group)
    pointer = couple.group.last()
    assert pointer.text == "Today's question is up here."
    assert pointer.reply_to == card
    assert len(cards(couple)) == 1


async def test_question_posts_the_card_again_after_the_group_moved(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    await couple.group.becomes_supergroup()
    await couple.ben.says_from_menu("/question", couple.group)
    (copy,) = cards(couple)
    await seals(couple.ben, "Two", on=copy)
    assert reveals(couple)[0].spoilers == ["One", "Two"]
    assert copy.rows == []


async def test_the_first_question_counts_as_todays(couple: Couple) -> None:
    toast = await couple.ana.taps("Ask us our first question")
    assert toast.text == "Today's question is here."
    await couple.ben.taps("Ask us our first question")
    await couple.stage.moves_to_time(9)
    assert len(cards(couple)) == 1


@pytest.mark.parametrize("label", ["Not today", TALKED])
async def test_private_taps_say_the_same_every_time(couple: Couple, label: str) -> None:
    card = await morning(couple)
    first = await couple.ana.taps(label, on=card)
    assert await couple.ana.taps(label, on=card) == first
    await seals(couple.ben, "Mine", on=card)
    assert await couple.ana.taps(label, on=card) == first
    assert couple.group.last() == card


async def test_talking_is_told_on_the_card_once_without_a_name_or_sound(couple: Couple) -> None:
    card = await morning(couple)
    said, rows = card.text, card.rows
    messages = len(couple.group.messages)
    toast = await couple.ana.taps(TALKED, on=card)
    assert toast.text == "Lovely. It's on the card, for you both."
    assert card.text == f"{said}\nYou talked about this one. ♥"
    assert card.rows == rows
    await couple.ben.taps(TALKED, on=card)
    assert card.text == f"{said}\nYou talked about this one. ♥"
    assert len(couple.group.messages) == messages
    await seals(couple.ana, "Mine", on=card)
    await seals(couple.ben, "Yours", on=card)
    assert len(reveals(couple)) == 1
    assert "You both answered" in card.text


async def test_a_card_talked_about_keeps_what_other_features_put_on_it(couple: Couple) -> None:
    ana = couple.ana
    await taps_all(ana, [f"{Choose.name}:1:0:kindness=with_question"], ana.door, couple.stage)
    card = await morning(couple)
    said, rows = card.text, card.rows
    assert "Show me mine" in card.buttons
    await couple.ben.taps(TALKED, on=card)
    assert card.text == f"{said}\nYou talked about this one. ♥"
    assert card.rows == rows


async def test_every_copy_of_a_card_says_that_they_talked(couple: Couple) -> None:
    telegram = couple.stage.telegram
    telegram.fail_next("sendMessage", timeout_after_accepting())
    await morning(couple)
    await couple.stage.moves(minutes=11)
    copies = [it for it in couple.group.messages if TALKED in it.buttons]
    assert len(copies) == 2
    await couple.ana.taps("Not today", on=copies[0])  # proves that the first arrived
    await couple.ben.taps(TALKED, on=copies[1])
    assert all(it.text.endswith("You talked about this one. ♥") for it in copies)


async def test_talking_leaves_a_seal_alone(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Mine")
    await couple.ben.taps(TALKED, on=card)
    await couple.ana.taps(TALKED, on=card)
    assert reveals(couple) == []
    await seals(couple.ben, "Yours", on=card)
    assert len(reveals(couple)) == 1


async def test_promise_2_cleo_can_neither_tap_nor_answer_nor_read(couple: Couple, cleo: Person) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Quokka")
    await couple.group.adds(cleo, by=couple.ana)
    toast = await cleo.taps("Answer privately", on=card)
    assert toast.alert
    assert toast.text.startswith("These cards belong to the two people who set this up")
    await cleo.replies("My answer", to=card)
    await cleo.says("/start")
    await cleo.says("My answer")
    assert reveals(couple) == []
    assert "Quokka" not in cleo.transcript()


async def test_while_a_third_person_listens_the_reveal_waits_and_the_card_tells_nothing(
    couple: Couple, cleo: Person
) -> None:
    card = await morning(couple)
    await couple.group.adds(cleo, by=couple.ana)
    before = (card.text, card.rows)
    count = len(couple.group.messages)
    await seals(couple.ana, "Quokka", on=card)
    await seals(couple.ben, "Wombat", on=card)
    assert (card.text, card.rows) == before
    assert len(couple.group.messages) == count
    await couple.group.removes(cleo, by=couple.ana)
    await couple.stage.moves(hours=1)
    assert reveals(couple)[0].spoilers == ["Quokka", "Wombat"]
    assert "Quokka" not in cleo.transcript()


FORGED = [
    Seal(1, Row(999)).pack(),
    Pick(1, Row(1), 7).pack(),
    f"{Pick.name}:1:1:-1",
    f"{Pick.name}:1:1:x",
    Put(1, Row(1), How.ADD).pack(),
    ReplyBelow(1, Row(1), Reply.THANKED).pack(),
    TakeBack(1, Row(1)).pack(),
    Change(1, Row(1)).pack(),
    LetKnow(1, Row(1)).pack(),
    WhenAlone(1, Row(1), Alone.SHOW).pack(),
    OnceAWeek(1, Row(1)).pack(),
    ShowAgain(1, Row(1)).pack(),
    QuietIsFine(1, Row(1)).pack(),
    Seal(2, Row(1)).pack(),
    TakeBack(999_999_999_999_999, Row(1)).pack(),
]


@pytest.mark.parametrize("data", FORGED)
async def test_promise_1_a_forged_tap_shows_nothing_and_does_nothing(couple: Couple, data: str) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Quokka")
    before, words = couple.group.messages, (card.text, card.rows)
    await couple.ben.forges(data, on=card)
    assert couple.group.messages == before
    assert (card.text, card.rows) == words
    assert "Quokka" not in couple.ben.transcript()
    await seals(couple.ben, "Two", on=card)
    assert reveals(couple)[0].spoilers == ["Quokka", "Two"]


async def test_promise_2_a_card_of_another_couple_cannot_be_touched(
    make_stage: Callable[..., Stage], telegram: Loopback
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    couple = await joined(stage, telegram.person("Ana"), telegram.person("Ben"))
    others = await joined(stage, telegram.person("Dora"), telegram.person("Emil"))
    card = await morning(couple)
    await seals(couple.ana, "Quokka")
    own = others.group.last()
    before = (own.text, own.rows)
    data = card.message.buttons[0][0]["callback_data"]
    _verb, space, ref = data.split(":")
    for forged in (
        data,
        f"{Seal.name}:{int(space) + 1}:{ref}",
        f"{ReplyBelow.name}:{int(space) + 1}:{ref}:{Reply.THANKED}",
    ):
        toast = await others.ana.forges(forged, on=own)
        assert toast.url is None
    assert (own.text, own.rows) == before
    assert "Quokka" not in others.ana.transcript() + others.ben.transcript()
    await stage.stop()
