"""Faults strike where they are planned, and the bot sees what its own transport would show it."""

import ast
import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, RetryAfter

from bot.loopback import faults, refusals
from bot.loopback.faults import Fault
from bot.telegram.outbound.errors import AnswerLost, RequestNotSent
from tests.loopback.scene import Scene, play, refused


async def framework_bot(scene: Scene) -> Bot:
    bot = Bot(scene.telegram.token, request=scene.telegram.request())
    await bot.initialize()
    return bot


async def test_flood_asks_to_wait() -> None:
    scene = await play()
    bot = await framework_bot(scene)
    scene.telegram.fail_next("sendMessage", faults.flood(30))
    with pytest.raises(RetryAfter) as asked:
        await bot.send_message(scene.group.id, "Hello")
    assert asked.value.retry_after == timedelta(seconds=30)
    await bot.send_message(scene.group.id, "Hello")


async def test_a_planned_upgrade_names_the_new_chat() -> None:
    scene = await play()
    scene.telegram.fail_next("sendMessage", faults.migrated(-1001))
    with pytest.raises(ChatMigrated) as moved:
        await (await framework_bot(scene)).send_message(scene.group.id, "Hello")
    assert moved.value.new_chat_id == -1001


async def test_a_planned_refusal_speaks_telegrams_words() -> None:
    scene = await play()
    scene.telegram.fail_next("sendMessage", faults.api_error(400, "Bad Request: chat not found"))
    with pytest.raises(BadRequest, match="Chat not found"):
        await (await framework_bot(scene)).send_message(scene.group.id, "Hello")


@pytest.mark.parametrize(
    ("fault", "raised", "arrived"),
    [
        (faults.refused(), RequestNotSent, False),
        (faults.reset_before(), AnswerLost, False),
        (faults.reset_after_accepting(), AnswerLost, True),
        (faults.timeout_before(), AnswerLost, False),
        (faults.timeout_after_accepting(), AnswerLost, True),
        (faults.server_error(500), AnswerLost, False),
        (faults.server_error(503, accepted=True), AnswerLost, True),
        (faults.bad_gateway_html(), AnswerLost, False),
        (faults.broken_json(), AnswerLost, True),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_a_lost_answer_says_no_more_than_the_bot_can_know(
    fault: Fault, raised: type[Exception], arrived: bool
) -> None:
    scene = await play()
    bot = await framework_bot(scene)
    scene.telegram.fail_next("sendMessage", fault)
    with pytest.raises(raised) as lost:
        await bot.send_message(scene.group.id, "A word")
    assert type(lost.value) is raised
    assert (scene.group.last().text == "A word") is arrived
    assert scene.telegram.token not in str(lost.value)


async def test_faults_strike_as_often_as_planned_and_only_where_they_fit() -> None:
    scene = await play()
    to_ana = faults.api_error(400, "Bad Request: once")
    scene.telegram.fail_next("sendMessage", to_ana, times=2, when=lambda p: p["chat_id"] == scene.ana.id)
    await scene.bot("sendMessage", chat_id=scene.ben.id, text="Hello")
    for _ in range(2):
        await refused("Bad Request: once", scene, "sendMessage", chat_id=scene.ana.id, text="Hello")
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="Hello")


async def test_planned_faults_can_be_forgotten() -> None:
    scene = await play()
    scene.telegram.fail_next("sendMessage", faults.flood(3))
    scene.telegram.fail_no_more()
    await scene.card()


@pytest.mark.parametrize(("when", "arrived"), [("before", False), ("after_acceptance", True)])
async def test_a_held_call_stands_on_its_side_of_acceptance(when: faults.When, arrived: bool) -> None:
    scene = await play()
    hold = scene.telegram.hold("sendMessage", when=when)
    sending = asyncio.create_task(scene.bot("sendMessage", chat_id=scene.group.id, text="Held"))
    await hold.reached()
    assert not sending.done()
    assert (scene.group.last().text == "Held") is arrived
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="Another passes")
    hold.release()
    await sending
    assert scene.group.last().text == "Held"


async def test_a_hold_can_wait_for_certain_calls() -> None:
    scene = await play()
    hold = scene.telegram.hold("sendMessage", where=lambda params: params["chat_id"] == scene.ana.id)
    await scene.card()
    sending = asyncio.create_task(scene.bot("sendMessage", chat_id=scene.ana.id, text="Held"))
    await hold.reached()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert scene.telegram.calls[-1].outcome == "cancelled"
    assert scene.ana.door.last().text == "/start"


async def test_a_barrier_that_nobody_reaches_says_so() -> None:
    scene = await play()
    with pytest.raises(TimeoutError, match="no call came to the barrier"):
        await scene.telegram.hold("sendMessage").reached(seconds=0.01)


async def test_flood_limits_count_seconds_and_minutes() -> None:
    scene = await play()
    scene.telegram.limit_flood(per_second=1, per_group_minute=3)
    target = {"chat_id": scene.group.id, "text": "Hello"}
    await scene.bot("sendMessage", **target)
    await refused("Too Many Requests: retry after 1", scene, "sendMessage", **target)
    for _ in range(2):
        scene.clock.move(timedelta(seconds=1))
        await scene.bot("sendMessage", **target)
    scene.clock.move(timedelta(seconds=1))
    refusal = await refused("Too Many Requests: retry after 57", scene, "sendMessage", **target)
    assert refusal.parameters == {"retry_after": 57}
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="Another chat has a limit of its own")
    scene.clock.move(timedelta(seconds=57))
    await scene.bot("sendMessage", **target)


async def test_a_chat_refuses_in_any_words_until_it_takes_again() -> None:
    scene = await play()
    telegram, group = scene.telegram, scene.group
    telegram.refuses("sendMessage", "Bad Request: TOPIC_CLOSED", chat=group)
    for _ in range(3):
        await refused("Bad Request: TOPIC_CLOSED", scene, "sendMessage", chat_id=group.id, text="Hello")
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="Hello")
    await group.becomes_supergroup()
    await refused("Bad Request: TOPIC_CLOSED", scene, "sendMessage", chat_id=group.id, text="Hello")
    telegram.takes_again(chat=scene.ana)
    await refused("Bad Request: TOPIC_CLOSED", scene, "sendMessage", chat_id=group.id, text="Hello")
    telegram.takes_again("sendMessage", chat=group)
    await scene.card()


async def test_refusals_are_told_apart_by_kind_of_content_and_counted() -> None:
    scene = await play()
    photo = (await scene.ana.sends_photo()).message.content["photo"][0]["file_id"]
    scene.telegram.refuses("sendPhoto", "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", chat=scene.group, times=1)
    words = "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"
    target = {"chat_id": scene.group.id, "photo": photo}
    await scene.card()
    await refused(words, scene, "sendPhoto", **target)
    await scene.bot("sendPhoto", **target)
    door = {"retry_after": 3}
    scene.telegram.refuses("send", "Too Many Requests: 3", chat=scene.ana, code=429, parameters=door)
    for method, params in (("sendMessage", {"text": "Hello"}), ("sendPhoto", {"photo": photo})):
        refusal = await refused("Too Many Requests: 3", scene, method, chat_id=scene.ana.id, **params)
        assert refusal.parameters == door
    await scene.bot("sendChatAction", chat_id=scene.ana.id, action="typing")
    await scene.bot("sendPhoto", **target)
    scene.telegram.takes_again()
    await scene.bot("sendMessage", chat_id=scene.ana.id, text="Hello")


@pytest.mark.parametrize("method", refusals.KNOWN)
async def test_every_known_refusal_can_be_answered(method: str) -> None:
    scene = await play()
    for refusal in refusals.KNOWN[method]:
        scene.telegram.refuses(method, refusal.text, code=refusal.code, times=1)
        answer = await scene.bot.answer(method, chat_id=scene.group.id)
        assert (answer["error_code"], answer["description"]) == refusal
    assert len(refusals.KNOWN[method]) == len(set(refusals.KNOWN[method]))


def test_what_the_loopback_refuses_by_itself_is_among_the_known() -> None:
    known = {refusal.text for refusal in refusals.EVERY}
    own = set()
    for path in Path(refusals.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            match call:
                case ast.Call(ast.Name("bad_request" | "forbidden" as kind), [ast.Constant(str() as words)]):
                    own.add(f"{'Forbidden' if kind == 'forbidden' else 'Bad Request'}: {words}")
    assert len(own) > 30
    assert own <= known
