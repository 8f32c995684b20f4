"""Promise 3: one post per ritual, local day and space, and at most one soundless further copy of its card."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from bot.app import composers_of, fire
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.loopback.faults import timeout_after_accepting
from bot.loopback.shown import Shown
from schedules.tick import Tick
from tests.conftest import BANK, BERLIN, Couple
from tests.features.checkin.looking import sets
from tests.features.question.acts import greets
from tests.promises.acts import rows

Says = Callable[[str], bool]


def teases(text: str) -> bool:
    """Return whether a text is that of a day's kindness, as it came."""
    return text.startswith("A small kindness for today")


QUESTION: Says = greets
KINDNESS: Says = teases


def is_card(params: dict[str, object]) -> bool:
    """Return whether a call sends the day's question."""
    return "Not today" in str(params.get("reply_markup"))


def posted(couple: Couple, says: Says) -> list[Shown]:
    """Return the messages in the group that carry a ritual's card."""
    return [shown for shown in couple.group.messages if says(shown.came)]


def by_day(shown: list[Shown]) -> Counter[date]:
    """Count messages by the local date on which they were sent."""
    return Counter(message.date.astimezone(BERLIN).date() for message in shown)


async def no_day_twice(couple: Couple) -> None:
    """Assert one post, one card and one message for each ritual and local date."""
    found = await rows(couple.stage)
    days = Counter((row["person_id"], row["ritual"], row["local_date"]) for row in found["posts"])
    assert set(days.values()) == {1}
    for says, limit in ((QUESTION, timedelta(hours=6)), (KINDNESS, timedelta(hours=4))):
        messages = posted(couple, says)
        assert set(by_day(messages).values()) <= {1}
        due = {QUESTION: (9, 0), KINDNESS: (12, 30)}[says]
        for message in messages:
            local = message.date.astimezone(BERLIN)
            at = local.replace(hour=due[0], minute=due[1], second=0, microsecond=0)
            assert timedelta() <= local - at <= limit


async def test_promise_3_one_post_a_day_through_restarts_and_clock_jumps_both_ways(couple: Couple) -> None:
    chance, stage = random.Random(5), couple.stage
    for turn in range(60):
        minutes = chance.choice((30, 90, 200, 400, 700, 1500, -45, -300, -700))
        stage.clock.move(timedelta(minutes=minutes))
        if chance.random() < 0.3:
            await stage.restart()
        await stage.moves(seconds=1)
        if turn % 5 == 0 and posted(couple, QUESTION):
            await couple.ana.taps("We talked about it (both see it)")
    await no_day_twice(couple)
    assert len(posted(couple, QUESTION)) >= 3


async def test_promise_3_one_post_a_day_in_the_nights_when_the_clocks_change(couple: Couple) -> None:
    stage = couple.stage
    await sets(couple, question_time=datetime(2026, 1, 1, 2, 30).time())  # noqa: DTZ001 - a wall time
    for first in (date(2026, 10, 24), date(2027, 3, 27)):
        night = datetime(first.year, first.month, first.day, 20, tzinfo=BERLIN)
        await stage.moves_to(night)
        await couple.ana.says_from_menu("/question", couple.group)
        await couple.ana.taps("We talked about it (both see it)")
        for _step in range(14):
            await stage.moves(minutes=45)
        assert by_day(posted(couple, QUESTION))[first + timedelta(days=1)] == 1
    assert set(by_day(posted(couple, QUESTION)).values()) == {1}


def another_tick(couple: Couple) -> tuple[Tick, Database]:
    """Return a second process's tick on the same file, past the lock that keeps such a process out."""
    stage = couple.stage
    services = stage.kindling.services

    async def nothing() -> None:
        """Leave upkeep to the first."""

    db = Database(stage.settings.database_url, Cipher([stage.key]))
    send = services.sender.send
    composers = composers_of(services)
    return Tick(
        db, stage.clock, BANK, services.rituals, composers, send, send, nothing, partial(fire, services)
    ), db


async def test_promise_3_two_processes_on_one_file_post_once(couple: Couple) -> None:
    stage = couple.stage
    second, db = another_tick(couple)
    stage.clock.move_to(datetime(2026, 7, 13, 9, tzinfo=BERLIN))
    await asyncio.gather(*(tick.run() for tick in (stage.kindling.tick, second) * 3))
    assert len(posted(couple, QUESTION)) == 1
    hold = stage.telegram.hold("sendMessage", where=lambda params: KINDNESS(str(params.get("text"))))
    stage.clock.move_to(datetime(2026, 7, 13, 12, 30, tzinfo=BERLIN))
    sending = asyncio.create_task(stage.kindling.tick.run())
    await hold.reached()
    await second.run()
    hold.release()
    await sending
    assert len(posted(couple, KINDNESS)) == 1
    # A second one that starts while a card is on its way takes it for lost: one more copy, without sound.
    stage.clock.move_to(datetime(2026, 7, 14, 9, tzinfo=BERLIN))
    late = stage.telegram.hold("sendMessage", where=is_card)
    sending = asyncio.create_task(stage.kindling.tick.run())
    await late.reached()
    await second.start()
    stage.clock.move(timedelta(minutes=11))
    await second.run()
    late.release()
    await sending
    await second.run()
    await stage.moves(hours=2)
    await second.run()
    await db.close()
    copies = [shown for shown in posted(couple, QUESTION) if shown.date.astimezone(BERLIN).day == 14]
    assert 1 <= len(copies) <= 2
    assert sum(not shown.silent for shown in copies) == 1
    assert len((await rows(stage))["cards"]) == 2


async def test_promise_3_there_is_never_a_third_copy(couple: Couple) -> None:
    couple.stage.telegram.fail_next("sendMessage", timeout_after_accepting(), times=5, when=is_card)
    await couple.stage.moves_to_time(9)
    for _step in range(5):
        await couple.stage.moves(minutes=11)
        await couple.stage.restart()
    first, second = posted(couple, QUESTION)
    assert (first.silent, second.silent) == (False, True)
    assert first.text == second.text


async def test_promise_3_what_is_too_late_stays_away_and_what_is_not_comes(couple: Couple) -> None:
    stage = couple.stage
    await stage.stop()
    stage.clock.move_to(datetime(2026, 7, 13, 15, 0, tzinfo=BERLIN))
    await stage.start()
    assert (len(posted(couple, QUESTION)), len(posted(couple, KINDNESS))) == (1, 1)
    await stage.stop()
    stage.clock.move_to(datetime(2026, 7, 14, 16, 31, tzinfo=BERLIN))
    await stage.start()
    await stage.moves_to_time(23)
    assert (len(posted(couple, QUESTION)), posted(couple, KINDNESS)) == (1, [])  # Monday's went with its day
    await stage.moves_to_time(9)
    assert len(posted(couple, QUESTION)) == 2
