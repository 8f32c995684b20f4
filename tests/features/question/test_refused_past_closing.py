"""The group refuses a reveal until the card's time is over: nothing says that it opened before it did."""

from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from bot.sealed import views
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_over, morning, reveals, seals
from tests.features.question.test_opened_late import OPENED, lines
from tests.worlds import Lives, seen_by_ben

REFUSAL = "Bad Request: TOPIC_CLOSED"
AT_THE_LINE = ("Take back", "Change", "Let Ana know one is waiting", "If Ana doesn't answer: show mine")


def line_of(couple: Couple) -> Shown:
    """Return Ben's line, whatever it says."""
    return next(shown for shown in couple.ben.door.messages if shown.text.startswith("Sealed"))


@pytest.mark.parametrize("label", AT_THE_LINE)
async def test_a_tap_after_the_card_has_closed_says_that_its_time_is_over(couple: Couple, label: str) -> None:
    card = await morning(couple)
    await couple.leaves_words(couple.ben)
    couple.stage.telegram.refuses("send", REFUSAL, chat=couple.group)
    await seals(couple.ana, "The walk", on=card)
    await seals(couple.ben, "Coffee", on=card)
    couple.stage.telegram.refuses("editMessageText", "Bad Request: ODD", chat=couple.ben)  # its keys stand
    await couple.stage.moves(hours=CARD_LASTS + 1)
    line = line_of(couple)
    before = line.text, line.rows
    toast = await couple.ben.taps(label, on=line)
    assert toast.text == views.closed_toast()
    assert (line.text, line.rows) == before
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    assert [shown.spoilers for shown in reveals(couple)] == [["The walk", "Coffee"]]
    assert lines(couple.ben) == [OPENED]


WAITS = (
    "Sealed, and its days to be answered are over. It waits until I can speak in your group again; "
    "then you hear what becomes of it."
)


@pytest.mark.parametrize("answered", [False, True])
async def test_past_its_time_the_line_says_that_it_waits_for_the_group(
    couple: Couple, *, answered: bool
) -> None:
    card = await morning(couple)
    await seals(couple.ben, "Coffee", on=card)
    cleo = couple.stage.telegram.person("Cleo")
    await couple.group.adds(cleo, by=couple.ana)
    if answered:
        await seals(couple.ana, "The walk", on=card)
    await couple.stage.moves(hours=CARD_LASTS - 1)
    assert "until Sunday night" in line_of(couple).text
    await couple.stage.moves(hours=1, minutes=1)
    line = line_of(couple)
    assert line.text.splitlines()[0] == WAITS
    assert line.buttons == ["Read mine"]
    await couple.ben.taps("Read mine", on=line)
    assert couple.ben.door.last().spoilers == ["Coffee"]
    await cleo.leaves(couple.group)
    await couple.stage.moves(minutes=5)
    assert len(reveals(couple)) == answered
    assert line.text.startswith(OPENED if answered else "This one stayed yours.")


def refused_and_quieted(*, answered: bool) -> Lives:
    """Ana has answered, or not; the group takes nothing; a third person comes and stays past its time."""

    async def lives(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        await couple.leaves_words(ben)
        couple.stage.telegram.refuses("send", REFUSAL, chat=couple.group)
        if answered:
            await seals(couple.ana, "The walk", on=card)
        await seals(ben, "Coffee", on=card)
        await couple.stage.moves(minutes=10)
        await couple.group.adds(couple.stage.telegram.person("Cleo"), by=couple.ana)
        await couple.stage.moves(hours=CARD_LASTS + 1)
        assert line_of(couple).buttons == ["Read mine"]
        await ben.taps("Read mine", on=line_of(couple))
        await ben.says("/today")
        await is_over(couple)
        await ben.taps("Read mine", on=line_of(couple))
        await ben.says("/today")

    return lives


async def test_promise_6_a_refusal_past_the_cards_time_tells_nothing(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", refused_and_quieted(answered=False))
    assert first == await seen_by_ben(tmp_path / "second", refused_and_quieted(answered=True))
