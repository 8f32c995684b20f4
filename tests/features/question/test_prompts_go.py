"""A prompt at a door goes with its answer, or while it can be deleted; the one just asked for is answered."""

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import cards, is_done, morning, reveals, seals

WHICH = "Which is this?"


async def two_prompts(couple: Couple) -> list[Shown]:
    """Let Ana tap *Answer privately* on two mornings; return the cards."""
    asked = [await morning(couple)]
    await couple.ana.taps("Answer privately", on=asked[0])
    asked.append(await morning(couple))
    await couple.ana.taps("Answer privately", on=asked[1])
    return asked


async def test_whoever_just_asked_for_a_prompt_answers_that_one(couple: Couple) -> None:
    older, newer = await two_prompts(couple)
    await couple.stage.moves(minutes=9)
    await couple.ana.says("The walk")
    assert WHICH not in "".join(it.text for it in couple.ana.door.messages)
    await is_done(couple.ana)
    await seals(couple.ben, "Ours", on=older)
    assert reveals(couple) == []
    await seals(couple.ben, "Coffee", on=newer)
    assert reveals(couple)[-1].spoilers == ["The walk", "Coffee"]


async def test_ten_minutes_later_she_is_asked_and_so_where_something_else_was_asked_since(
    couple: Couple,
) -> None:
    await two_prompts(couple)
    await couple.stage.moves(minutes=11)
    await couple.ana.says("The walk")
    assert WHICH in couple.ana.door.last().text
    await couple.ana.taps("None of these", at=couple.ana.door)
    await couple.ana.taps("Answer privately", on=cards(couple)[-1])
    await couple.ana.says("/thanks")
    await couple.ana.says("for the tea")
    assert WHICH in couple.ana.door.last().text


async def test_the_question_goes_once_it_is_answered(couple: Couple) -> None:
    await two_prompts(couple)
    await couple.stage.moves(minutes=11)
    await couple.ana.says("The walk")
    which = couple.ana.door.last()
    await couple.ana.taps(which.buttons[0], on=which)
    assert which not in couple.ana.door.messages


async def test_a_prompt_goes_with_the_words_that_answered_it(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    await couple.ana.says("Hm")
    await couple.minute_passes()
    await couple.stage.moves(seconds=31)
    assert prompt not in couple.ana.door.messages
    await couple.ana.taps("Change", at=couple.ana.door)
    anew = couple.ana.door.last()
    await couple.ana.says("The walk")
    await is_done(couple.ana)
    await couple.minute_passes()
    await couple.stage.moves(seconds=31)
    assert anew not in couple.ana.door.messages
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk", "Coffee"]


async def test_it_stands_at_the_door_of_who_leaves_their_words_there(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await morning(couple)
    await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    await couple.ana.says("Hm")
    await couple.stage.moves(minutes=2)
    await couple.ana.says("the walk", reply_to=prompt)
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["Hm\nthe walk", "Coffee"]


async def test_unanswered_it_is_deleted_before_it_cannot_be_and_the_link_brings_it_back(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await couple.ana.finds_link("Answer privately", on=card)
    prompt = couple.ana.door.last()
    for _ in range(37):
        await couple.stage.moves(hours=1)
    assert prompt not in couple.ana.door.messages
    for _ in range(11):  # by then all that goes from the door while Telegram lets it is gone
        await couple.stage.moves(hours=1)
    for _ in range(8):
        await couple.stage.moves(days=1)
    assert "Nothing here any more." not in [it.text for it in couple.ana.door.messages]


async def test_the_link_of_a_prompt_that_went_brings_another(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    for _ in range(38):
        await couple.stage.moves(hours=1)
    await couple.ana.finds_link("Answer privately", on=card)
    await couple.ana.says("The walk")
    assert couple.ana.door.last().text.startswith("Sealed.")
