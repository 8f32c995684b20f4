"""Who waits alone has said yes to something, and takes it back as easily, at any time."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.db.tables import partners, people
from tests.conftest import MONDAY, Couple, Stage
from tests.features.export.test_export import everything
from tests.features.pairing.walk import cards, invited, opens_side, rows, says_yes
from tests.people import Group, Loopback, Person

JOINED = "You're both in"
BACK = "Take my yes back"


async def waits(stage: Stage, who: Person, other: Person, hours: int = 0) -> Group:
    """Ana makes the group; this one of the two says yes, the other does not, and hours pass."""
    ana, ben = (who, other) if who.name == "Ana" else (other, who)
    group = await invited(ana, ben)
    await says_yes(who, group)
    await stage.moves(hours=hours)
    return group


@pytest.mark.parametrize("hours", [1, 25, 100, 600])
async def test_stop_takes_a_yes_back_however_long_one_waited(
    stage: Stage, ana: Person, ben: Person, hours: int
) -> None:
    group = await waits(stage, ben, ana, hours)
    heard = len(group.messages)
    await ben.says("/stop")
    assert "Nothing is said in the group." in ben.door.last().text
    await ben.taps(BACK, at=ben.door)
    assert ben.door.last().text == (
        "Undone: it's as if you had never joined. What you told me is deleted here, and from backups within "
        "seven days."
    )
    assert await rows(stage, partners) == []
    assert [row["id"] for row in await rows(stage, people)] == [ana.id]  # who asked the bot in
    assert len(group.messages) == heard
    await says_yes(ana, group)
    assert cards(group, JOINED) == []


async def test_of_who_asked_the_bot_in_the_name_stays_that_the_group_shows(
    stage: Stage, ana: Person, ben: Person
) -> None:
    await waits(stage, ana, ben, 30)
    (before,) = await rows(stage, people)
    assert before["zone"]
    await ana.says("/stop")
    await ana.taps(BACK, at=ana.door)
    assert ana.door.last().text.endswith(
        "Your name stays with the invitation in your group, which shows it, until that ends."
    )
    (after,) = await rows(stage, people)
    assert (after["name"], after["zone"]) == ("Ana", None)
    assert await rows(stage, partners) == []


async def test_stop_before_the_yes_takes_back_what_was_ticked(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await opens_side(ben, group)
    await ben.taps("Yes, I'm 18 or older", at=ben.door)
    await ben.says("/stop")
    await ben.taps("Not for me", at=ben.door)
    assert await rows(stage, partners) == []
    assert [row["id"] for row in await rows(stage, people)] == [ana.id]


@pytest.mark.parametrize("hours", [25, 100])
async def test_start_brings_no_key_that_refuses(stage: Stage, ana: Person, ben: Person, hours: int) -> None:
    await waits(stage, ana, ben, hours)
    await ana.says("/start")
    assert "while I wait for you both" in ana.door.last().text
    toast = await ana.taps("Undo", at=ana.door)
    assert toast.text == "Undone."
    assert await rows(stage, partners) == []


@pytest.mark.parametrize("both_in", [True, False])
async def test_that_it_is_undone_stands_where_it_was_tapped(
    stage: Stage, ana: Person, ben: Person, both_in: bool
) -> None:
    """What passes there goes with an undo; what says that it is done does not."""
    group = await invited(ana, ben)
    if both_in:
        await says_yes(ana, group)
    await says_yes(ben, group)
    await ben.says("/start")
    await ben.says("/today")
    undo = next(it for it in ben.door.messages if "Undo" in it.buttons)
    await ben.taps("Undo", on=undo)
    await stage.moves_to_time(8)
    said = [it.text for it in ben.door.messages]
    assert len([it for it in said if it.startswith("Undone: it's as if you had never joined.")]) == 1
    assert not [it for it in said if it.startswith(("You're in. I start", "/"))]


async def test_delete_says_what_is_saved_of_who_waits(stage: Stage, ana: Person, ben: Person) -> None:
    await waits(stage, ana, ben, 30)
    await ana.says("/delete")
    said = ana.door.last().text
    assert "Your name, your clock, your settings and your two yeses stay while I wait" in said
    await ana.taps("Erase my words", at=ana.door)
    assert len(await rows(stage, partners)) == 1


async def test_export_brings_what_is_saved_of_who_waits(stage: Stage, ana: Person, ben: Person) -> None:
    group = await waits(stage, ana, ben, 30)
    data, page = await everything(Couple(ana, ben, group, stage), ana)
    (settings,) = data["settings"]
    assert (settings["name"], settings["yes_to_saving"]) == ("Ana", "2026-07-13")
    assert "<title>Ana</title>" in page


async def test_the_chat_of_who_waits_is_tidied_at_night(stage: Stage, ana: Person, ben: Person) -> None:
    await waits(stage, ana, ben)
    before = len(ana.door.messages)
    for command in ("/today", "/delete", "/help"):
        await ana.says(command)
    assert len(ana.door.messages) > before
    await stage.moves_to_time(8)
    await stage.moves(minutes=2)
    told = [it.text for it in ana.door.messages]
    assert not [it for it in told if it.startswith(("You're in. I start", "Erase what you told me?", "/"))]


async def test_other_commands_say_how_to_leave(stage: Stage, ana: Person, ben: Person) -> None:
    await waits(stage, ana, ben)
    await ana.says("/today")
    assert ana.door.last().text == (
        "You're in. I start as soon as your partner is in too. /stop takes your yes back."
    )


# --- what the other sees --------------------------------------------------------------------------------


async def seen_by_ben(folder: Path, does: Callable[[Stage, Person, Group], Awaitable[None]]) -> str:
    """Return all that Ben is shown who opens his card after Ana did this, and says no."""
    clock = MovableClock(MONDAY)
    telegram = Loopback(clock)
    ana, ben = telegram.person("Ana"), telegram.person("Ben")
    stage = Stage(telegram, clock, folder)
    await stage.start()
    try:
        group = await invited(ana, ben)
        await does(stage, ana, group)
        await stage.moves_to_time(12)
        await stage.moves(days=2)
        await opens_side(ben, group)
        for command in ("/start", "/today", "/stop", "/delete", "/export"):
            await ben.says(command)
        await ben.taps("Not for me", at=ben.door)
        return re.sub(r"/start \S+", "/start", ben.transcript())
    finally:
        await stage.stop()


async def nothing(_stage: Stage, _ana: Person, _group: Group) -> None:
    """Ana does not say yes."""


async def is_in(_stage: Stage, ana: Person, group: Group) -> None:
    await says_yes(ana, group)


async def took_it_back(stage: Stage, ana: Person, group: Group) -> None:
    await says_yes(ana, group)
    await ana.says("/stop")
    await ana.taps(BACK, at=ana.door)


async def test_promise_6_who_withdraws_is_not_to_be_told_from_who_waits(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", nothing)
    assert first == await seen_by_ben(tmp_path / "second", is_in)
    assert first == await seen_by_ben(tmp_path / "third", took_it_back)


async def test_the_stop_card_of_who_waits_goes_after_ten_minutes(
    stage: Stage, ana: Person, ben: Person
) -> None:
    await waits(stage, ben, ana)
    await ben.says("/stop")
    card = ben.door.last()
    assert BACK in card.buttons
    await stage.moves(minutes=9)
    assert card in ben.door.messages
    await stage.moves(minutes=1, seconds=31)
    assert card not in ben.door.messages


@pytest.mark.parametrize("leaves", [False, True])
async def test_what_offers_to_undo_it_stands_as_long_as_it_can_be_tapped(
    couple: Couple, leaves: bool
) -> None:
    if leaves:
        await couple.leaves_words(couple.ben)
    card = next(it for it in couple.ben.door.messages if it.buttons == ["Undo"])
    await couple.stage.moves(hours=23, minutes=59)
    assert card in couple.ben.door.messages
    await couple.stage.moves(minutes=1, seconds=40)
    assert card not in couple.ben.door.messages


async def test_undone_in_its_last_minute_the_line_that_says_so_stands(couple: Couple) -> None:
    card = next(it for it in couple.ben.door.messages if it.buttons == ["Undo"])
    await couple.stage.moves(hours=23, minutes=55)
    await couple.ben.taps("Undo", on=card)
    await couple.stage.moves(minutes=10)
    assert card.text.startswith("Undone: ")
    assert card in couple.ben.door.messages
