"""Leak rows 3 and 6: nothing of Ben's kindness tells what Ana did with hers, or what she did not say."""

from datetime import time
from pathlib import Path

import pytest

from bot.features.kindness import rules
from bot.spaces import store as spaces
from bot.spaces.chance import seed_of
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in, sets
from tests.people import there
from tests.stage import BANK
from tests.worlds import Lives, seen_by_ben

WISHES = (
    ("Some space", "some_space"),
    ("Some fun", "some_fun"),
    ("A hand", "a_hand"),
    ("Affection", "affection"),
    ("Being heard", "being_heard"),
)
IN_BENS_HANDS = ("Show me mine", "Another", "Not for me", "Show me mine", "Did it")


async def nothing(couple: Couple) -> None:
    """Ana leaves the card alone."""


async def seen_and_done(couple: Couple) -> None:
    await couple.ana.taps("Show me mine")
    await couple.ana.taps("Did it")


async def swapped_and_refused(couple: Couple) -> None:
    for label in ("Show me mine", "Another", "Not for me", "Show me mine", "Not for me", "Another"):
        await couple.ana.taps(label)


@pytest.mark.parametrize("ana", [seen_and_done, swapped_and_refused])
async def test_ben_sees_the_same_whatever_ana_did_with_hers(tmp_path: Path, ana: Lives) -> None:
    def day(acts: Lives) -> Lives:
        async def lives(couple: Couple) -> None:
            await couple.stage.moves_to_time(12, 30)
            await acts(couple)
            for label in IN_BENS_HANDS:
                await couple.ben.taps(label)
            await acts(couple)
            await couple.ben.says_from_menu("/kindness", couple.group)
            await couple.ben.says_from_menu("/today", couple.group)
            await couple.ben.says("/today")
            await couple.stage.moves(days=1)
            await couple.ben.taps("Show me mine")

        return lives

    assert await seen_by_ben(tmp_path / "a", day(ana)) == await seen_by_ben(tmp_path / "b", day(nothing))


async def test_ben_sees_the_same_however_often_it_was_not_for_ana(tmp_path: Path) -> None:
    def days(*labels: str) -> Lives:
        async def lives(couple: Couple) -> None:
            for _ in range(4):
                await couple.stage.moves_to_time(12, 30)
                await couple.ben.says_from_menu("/kindness", couple.group)
                for label in labels:
                    await couple.ana.taps(label)
                await couple.ben.taps("Show me mine")
                await couple.ben.says("/today")

        return lives

    assert await seen_by_ben(tmp_path / "a", days("Show me mine", "Not for me")) == await seen_by_ben(
        tmp_path / "b", days()
    )


def evening(last: str) -> Lives:
    """Ana checks in and wishes for some space; the last tap passes it on or keeps it."""

    async def lives(couple: Couple) -> None:
        await couple.stage.moves_to_time(21)
        await couple.ana.says("/checkin")
        for label in ("Okay", "In between", "Some space", last):
            await couple.ana.taps(label, at=couple.ana.door)
        await couple.stage.moves_to_time(12, 30)
        await couple.ben.taps("Show me mine")

    return lives


@pytest.mark.prove
async def test_a_wish_that_was_passed_on_steers_the_partners_idea_one_time_in_two(couple: Couple) -> None:
    """The space's secret says on which days: so what Ben is offered proves nothing, and nor does his deed."""
    async with couple.stage.kindling.parts.db.read() as tx:
        space = there(await spaces.by_chat(tx, couple.group.id))
        seed = await seed_of(tx, space.id)
    answered: dict[bool, list[bool]] = {True: [], False: []}
    for label, wish in [*WISHES, *WISHES]:
        await couple.stage.moves_to_time(21)
        await checks_in(couple.ana, "Okay", "In between", label, "Yes, tell Ben")
        await couple.stage.moves_to_time(12, 30)
        await couple.ben.says_from_menu("/kindness", couple.group)
        await couple.ben.taps("Show me mine")
        shown = couple.ben.toasts[-1].text.split("\n\n")[0]
        idea = next(idea for idea in BANK.ideas.values() if idea.said("Ana") == shown)
        steered = rules.is_steered(seed, couple.ben.id, couple.stage.clock.now().date())
        answered[steered].append(wish in idea.wishes)
    assert len(answered[True]) >= 2
    assert all(answered[True])
    assert len(answered[False]) >= 2
    assert not all(answered[False])


@pytest.mark.parametrize("while_quieted", [True, False])
async def test_a_wish_that_is_not_told_yet_steers_nothing(
    tmp_path: Path, while_quieted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passed on while the morning does not speak, or after midnight: nobody has read it that day."""
    monkeypatch.setattr(rules, "is_steered", lambda *_: True)

    def night(last: str) -> Lives:
        async def lives(couple: Couple) -> None:
            await couple.stage.moves_to_time(21)
            await couple.stage.moves_to_time(3, 30)
            if not while_quieted:
                await sets(couple, question_time=time(3))
            await couple.ana.says("/checkin")
            for label in ("Okay", "In between", "Some space"):
                await couple.ana.taps(label, at=couple.ana.door)
            await couple.ana.taps(last, at=couple.ana.door)
            await couple.stage.moves_to_time(8)
            if while_quieted:
                cleo = couple.stage.telegram.person("Cleo")
                await couple.group.adds(cleo, by=couple.ana)
                await couple.stage.moves_to_time(10)
                await couple.group.removes(cleo, by=couple.ana)
            await couple.stage.moves_to_time(12, 30)
            await couple.ben.taps("Show me mine")

        return lives

    told = await seen_by_ben(tmp_path / "a", night("Yes, tell Ben"))
    assert told == await seen_by_ben(tmp_path / "b", night("No, just for me"))


async def test_an_unsaid_wish_steers_nothing(tmp_path: Path) -> None:
    async def no_evening(couple: Couple) -> None:
        await couple.stage.moves_to_time(21)
        await couple.stage.moves_to_time(12, 30)
        await couple.ben.taps("Show me mine")

    kept = await seen_by_ben(tmp_path / "a", evening("No, just for me"))
    assert kept == await seen_by_ben(tmp_path / "b", no_evening)
