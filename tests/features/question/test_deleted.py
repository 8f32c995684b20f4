"""A sealed message that its author deletes in Telegram stays sealed, and that is said beforehand."""

from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals, writes

SAYS = "Your message may go from this chat. It stays sealed: only Take back unseals it."


async def test_in_the_first_week_every_sealed_line_says_so_and_it_is_so(couple: Couple) -> None:
    card = await morning(couple)
    await writes(couple.ana, "the pond at dusk", card)
    line = couple.ana.door.last()
    assert SAYS in line.text
    assert len(line.text.split()) <= 60
    assert "Take back" in line.buttons
    [said] = [shown for shown in couple.ana.door.messages if shown.text == "the pond at dusk"]
    await couple.ana.deletes(said)
    await is_done(couple.ana)
    await writes(couple.ben, "the old pear tree", card)
    assert SAYS in couple.ben.door.last().text
    await is_done(couple.ben)
    assert "the pond at dusk" in reveals(couple)[0].text


async def test_later_it_comes_in_its_turn_and_not_every_day(couple: Couple) -> None:
    first: list[bool] = []
    later: list[bool] = []
    for day in range(28):
        card = await morning(couple)
        if "Answer privately" in card.buttons:  # else it is a choice's day
            await writes(couple.ana, "the pond at dusk", card)
            await is_done(couple.ana)
            (first if day < 7 else later).append(SAYS in couple.ana.door.last().text)
            await seals(couple.ben, "the old pear tree", card)
    assert len(first) > 3
    assert all(first)
    assert 0 < sum(later) < len(later) / 3
