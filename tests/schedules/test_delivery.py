"""From an outbox message's claim to its send nobody waits for it, and what is taken back meanwhile stays
unsaid.
"""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import FEATURES
from bot.composing import Composer, Reader
from bot.message import Media, Message
from schedules import dispatch
from schedules.outbox import OutboxMessage
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in, sets
from tests.features.checkin.test_morning import LINE, PASSED_ON
from tests.features.question.acts import greets, morning, seals
from tests.features.thanks.looking import cards
from tests.people import Person
from tests.promises.acts import rows

THANKS = "thanks.card"


class Slow:
    """A kind of outbox message whose rendering takes until `goes_on`, each time anew."""

    def __init__(self, kind: str, patch: pytest.MonkeyPatch) -> None:
        self.begun = asyncio.Event()
        self.rendered = 0
        self._may = threading.Event()
        self._loop = asyncio.get_running_loop()
        composers = _composers_of(kind)
        self._composer = composers[kind]
        patch.setitem(composers, kind, replace(self._composer, render=self._render, in_thread=True))

    def _render(self, data: Any, reader: Reader) -> Message | None:
        self._loop.call_soon_threadsafe(self.begun.set)
        assert self._may.wait(10)
        self.rendered += 1
        return self._composer.render(data, reader)

    def goes_on(self) -> None:
        self._may.set()


@pytest.fixture
async def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Cards of thank-yous that take their time."""
    return Slow(THANKS, monkeypatch)


def _composers_of(kind: str) -> dict[str, Composer[Any]]:
    return next(cast(dict[str, Composer[Any]], it.composers) for it in FEATURES if kind in it.composers)


async def at_once(couple: Couple, act: Callable[[], Any]) -> None:
    """Do something without waiting until the bot is at rest."""
    telegram = couple.stage.telegram
    settle = telegram.settle

    async def waits_for_nothing() -> None:
        """Go on."""

    telegram.settle = waits_for_nothing
    await act()
    telegram.settle = settle


async def gives(couple: Couple, slow: Slow) -> None:
    """Have Ana give a thank-you, up to where its card is being rendered."""
    await couple.ana.says("/thanks for the soup")
    await at_once(couple, lambda: couple.ana.presses("Give it now"))
    await asyncio.wait_for(slow.begun.wait(), 60)


async def acts(couple: Couple, person: Person, words: str, button: str) -> None:
    """Say something at a door and tap what it brings, while an outbox message is being rendered."""
    before = len(person.door.messages)
    await at_once(couple, lambda: person.says(words))
    await couple.stage.telegram.until(lambda: len(person.door.messages) > before + 1)
    await at_once(couple, lambda: person.presses(button, at=person.door))


async def test_what_takes_long_to_render_keeps_nobody_waiting(couple: Couple, slow: Slow) -> None:
    await gives(couple, slow)
    await acts(couple, couple.ben, "/thanks for the tea", "Save it for Sunday")
    await couple.stage.telegram.until(lambda: "Sunday" in couple.ben.door.last().text)
    assert slow.rendered == 0
    assert cards(couple) == []
    slow.goes_on()
    await couple.stage.settle()
    (card,) = cards(couple)
    assert "Ana thanks you: for the soup" in card.text


async def test_what_is_erased_while_its_outbox_message_is_rendered_never_goes_out(
    couple: Couple, slow: Slow
) -> None:
    await gives(couple, slow)
    await acts(couple, couple.ana, "/delete", "Erase my words")
    await couple.stage.telegram.until(lambda: "Erase my words" not in couple.ana.door.last().buttons)
    slow.goes_on()
    await couple.stage.settle()
    await couple.stage.moves(hours=2)
    assert cards(couple) == []
    assert not any("soup" in message.came for message in couple.group.ever)


async def test_what_was_claimed_waits_for_a_group_of_two_again(
    couple: Couple, slow: Slow, cleo: Person
) -> None:
    await gives(couple, slow)
    await at_once(couple, lambda: couple.group.adds(cleo, by=couple.ben))
    await couple.stage.telegram.until(couple.stage.telegram.poller_idle)
    await couple.stage.kindling.polling.idle()
    slow.goes_on()
    await couple.stage.settle()
    await couple.stage.moves(minutes=5)
    assert cards(couple) == []
    await couple.group.removes(cleo, by=couple.ben)
    await couple.stage.moves(hours=2)
    assert len(cards(couple)) == 1


async def test_what_others_erase_meanwhile_keeps_nothing_back(couple: Couple, slow: Slow) -> None:
    await couple.ben.says("/thanks for the tea")
    await couple.ben.taps("Save it for Sunday")
    await gives(couple, slow)
    await acts(couple, couple.ben, "/delete", "Erase my words")
    await couple.stage.telegram.until(lambda: "Erase my words" not in couple.ben.door.last().buttons)
    slow.goes_on()
    await couple.stage.settle()
    assert len(cards(couple)) == 1
    assert slow.rendered == 2


async def test_what_cannot_be_rendered_is_tried_again_and_keeps_nothing_else_back(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    composers = _composers_of(THANKS)

    def fails(_data: Any, _reader: Reader) -> Message:
        raise ValueError("a fault of ours")

    with monkeypatch.context() as broken:
        broken.setitem(composers, THANKS, replace(composers[THANKS], render=fails))
        await couple.ana.says("/thanks for the soup")
        await couple.ana.taps("Give it now")
        await couple.stage.moves_to_time(9)
    assert cards(couple) == []
    assert greets(couple.group.last().text)
    await couple.stage.moves(hours=2)
    (card,) = cards(couple)
    assert not card.silent


async def test_a_wish_waits_for_no_card_that_cannot_be_rendered(
    couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, *PASSED_ON)
    composers = _composers_of("question.card")

    def fails(_data: Any, _reader: Reader) -> Message:
        raise ValueError("a fault of ours")

    monkeypatch.setitem(composers, "question.card", replace(composers["question.card"], render=fails))
    await couple.stage.moves_to_time(9, 1)
    assert [message.came for message in couple.group.ever if LINE in message.came] == [LINE]


PICTURE = b"a picture of ours"


def uploads(couple: Couple) -> int:
    """Return how often our picture was uploaded."""
    return sum(content == PICTURE for _kind, content in couple.stage.telegram.world.files.values())


@pytest.fixture
def with_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards of thank-yous that bring a picture of ours."""
    composers = _composers_of(THANKS)
    composer = composers[THANKS]

    def draws(data: Any, reader: Reader) -> Message | None:
        card = composer.render(data, reader)
        return card and replace(card, media=Media("photo", content=PICTURE))

    monkeypatch.setitem(composers, THANKS, replace(composer, render=draws))


async def is_known(couple: Couple) -> bool:
    """Return whether the bot remembers by what Telegram knows any file."""
    return any(row["file_id"] for row in (await rows(couple.stage))["outbox"])


@pytest.mark.usefixtures("with_picture")
async def test_a_picture_of_ours_is_uploaded_and_known_until_words_are_erased(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now")
    assert cards(couple)[0].media == "photo"
    assert uploads(couple) == 1
    assert await is_known(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    assert not await is_known(couple)


@pytest.mark.usefixtures("with_picture")
async def test_a_picture_that_goes_to_both_doors_is_uploaded_once(couple: Couple) -> None:
    telegram = couple.stage.telegram
    telegram.refuses("sendPhoto", "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", chat=couple.group)
    telegram.refuses("sendPhoto", "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", chat=couple.ben)
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now")
    assert [it.media for it in couple.ana.door.messages if it.media] == ["photo"]
    tried = uploads(couple)
    telegram.takes_again("sendPhoto", chat=couple.ben)
    await couple.stage.moves(hours=2)
    assert [it.media for it in couple.ben.door.messages if it.media] == ["photo"]
    assert uploads(couple) == tried


async def test_whatever_is_loaded_writes_nothing_and_is_the_same_when_it_is_loaded_again(
    couple: Couple, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every outbox message is loaded once more, by a reader that refuses to write: `take` alone may."""
    claim, claimed = dispatch.claim, []

    async def knows_no_erasure(tx: AsyncConnection, outbox_id: int, now: datetime) -> OutboxMessage | None:
        outgoing = await claim(tx, outbox_id, now)
        claimed.extend([] if outgoing is None else [outgoing.kind])
        return None if outgoing is None else replace(outgoing, known=-1)

    monkeypatch.setattr(dispatch, "claim", knows_no_erasure)
    card = await morning(couple)
    await seals(couple.ana, "the sea", on=card)
    await seals(couple.ben, "the hills", on=card)
    await couple.minute_passes()
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, *PASSED_ON)
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Save it for Sunday")
    await sets(couple, kindness_mode="with_question")
    await couple.ana.says("/thanks for the tea", at=couple.group)
    for _day in range(7):
        await couple.stage.moves_to_time(9, 1)
        await couple.stage.moves_to_time(18, 1)
    assert {"question.card", "question.reveal", "thanks.card", "thanks.ask"} <= set(claimed)
    assert sum(LINE in message.came for message in couple.group.ever) == 1
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
