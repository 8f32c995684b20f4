"""*Tell me more* below a thank-you: one silent reply to it, where its giver alone may say more."""

from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.thanks.looking import cards
from tests.features.thanks.test_after_delete import erases, gives
from tests.worlds import Lives, seen_by_ben

HEART = "❤"


def _wants(couple: Couple) -> list[Shown]:
    return [it for it in couple.group.messages if it.text == "Ben would like to hear more."]


async def test_it_comes_without_sound_in_reply_to_what_was_said(couple: Couple) -> None:
    await gives(couple, "aloud")
    said = next(it for it in couple.group.messages if it.text.endswith("for the walk"))
    await couple.ben.taps("Tell me more")
    await couple.stage.moves(minutes=15)
    (asks,) = _wants(couple)
    assert asks.silent
    assert asks.reply_to == said
    toast = await couple.ben.taps("Say more", on=asks)
    assert toast.text == "This one is for Ana."
    await couple.ana.taps("Say more", on=asks)
    await couple.ana.replies("The hill, above all", to=couple.group.last())
    assert couple.group.last().reactions == [HEART]
    assert asks.buttons == []


async def test_of_one_from_the_door_it_answers_the_card(couple: Couple) -> None:
    await gives(couple, "from the door")
    await couple.ben.taps("Tell me more")
    assert _wants(couple)[0].reply_to == cards(couple)[-1]


@pytest.mark.parametrize("label", ["That landed", "Didn't know you saw"])
async def test_no_other_reply_brings_one(couple: Couple, label: str) -> None:
    await gives(couple, "aloud")
    before = len(couple.group.messages)
    await couple.ben.taps(label)
    assert len(couple.group.messages) == before


@pytest.mark.parametrize("how", ["aloud", "from the door"])
async def test_it_does_not_tell_that_its_giver_erased_it(tmp_path: Path, how: str) -> None:
    def lives(*, erased: bool) -> Lives:
        async def day(couple: Couple) -> None:
            await gives(couple, how)
            if erased:
                await erases(couple)
            await couple.ben.taps("Tell me more")
            (asks,) = _wants(couple)
            await couple.ana.taps("Say more", on=asks)
            await couple.ana.replies("The hill, above all", to=couple.group.last())
            assert couple.group.last().reactions == [HEART]

        return day

    one = await seen_by_ben(tmp_path / "a", lives(erased=True))
    assert one == await seen_by_ben(tmp_path / "b", lives(erased=False))
