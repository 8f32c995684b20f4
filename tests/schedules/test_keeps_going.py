"""Whatever takes long keeps no other post waiting: an answer of Telegram's that does not come, the upkeep."""

import asyncio
from collections.abc import Callable

from bot.playground.loopback import Loopback
from tests.conftest import Couple, Stage, joined


async def test_posts_do_not_wait_for_the_upkeep(couple: Couple) -> None:
    stage, group = couple.stage, couple.group
    assert stage.kindling is not None
    begun, over = asyncio.Event(), asyncio.Event()

    async def backup_of_a_large_file() -> None:
        begun.set()
        await over.wait()

    stage.kindling.tick.upkeep = backup_of_a_large_file
    shown = len(group.messages)
    morning = asyncio.create_task(stage.moves(hours=26))
    await begun.wait()
    try:
        await stage.telegram.until(lambda: len(group.messages) > shown)
        assert not morning.done()
    finally:
        over.set()
        await morning


async def test_a_send_without_an_answer_keeps_no_other_couple_waiting(
    telegram: Loopback, make_stage: Callable[..., Stage]
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    first = await joined(stage, telegram.person("Ana"), telegram.person("Ben"))
    second = await joined(stage, telegram.person("Dora"), telegram.person("Emil"))
    hold = telegram.hold(
        "sendMessage", "before", lambda params: str(first.group.id) == str(params["chat_id"])
    )
    shown = len(second.group.messages)
    morning = asyncio.create_task(stage.moves(hours=26))
    await hold.reached()
    await telegram.until(lambda: len(second.group.messages) > shown)
    assert not morning.done()
    hold.release()
    await morning
    await stage.stop()
