"""The main path: a card in the morning, two answers sealed at two doors, one reveal."""

import asyncio

from tests.conftest import Couple
from tests.features.question.acts import choice_morning, greets, morning, options, reveals, seals


async def test_the_card_comes_at_nine_with_sound_and_its_buttons(couple: Couple) -> None:
    card = await morning(couple)
    assert greets(card.text)
    assert card.text.startswith("Good morning.")
    assert "swipe this card and reply here" in card.text
    assert card.rows == [["Answer privately"], ["We talked about it (both see it)"], ["Another", "Not today"]]
    assert not card.silent


async def test_two_sealed_texts_open_together_once_with_sound(couple: Couple) -> None:
    card = await morning(couple)
    before = (card.text, card.rows)
    await seals(couple.ana, "The walk by the river")
    assert couple.group.last() == card
    assert (card.text, card.rows) == before
    assert "river" not in couple.ben.transcript()
    await seals(couple.ben, "Coffee on the stairs")
    (reveal,) = reveals(couple)
    assert couple.group.last() == reveal
    assert reveal.spoilers == ["The walk by the river", "Coffee on the stairs"]
    assert reveal.text.index("Ana: The walk") < reveal.text.index("Ben: Coffee")
    assert not reveal.silent
    assert card.text.endswith("You both answered. It's just below.")
    assert card.rows == []


async def test_promise_1_nothing_that_was_said_is_ever_echoed_at_a_door(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk by the river")
    lines = couple.ana.screen(couple.ana.door).splitlines()
    said = ["Ana: The walk by the river", "(gone: Ana: The walk by the river)"]
    assert [line for line in lines if "river" in line] == said
    assert couple.ana.door.last().text.startswith("Sealed. It opens when you've both answered, until ")


async def test_answers_that_land_at_the_same_moment_open_once(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ben.taps("Answer privately")
    await asyncio.gather(couple.ana.says("One"), couple.ben.says("Two"))
    assert reveals(couple) == []
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["One", "Two"]


async def test_an_answer_aloud_and_a_sealed_one_open_the_sealed_one(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.replies("I'd keep the coffee", to=card)
    await couple.minute_passes()
    assert reveals(couple) == []
    await seals(couple.ana, "The walk")
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["The walk"]
    assert "Ben said it aloud, above." in reveal.text


async def test_two_answers_aloud_need_no_reveal_and_take_the_keyboard_off(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.replies("Coffee", to=card)
    await couple.ana.replies("The walk", to=card)
    assert card.rows != []
    await couple.minute_passes()
    assert reveals(couple) == []
    assert card.rows == []
    assert couple.group.last().text == "The walk"


async def test_who_sealed_an_answer_may_talk_below_the_card_and_it_stays_sealed(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "My secret")
    await couple.ana.replies("Shall we talk tonight?", to=card)
    await couple.ben.replies("Yes, and mine is coffee", to=card)
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["My secret"]


async def test_a_voice_note_and_a_photo_follow_the_reveal_as_replies_to_it(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_voice()
    await couple.ben.taps("Answer privately")
    await couple.ben.sends_photo(caption="This <bench> & us")
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert reveal.spoilers == []
    voice, photo = couple.group.messages[-2:]
    assert (voice.media, photo.media) == ("voice", "photo")
    assert voice.text == "Ana:"
    assert photo.spoilers == ["This <bench> & us"]
    assert photo.veiled
    assert voice.reply_to == photo.reply_to == reveal


async def test_an_option_is_sealed_with_one_tap_and_changed_with_another(couple: Couple) -> None:
    card = await choice_morning(couple)
    before = (card.text, card.rows)
    first, second = options(card)[:2]
    toast = await couple.ana.taps(first, on=card)
    assert toast.text == f"Sealed: {first}. Tap another to change."
    await couple.ana.taps(second, on=card)
    assert (card.text, card.rows) == before
    assert f"Sealed: {second}" not in couple.ben.transcript()
    toast = await couple.ben.taps(first, on=card)
    assert toast.text == f"Sealed: {first}. Tap another to change."
    await couple.minute_passes()
    reveal = reveals(couple)[-1]
    assert reveal.spoilers == [second, first]
    assert card.rows == []


async def test_replies_below_the_reveal_are_shown_once_each(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    (reveal,) = reveals(couple)
    assert reveal.rows == [["Thank you", "Makes sense"], ["Tell me more"]]
    await couple.ana.taps("Thank you")
    await couple.ben.taps("Tell me more")
    again = await couple.ana.taps("Thank you")
    assert again.text == "Yours is there already."
    assert reveal.text.endswith("Ana: thank you for telling me.\nBen: tell me more.")
    assert reveal.spoilers == ["One", "Two"]


async def test_a_restart_between_any_two_messages_changes_nothing(couple: Couple) -> None:
    stage = couple.stage
    await morning(couple)
    for person, text in ((couple.ana, "One"), (couple.ben, "Two")):
        await stage.restart()
        await person.taps("Answer privately")
        await stage.restart()
        await person.says(text)
    await stage.restart()
    await couple.minute_passes()
    await couple.ana.taps("Tell me more")
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["One", "Two"]
    assert reveal.text.endswith("Ana: tell me more.")
