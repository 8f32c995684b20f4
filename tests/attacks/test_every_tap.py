"""Every tap there is, forged by a partner on every message there is, in every state of a space: no effect.

A changed app may send any data about any message in its sight. What counts is the message's own keyboard,
which Telegram fills.
"""

from collections.abc import Awaitable, Callable

import pytest

from bot.actions import Row
from bot.app import FEATURES
from bot.features.checkin.actions import SayDay
from bot.features.question import kinds
from bot.features.question.actions import NotToday, Reply, ReplyBelow
from bot.loopback import faults
from tests.conftest import Couple
from tests.features.question.acts import morning, seals
from tests.people import Person
from tests.promises.acts import (
    SECRET,
    VERBS,
    every_tap,
    forged,
    forges_all,
    own_data,
    rows,
    with_button,
)

HERS = "the word only Ana said"
_NOT_THEIRS = ("updates", "done_updates", "meta")
_KIND_LINE = "That button has expired. Try /today."

State = Callable[[Couple, Person], Awaitable[None]]


async def sealed(couple: Couple, _cleo: Person) -> None:
    """Ben has sealed, Ana has not."""
    await seals(couple.ben, SECRET, on=with_button(couple, "Not today")[-1])


async def _both(couple: Couple) -> None:
    card = with_button(couple, "Not today")[-1]
    await seals(couple.ben, SECRET, on=card)
    await seals(couple.ana, HERS, on=card)
    await couple.stage.moves(minutes=2)


async def quieted(couple: Couple, cleo: Person) -> None:
    """Both have sealed; the reveal waits, for a third person is in the group."""
    await couple.group.adds(cleo, by=couple.ana)
    await _both(couple)


async def refused(couple: Couple, _cleo: Person) -> None:
    """Both have sealed; the group takes no messages of the bot's."""
    closed = faults.api_error(400, "Bad Request: TOPIC_CLOSED")
    group = couple.group.id
    couple.stage.telegram.fail_next("sendMessage", closed, 99, lambda params: params.get("chat_id") == group)
    await _both(couple)


async def kicked(couple: Couple, _cleo: Person) -> None:
    """Both have sealed; the bot is out of the group, in its hour of grace."""
    await couple.group.removes_bot(by=couple.ana)
    await _both(couple)


async def parted(couple: Couple, _cleo: Person) -> None:
    """Both have sealed; Ben is out of the group."""
    await seals(couple.ben, SECRET, on=with_button(couple, "Not today")[-1])
    await couple.group.removes(couple.ben, by=couple.ana)
    await seals(couple.ana, HERS, on=with_button(couple, "Not today")[-1])
    await couple.stage.moves(minutes=2)


async def paused(couple: Couple, _cleo: Person) -> None:
    """Ben has sealed and rests."""
    await sealed(couple, _cleo)
    await couple.ben.says("/pause")
    await couple.ben.taps("A week", at=couple.ben.door)


async def closed(couple: Couple, _cleo: Person) -> None:
    """Ben has sealed, and the card's time is over."""
    await sealed(couple, _cleo)
    await couple.stage.moves(days=9)
    await couple.stage.moves(minutes=5)  # what stood there has lost its keys by then


async def stopped(couple: Couple, _cleo: Person) -> None:
    """Ben has sealed, then ended it all."""
    await sealed(couple, _cleo)
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly", at=couple.ben.door)


STATES = (sealed, quieted, refused, kicked, parted, paused, closed, stopped)


async def lived(couple: Couple) -> None:
    """Let a day be lived in which much is said in private: there are rows and cards of every kind."""
    ana, ben = couple.ana, couple.ben
    card = await morning(couple)
    await seals(ana, "Yesterday's, of Ana", on=card)
    await seals(ben, "Yesterday's, of Ben", on=card)
    await ben.taps("Tell me more")
    await couple.stage.moves_to_time(12, 30)
    await ana.says("/thanks for the soup", at=couple.group)
    await ben.taps("Tell me more")
    await ben.says(f"/thanks for {SECRET}")
    await couple.stage.moves_to_time(21)
    for person in (ana, ben):
        await person.says("/checkin")
        await person.taps("Hard", at=person.door)
        await person.taps("Far", at=person.door)
    await ana.says("/settings")
    card = await morning(couple)
    await ana.taps("Another", on=card)


def faces(couple: Couple, *people: Person) -> list[object]:
    """Return how every message of the bot's looks, and how it looked before."""
    bot = couple.stage.telegram.world.bot
    places = (couple.group, *(person.door for person in people))
    return [(it.id, it.text, it.edits) for place in places for it in place.messages if it.sender is bot]


@pytest.mark.parametrize("state", STATES)
async def test_a_forged_tap_has_no_effect_whatever_it_says(
    couple: Couple, cleo: Person, state: State
) -> None:
    await lived(couple)
    await state(couple, cleo)
    ana, ben, bot = couple.ana, couple.ben, couple.stage.telegram.world.bot
    data = await every_tap(couple.stage)
    before, looks = await rows(couple.stage, but=_NOT_THEIRS), faces(couple, ana, ben)
    calls = len(couple.stage.telegram.calls)
    newest = [it for it in couple.group.messages if it.sender is bot][-5:]
    newest += [it for it in ana.door.messages if it.sender is bot][-2:]
    for shown in newest:
        await forges_all(ana, set(data) - set(own_data(shown)), shown, couple.stage)
    assert await rows(couple.stage, but=_NOT_THEIRS) == before
    assert faces(couple, ana, ben) == looks
    made = {call.method for call in couple.stage.telegram.calls[calls:]} - {"getUpdates"}
    assert made <= {"answerCallbackQuery", "editMessageReplyMarkup"}
    assert SECRET not in ana.transcript()
    assert SECRET not in cleo.transcript()


@pytest.mark.parametrize("state", [quieted, refused, kicked, parted])
async def test_a_waiting_reveal_is_brought_by_no_reply_to_it(
    couple: Couple, cleo: Person, state: State
) -> None:
    await morning(couple)
    await state(couple, cleo)
    for shown in (*couple.group.messages, *couple.ana.door.messages):
        for reply in Reply:
            toast = await couple.ana.forges(ReplyBelow(1, Row(1), reply).pack(), on=shown)
            assert toast.text in (_KIND_LINE, "")
    assert SECRET not in couple.ana.transcript()
    assert (await rows(couple.stage))["marks"] == []


async def test_what_was_deleted_counts_only_as_the_card_it_was(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, SECRET, on=card)
    before = (await rows(couple.stage))["answers"]
    await couple.ana.deletes(card)
    of_a_card = {
        name
        for feature in FEATURES
        for route in feature.routes
        if kinds.CARD in route.action.guard.proves
        for name in route.action.names()
    }
    verbs = [verb for verb in VERBS if verb not in of_a_card]
    for data in forged(1, 0, 1, 2, verbs=verbs):
        toast = await couple.ana.forges(data, on=card)
        assert toast.text == _KIND_LINE
    toast = await couple.ana.forges(NotToday(1, Row(1)).pack(), on=card)
    assert toast.text == "That's fine. Nobody is told."
    assert (await rows(couple.stage))["answers"] == before


async def test_a_fingers_second_tap_on_a_button_that_has_gone_meets_silence(couple: Couple) -> None:
    await couple.stage.moves_to_time(21)
    await couple.ana.says("/checkin")
    card = couple.ana.door.last()
    (data,) = (it for it in own_data(card) if it.endswith(":1") and it.startswith(SayDay.name))
    await couple.ana.taps("Hard", on=card)
    again = await couple.ana.forges(data, on=card)
    assert again.text == ""
    await couple.stage.moves(minutes=2)
    late = await couple.ana.forges(data, on=card)
    assert late.text == _KIND_LINE


@pytest.mark.parametrize("label", ["Another", "We talked about it (both see it)"])
async def test_nothing_is_shown_in_the_group_by_a_tap_while_a_third_is_there(
    couple: Couple, cleo: Person, label: str
) -> None:
    card = await morning(couple)
    await couple.group.adds(cleo, by=couple.ana)
    looks = faces(couple)
    toast = await couple.ana.taps(label, on=card)
    assert toast.text == "I'm quiet while more people are here."
    assert faces(couple) == looks


async def test_replies_and_hearts_wait_for_the_end_of_a_quiet_time(couple: Couple, cleo: Person) -> None:
    card = await morning(couple)
    await seals(couple.ana, "One", on=card)
    await seals(couple.ben, "Two", on=card)
    await couple.stage.moves(minutes=2)
    reveal = next(it for it in couple.group.messages if "Tell me more" in it.buttons)
    await couple.ana.says("/thanks for the soup", at=couple.group)
    thanks = couple.group.last()
    await couple.group.adds(cleo, by=couple.ana)
    looks = faces(couple)
    for shown in (reveal, thanks):
        toast = await couple.ben.taps("Tell me more", on=shown)
        assert toast.text == "I'm quiet while more people are here."
    assert faces(couple) == looks
    await couple.group.removes(cleo, by=couple.ana)
    await couple.ben.taps("Tell me more", on=reveal)
    await couple.ben.taps("Tell me more", on=thanks)
    assert "Ben" in reveal.text
    assert "tell me more" in thanks.text
