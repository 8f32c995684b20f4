"""Keyboards in the group go by the clock when their time is over, whatever anybody does in private.

What is not so any more goes with them, by the same edit.

A tap that is refused changes nothing of what both see: its tapper alone hears why.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.keyboards import _AT_ONCE
from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import CARD_LASTS, choice_morning, morning, seals
from tests.people import Person
from tests.promises.acts import rows
from tests.worlds import Lives, seen_by_ben

pytestmark = pytest.mark.prove

Message = Callable[[Couple], Awaitable[Shown]]
STRIP, EDIT, DELETE = "editMessageReplyMarkup", "editMessageText", "deleteMessage"
OVER = "That day is over."
DAY = timedelta(days=1)


async def question(couple: Couple) -> Shown:
    return await morning(couple)


async def choice(couple: Couple) -> Shown:
    return await choice_morning(couple)


async def another(couple: Couple) -> Shown:
    await couple.ana.taps("Another", on=await morning(couple))
    return couple.group.last()


async def reveal(couple: Couple) -> Shown:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await seals(couple.ben, "The soup")
    return couple.group.last()


async def kindness(couple: Couple) -> Shown:
    await couple.stage.moves_to_time(12, 30)
    return couple.group.last()


async def pointer_to_kindness(couple: Couple) -> Shown:
    await kindness(couple)
    await couple.ana.says("/kindness", at=couple.group)
    return couple.group.last()


async def checkin(couple: Couple) -> Shown:
    await couple.stage.moves_to_time(22)
    await couple.ana.says("/checkin", at=couple.group)
    return couple.group.last()


async def today(couple: Couple) -> Shown:
    await morning(couple)
    await kindness(couple)
    await couple.ana.says("/today", at=couple.group)
    return couple.group.last()


async def thanks(couple: Couple) -> Shown:
    await couple.ana.says("/thanks for the soup", at=couple.group)
    return couple.group.last()


async def pace(couple: Couple) -> Shown:
    for _ in range(22):
        await couple.ana.taps("We talked about it (both see it)", on=await morning(couple))
    await couple.stage.moves_to_time(18)
    return couple.group.last()


CARDS: dict[Message, timedelta] = {
    question: timedelta(hours=CARD_LASTS),
    choice: timedelta(hours=CARD_LASTS),
    another: timedelta(hours=CARD_LASTS),
    reveal: timedelta(hours=36),
    kindness: timedelta(hours=20),
    pointer_to_kindness: timedelta(hours=20),
    checkin: timedelta(hours=20),  # 16:00 UTC: no evening of that date lasts longer anywhere
    today: timedelta(hours=15, minutes=30),  # with the day, however long what it names can be answered
    thanks: timedelta(hours=25),
    pace: timedelta(days=7),
}
"""How long after this instant of the test's each card's time is over."""


LEFT: dict[Message, str] = {
    today: "/today shows what's on.",
}
"""What of a card is left then, where that is not what it said."""


GO = (kindness, pointer_to_kindness)
"""Of these nothing is left."""


def left(card: Message, text: str) -> str:
    """Return what a message says once its keys are gone."""
    if card in (question, choice, another):
        return f"{text.split(chr(10))[1]}\n{OVER}"
    return LEFT.get(card, text)


def takes_off(card: Message) -> str:
    """Return the call by which a message's keys go."""
    return DELETE if card in GO else STRIP if card in (reveal, checkin, thanks, pace) else EDIT


def is_over(couple: Couple, card: Message, old: Shown) -> bool:
    """Return whether a message's keys went, or all of it, where nothing is left of it."""
    return old not in couple.group.messages if card in GO else old.rows == []


def data_of(shown: Shown) -> list[str]:
    return [button["callback_data"] for row in shown.message.buttons for button in row]


def seen(couple: Couple) -> list[tuple[str, str, object]]:
    """Return what the group shows, to either of the two."""
    return [(shown.text, str(shown.rows), shown.edits) for shown in couple.group.messages]


async def passes(couple: Couple, span: timedelta) -> None:
    """Let time go by as it does: by days at most, with a look at each."""
    end = couple.stage.clock.now() + span
    while couple.stage.clock.now() < end:
        await couple.stage.moves_to(min(end, couple.stage.clock.now() + DAY))


@pytest.mark.parametrize("card", CARDS)
async def test_a_keyboard_goes_when_its_time_is_over_and_not_before(couple: Couple, card: Message) -> None:
    old = await card(couple)
    text, keys, data = old.text, old.rows, data_of(old)
    assert keys
    await passes(couple, CARDS[card] - timedelta(minutes=2))
    assert old.rows == keys
    await passes(couple, timedelta(minutes=4))
    assert is_over(couple, card, old)
    if card in GO:
        return
    assert old.text == left(card, text)
    before, calls = seen(couple), len(couple.stage.telegram.calls)
    for person in (couple.ben, couple.ana):
        for one in data:
            toast = await person.forges(one, on=old)
            assert toast.url is None
    assert seen(couple) == before
    made = {call.method for call in couple.stage.telegram.calls[calls:]} - {"getUpdates"}
    assert made == {"answerCallbackQuery"}


@pytest.mark.parametrize("card", [card for card in CARDS if card is not today])
async def test_a_tap_on_keys_that_still_stand_is_answered_to_its_tapper_alone(
    couple: Couple, card: Message
) -> None:
    """While Telegram fails at it they stand longer; both see the same, whoever taps, until they go."""
    old = await card(couple)
    keys = old.rows
    couple.stage.telegram.fail_next(takes_off(card), faults.server_error(), times=100)
    await passes(couple, CARDS[card] + timedelta(minutes=30))
    assert old.rows == keys
    before, others = seen(couple), couple.ana.door.messages
    for label in [label for row in keys for label in row]:
        toast = await couple.ben.taps(label, on=old)
        if card is checkin:
            assert toast.url  # it is the next evening, in which it leads to that one's check-in
        else:
            assert "over" in toast.text or "settled" in toast.text
    assert seen(couple) == before
    assert couple.ana.door.messages == others
    couple.stage.telegram.fail_no_more()
    await couple.stage.moves(minutes=11)
    assert is_over(couple, card, old)


@pytest.mark.parametrize(
    ("card", "days"),
    [(question, 8), (choice, 8), (today, 8), (kindness, 1.6), (checkin, 1.6), (thanks, 1.6), (kindness, 8)],
)
async def test_what_one_taps_on_an_old_card_changes_nothing_for_the_other(
    tmp_path: Path, card: Message, days: float
) -> None:
    def lives(*, taps: bool) -> Lives:
        async def lived(couple: Couple) -> None:
            old = await card(couple)
            data = data_of(old)
            couple.stage.telegram.fail_next(takes_off(card), faults.server_error(), times=1)
            await passes(couple, timedelta(days=days))
            standing = old if old in couple.group.messages else couple.group.last()
            for one in data if (taps and old.rows == []) or days > 1 else ():
                await couple.ana.forges(one, on=standing)
            await couple.stage.moves(minutes=12)

        return lived

    tapped = await seen_by_ben(tmp_path / "a", lives(taps=True))
    assert tapped == await seen_by_ben(tmp_path / "b", lives(taps=False))


async def test_the_line_before_silence_keeps_its_keys_whoever_finds_quiet_fine(couple: Couple) -> None:
    for _ in range(24):
        await couple.stage.moves_to_time(9)
    line = next(shown for shown in couple.group.messages if "Quiet is fine" in shown.buttons)
    before = seen(couple)
    await couple.ben.taps("Quiet is fine", on=line)
    assert seen(couple) == before


async def test_after_a_stop_they_go_later(couple: Couple) -> None:
    old = await morning(couple)
    await couple.stage.stop()
    couple.stage.clock.move_to(couple.stage.clock.now() + timedelta(days=8))
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert old.rows == []


async def test_while_it_is_quiet_they_stay_until_it_is_over(couple: Couple, cleo: Person) -> None:
    old = await morning(couple)
    keys = old.rows
    await couple.group.adds(cleo, by=couple.ana)
    await couple.stage.moves(days=8)
    assert old.rows == keys
    await couple.group.removes(cleo, by=couple.ana)
    await couple.stage.moves(hours=1, minutes=1)
    assert old.rows == []


@pytest.mark.parametrize("did", [None, "Show me mine", "Did it", "Not for me"])
async def test_a_kindness_goes_with_its_day_whatever_either_did_with_it(
    couple: Couple, did: str | None
) -> None:
    card = await kindness(couple)
    before = [shown for shown in couple.group.messages if shown != card]
    if did is not None:
        for label in dict.fromkeys(("Show me mine", did)):
            await couple.ana.taps(label, on=card)
    await passes(couple, CARDS[kindness] - timedelta(minutes=2))
    assert card in couple.group.messages
    await passes(couple, timedelta(minutes=4))
    assert couple.group.messages == before


async def test_a_kindness_that_can_be_deleted_no_more_is_its_day(couple: Couple) -> None:
    card = await kindness(couple)
    await couple.stage.stop()
    couple.stage.clock.move_to(couple.stage.clock.now() + timedelta(days=3))
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert (card.text, card.rows) == ("Monday's kindness.", [])


async def test_of_a_card_that_a_private_tap_alone_proved_nothing_goes(tmp_path: Path) -> None:
    """Telegram never told its number: if its keys went, they would tell of the tap."""

    def lives(*, taps: bool) -> Lives:
        async def lived(couple: Couple) -> None:
            couple.stage.telegram.fail_next("sendMessage", faults.timeout_after_accepting(), times=2)
            card = await morning(couple)
            await couple.stage.moves(minutes=11)  # the second try stays without an answer, too
            if taps:
                await couple.ana.taps("Not today", on=card)
            await passes(couple, timedelta(days=8))

        return lived

    tapped = await seen_by_ben(tmp_path / "a", lives(taps=True))
    assert tapped == await seen_by_ben(tmp_path / "b", lives(taps=False))


async def test_many_go_in_parts(couple: Couple) -> None:
    await morning(couple)
    for _ in range(_AT_ONCE + 10):
        await couple.ana.says("/today", at=couple.group)
    await couple.stage.moves_to_time(3, 59)
    gone = [call.method for call in couple.stage.telegram.calls].count(EDIT)
    await couple.stage.moves(minutes=1)
    edits = [call.method for call in couple.stage.telegram.calls].count(EDIT)
    assert edits - gone == _AT_ONCE
    await couple.stage.moves(minutes=1)
    assert sum("Answer privately" in shown.buttons for shown in couple.group.messages) == 1  # the card's own
    assert [row for row in (await rows(couple.stage))["keyboards"] if row["verb"] == "today"] == []


async def test_a_card_that_was_deleted_is_forgotten_and_the_rest_goes(couple: Couple) -> None:
    old = await morning(couple)
    await couple.ana.says("/today", at=couple.group)
    line = couple.group.last()
    await couple.ana.deletes(old)
    await couple.stage.moves(days=8)
    assert line.rows == []
    assert all(row["message_id"] > line.message.id for row in (await rows(couple.stage))["keyboards"])


async def test_old_taps_take_no_keyboard_off_another_features_card(couple: Couple) -> None:
    old = await kindness(couple)
    data = str(old.message.buttons[0][0]["callback_data"])
    await couple.stage.moves(days=1)
    card = await morning(couple)
    keys = card.rows
    await couple.ana.forges(data, on=card)
    assert card.rows == keys


async def test_a_day_of_posts_costs_two_calls_each_and_three_looks_a_day(couple: Couple) -> None:
    for _ in range(8):
        await couple.ana.taps("We talked about it (both see it)", on=await morning(couple))
        await kindness(couple)
    calls = len(couple.stage.telegram.calls)
    await morning(couple)
    await kindness(couple)
    made = [call.method for call in couple.stage.telegram.calls[calls:] if call.method != "getUpdates"]
    looks = ["getChat", "getChatMemberCount", "getMe"]  # once a day: is it public, who is there, who am I
    assert sorted(made) == sorted([*looks, EDIT, DELETE, "sendMessage", "sendMessage"])


TALKED = "We talked about it (both see it)"


async def test_a_closed_card_says_its_question_alone_and_the_same_whatever_was_sealed(tmp_path: Path) -> None:
    def lives(*, seals_one: bool) -> Lives:
        async def lived(couple: Couple) -> None:
            card = await morning(couple)
            question = card.text.split("\n")[1]
            await couple.ana.taps("Another", on=card)
            another = couple.group.last()
            if seals_one:
                await seals(couple.ana, "The walk", on=card)
            assert "You can answer this one, too:" in card.text
            await couple.stage.moves(hours=CARD_LASTS - 1, minutes=59)
            assert "You can answer this one, too:" in card.text
            await couple.stage.moves(minutes=1)
            assert card.text == f"{question}\n{OVER}"
            assert another.text.endswith(OVER)
            for closed in (card, another):
                assert "swipe" not in closed.text
                assert closed.rows == []

        return lived

    sealed = await seen_by_ben(tmp_path / "a", lives(seals_one=True))
    assert sealed == await seen_by_ben(tmp_path / "b", lives(seals_one=False))


async def test_a_closed_card_still_says_that_they_talked_and_no_more_what_the_morning_brought(
    couple: Couple,
) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Good", "Close", "A hand", "Yes, tell Ben")
    card = await morning(couple)
    await couple.ana.taps(TALKED, on=card)
    assert "a hand would help today" in card.text
    await couple.stage.moves(hours=CARD_LASTS)
    assert "would help" not in card.text
    assert card.text.endswith(f"You talked about this one. ♥\n{OVER}")


async def test_todays_lines_in_the_group_go_with_the_day_and_a_reply_to_them_is_about_the_same(
    couple: Couple,
) -> None:
    await couple.ana.taps(TALKED, on=await morning(couple))
    await morning(couple)
    await couple.ana.says("/today", at=couple.group)
    today = couple.group.last()
    assert today.buttons == ["Answer privately", "Show older"]
    await couple.stage.moves_to_time(3, 59)
    assert today.buttons == ["Answer privately", "Show older"]
    await couple.stage.moves_to_time(4, 1)
    assert (today.text, today.rows) == ("/today shows what's on.", [])
    await couple.ana.replies("The walk", to=today)
    assert couple.ana.door.last().buttons == ["That wasn't my answer"]


async def test_todays_lines_go_sooner_with_the_kindness_that_is_over(couple: Couple) -> None:
    await kindness(couple)
    await couple.stage.moves_to_time(8)
    await couple.ana.says("/today", at=couple.group)
    today = couple.group.last()
    assert "Show me mine" in today.buttons
    await couple.stage.moves_to_time(8, 31)
    assert (today.text, today.rows) == ("/today shows what's on.", [])
