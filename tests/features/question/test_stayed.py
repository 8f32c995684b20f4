"""An answer that stayed alone: an edit of it is told that it stays, and /export has it as what it is."""

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.export.test_export import everything, exported
from tests.features.question.acts import CARD_LASTS, is_done, is_over, morning, seals
from tests.people import Person

GONE = "That one isn't saved here any more, so changing it does nothing."
OVER = "That one's time is over, so it stays as it is."


def heard(person: Person, words: str) -> int:
    """Return how often the bot said this at a door."""
    return sum(shown.text == words for shown in person.door.messages)


async def seals_late(couple: Couple, kind: str = "words") -> Shown:
    """Ana, who leaves her words in the chat, seals hers on the card's last day; return her message."""
    await couple.leaves_words(couple.ana)
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS - 5)
    await couple.ana.taps("Answer privately", on=card)
    said = await (couple.ana.says("Mine") if kind == "words" else couple.ana.sends_photo(caption="Mine"))
    await is_done(couple.ana)
    return said


async def shows_it_anyway(couple: Couple) -> None:
    """She chose that it is shown; its day is over, and the group refuses it."""
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    await couple.stage.moves(hours=6)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await is_over(couple)


@pytest.mark.parametrize("saves", [False, True])
async def test_its_author_hears_once_that_it_stays(couple: Couple, saves: bool) -> None:
    said = await seals_late(couple)
    await couple.stage.moves(hours=6)
    if saves:
        await couple.ana.taps("Save it for me", at=couple.ana.door)
    await couple.ana.edits(said, "Ours")
    assert heard(couple.ana, OVER) == 1
    await couple.ana.edits(said, "Ours, then")
    assert heard(couple.ana, OVER) == 1
    if saves:
        data, _page = await everything(couple, couple.ana)
        assert "Mine" in str(data)
        assert "Ours" not in str(data)


@pytest.mark.parametrize("edit", ["words", "nothing left"])
async def test_one_to_be_shown_that_the_group_refuses_stays_as_it_was(couple: Couple, edit: str) -> None:
    said = await seals_late(couple, "words" if edit == "words" else "photo")
    await shows_it_anyway(couple)
    if edit == "words":
        await couple.ana.edits(said, "Ours")
    else:
        await couple.ana.replaces_media(said, "video")
    assert heard(couple.ana, OVER) == 1
    assert not any(shown.text.startswith("Sealed.") for shown in couple.ana.door.messages)
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    shown = [it for it in couple.group.messages if "Mine" in it.text]
    assert len(shown) == 1
    assert "Ours" not in couple.ben.transcript()


async def test_gone_with_its_day_its_author_hears_once_that_nothing_is_kept(couple: Couple) -> None:
    said = await seals_late(couple)
    await couple.stage.moves(hours=6)
    await is_over(couple)
    await couple.ana.edits(said, "Ours")
    await couple.ana.edits(said, "Ours, then")
    assert heard(couple.ana, GONE) == 1


@pytest.mark.parametrize("saves", [False, True])
async def test_gone_with_its_day_its_voice_note_stands_no_more(couple: Couple, saves: bool) -> None:
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS - 5)
    await couple.ana.taps("Answer privately", on=card)
    said = await couple.ana.sends_voice()
    await is_done(couple.ana)
    await couple.stage.moves(hours=6)
    if saves:
        await couple.ana.taps("Save it for me", at=couple.ana.door)
    await is_over(couple)
    assert (said in couple.ana.door.messages) == saves


async def test_while_it_is_quiet_past_its_time_its_author_hears_the_same(couple: Couple) -> None:
    said = await seals_late(couple)
    await couple.group.adds(couple.stage.telegram.person("Cleo"), by=couple.ana)
    await couple.stage.moves(hours=6)
    await couple.ana.edits(said, "Ours")
    assert heard(couple.ana, OVER) == 1


async def test_at_once_export_has_nothing_that_nobody_was_shown(couple: Couple) -> None:
    await seals_late(couple)
    await shows_it_anyway(couple)
    data, page = await exported(couple, couple.ana)
    assert "Mine" not in str(data) + page
    couple.stage.telegram.takes_again()
    await couple.stage.moves(hours=2)
    data, _page = await exported(couple, couple.ana)
    assert "Mine" in str(data)
    assert "revealed" in str(data)


async def test_everything_of_hers_says_that_it_stayed_hers(couple: Couple) -> None:
    await seals(couple.ana, "Mine", await morning(couple))
    await couple.stage.moves(hours=CARD_LASTS - 1)
    await shows_it_anyway(couple)
    data, page = await everything(couple, couple.ana)
    assert "Mine" in str(data)
    assert "stayed yours" in page
