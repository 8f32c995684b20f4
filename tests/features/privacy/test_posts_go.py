"""What is erased at a door goes from the chat, too: one's own voice notes and photos stand there no more."""

from collections.abc import Awaitable, Callable

import pytest

from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.privacy.test_one_by_one import erases as erases_one
from tests.features.question.acts import is_done, morning, seals

Says = Callable[[Couple], Awaitable[list[Shown]]]
Erases = Callable[[Couple, str], Awaitable[None]]

ANSWERS, THANKS = "My answers", "Thank-yous from me"


async def one(couple: Couple, kind: str) -> None:
    """Ana erases the newest of a kind."""
    await erases_one(couple.ana, kind)


async def all_of_it(couple: Couple, _kind: str) -> None:
    """Ana erases all her words."""
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)


async def all_but_given(couple: Couple, _kind: str) -> None:
    """Ana erases all her words but the thank-yous she gave."""
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase all but what I gave", at=couple.ana.door)


EVERY_WAY = pytest.mark.parametrize("way", [one, all_of_it, all_but_given], ids=lambda way: way.__name__)


def refuses(couple: Couple) -> None:
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group)


async def seals_media(couple: Couple) -> list[Shown]:
    """Ana seals a voice note and a photo; return both."""
    await couple.ana.taps("Answer privately", on=await morning(couple))
    said = [await couple.ana.sends_voice(), await couple.ana.sends_photo(caption="the lake")]
    await is_done(couple.ana)
    return said


async def of_last_week(couple: Couple) -> list[Shown]:
    """Ana seals a voice note to a card on its sixth day."""
    card = await morning(couple)
    await couple.stage.moves(days=6)
    await couple.ana.taps("Answer privately", on=card)
    said = [await couple.ana.sends_voice()]
    await couple.stage.moves(hours=40)
    return said


async def opened_and_refused(couple: Couple) -> list[Shown]:
    """Both have answered, and the group refuses the reveal."""
    said = await seals_media(couple)
    refuses(couple)
    await seals(couple.ben, "the sea", couple.group.last())
    await couple.stage.moves(minutes=5)
    return said


async def thanks_unsettled(couple: Couple) -> list[Shown]:
    """Ana writes a thank-you, and settles not yet what becomes of it."""
    await couple.ana.says("/thanks")
    return [await couple.ana.sends_voice()]


async def thanks_kept(couple: Couple) -> list[Shown]:
    """Ana keeps one for Sunday."""
    said = await thanks_unsettled(couple)
    await couple.ana.taps("Save it for Sunday", at=couple.ana.door)
    return said


async def thanks_refused(couple: Couple) -> list[Shown]:
    """Ana gives one, and the group takes nothing."""
    said = await thanks_unsettled(couple)
    refuses(couple)
    await couple.ana.taps("Give it now", at=couple.ana.door)
    return said


@EVERY_WAY
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (ANSWERS, seals_media),
        (ANSWERS, of_last_week),
        (ANSWERS, opened_and_refused),
        (THANKS, thanks_unsettled),
        (THANKS, thanks_kept),
        (THANKS, thanks_refused),
    ],
)
async def test_what_is_erased_stands_there_no_more(
    couple: Couple, way: Erases, kind: str, says: Says
) -> None:
    said = await says(couple)
    assert all(it in couple.ana.door.messages for it in said)
    await way(couple, kind)
    given = says is thanks_refused and way is all_but_given
    assert any(it in couple.ana.door.messages for it in said) == given
    if given:
        couple.stage.telegram.takes_again()
        await couple.stage.moves(hours=2)
        await couple.stage.moves(minutes=1)
        assert not any(it in couple.ana.door.messages for it in said)


@EVERY_WAY
@pytest.mark.parametrize(("kind", "says"), [(ANSWERS, seals_media), (THANKS, thanks_kept)])
async def test_who_leaves_their_words_there_finds_them(
    couple: Couple, way: Erases, kind: str, says: Says
) -> None:
    await couple.leaves_words(couple.ana)
    said = await says(couple)
    await way(couple, kind)
    assert all(it in couple.ana.door.messages for it in said)


@pytest.mark.parametrize("way", [one, all_of_it], ids=lambda way: way.__name__)
async def test_what_was_said_in_the_group_stays_there(couple: Couple, way: Erases) -> None:
    asked = await morning(couple)
    answer = await couple.ana.sends_voice(at=couple.group, reply_to=asked)
    given = await couple.ana.says("/thanks@kindling_bot for the walk", at=couple.group)
    for kind in (ANSWERS, THANKS):
        await way(couple, kind)
    assert answer in couple.group.messages
    assert given in couple.group.messages
