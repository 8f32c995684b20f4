"""Buttons that earlier versions posted do what they did, whatever their actions are called now."""

import pytest

from bot.loopback.model import Toast
from tests.conftest import Couple
from tests.features.question.acts import choice_morning, is_done, morning, options, reveals, seals, writes
from tests.old_buttons import taps_old
from tests.people import there


async def taps(couple: Couple, data: str) -> Toast:
    """Let Ana tap an old button at her door."""
    return await taps_old(couple.stage, couple.ana, data)


async def taps_in_group(couple: Couple, data: str) -> Toast:
    """Let Ana tap an old button in the group."""
    return await taps_old(couple.stage, couple.ana, data, couple.group)


@pytest.mark.parametrize("family", ["q", "qa"])
async def test_old_buttons_of_a_card_and_of_a_drawn_one(couple: Couple, family: str) -> None:
    card = await morning(couple)
    if family == "qa":
        await couple.ben.taps("Another", on=card)
    number = 1 if family == "q" else 2
    toast = await taps_in_group(couple, f"{family}.skip:1:{number}")
    assert toast.text == "That's fine. Nobody is told."
    toast = await taps_in_group(couple, f"{family}.talk:1:{number}")
    assert toast.text.startswith("Lovely.")
    toast = await taps_in_group(couple, f"{family}.seal:1:{number}")
    assert toast.url
    await couple.ana.opens(toast.url)
    await couple.ana.says("The walk")
    assert couple.ana.door.last().text.startswith("Sealed.")
    toast = await taps_in_group(couple, f"{family}.more:1:{number}")
    assert toast.text == "Here comes another. You can answer both."


@pytest.mark.parametrize("where", ["group", "door"])
async def test_old_options_of_a_choice(couple: Couple, where: str) -> None:
    card = await choice_morning(couple)
    said = there(couple.stage.kindling.services.aliases.inward(card.message.buttons[0][0]["callback_data"]))
    if where == "group":
        toast = await taps_in_group(couple, f"q.pick:1:{said.ref}:1")
    else:
        toast = await taps(couple, f"q.option:1:{said.ref}:1")
    assert toast.text == f"Sealed: {options(card)[1]}. Tap another to change."


async def test_old_buttons_below_a_sealed_answer(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "The walk")
    for data, heard in (
        ("q.whole:1:1", "That's all, then. It's sealed."),
        ("q.tell:1:1", "Done. It says: no hurry."),
        ("q.alone:1:1:show", "Then I'll show it in your group."),
        ("q.alone:1:1:erase", "Then I'll delete it."),
    ):
        toast = await taps(couple, data)
        assert toast.text == heard
    await taps(couple, "q.read:1:1")
    assert couple.ana.door.last().spoilers == ["The walk"]
    await taps(couple, "q.change:1:1")
    assert couple.ana.door.last().text.startswith("Write it anew")
    await couple.ana.says("The heron")
    await is_done(couple.ana)
    await taps(couple, "q.back:1:1")
    assert couple.ana.door.last().text.startswith("Taken back")
    await taps(couple, "q.today:1:1")
    assert couple.ana.door.last().asks


async def test_the_old_button_that_it_was_no_answer(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.replies("Good morning", card)
    toast = await taps(couple, "q.none:1:1")
    assert toast.text == "Then it was just talk."


async def test_old_replies_below_a_reveal_and_say_more(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", on=card)
    await seals(couple.ben, "Coffee", on=card)
    assert len(reveals(couple)) == 1
    toast = await taps_in_group(couple, "q.show:1:1")
    assert toast.text == "That day is over. /today shows what's on."  # it is there
    await couple.ben.taps("Tell me more", on=reveals(couple)[0])
    asked = couple.group.last()
    assert asked.buttons == ["Say more"]
    said = there(couple.stage.kindling.services.aliases.inward(asked.message.buttons[0][0]["callback_data"]))
    old = couple.stage.kindling.services.aliases.outward(f"qm.say:1:{said.ref}")
    asked.message.keyboard = {"inline_keyboard": [[{"text": "Say more", "callback_data": old}]]}
    await couple.ana.taps("Say more", on=asked)
    assert "reply to this" in couple.group.last().text
    shown = reveals(couple)[0]
    old = couple.stage.kindling.services.aliases.outward("q.reply:1:1:sense")
    shown.message.keyboard = {"inline_keyboard": [[{"text": "Makes sense", "callback_data": old}]]}
    toast = await couple.ana.taps("Makes sense", on=shown)
    assert toast.text == "You can both see that now."


async def test_old_ways_to_a_question(couple: Couple) -> None:
    toast = await taps_in_group(couple, "q.first:1:0")
    assert toast.text == "Today's question is here."
    await taps(couple, "q.ask:1:0")
    assert couple.ana.door.last().text == "Today's question is in your group."
    await taps(couple, "q.older:1:0")
    assert "These can be answered" in couple.ana.door.last().text


async def test_the_old_button_that_saves_what_stayed_alone(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    await couple.stage.moves(days=7)
    await morning(couple)
    await couple.stage.moves(minutes=2)
    toast = await taps(couple, "q.save:1:1")
    assert toast.text == "Saved, for you alone."


@pytest.mark.parametrize(
    ("data", "heard"),
    [("q.weekly", "Once a week, then."), ("q.quiet", "Good. I'm here when you feel like it.")],
)
async def test_old_buttons_below_the_line_before_silence(couple: Couple, data: str, heard: str) -> None:
    await morning(couple)
    await couple.ana.taps("We talked about it (both see it)")
    while "Once a week instead" not in couple.group.last().buttons:
        await couple.stage.moves(days=1)
    farewell = couple.group.last()
    aliases = couple.stage.kindling.services.aliases
    said = there(aliases.inward(farewell.message.buttons[0][0]["callback_data"]))
    old = {"text": "Tap", "callback_data": aliases.outward(f"{data}:1:{said.ref}")}
    farewell.message.keyboard = {"inline_keyboard": [[old]]}
    toast = await couple.ana.taps("Tap", on=farewell)
    assert toast.text == heard
