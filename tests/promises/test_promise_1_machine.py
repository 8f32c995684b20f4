"""Promise 1, proven by search: random lives of a couple, in which nothing sealed ever comes out.

`make test` plays a few examples of each seed, `make seal` (SEAL_EXAMPLES and SEAL_STEPS) many long ones.
"""

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from markupsafe import Markup
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import app
from bot.composing import Composer, Reader
from bot.db.tables import cards
from bot.feature import on
from bot.features.checkin import handlers as checkin_handlers
from bot.features.checkin import rules as checkin_rules
from bot.features.checkin import store as checkin_store
from bot.features.checkin import views as checkin_views
from bot.features.checkin.rules import WISHES, Evening, with_wish
from bot.features.question import composers, kinds, views
from bot.features.question.actions import ReplyBelow
from bot.features.question.kinds import NAMES
from bot.message import Message
from bot.sealed import contributions, rows, theirs
from bot.sealed.contributions import Answer, AnswerState, Opening
from bot.spaces.model import Space
from bot.telegram import tapping
from bot.telegram.incoming import Said, Tap
from bot.telegram.parsing.updates import Message as TelegramMessage
from bot.telegram.said.listening import Listening
from schedules.outbox import OutboxMessage
from tests.promises.ears import EARS
from tests.promises.seal_machine import SealMachine
from tests.promises.seal_users import ONE_WORD, QUESTION, SealUser
from tests.promises.seal_watch import SealBroken

EXAMPLES = int(os.environ.get("SEAL_EXAMPLES", "2"))
STEPS = int(os.environ.get("SEAL_STEPS", "50"))
RUNS = (
    *((number, (QUESTION,)) for number in (1, 2, 3, 4)),
    *((number, (QUESTION, ONE_WORD)) for number in (8, 11)),
)
"""Seeds, and who uses the sealed pair in the lives that are played with them."""


def play(
    folder: Path,
    number: int,
    examples: int,
    steps: int,
    users: tuple[SealUser, ...] = (QUESTION,),
    *,
    shrinks: bool = True,
) -> None:
    """Play the machine; raises what broke it, with the steps that led there."""

    class Machine(SealMachine):
        """The machine, in this test's own folder."""

    Machine.folder, Machine.users = folder, users
    phases = (Phase.generate, Phase.shrink) if shrinks else (Phase.generate,)
    run_state_machine_as_test(
        seed(number)(Machine),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=phases,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(("number", "users"), RUNS, ids=lambda it: it if isinstance(it, int) else len(it))
def test_promise_1_nothing_sealed_comes_out_whatever_happens(
    tmp_path: Path, number: int, users: tuple[SealUser, ...]
) -> None:
    SealMachine.tally.clear()
    play(tmp_path, number, EXAMPLES, STEPS, users)
    done = ", ".join(f"{count} {what}" for what, count in sorted(SealMachine.tally.items()))
    sys.stdout.write(f"\nseed {number}, {EXAMPLES} examples of {STEPS}: {done}\n")


Plants = Callable[[pytest.MonkeyPatch], None]
LEAKS: dict[str, tuple[Plants, int]] = {}


def leak(number: int) -> Callable[[Plants], Plants]:
    """Name a way in which the bot might be broken, and the seed with which it is found soonest."""

    def named(plants: Plants) -> Plants:
        LEAKS[plants.__name__] = (plants, number)
        return plants

    return named


@leak(6)
def a_view_puts_the_words_on_the_next_card(broken: pytest.MonkeyPatch) -> None:
    """A card of the group is composed with what somebody sealed to an earlier one."""
    leaking = dict(composers.COMPOSERS)

    async def load(
        tx: AsyncConnection, space: Space, outgoing: OutboxMessage
    ) -> tuple[composers.Face, str] | None:
        shown = await composers.load_card(tx, space, outgoing)
        sealed = [
            it.text[:30]
            for person in space.couple
            for _space, it in await theirs.said_by(
                NAMES, tx, person.person_id, AnswerState.SEALED, space.created_at
            )
        ]
        return None if shown is None else (shown, sealed[-1] if sealed else "")

    def render(made_from: tuple[composers.Face, str], reader: Reader) -> Message:
        shown, words = made_from
        card = composers.render_face(shown, reader)
        return replace(card, text=card.text + Markup(" (%s)") % words) if words else card

    for kind in (kinds.CARD, kinds.ANOTHER):
        broken.setitem(leaking, kind, Composer(load, render))
    broken.setattr(composers, "COMPOSERS", leaking)
    broken.setattr(
        app,
        "FEATURES",
        tuple(
            replace(it, composers={**it.composers, **leaking}) if it.name == "question" else it
            for it in app.FEATURES
        ),
    )


@leak(2)
def a_store_writes_the_words_as_they_are(broken: pytest.MonkeyPatch) -> None:
    """What is sealed is noted beside the card, unencrypted."""
    writes = rows.write_answer

    async def leaking(tx: AsyncConnection, space_id: int, answer: Answer) -> None:
        await writes(tx, space_id, answer)
        await tx.execute(update(cards).where(cards.c.id == answer.card_id).values(reasons=answer.text))

    broken.setattr(rows, "write_answer", leaking)


@leak(2)
def a_handler_logs_the_words(broken: pytest.MonkeyPatch) -> None:
    """A line of the log says what was said."""
    hears = Listening.take
    log = logging.getLogger("bot.telegram.said.listening")

    async def leaking(self: Listening, message: TelegramMessage) -> None:
        log.debug("took %s", message.text)
        await hears(self, message)

    broken.setattr(Listening, "take", leaking)


@leak(2)
def a_view_tells_the_group_how_the_evening_was(broken: pytest.MonkeyPatch) -> None:
    """The neutral card of /checkin knows what was tapped."""
    shows = checkin_handlers._show_first

    async def leaking(act: Said | Tap, day: date) -> None:
        await shows(act, day)
        async with act.services.db.read() as tx:
            found = await checkin_store.evening(tx, act.home.id, act.person.id, day)
        if found is not None and found.day is not None and act.home.chat_id is not None:
            words = Markup.escape(checkin_views.DAYS[found.day - 1])
            await act.services.sender.send(act.home.chat_id, Message(words))

    broken.setattr(checkin_handlers, "_show_first", leaking)


@leak(1)
def a_wish_is_passed_on_unasked(broken: pytest.MonkeyPatch) -> None:
    """A wish counts as passed on as soon as it is named."""

    def leaking(before: Evening, wish: str | None) -> Evening:
        morning = before.local_date + timedelta(days=1)
        return replace(with_wish(before, wish), passed_on=wish in WISHES, tells_on=morning)

    broken.setattr(checkin_rules, "with_wish", leaking)


@leak(1)
def one_answer_opens_the_card(broken: pytest.MonkeyPatch) -> None:
    """A card opens with the first answer."""
    broken.setattr(contributions, "opening", lambda hows: Opening.REVEAL if hows else Opening.NOT_YET)


@leak(7)
def a_tap_counts_on_any_message(broken: pytest.MonkeyPatch) -> None:
    """A reply's data brings the reveal under whatever it names, though it has not gone out."""

    async def leaking(tap: Tap, said: ReplyBelow) -> None:
        async with tap.services.db.read() as tx:
            card = await rows.card(NAMES, tx, tap.home.id, said.card)
            answers = await rows.answers_to(tx, said.card) if card else {}
        if card is not None and answers:
            shown = {person: replace(answer, how=AnswerState.REVEALED) for person, answer in answers.items()}
            await tap.edit(views.reveal(tap.home, card, tap.services.bank.question(card.item_id), shown, []))

    question = next(it for it in app.FEATURES if it.name == "question")
    others = [it for it in question.routes if it.action is not ReplyBelow]
    replies = replace(question, routes=(*others, on(ReplyBelow, leaking)))
    features = tuple(replies if it is question else it for it in app.FEATURES)
    broken.setattr(app, "FEATURES", features)
    broken.setattr(tapping, "_counts", lambda *_given: True)


@leak(1)
def a_card_opens_with_the_first_message_of_the_second(broken: pytest.MonkeyPatch) -> None:
    """An answer counts as whole with its first message."""
    broken.setattr(contributions, "MINUTE", timedelta())


@pytest.mark.parametrize("name", LEAKS)
def test_the_machine_finds_what_leaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    plants, number = LEAKS[name]
    plants(monkeypatch)
    with pytest.raises(SealBroken):
        play(tmp_path, number, 60, STEPS, shrinks=False)
    EARS.lines.clear()  # what was planted in the log must not fail this test for promise 7


@pytest.mark.parametrize("plants", [one_answer_opens_the_card, a_store_writes_the_words_as_they_are])
def test_the_machine_finds_what_leaks_of_another_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plants: Plants
) -> None:
    plants(monkeypatch)
    with pytest.raises(SealBroken):
        play(tmp_path, 1, 60, STEPS, (ONE_WORD,), shrinks=False)
