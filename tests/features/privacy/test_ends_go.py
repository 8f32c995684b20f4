"""What the end of a space, or an undone joining, erases goes from both private chats of the two, too."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_done, morning, reveals, seals
from tests.people import Person
from tests.worlds import seen_by_ben

End = Callable[[Couple], Awaitable[None]]
Said = list[tuple[Person, Shown]]


async def stops(couple: Couple) -> None:
    """Ana closes the space."""
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly", at=couple.ana.door)


async def removes(couple: Couple) -> None:
    """Ana removes the bot, and the hour passes."""
    await couple.group.removes_bot(by=couple.ana)
    await couple.stage.moves(minutes=61)


async def undoes(couple: Couple) -> None:
    """Ana undoes her joining."""
    await couple.ana.taps("Undo", at=couple.ana.door)


EVERY_END = pytest.mark.parametrize("end", [stops, removes, undoes], ids=lambda end: end.__name__)


async def seal(couple: Couple) -> Said:
    """Ana seals a voice note to the day's card, Ben a photo to another."""
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    said = [(couple.ana, await couple.ana.sends_voice())]
    await is_done(couple.ana)
    await couple.ben.taps("Another", on=card)
    await couple.ben.taps("Answer privately", on=couple.group.last())
    said.append((couple.ben, await couple.ben.sends_photo(caption="the lake")))
    await is_done(couple.ben)
    return said


async def keep(couple: Couple) -> Said:
    """Each keeps a thank-you for Sunday."""
    said = []
    for person in (couple.ana, couple.ben):
        await person.says("/thanks")
        said.append((person, await person.sends_voice()))
        await person.taps("Save it for Sunday", at=person.door)
    return said


def stand(said: Said) -> list[bool]:
    """Which of these messages stand in their authors' private chats."""
    return [shown in person.door.messages for person, shown in said]


@EVERY_END
@pytest.mark.parametrize("says", [seal, keep], ids=lambda says: says.__name__)
async def test_what_was_sealed_or_kept_stands_there_no_more(
    couple: Couple, end: End, says: Callable[[Couple], Awaitable[Said]]
) -> None:
    said = await says(couple)
    assert stand(said) == [True, True]
    await end(couple)
    await couple.stage.moves(minutes=1)
    assert stand(said) == [False, end is undoes]  # what who stays has said is theirs


@EVERY_END
@pytest.mark.parametrize("who", ["ana", "ben"])
async def test_who_leaves_their_words_there_finds_them(couple: Couple, end: End, who: str) -> None:
    leaving: Person = getattr(couple, who)
    await couple.leaves_words(leaving)
    said = [*await seal(couple), *await keep(couple)]
    await end(couple)
    await couple.stage.moves(minutes=1)
    stays = [couple.ben] if end is undoes else []
    assert stand(said) == [person in (leaving, *stays) for person, _shown in said]


@EVERY_END
async def test_what_read_mine_showed_goes_with_it(couple: Couple, end: End) -> None:
    await seals(couple.ben, "the old pear tree", await morning(couple))
    await couple.ben.taps("Read mine", at=couple.ben.door)
    await end(couple)
    await couple.stage.moves(minutes=1)
    theirs = end is undoes
    assert any("the old pear tree" in shown.text for shown in couple.ben.door.messages) == theirs


async def test_one_that_stayed_alone_goes_too(couple: Couple) -> None:
    card = await morning(couple)
    await couple.stage.moves(hours=CARD_LASTS - 5)
    await couple.ben.taps("Answer privately", on=card)
    said = [(couple.ben, await couple.ben.sends_voice())]
    await is_done(couple.ben)
    await couple.stage.moves(hours=6)
    await stops(couple)
    await couple.stage.moves(minutes=1)
    assert stand(said) == [False]


async def test_one_whose_reveal_the_group_refused_stays_with_who_stays(
    couple: Couple,
) -> None:
    card = await morning(couple)
    await couple.ben.taps("Answer privately", on=card)
    said = [(couple.ben, await couple.ben.sends_voice())]
    await is_done(couple.ben)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)
    await seals(couple.ana, "the sea", card)
    await couple.stage.moves(minutes=5)
    assert reveals(couple) == []
    await undoes(couple)
    await couple.stage.moves(minutes=1)
    assert stand(said) == [True]


async def test_after_two_days_it_stays_for_telegram_deletes_it_no_more(couple: Couple) -> None:
    said = await seal(couple)
    await couple.stage.moves(hours=49)
    await stops(couple)
    await couple.stage.moves(minutes=1)
    assert stand(said) == [True, True]


@pytest.mark.parametrize("end", [stops, undoes], ids=lambda end: end.__name__)
async def test_the_other_cannot_tell_whether_something_was_sealed(tmp_path: Path, end: End) -> None:
    async def nothing(couple: Couple) -> None:
        await morning(couple)
        await end(couple)
        await couple.stage.moves(minutes=1)

    async def sealed(couple: Couple) -> None:
        await couple.ana.taps("Answer privately", on=await morning(couple))
        await couple.ana.sends_voice()
        await is_done(couple.ana)
        await end(couple)
        await couple.stage.moves(minutes=1)

    assert await seen_by_ben(tmp_path / "a", nothing) == await seen_by_ben(tmp_path / "b", sealed)
