"""/export from a phone in other hands: at once what both know, the rest next morning."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.features.export import rules
from bot.features.export.actions import CallOff, Everything
from bot.loopback.faults import Fault, api_error, refused, timeout_after_accepting
from tests.conftest import MONDAY, Couple, Stage, joined
from tests.features.checkin.looking import checks_in, sets
from tests.features.export.test_export import copies, documents, everything, exported, packed
from tests.features.question.acts import morning, seals
from tests.people import Person
from tests.promises.test_promise_8_leaving import lived_in
from tests.worlds import seen_by_ben

CARD = (
    "Everything of yours comes tomorrow at 08:00, in this chat. An hour later I delete the file. Until it "
    "comes you can call it off: here, or by /export."
)


async def asks(person: Person) -> str:
    """Ask for everything; return what the tap says."""
    await person.says("/export")
    toast = await person.taps("Everything of mine", at=person.door)
    return toast.text


async def test_at_once_only_what_both_have_seen_and_what_was_given(couple: Couple) -> None:
    ana = couple.ana
    await lived_in(couple)
    await couple.stage.moves_to_time(21)
    await checks_in(ana, "Heavy", "Far", "Some fun", "Yes, tell Ben")
    said, page = await exported(couple, ana)
    assert set(said) == {"made", "person", "partner", "answers", "thanks_given", "thanks_received"}
    assert {it["how"] for it in said["answers"]} <= {"opened", "open", "revealed"}
    assert [it["answer"] for it in said["answers"]] == ["an opened answer of Ana's"]
    assert said["thanks_given"] == []
    for words in ("a secret for Sunday", "Heavy", "Some fun", "Europe/Berlin", "another", "not_today"):
        assert words not in json.dumps(said) + page


async def test_what_is_sealed_and_what_is_revealed_to_nobody_yet_is_not_in_it(couple: Couple) -> None:
    await couple.stage.moves_to_time(9)
    await seals(couple.ana, "sealed so far")
    said, page = await exported(couple, couple.ana)
    assert "sealed so far" not in json.dumps(said) + page
    await seals(couple.ben, "Ben's own")
    said, page = await exported(couple, couple.ana)
    assert "sealed so far" in page
    assert "Ben's own" not in json.dumps(said) + page


async def test_everything_comes_next_morning_and_goes_an_hour_later_with_its_card(couple: Couple) -> None:
    door = couple.ana.door
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Heavy", "Far", "Some fun", "No, just for me")
    assert await asks(couple.ana) == "It comes tomorrow at 08:00."
    card = door.last()
    assert (card.text, card.buttons) == (CARD, ["Call it off"])
    await couple.stage.moves_to_time(7, 59)
    assert len(copies(couple, couple.ana)) == 0
    await couple.stage.moves_to_time(8)
    brought = copies(couple, couple.ana)[-1]
    assert len(copies(couple, couple.ana)) == 1
    assert brought.text.startswith("The copy you asked for. I delete it from this chat in an hour")
    assert brought.rows == []
    assert "heavy" in packed(couple, brought)["kindling.html"].lower()
    await couple.stage.moves(minutes=59)
    assert brought in door.messages
    await couple.stage.moves(minutes=2)
    assert brought not in door.messages
    assert card not in door.messages


async def test_it_holds_what_is_so_when_it_comes(couple: Couple) -> None:
    await asks(couple.ana)
    await couple.stage.moves_to_time(21)
    await checks_in(couple.ana, "Heavy", "Far", "Skip")
    await couple.stage.moves_to_time(8)
    said = json.loads(packed(couple, copies(couple, couple.ana)[-1])["kindling.json"])
    assert [it["day"] for it in said["evenings"]] == [2]
    assert said["made"] == "2026-07-14"


async def test_called_off_nothing_comes_and_the_line_that_says_so_goes(couple: Couple) -> None:
    await asks(couple.ana)
    await couple.stage.moves_to_time(7, 30)
    await couple.ana.says("/export")
    card = couple.ana.door.last()
    assert (card.text, card.buttons) == (CARD.replace("tomorrow", "today"), ["Call it off"])
    await couple.ana.taps("Call it off", on=card)
    assert card.text == "Called off: nothing comes."
    await couple.stage.moves_to_time(8)
    assert copies(couple, couple.ana) == []
    assert card not in couple.ana.door.messages


async def test_asked_for_by_day_nothing_tells_of_it_ten_minutes_later_and_it_comes_without_sound(
    couple: Couple,
) -> None:
    door = couple.ana.door
    stood = [it.text for it in door.messages]
    await asks(couple.ana)
    assert [it.text for it in door.messages[-2:]][1:] == [CARD]
    await couple.stage.moves(minutes=11)
    assert [it.text for it in door.messages] == stood
    await couple.stage.moves_to_time(8)
    (brought,) = copies(couple, couple.ana)
    assert brought.silent


async def test_asked_for_from_a_phone_that_sleeps_its_owner_reads_it_in_the_morning_and_hears_it(
    couple: Couple,
) -> None:
    await couple.stage.moves_to_time(23)
    await asks(couple.ana)
    card = couple.ana.door.last()
    await couple.stage.moves_to_time(7, 50)
    assert (card.text, card.buttons) == (CARD, ["Call it off"])
    assert card in couple.ana.door.messages
    await couple.stage.moves_to_time(8)
    (brought,) = copies(couple, couple.ana)
    assert not brought.silent
    await couple.stage.moves(minutes=61)
    assert card not in couple.ana.door.messages


async def test_called_off_in_time_counts_though_the_bot_was_away(couple: Couple) -> None:
    await asks(couple.ana)
    card = couple.ana.door.last()
    await couple.stage.stop()
    couple.stage.clock.move_to(MONDAY.replace(day=14, hour=7, minute=50))
    await couple.ana.presses("Call it off", on=card)
    couple.stage.clock.move_to(MONDAY.replace(day=14, hour=10))
    await couple.stage.start()
    await couple.stage.moves(hours=2)
    assert len(copies(couple, couple.ana)) == 0


async def test_it_survives_a_restart_and_comes_once(couple: Couple) -> None:
    await asks(couple.ana)
    await couple.stage.restart()
    await couple.stage.moves_to_time(8)
    await couple.stage.restart()
    await couple.stage.moves(minutes=30)
    assert len(copies(couple, couple.ana)) == 1


async def test_asked_for_again_it_comes_when_it_was_to_and_one_card_says_so(couple: Couple) -> None:
    await asks(couple.ana)
    await couple.stage.moves_to_time(23)
    for _time in range(2):
        await couple.ana.says("/export")
        assert couple.ana.door.last().buttons == ["Call it off"]
    assert [it.text for it in couple.ana.door.messages].count(CARD) == 1
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 1


async def test_an_hour_after_midnight_it_is_still_tomorrows(couple: Couple) -> None:
    await couple.stage.moves_to_time(0, 30)
    await asks(couple.ana)
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 0
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 1


async def test_it_comes_at_eight_of_the_next_day_whatever_clock_is_set(couple: Couple) -> None:
    """Every quarter of an hour around the change of the clocks, in zones of half the world."""
    space = await couple.space()
    for name in ("Europe/Berlin", "Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"):
        me = replace(space.couple[0], zone=name)
        for quarter in range(4 * 48):
            asked = datetime(2026, 3, 28, tzinfo=UTC) + timedelta(minutes=15 * quarter)
            comes = rules.comes_at(space, me, asked)
            local = comes.astimezone(me.tz)
            assert local.time() == time(8)
            assert local.date() == asked.astimezone(me.tz).date() + timedelta(days=1)
            assert comes - asked >= timedelta(hours=7)


async def test_it_waits_for_the_end_of_the_quiet_hours(couple: Couple) -> None:
    await sets(couple, quiet_until=time(9, 30))
    assert await asks(couple.ana) == "It comes tomorrow at 09:30."


async def test_what_cannot_be_brought_by_day_comes_the_morning_after(couple: Couple) -> None:
    await asks(couple.ana)
    await couple.stage.stop()
    couple.stage.clock.move_to(MONDAY.replace(day=14, hour=23))
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert len(copies(couple, couple.ana)) == 0
    await couple.ana.says("/export")
    assert (couple.ana.door.last().text, couple.ana.door.last().buttons) == (CARD, ["Call it off"])
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 1


async def test_after_the_end_of_a_space_each_has_it_before_all_is_erased(couple: Couple) -> None:
    await couple.ben.says("/thanks the soup", at=couple.group)
    await asks(couple.ben)
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly", at=couple.ana.door)
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ben)) == 1
    said, _page = await everything(couple, couple.ana)
    assert [it["text"] for it in said["thanks_received"]] == ["the soup"]
    assert said["settings"] != []
    await couple.stage.moves(days=4, hours=22)
    there = len(copies(couple, couple.ana))
    assert await asks(couple.ana) == "It comes today at 07:00."
    await couple.stage.moves(hours=1, minutes=1)
    assert len(copies(couple, couple.ana)) == there + 1


async def test_delete_lets_nothing_come_and_takes_the_file_away(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    for person in (ana, ben):
        await asks(person)
    await ana.says("/delete")
    await ana.taps("Erase my words", at=ana.door)
    assert "Nothing comes any more: it's erased." in [it.text for it in ana.door.messages]
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, ana)) == 0
    (brought,) = copies(couple, ben)
    await ben.says("/delete")
    assert "One that waits or stands here goes, so save it first." in ben.door.last().text
    assert ben.door.last().text.endswith("Group posts, and other copies you or Ana have, stay.")
    assert len(ben.door.last().text.split()) <= 60
    await ana.says("/delete")
    await ana.taps("Erase my words", at=ana.door)
    await couple.stage.moves(minutes=1)
    assert brought in ben.door.messages
    await ben.taps("Erase my words", at=ben.door)
    await couple.stage.moves(minutes=1)
    assert brought not in ben.door.messages


@pytest.mark.parametrize(("fault", "line"), [
    (api_error(403, "Forbidden: not now"), "The file didn't get through to you."),
    (timeout_after_accepting(), "I can't tell whether your copy got here."),
])  # fmt: skip
async def test_a_file_that_did_not_surely_arrive_is_told_and_never_sent_twice(
    couple: Couple, fault: Fault, line: str
) -> None:
    await asks(couple.ana)
    couple.stage.telegram.fail_next("sendDocument", fault)
    await couple.stage.moves_to_time(8)
    assert [it.text.startswith(line) for it in couple.ana.door.messages].count(True) == 1
    there = len(copies(couple, couple.ana))
    await couple.stage.moves(hours=2)
    assert len(copies(couple, couple.ana)) == there


async def test_what_never_left_is_sent_again(couple: Couple) -> None:
    await asks(couple.ana)
    couple.stage.telegram.fail_next("sendDocument", refused())
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 0
    await couple.stage.moves(minutes=11)
    assert len(copies(couple, couple.ana)) == 1


async def test_nobody_asks_or_calls_off_for_another(couple: Couple, cleo: Person) -> None:
    await asks(couple.ana)
    for forged in (f"{Everything.name}:1:0", f"{CallOff.name}:1:0"):
        for person, place in ((couple.ben, couple.group), (cleo, cleo.door)):
            if not place.messages:
                await person.says("/export")
            await person.forges(forged, on=place.last())
    await couple.ben.says("/export")
    await couple.ben.forges(f"{CallOff.name}:1:0", on=couple.ben.door.last())
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 1
    assert len(copies(couple, couple.ben)) == 0
    assert documents(couple, cleo) == []


async def test_the_other_sees_the_same_whether_one_takes_a_copy(tmp_path: Path) -> None:
    async def lives(couple: Couple, *, takes: bool) -> None:
        await morning(couple)
        await seals(couple.ana, "the walk")
        await seals(couple.ben, "the soup")
        await couple.stage.moves_to_time(21)
        if takes:
            await asks(couple.ana)
        await couple.stage.moves_to_time(7, 30)
        await couple.stage.moves_to_time(8)
        await couple.stage.moves_to_time(9, 30)
        for command in ("/today", "/export"):
            await couple.ben.says(command)

    async def idle(couple: Couple) -> None:
        await lives(couple, takes=False)

    async def busy(couple: Couple) -> None:
        await lives(couple, takes=True)

    assert await seen_by_ben(tmp_path / "a", idle) == await seen_by_ben(tmp_path / "b", busy)


async def test_after_an_undone_joining_it_comes_to_who_stays_and_not_to_who_left(
    couple: Couple,
) -> None:
    ana, ben = couple.ana, couple.ben
    await asks(ana)
    await asks(ben)
    bens = ben.door.last()
    await ben.taps("Undo", at=ben.door)
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, ana)) == 1
    assert len(copies(couple, ben)) == 0
    assert bens.text == "Nothing comes any more: it's erased."


async def test_it_can_be_called_off_after_an_undone_joining(couple: Couple) -> None:
    await asks(couple.ana)
    card = couple.ana.door.last()
    await couple.ben.taps("Undo", at=couple.ben.door)
    await couple.ana.taps("Call it off", on=card)
    assert card.text.startswith("Called off: nothing comes.")


async def test_one_whose_words_are_damaged_keeps_nobody_else_waiting(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    first = await joined(stage, ana, ben)
    second = await joined(stage, cleo, stage.telegram.person("Dora"))
    await ana.says("/thanks the soup", at=first.group)
    await asks(ana)
    await stage.moves(minutes=1)
    await asks(cleo)
    async with stage.kindling.parts.db.write() as tx:
        await tx.exec_driver_sql("UPDATE thanks SET text = 'gcm1damaged'")
    await stage.moves_to_time(8)
    await stage.moves(minutes=11)
    assert len(copies(second, cleo)) == 1
    assert len(copies(first, ana)) == 0
    await stage.stop()


async def test_after_a_night_asleep_it_comes_the_same_morning(couple: Couple) -> None:
    await asks(couple.ana)
    await couple.stage.stop()
    couple.stage.clock.move_to(MONDAY.replace(day=15, hour=2))
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert len(copies(couple, couple.ana)) == 0
    await couple.ana.says("/export")
    assert "comes today at 08:00" in couple.ana.door.last().text
    await couple.stage.moves_to_time(8)
    assert len(copies(couple, couple.ana)) == 1
