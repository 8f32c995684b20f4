"""What stands at the doors once a card is open."""

from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals


async def test_the_door_says_that_it_opened_and_no_longer_that_it_is_sealed(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await ana.taps("Ask us our first question")
    while "Answer privately" not in couple.group.last().buttons:  # a choice is not sealed at the door
        await couple.stage.moves_to_time(9)
    await ana.taps("Answer privately")
    await ana.says("rain on the tent")
    await is_done(ana)
    sealed = ana.door.last()
    assert sealed.text.startswith("Sealed.")
    await ben.taps("Answer privately", at=couple.group)
    await ben.says("the long way home")
    await is_done(ben)
    assert sealed.text.startswith("You've both answered. It opened in your group.")
    assert sealed.buttons == []
    assert "rain" not in sealed.text


async def test_the_line_that_it_opened_goes_in_the_night(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    await couple.stage.moves_to_time(22)
    assert couple.ana.door.last().text.startswith("You've both answered. It opened in your group.")
    await couple.stage.moves_to_time(8)
    texts = [it.text for person in (couple.ana, couple.ben) for it in person.door.messages]
    assert not [text for text in texts if "both answered" in text or "Sealed" in text]


async def test_a_line_that_is_too_old_to_be_deleted_says_that_it_opened(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "One")
    await couple.stage.moves(days=3)
    await seals(couple.ben, "Two", card)
    await couple.stage.moves_to_time(8)
    opened = [it for it in couple.ana.door.messages if it.text.startswith("You've both answered.")]
    assert len(opened) == 1


async def test_who_leaves_their_words_in_our_chat_keeps_the_line(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await morning(couple)
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    await couple.stage.moves_to_time(8)
    assert any(it.text.startswith("You've both answered.") for it in couple.ana.door.messages)


async def test_replies_below_a_reveal_stand_in_the_order_in_which_they_were_tapped(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    await couple.ben.taps("Makes sense")
    await couple.ana.taps("Tell me more")
    await couple.ben.taps("Thank you")
    assert reveals(couple)[0].text.splitlines()[-3:] == [
        "Ben: that makes sense.",
        "Ana: tell me more.",
        "Ben: thank you for telling me.",
    ]
