"""Two worlds that differ in what one partner did: does the other see the very same?"""

import re
from collections.abc import Awaitable, Callable, Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

from bot.clock import MovableClock
from bot.telegram.taps import SMALLEST
from tests.people import Loopback, Person
from tests.stage import MONDAY, Couple, Stage, joined

Lives = Callable[[Couple], Awaitable[None]]


async def seen_by_ben(folder: Path, lives: Lives) -> str:
    """Return everything that Ben is ever shown in a world of its own, in which the couple lives this way.

    After what his screens show comes what a changed app of his reads besides: the data of every button. The
    random words of door links are left out; aliases are told by their order (see `data_of_buttons`).
    """
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder)
    try:
        couple = await joined(stage, ana, ben)
        since = len(telegram.calls)  # the way of joining is walked once for all worlds
        await lives(couple)
    finally:
        await stage.stop()
    assert telegram.violations == []
    screens = re.sub(r"/start \S+", "/start", screens_of(telegram, ben))
    return "\n".join([screens, *data_of_buttons(couple, ben, since)])


def screens_of(telegram: Loopback, person: Person) -> str:
    """Return all that a person was ever shown, instant by instant, chat by chat, what went from it last.

    What comes and what goes at one instant in several chats is done side by side, in no order of its own.
    """
    seen = [it for it in telegram.world.log if person.id in it.audience]
    seen.sort(key=lambda it: (it.at, it.chat.title, it.is_gone, it.line if it.is_gone else ""))
    return "\n".join(f"{it.chat.title or 'door'} | {it.line}" for it in seen)


def data_of_buttons(couple: Couple, person: Person, since: int = 0) -> list[str]:
    """Return the data of all buttons that one person's app was sent since a call, chat by chat.

    What stands for rows is random to whoever has not the database's secret, so that two worlds are alike if
    it is the same in the same places: it is told by the order in which it first came.

    Raises:
        AssertionError: a number stands there that is no alias: it might count something.
    """
    named: dict[str, int] = {}
    told = []
    for data in _raw(couple, person, since):
        verb, *numbers, arg = [*data.split(":", 3), "", ""][:4]
        numbers += [arg.removeprefix("#")] if arg.startswith("#") else []
        assert all(it == "0" or int(it) >= SMALLEST for it in numbers), f"a counter stands in {verb}"
        places = [str(named.setdefault(it, len(named))) for it in numbers]
        told.append(":".join([verb, *places, "" if arg.startswith("#") else arg]))
    return told


def _raw(couple: Couple, person: Person, since: int) -> Iterator[str]:
    chats = [*(chat.id for chat in couple.group.chats), person.id]
    for chat_id in chats:
        for call in couple.stage.telegram.calls[since:]:
            markup = call.params.get("reply_markup")
            if call.params.get("chat_id") != chat_id or call.outcome != "ok" or not isinstance(markup, dict):
                continue
            for row in markup.get("inline_keyboard", ()):
                yield from (button["callback_data"] for button in row if "callback_data" in button)


@cache
def compares_worlds(test: FunctionType) -> bool:
    """Return whether a test, or a helper among the tests that it names, looks at what two worlds show."""
    seen, left = {test}, [test]
    while left:
        function = left.pop()
        everything = (function.__globals__.get(name) for name in _names(function.__code__))
        named = {it for it in everything if isinstance(it, FunctionType)}
        if named & {seen_by_ben, screens_of}:
            return True
        helpers = {it for it in named if it.__module__.startswith("tests.")}
        left += helpers - seen
        seen |= helpers
    return False


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)
