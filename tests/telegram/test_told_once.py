"""Of an album, or a long text that an app cut, its writer hears once that it is not taken."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.db.tables import missed
from bot.pieces import Piece
from bot.spaces.missed import Strangers
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals
from tests.features.thanks.looking import logged
from tests.people import Person
from tests.stage import TONIGHT

CANNOT = "I can take text, a voice note or a photo." + TONIGHT
UNEXPECTED = "I wasn't expecting that just now, so I didn't save it. /today shows what's on." + TONIGHT
TOO_LONG = "That's more than one answer can hold, so I left the rest of your text out." + TONIGHT


def told(person: Person) -> list[str]:
    """Return what the bot said at a door so far."""
    return [shown.text for shown in person.door.messages if shown.sender is not person.user]


async def test_an_album_that_nobody_waits_for(couple: Couple) -> None:
    before = len(told(couple.ana))
    await couple.ana.sends_album(10, caption="the lake")
    assert told(couple.ana)[before:] == [UNEXPECTED]
    await couple.ana.sends_album(["video", "photo"])
    assert told(couple.ana)[before:] == [UNEXPECTED] * 2, "another album is told of anew"
    await couple.ana.says("and a word")
    await couple.ana.sends_photo()
    assert told(couple.ana)[before:] == [UNEXPECTED] * 4, "and so is whatever stands alone"


async def test_a_long_text_that_nobody_waits_for(couple: Couple) -> None:
    before = len(told(couple.ana))
    await couple.ana.says("w" * 9000)
    assert told(couple.ana)[before:] == [UNEXPECTED]
    await couple.stage.moves(minutes=1)
    await couple.ana.says("w" * 3000)
    await couple.stage.moves(minutes=1)
    await couple.ana.says("later")
    assert told(couple.ana)[before:] == [UNEXPECTED] * 3


async def test_clips_to_a_prompt_and_among_the_pictures_of_an_answer(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    before = len(told(couple.ana))
    await couple.ana.sends_album(["video"] * 4, caption="all of it")
    assert told(couple.ana)[before:-1] == ["I've sealed your words. I can't save what they came with."]
    await couple.ana.sends_album(["photo", "video", "photo", "video", "photo"])
    assert told(couple.ana).count(CANNOT) == 1
    await is_done(couple.ana)
    await seals(couple.ben, "the walk")
    assert len(reveals(couple)) == 1
    assert [it.media for it in couple.group.messages].count("photo") == 3


async def test_a_stranger_hears_once_of_an_album_and_of_a_long_text_and_nothing_is_written(
    couple: Couple, cleo: Person
) -> None:
    await cleo.says("hello")
    before = len(told(cleo))
    await cleo.sends_album(10, caption="the lake")
    assert len(told(cleo)) == before + 1
    await cleo.sends_album(["video", "photo"])
    await cleo.sends_photo()
    await cleo.sends_photo()
    assert len(told(cleo)) == before + 4
    await cleo.says("w" * 9000)
    assert len(told(cleo)) == before + 5
    await couple.stage.moves(minutes=1)
    await cleo.says("later")
    assert len(told(cleo)) == before + 6
    async with couple.stage.kindling.parts.db.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(missed)) == 0


def test_of_strangers_few_are_remembered_and_not_for_long() -> None:
    known, now = Strangers(), datetime(2026, 7, 13, tzinfo=UTC)
    for person in range(Strangers.MOST + 1):
        assert not known.heard(person, Piece(1), "album", now, now)
    assert not known.heard(0, Piece(2), "album", now, now)  # the first was forgotten
    assert known.heard(0, Piece(3), "album", now, now)
    late = now + Strangers.LASTS + timedelta(seconds=1)
    assert not known.heard(0, Piece(4), "album", late, late)


def test_of_messages_in_a_groups_name_few_are_remembered() -> None:
    known = Strangers()
    assert not known.answered(-1, 1)
    assert known.answered(-1, 1)
    for number in range(2, Strangers.MOST + 2):
        assert not known.answered(-1, number)
    assert not known.answered(-1, 1)


async def test_what_is_more_than_an_answer_holds(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says("w" * 30_000)
    assert told(couple.ana).count(TOO_LONG) == 1


async def test_an_answer_to_a_card_that_closed(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Answer privately", on=card)
    await couple.stage.moves(hours=35, minutes=59)
    before = len(told(couple.ana))
    await couple.stage.moves(minutes=2)
    await couple.ana.sends_album(4)
    assert len([it for it in told(couple.ana)[before:] if "I didn't save" in it]) == 1


async def test_clips_to_what_thanks_asks_in_the_group(couple: Couple) -> None:
    await couple.ana.says("/thanks", couple.group)
    asks = couple.group.last()
    await couple.ana.sends_album(["video"] * 3, couple.group, reply_to=asks)
    said = [shown.text for shown in couple.group.messages]
    assert said.count(CANNOT.removesuffix(TONIGHT)) == 1
    await couple.ana.sends_album(["video", "photo"], couple.group, reply_to=asks)
    (row,) = await logged(couple)
    assert row.media == ["photo"], "what of the next album can be taken is"


async def test_it_is_told_once_across_a_restart(couple: Couple) -> None:
    before = len(told(couple.ana))
    await couple.stage.stop()
    await couple.ana.sends_album(3)
    await couple.ben.says("w" * 9000)
    await couple.stage.start()
    assert told(couple.ana)[before:] == [UNEXPECTED]
    assert told(couple.ben).count(UNEXPECTED) == 1


async def test_a_picture_that_was_not_told_of_is_mended_all_the_same(couple: Couple) -> None:
    _, second = await couple.ana.sends_album(2, caption=["the lake", "the hill"])
    await couple.ana.edits(second, "/thanks for the lake")
    (row,) = await logged(couple)
    assert row.text == "for the lake"
