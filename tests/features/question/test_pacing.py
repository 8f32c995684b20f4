"""That posts come more rarely is said once, before a day passes without any, and never beside a wish."""

from datetime import timedelta
from html import unescape

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import cards, seals

RARER = "I'll come every other day for now, until you two answer one."
WISH = "some space would help today"


async def wishes_on_the_rung(couple: Couple) -> None:
    """Two days pass without an answer; the third morning, on which posts grow rarer, tells a wish."""
    for _ in range(3):
        await couple.stage.moves_to_time(9, 1)
        await couple.stage.moves_to_time(12, 31)
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Heavy", "Far", "Some space", "Yes, tell Ben")
    await couple.stage.moves_to_time(9, 1)
    assert WISH in couple.group.last().text
    assert RARER not in couple.group.last().text


def says(couple: Couple) -> list[str]:
    """Return everything ever shown in the group that says it; a kindness goes with its day."""
    sent = [it.params for it in couple.stage.telegram.calls if it.method == "sendMessage"]
    texts = [unescape(str(it["text"])) for it in sent if int(it["chat_id"]) == couple.group.id]
    return [text for text in texts if RARER in text]


@pytest.mark.parametrize("restarts", [False, True])
async def test_the_kindness_of_that_day_says_it(couple: Couple, restarts: bool) -> None:
    await wishes_on_the_rung(couple)
    posts = len(couple.group.messages)
    if restarts:
        await couple.stage.restart()
    await couple.stage.moves_to_time(12, 31)
    assert len(couple.group.messages) == posts + 1
    kindness = couple.group.last()
    assert kindness.silent
    assert f"\n\n{RARER}" in kindness.text
    assert "Show me mine" in kindness.buttons
    for _ in range(2):
        await couple.stage.moves_to_time(9, 1)
        await couple.stage.moves_to_time(12, 31)
    assert len(says(couple)) == 1
    assert len(cards(couple)) == 5


async def kindness_that_says_it(couple: Couple) -> Shown:
    await wishes_on_the_rung(couple)
    await couple.stage.moves_to_time(12, 31)
    assert RARER in couple.group.last().text
    return couple.group.last()


@pytest.mark.parametrize("looks", [False, True])
async def test_it_stands_a_day_longer_than_the_kindness(couple: Couple, *, looks: bool) -> None:
    """When it goes, and what is left, is the same whatever either did with the kindness."""
    kindness = await kindness_that_says_it(couple)
    if looks:
        await couple.ana.taps("Show me mine", on=kindness)
    await couple.stage.moves_to_time(8, 25)
    assert "Show me mine" in kindness.buttons
    await couple.stage.moves(minutes=10)
    assert kindness.text.startswith(RARER)
    assert len(kindness.text.split("\n")) == 1
    assert kindness.rows == []
    await couple.stage.restart()
    await couple.stage.moves_to_time(8, 25)
    assert kindness in couple.group.messages
    await couple.stage.moves(minutes=10)
    assert kindness not in couple.group.messages


async def test_it_goes_with_the_kindness_where_it_is_so_no_more(couple: Couple) -> None:
    kindness = await kindness_that_says_it(couple)
    for person in (couple.ana, couple.ben):
        await seals(person, "Tea", on=cards(couple)[-1])
    await couple.stage.moves_to_time(8, 35)
    assert kindness not in couple.group.messages


async def test_what_pointed_at_that_kindness_goes_with_its_day(couple: Couple) -> None:
    kindness = await kindness_that_says_it(couple)
    await couple.ana.says("/kindness", at=couple.group)
    pointer = couple.group.last()
    assert pointer != kindness
    await couple.stage.moves_to_time(8, 35)
    assert kindness in couple.group.messages
    assert pointer not in couple.group.messages


async def test_not_where_both_answered_meanwhile(couple: Couple) -> None:
    await wishes_on_the_rung(couple)
    for person in (couple.ana, couple.ben):
        await seals(person, "Tea", on=cards(couple)[-1])
    await couple.stage.moves_to_time(12, 31)
    await couple.stage.moves_to_time(9, 1)
    assert says(couple) == []


async def test_without_a_kindness_the_next_question_says_it(couple: Couple) -> None:
    await couple.ana.says("/settings")
    for label in ("Our times", "Kindness", "Off"):
        await couple.ana.taps(label, at=couple.ana.door)
    await wishes_on_the_rung(couple)
    await couple.stage.moves_to_time(12, 31)
    assert says(couple) == []
    for _ in range(2):
        await couple.stage.moves_to_time(9, 1)
    assert RARER in cards(couple)[-1].text
    assert len(says(couple)) == 1
    assert couple.stage.clock.now() - cards(couple)[-1].date < timedelta(hours=1)
