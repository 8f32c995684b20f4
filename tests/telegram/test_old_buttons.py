"""The edge's own buttons, as earlier versions posted them, do what they did."""

from collections.abc import Callable

import pytest

from bot.features.question.kinds import ANSWER
from bot.loopback.shown import Shown
from bot.telegram.actions import (
    AskAgain,
    ChooseNone,
    ChoosePrompt,
    ChooseSpace,
    Delete,
    LeaveIt,
    LetGoOn,
    ReadFirst,
    ShowHeld,
)
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import morning
from tests.features.support.test_support import DARK
from tests.old_buttons import turn_old
from tests.people import Person

WAS = (
    (LeaveIt, "x.leave"),
    (ChooseSpace, "in"),
    (ChoosePrompt, "for"),
    (ChooseNone, "x.none"),
    (ShowHeld, "x.show"),
    (AskAgain, "x.again"),
    (ReadFirst, "h.read"),
    (LetGoOn, "h.keep"),
    (Delete, "h.leave"),
)


def turns_old(stage: Stage, shown: Shown) -> None:
    """Let a message's buttons say what an earlier version's said, with its names of prompts, too."""
    turn_old(stage, shown, *WAS)
    for button in (it for row in shown.message.buttons for it in row if "callback_data" in it):
        button["callback_data"] = button["callback_data"].replace(f":{ANSWER}", ":answer")


async def taps_old(couple: Couple, label: str) -> str:
    """Let Ana tap a button at her door as an earlier version posted it; return what the toast said."""
    shown = couple.ana.door.last()
    turns_old(couple.stage, shown)
    assert not [it for it in data_of(shown.message.buttons) if it.startswith(("held.", "prompt."))]
    toast = await couple.ana.taps(label, on=shown)
    return toast.text


def data_of(rows: list[list[dict[str, str]]]) -> list[str]:
    """Return the callback data of a keyboard."""
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


async def test_the_way_out_of_a_prompt(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await taps_old(couple, "Leave it")
    assert couple.ana.door.last().text.startswith("Left for now.")


async def test_a_reply_to_a_prompt_of_before_answers_it(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    asks = couple.ana.door.last()
    turns_old(couple.stage, asks)
    await couple.ana.says("The lake", reply_to=asks)
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_which_space_a_command_is_about(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    couple = await joined(stage, ana, ben)
    await joined(stage, cleo, ana)
    await ana.says("/thanks for the soup")
    await taps_old(couple, "With Ben")
    assert "Give it now" in ana.door.last().buttons
    await ana.says("/thanks")
    await taps_old(couple, "With Ben")
    assert "thank Ben for" in ana.door.last().text
    await stage.stop()


@pytest.mark.parametrize(("which", "becomes"), [(0, "Sealed."), (-1, "Then ")])
async def test_what_held_words_are_for(couple: Couple, which: int, becomes: str) -> None:
    first = await morning(couple)
    await couple.ana.taps("Another", on=first)
    for card in (first, couple.group.last()):
        await couple.ana.taps("Answer privately", on=card)
    await couple.stage.moves(minutes=11)
    await couple.ana.says("The lake")
    assert await taps_old(couple, "Read mine") == "The lake"
    await couple.ana.says("/today")
    await taps_old(couple, "Ask me again")
    await taps_old(couple, couple.ana.door.last().buttons[which])
    assert couple.ana.door.last().text.startswith(becomes)


async def test_words_of_need_go_on_or_not(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says(DARK)
    await taps_old(couple, "Read")
    await taps_old(couple, "Seal it")
    assert "Sealed." in couple.ana.door.last().text
    await couple.ana.taps("Change", on=couple.ana.door.last())
    await couple.ana.says(DARK)
    await taps_old(couple, "Read")
    assert (await taps_old(couple, "Delete it")).startswith("Deleted.")
