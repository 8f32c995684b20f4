"""kill -9 right after the bot said that it kept something: it is there when the bot comes back."""

import signal
from collections.abc import Callable

import pytest

from tests.people import Loopback
from tests.process.conftest import PATIENCE, Process
from tests.process.test_killed import cards, has, waits_for_anas_answer

pytestmark = pytest.mark.process


async def test_promise_4_what_was_acknowledged_outlives_a_kill(
    telegram: Loopback, process: Callable[..., Process]
) -> None:
    bot, ana, ben, group = await waits_for_anas_answer(telegram, process)
    await ana.says("the heron by the frozen canal")
    await telegram.until(lambda: has(ana.door, "Take back"), PATIENCE)
    await bot.gets(signal.SIGKILL)
    again = process()
    await again.start()
    seen = len(ben.toasts)
    await ben.presses("Answer privately", on=cards(group)[0])
    await telegram.until(lambda: len(ben.toasts) > seen, PATIENCE)
    await ben.says("the walk home")
    for person in (ana, ben):
        await telegram.until(lambda who=person: has(who.door, "That's all"), PATIENCE)  # type: ignore[misc]
        await person.presses("That's all", at=person.door)
    await telegram.until(lambda: has(group, "Tell me more"), PATIENCE)
    (reveal,) = (shown for shown in group.messages if "Tell me more" in shown.buttons)
    assert sorted(reveal.spoilers) == ["the heron by the frozen canal", "the walk home"]
    code, said = await again.gets(signal.SIGTERM)
    assert code == 0
    assert "heron" not in said
    assert telegram.token not in said
