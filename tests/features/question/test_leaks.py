"""Nothing one partner sees depends on what the other did in private: the leak table, row by row.

Each test plays the same days twice or more often, with everything equal but one partner's private acts, and
compares the other's whole screen: group, door and toasts, every version of every edit.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.features.question.lines import OPENED
from tests.conftest import MONDAY, SCHEMA, Couple, Stage, joined
from tests.features.question.acts import CARD_LASTS, choice_morning, morning, options, seals
from tests.people import Loopback, Person, there

pytestmark = pytest.mark.prove  # two worlds, lived in one by one

Act = Callable[[Couple], Awaitable[None]]


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[Couple]:
    """Ana and Ben in a Telegram of their own, on a Monday morning."""
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock, schema=SCHEMA)
    stage = Stage(telegram, clock, folder)
    yield await joined(stage, telegram.person("Ana"), telegram.person("Ben"))
    await stage.stop()
    assert telegram.violations == []


def seen_by(person: Person) -> str:
    """Return a person's whole transcript, the fresh words of door links left out."""
    return re.sub(r"/start \S+", "/start …", person.transcript())


async def nothing(couple: Couple) -> None:
    """Ben does nothing."""


async def seals_one(couple: Couple) -> None:
    await seals(couple.ben, "Ben's own words", on=couple.group.messages[-1])


async def takes_one_back(couple: Couple) -> None:
    await seals_one(couple)
    await couple.ben.taps("Take back")


async def opens_the_prompt(couple: Couple) -> None:
    await couple.ben.taps("Answer privately")
    await couple.ben.sends_sticker()


async def not_today(couple: Couple) -> None:
    await couple.ben.taps("Not today")


async def reads_his_today(couple: Couple) -> None:
    await couple.ben.says("/today")


async def ana_looks_round(couple: Couple, ben_acts: Act) -> str:
    """Ben's act, then every tap of Ana's but an answer, until the card has closed and the next has come."""
    ana, group = couple.ana, couple.group
    card = await morning(couple)
    data = [button["callback_data"] for row in card.message.buttons for button in row]
    await ben_acts(couple)
    for label in ("Not today", "We talked about it (both see it)", "Another"):
        await ana.taps(label, on=card)
    for label in ("Another", "Not today"):
        await ana.taps(label, on=group.last())
    await ana.says_from_menu("/question", group)
    await ana.says_from_menu("/today", group)
    await ana.says("/today")
    await ana.taps("Answer privately", on=card)
    await couple.stage.moves(hours=20)
    await ana.says_from_menu("/today", group)
    await couple.stage.moves(hours=CARD_LASTS)
    for one in data:
        await ana.forges(one, on=card)
    return seen_by(ana)


async def ana_seals(couple: Couple, ben_acts: Act) -> str:
    """Ben's act, then Ana seals, changes and lets it close; a week passes."""
    ana = couple.ana
    card = await morning(couple)
    await ben_acts(couple)
    await seals(ana, "Ana's own words", on=card)
    await ana.taps("Change")
    await ana.says("Other words")
    await ana.says("And more")
    await ana.taps("That's all")
    await ana.says("And words that nobody waits for")
    await ana.taps("Let Ben know one is waiting")
    await ana.taps("If Ben doesn't answer: show mine")
    await ana.taps("Not today", on=card)
    await ana.says("/today")
    for _ in range(9):
        await couple.stage.moves(hours=12)
        if card.buttons:
            await ana.taps("Not today", on=card)
        await ana.says("/today")
        await couple.stage.moves(hours=12)
    return seen_by(ana)


@pytest.mark.parametrize(
    ("script", "acts"),
    [
        (ana_looks_round, [seals_one, takes_one_back, opens_the_prompt, not_today, reads_his_today]),
        (ana_seals, [takes_one_back, opens_the_prompt, not_today]),
    ],
)
async def test_promise_6_rows_1_2_6_7_10_whatever_ben_did_ana_sees_the_same(
    tmp_path: Path, script: Callable[[Couple, Act], Awaitable[str]], acts: list[Act]
) -> None:
    async with world(tmp_path / "nothing") as couple:
        expected = await script(couple, nothing)
    for act in acts:
        async with world(tmp_path / act.__name__) as couple:
            assert await script(couple, act) == expected, act.__name__


async def test_promise_6_row_1_a_choice_tapped_by_ben_changes_nothing_for_ana(tmp_path: Path) -> None:
    seen = []
    for taps in (0, 2):
        async with world(tmp_path / str(taps)) as couple:
            card = await choice_morning(couple)
            for option in options(card)[:taps]:
                await couple.ben.taps(option, on=card)
            await couple.ana.taps("Not today", on=card)
            await couple.ana.says_from_menu("/today", couple.group)
            await couple.minute_passes()
            await couple.stage.moves(hours=CARD_LASTS)
            await couple.stage.moves(hours=25)
            seen.append(seen_by(couple.ana))
    assert seen[0] == seen[1]


async def test_promise_6_row_7_the_ladder_says_the_same_whoever_was_silent(tmp_path: Path) -> None:
    seen = []
    for who in ("nobody", "ben"):
        async with world(tmp_path / who) as couple:
            for _ in range(24):
                count = len(couple.group.messages)
                card = await morning(couple)
                if who == "ben" and len(couple.group.messages) > count and "Answer privately" in card.buttons:
                    await seals(couple.ben, "Every day anew", on=card)
            seen.append(seen_by(couple.ana))
    assert seen[0] == seen[1]


async def test_rows_17_18_19_first_lines_are_neutral_and_doors_end_with_the_bot(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Quokka")
    await seals(couple.ben, "Wombat")
    reveal = couple.group.last()
    assert reveal.text.splitlines()[0] in OPENED
    assert reveal.spoilers == ["Quokka", "Wombat"]
    for person in (couple.ana, couple.ben):
        last = person.door.last()
        assert there(last.sender).is_bot
        assert "Quokka" not in last.text
        assert "Wombat" not in last.text
