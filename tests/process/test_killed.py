"""kill -9 at the three places where a post can be cut in half, each held there by a barrier."""

import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.loopback.shown import Shown
from tests.people import Group, Loopback, Person
from tests.process.conftest import PATIENCE, Process

pytestmark = pytest.mark.process
Make = Callable[..., Process]
LATER = timedelta(minutes=11)


def has(person_or_group: Any, label: str) -> bool:
    return any(label in message.buttons for message in person_or_group.messages)


async def join(telegram: Loopback) -> tuple[Person, Person, Group]:
    """Join as two people would, waiting for what each of them sees."""
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    await telegram.until(lambda: has(group, "Open our private chat"), PATIENCE)
    for person in (ana, ben):
        await person.presses("Open our private chat", at=group)
        await telegram.until(lambda who=person: who.toasts and who.toasts[-1].url, PATIENCE)  # type: ignore[misc]
        await person.opens(person.toasts[-1].url or "")
        for label in ("Yes, I'm 18 or older", "Yes, you may save it", "I'm in"):
            await telegram.until(lambda who=person, it=label: has(who.door, it), PATIENCE)  # type: ignore[misc]
            await person.presses(label, at=person.door)
            if label != "I'm in":
                await telegram.until(lambda who=person, it=label: has(who.door, f"{it} ✓"), PATIENCE)  # type: ignore[misc]
        await telegram.until(lambda who=person: has(who.door, "Yes"), PATIENCE)  # type: ignore[misc]
        await person.presses("Yes", at=person.door)
    await telegram.until(lambda: has(group, "Ask us our first question"), PATIENCE)
    return ana, ben, group


def cards(group: Group) -> list[Shown]:
    return [message for message in group.messages if "Not today" in message.buttons]


async def asks_to_answer(telegram: Loopback, ana: Person, group: Group) -> None:
    """Have the first question asked, and Ana tap that she wants to answer it privately."""
    await ana.presses("Ask us our first question", at=group)
    await telegram.until(lambda: len(cards(group)) == 1, PATIENCE)
    seen = len(ana.toasts)
    await ana.presses("Answer privately", on=cards(group)[0])
    await telegram.until(lambda: len(ana.toasts) > seen, PATIENCE)


async def waits_for_anas_answer(
    telegram: Loopback, process: Callable[..., Process]
) -> tuple[Process, Person, Person, Group]:
    """Start a bot whose next message from Ana is her sealed answer; return it, Ana, Ben and their group."""
    bot = process()
    await bot.start()
    ana, ben, group = await join(telegram)
    await asks_to_answer(telegram, ana, group)
    return bot, ana, ben, group


def is_card(params: dict[str, Any]) -> bool:
    return "Not today" in str(params.get("reply_markup", ""))


async def run_until_joined(telegram: Loopback, process: Make) -> tuple[Process, Person, Group]:
    bot = process()
    await bot.start()
    ana, _ben, group = await join(telegram)
    return bot, ana, group


async def test_killed_after_the_claim_the_card_comes_once(telegram: Loopback, process: Make) -> None:
    bot, ana, group = await run_until_joined(telegram, process)
    hold = telegram.hold("sendMessage", when="before", where=is_card)
    await ana.presses("Ask us our first question", at=group)
    await hold.reached(PATIENCE)
    await bot.gets(signal.SIGKILL)
    hold.release()
    assert cards(group) == []
    await process(later=LATER).start()
    await telegram.until(lambda: len(cards(group)) == 1, PATIENCE)
    await telegram.until(telegram.poller_idle, PATIENCE)
    assert len(cards(group)) == 1


async def test_killed_after_telegrams_acceptance_one_more_comes_without_sound(
    telegram: Loopback, process: Make
) -> None:
    bot, ana, group = await run_until_joined(telegram, process)
    hold = telegram.hold("sendMessage", when="after_acceptance", where=is_card)
    await ana.presses("Ask us our first question", at=group)
    await hold.reached(PATIENCE)
    await bot.gets(signal.SIGKILL)
    assert len(cards(group)) == 1
    await process(later=LATER).start()
    await telegram.until(lambda: len(cards(group)) == 2, PATIENCE)
    first, second = cards(group)
    assert (first.silent, second.silent) == (False, True)
    assert first.text == second.text


async def test_killed_after_acceptance_a_tap_on_the_card_is_proof_enough(
    telegram: Loopback, process: Make
) -> None:
    bot, ana, group = await run_until_joined(telegram, process)
    hold = telegram.hold("sendMessage", when="after_acceptance", where=is_card)
    await ana.presses("Ask us our first question", at=group)
    await hold.reached(PATIENCE)
    await bot.gets(signal.SIGKILL)
    again = process(later=timedelta(minutes=1))
    await again.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    seen = len(ana.toasts)
    await ana.presses("Not today", on=cards(group)[0])
    await telegram.until(lambda: len(ana.toasts) > seen, PATIENCE)
    await again.gets(signal.SIGTERM)
    last = process(later=LATER)
    await last.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    await last.gets(signal.SIGTERM)
    assert len(cards(group)) == 1


async def test_killed_after_the_record_nothing_comes_twice(telegram: Loopback, process: Make) -> None:
    bot, ana, group = await run_until_joined(telegram, process)
    await ana.presses("Ask us our first question", at=group)
    await telegram.until(lambda: len(cards(group)) == 1, PATIENCE)
    seen = len(ana.toasts)
    await ana.presses("Not today", on=cards(group)[0])  # answered after the record: one tick, then the tap
    await telegram.until(lambda: len(ana.toasts) > seen, PATIENCE)
    await bot.gets(signal.SIGKILL)
    again = process(later=LATER)
    await again.start()
    await telegram.until(telegram.poller_idle, PATIENCE)
    await again.gets(signal.SIGTERM)
    assert len(cards(group)) == 1
