"""/question where today's card stands no more: a further copy while it is open, and the reveal after that."""

from pathlib import Path

from bot.loopback.faults import timeout_after_accepting
from bot.sealed import views
from tests.conftest import Couple
from tests.features.question.acts import cards, morning, reveals, seals
from tests.people import there
from tests.worlds import Lives, seen_by_ben


async def test_an_answered_card_of_before_an_upgrade_is_not_posted_as_an_open_one(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", on=card)
    await seals(couple.ben, "Coffee", on=card)
    await couple.group.becomes_supergroup()
    before = len(couple.group.messages)
    await couple.ana.says_from_menu("/question", couple.group)
    said = couple.group.messages[before:][-1]
    assert (said.text, said.buttons) == (views.revealed_toast(), [])
    assert cards(couple) == []


async def test_it_points_at_the_reveal_that_came_after_an_upgrade(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", on=card)
    await couple.group.becomes_supergroup()
    await couple.ben.says("/today")
    await couple.ben.taps("Answer privately", at=couple.ben.door)
    await couple.ben.says("Coffee")
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    await couple.ana.says_from_menu("/question", couple.group)
    said = couple.group.last()
    assert said.text == views.revealed_toast()
    assert there(said.reply_to).id == reveal.id


async def test_an_open_card_of_before_an_upgrade_comes_anew(couple: Couple) -> None:
    card = await morning(couple)
    asked = card.text
    await couple.group.becomes_supergroup()
    await couple.ana.says_from_menu("/question", couple.group)
    assert [shown.text for shown in cards(couple)][-1:] == [asked]


async def test_a_copy_that_still_stands_is_known_where_a_newer_one_is_gone(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting())
    older = await morning(couple)
    await couple.stage.moves(minutes=11)
    await couple.ben.taps("Not today", on=older)
    newer = couple.group.last()
    assert newer.id > older.id
    await couple.ana.deletes(newer)
    await couple.ana.says_from_menu("/question", couple.group)
    newest = couple.group.last()
    await seals(couple.ana, "The coffee", on=newest)
    await seals(couple.ben, "Tea", on=newest)
    assert len(reveals(couple)) == 1
    assert older.text == newest.text
    assert older.buttons == []


def gone_while_refused(*, answered: bool) -> Lives:
    """Ana has answered, or not; the group takes no reveal, and Ben asks for the card that was deleted."""

    async def lives(couple: Couple) -> None:
        ben, telegram = couple.ben, couple.stage.telegram
        card = await morning(couple)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        telegram.refuses("sendMessage", "Bad Request: TOPIC_CLOSED", chat=couple.group)
        await seals(ben, "Coffee", on=card)
        await couple.minute_passes()
        await ben.deletes(card)
        await ben.says_from_menu("/question", couple.group)
        await ben.says("/today")

    return lives


async def test_promise_6_a_card_that_is_gone_tells_nothing_of_a_reveal_that_is_refused(
    tmp_path: Path,
) -> None:
    first = await seen_by_ben(tmp_path / "first", gone_while_refused(answered=False))
    assert first == await seen_by_ben(tmp_path / "second", gone_while_refused(answered=True))
