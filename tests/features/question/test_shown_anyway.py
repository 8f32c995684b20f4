"""What its author chose to be shown comes by day, on a day on which the bot speaks, and names its day."""

from datetime import timedelta
from pathlib import Path

from bot.loopback.shown import Shown
from tests.conftest import BERLIN, Couple
from tests.features.checkin.looking import sets
from tests.features.question.acts import CARD_LASTS, morning, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

SHOWN = "From Ana, on the question of 13 July:"


def shown(couple: Couple) -> list[Shown]:
    """Return what was shown in the group of an answer that stayed alone."""
    return [it for it in couple.group.messages if it.text.startswith("From Ana")]


def when(message: Shown) -> str:
    """Return the day and hour of a message by the couple's clock."""
    return f"{message.date.astimezone(BERLIN):%a %H:%M}"


async def to_be_shown(couple: Couple) -> None:
    """Let Ana answer Monday's question, alone, to be shown; its card closes."""
    await seals(couple.ana, "The walk", on=await morning(couple))
    await couple.ana.taps("If Ben doesn't answer: show mine", at=couple.ana.door)
    await couple.stage.moves(hours=CARD_LASTS)


async def lives(couple: Couple, days: int) -> None:
    """Let so many mornings, evenings and nights pass."""
    for _ in range(days):
        for hour, minute in ((9, 2), (18, 0), (4, 5)):
            await couple.stage.moves_to_time(hour, minute)


async def test_it_comes_with_a_morning_without_sound_and_names_its_date(couple: Couple) -> None:
    await to_be_shown(couple)
    await lives(couple, 3)
    (it,) = shown(couple)
    assert it.text.startswith(SHOWN)
    assert it.spoilers == ["The walk"]
    assert it.silent
    assert when(it) == "Tue 09:02"
    assert it.date - couple.group.messages[0].date > timedelta(days=8)


async def rests(couple: Couple, who: Person) -> None:
    await who.says("/pause")
    await who.taps("A week", at=who.door)


async def test_in_a_pause_it_waits_until_that_is_over(couple: Couple) -> None:
    await to_be_shown(couple)
    await rests(couple, couple.ben)
    await lives(couple, 6)
    assert shown(couple) == []
    await lives(couple, 3)
    (it,) = shown(couple)
    assert when(it) == "Mon 09:02"


async def test_a_pause_that_ends_early_holds_it_no_longer(couple: Couple) -> None:
    await to_be_shown(couple)
    await rests(couple, couple.ana)
    await lives(couple, 3)
    assert shown(couple) == []
    await couple.ana.says("/pause")
    await couple.ana.taps("Go on", at=couple.ana.door)
    await lives(couple, 1)
    assert len(shown(couple)) == 1


async def test_on_a_rest_day_it_waits_for_the_next(couple: Couple) -> None:
    await to_be_shown(couple)
    await sets(couple, rest_days=".x.....")
    await lives(couple, 3)
    (it,) = shown(couple)
    assert when(it) == "Wed 09:02"


async def test_while_it_is_quiet_it_waits_for_the_morning_after(couple: Couple, cleo: Person) -> None:
    await to_be_shown(couple)
    await couple.stage.moves(minutes=10)
    await couple.group.adds(cleo, by=couple.ana)
    await lives(couple, 3)
    assert shown(couple) == []
    await couple.group.removes(cleo, by=couple.ana)
    await lives(couple, 1)
    (it,) = shown(couple)
    assert when(it) == "Thu 09:02"


def paused_by(who: str, days: dict[str, str]) -> Lives:
    """Ana's answer is to be shown; one of the two pauses before: note when it came."""

    async def lives_so(couple: Couple) -> None:
        await to_be_shown(couple)
        await rests(couple, couple.ana if who == "ana" else couple.ben)
        await lives(couple, 10)
        (it,) = shown(couple)
        days[who] = f"{it.date:%d %H:%M}"

    return lives_so


async def test_its_coming_tells_nobody_whose_the_pause_was(tmp_path: Path) -> None:
    days: dict[str, str] = {}
    for who in ("ana", "ben"):
        await seen_by_ben(tmp_path / who, paused_by(who, days))
    assert days["ana"] == days["ben"]
