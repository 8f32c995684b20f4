"""Every form of question, as the two meet it: its card, what is asked at the door, and its own reveal."""

from collections.abc import Callable

import pytest

from bot.features.question import ritual
from bot.features.question.forms import HOW
from content.bank import Question
from content.forms import RESTING, Form
from content.picker import Pick
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, writes

Asks = Callable[[Form], Question]


@pytest.fixture
def asks(couple: Couple, monkeypatch: pytest.MonkeyPatch) -> Asks:
    """Let the next mornings bring an item of a form: an item of the bank that this couple runs with."""

    def asks(form: Form) -> Question:
        bank = couple.stage.kindling.services.bank
        item = next(it for it in bank.questions.values() if it.form is form)
        monkeypatch.setattr(ritual, "pick_question", lambda *_args, **_kwargs: Pick(item, ()))
        return item

    return asks


def hidden(couple: Couple) -> list[str]:
    """Return what stands under spoilers in the one reveal."""
    (reveal,) = reveals(couple)
    return reveal.spoilers


@pytest.mark.parametrize("form", sorted({*RESTING} - {Form.TOGETHER, Form.ASK, Form.WHOSE, Form.EITHER}))
async def test_what_to_do_stands_on_the_card_and_where_it_is_asked(
    couple: Couple, asks: Asks, form: Form
) -> None:
    item = asks(form)
    card = await morning(couple)
    assert item.asked() in card.text
    assert HOW[form] in card.text
    await couple.ana.taps("Answer privately", on=card)
    prompt = couple.ana.door.last().text
    assert HOW[form] in prompt
    assert item.asked("Ben") in prompt
    assert "{" not in prompt + card.text


async def test_this_or_that_is_one_tap_and_says_who_tapped_what(couple: Couple, asks: Asks) -> None:
    item = asks(Form.EITHER)
    card = await morning(couple)
    await couple.ana.taps(item.options[0], on=card)
    await couple.ben.taps(item.options[1], on=card)
    await couple.minute_passes()
    assert hidden(couple) == list(item.options)


async def test_you_me_both_neither_names_the_two_and_counts_nothing(couple: Couple, asks: Asks) -> None:
    asks(Form.WHOSE)
    card = await morning(couple)
    assert card.buttons[:4] == ["Ana", "Ben", "Both", "Neither"]
    toast = await couple.ana.taps("Ben", on=card)
    assert toast.text == "Sealed: Ben. Tap another to change."
    await couple.ben.taps("Neither", on=card)
    await couple.minute_passes()
    assert hidden(couple) == ["Ben", "Neither"]


async def test_a_guess_follows_one_s_own_and_stands_beside_the_other_s_truth(
    couple: Couple, asks: Asks
) -> None:
    item = asks(Form.GUESS)
    card = await morning(couple)
    await writes(couple.ana, "Vanilla", on=card)
    line = couple.ana.door.last()
    assert item.said(item.guess, "Ben") in line.text
    assert "Vanilla" not in line.text
    await couple.ana.says("Pistachio")
    assert item.said(item.guess, "Ben") not in couple.ana.door.last().text
    await writes(couple.ben, "Lemon", on=card)
    await couple.ben.says("Chocolate")
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["Vanilla", "Pistachio", "Lemon", "Chocolate"]
    assert "Ana's guess for Ben:" in reveal.text
    assert "Ben's guess for Ana:" in reveal.text


async def test_who_makes_no_guess_opens_with_their_own_alone(couple: Couple, asks: Asks) -> None:
    asks(Form.GUESS)
    card = await morning(couple)
    await writes(couple.ana, "Vanilla", on=card)
    await writes(couple.ben, "Lemon", on=card)
    await couple.minute_passes()
    assert not reveals(couple)
    await is_done(couple.ana)
    await couple.stage.moves(minutes=61)
    assert hidden(couple) == ["Vanilla", "Lemon"]


async def test_each_is_asked_one_half_and_the_reveal_joins_them(couple: Couple, asks: Asks) -> None:
    item = asks(Form.HALVES)
    card = await morning(couple)
    await writes(couple.ana, "On a raft", on=card)
    await is_done(couple.ana)
    prompts = [it.text for it in (*couple.ana.door.messages, *couple.ben.door.messages)]
    await couple.ben.taps("Answer privately", on=card)
    theirs = couple.ben.door.last().text
    halves = [item.said(it, "Ben") for it in item.halves], [item.said(it, "Ana") for it in item.halves]
    his = next(at for at, half in enumerate(halves[1]) if half in theirs)
    assert halves[1][1 - his] not in theirs
    assert not any(halves[0][his] in it for it in prompts)
    await couple.ben.says("The tea floats off")
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    first, second = (item.said(it) for it in item.halves)
    assert reveal.text.index(first) < reveal.text.index(second)
    assert sorted(reveal.spoilers) == ["On a raft", "The tea floats off"]


async def test_which_one_is_made_up_has_a_veil_of_its_own(couple: Couple, asks: Asks) -> None:
    asks(Form.MADE_UP)
    card = await morning(couple)
    for person, three, invented in (
        (couple.ana, "A goat, a tooth, a ghost", "The ghost"),
        (couple.ben, "A swan, a fire, a pie", "The fire"),
    ):
        await writes(person, three, on=card)
        assert "Which one's made up?" in person.door.last().text
        await person.says(invented)
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    told = ["A goat, a tooth, a ghost", "A swan, a fire, a pie", "The ghost", "The fire"]
    assert reveal.spoilers == told
    assert "Guess first. The made-up ones:" in reveal.text


async def test_each_picks_in_private_what_the_other_is_asked(couple: Couple, asks: Asks) -> None:
    item = asks(Form.ASK)
    card = await morning(couple)
    assert card.buttons[0] == "Pick mine privately"
    await couple.ana.taps("Pick mine privately", on=card)
    listed = couple.ana.door.last()
    assert listed.buttons == ["1", "2", "3"]
    assert all(item.said(it, "Ana") in listed.text for it in item.asks)
    toast = await couple.ana.taps("2", on=listed)
    assert toast.text == "Sealed: 2. Tap another to change."
    await couple.ben.taps("Pick mine privately", on=card)
    await couple.ben.taps("2", on=couple.ben.door.last())
    await couple.minute_passes()
    (reveal,) = reveals(couple)
    assert reveal.spoilers == [item.said(item.asks[1], "Ana"), item.said(item.asks[1], "Ben")]
    assert "Ana asks:" in reveal.text
    assert "both said" not in reveal.text


async def test_what_the_two_do_together_is_tapped_and_stands_on_the_card(couple: Couple, asks: Asks) -> None:
    asks(Form.TOGETHER)
    card = await morning(couple)
    assert card.buttons == ["We did (both see it)", "Another", "Not today"]
    await couple.ana.taps("We did (both see it)", on=card)
    assert "You did this one. ♥" in couple.group.messages[-1].text


async def test_a_relay_goes_on_the_day_after_it_opened_for_three_days(couple: Couple, asks: Asks) -> None:
    item = asks(Form.RELAY)
    for day in range(1, 4):
        card = await morning(couple)
        assert item.asked() in card.text
        assert ("Go on from the other one's line." in card.text) == (day > 1)
        asks(Form.PLAIN)
        for person in (couple.ana, couple.ben):
            await writes(person, f"Line {day}", on=card)
            await is_done(person)
        await couple.stage.moves(minutes=2)
        answered = next(it for it in couple.group.messages if it.id == card.id)
        assert "further down" in answered.text or "just below" in answered.text
        assert ("Go on from the other one's line." in answered.text) == (day > 1)
    last = await morning(couple)
    assert item.asked() not in last.text


async def test_a_relay_that_never_opens_ends_without_a_word(couple: Couple, asks: Asks) -> None:
    item = asks(Form.RELAY)
    card = await morning(couple)
    asks(Form.PLAIN)
    await writes(couple.ana, "Line 1", on=card)
    await is_done(couple.ana)
    assert item.asked() not in (await morning(couple)).text
