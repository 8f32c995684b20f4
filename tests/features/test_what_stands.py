"""What stands in our private chat, for whoever reads it later: no command, no page somebody looked at."""

import pytest

from bot.loopback import faults
from bot.loopback.faults import Fault, refused
from tests.conftest import Couple
from tests.declared import commands
from tests.features.checkin.looking import checks_in, rows_of
from tests.features.question.acts import morning, seals
from tests.people import Person
from tests.stage import TONIGHT


def said(person: Person) -> list[str]:
    return [it.text for it in person.door.messages]


@pytest.mark.parametrize("command", [*commands(), "cancel", "stopp"])
async def test_a_bare_command_goes_once_it_is_answered(couple: Couple, command: str) -> None:
    before = len(couple.ana.door.messages)
    await couple.ana.says(f"/{command}")
    assert f"/{command}" not in said(couple.ana)
    assert len(couple.ana.door.messages) > before


async def test_at_the_door_of_who_leaves_their_words_there_commands_stand(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await couple.ana.says("/pause")
    assert "/pause" in said(couple.ana)


async def test_where_telegram_refuses_it_stands_and_nothing_else_changes(couple: Couple) -> None:
    couple.stage.telegram.fail_next("deleteMessage", refused())
    await couple.ana.says("/pause")
    assert "/pause" in said(couple.ana)
    assert "A week" in couple.ana.door.last().buttons


PAGES = {
    "settings": ("/settings", "Just mine", "Topics"),
    "depth": ("/settings", "Just mine", "How deep"),
    "pause": ("/pause", "3 days"),
    "until": ("/pause", "Until…"),
    "stop": ("/stop",),
    "stopped to think": ("/stop", "Don't end it"),
    "delete": ("/delete",),
    "one by one": ("/delete", "One by one", "My evenings"),
    "thought again": ("/delete", "Leave them"),
    "privacy": ("/privacy",),
}


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("way", PAGES)
async def test_a_page_goes_ten_minutes_after_it_was_last_touched(
    couple: Couple, way: str, *, leaves: bool
) -> None:
    if leaves:
        await couple.leaves_words(couple.ana)
    await couple.stage.moves_to_time(13)
    before = list(couple.ana.door.messages)
    command, *labels = PAGES[way]
    await couple.ana.says(command)
    for label in labels:
        await couple.stage.moves(minutes=9)
        await couple.ana.taps(label, at=couple.ana.door)
    pages = [it for it in couple.ana.door.messages if it not in before and it.text != command]
    assert pages
    await couple.stage.moves(minutes=9)
    assert pages[-1] in couple.ana.door.messages
    await couple.stage.moves(minutes=2)
    assert not [it for it in pages if it in couple.ana.door.messages]


async def test_what_was_chosen_stays_and_the_page_comes_anew(couple: Couple) -> None:
    await couple.stage.moves_to_time(13)
    await couple.ana.says("/settings")
    for label in ("Just mine", "Reminder", "22:00"):
        await couple.ana.taps(label, at=couple.ana.door)
    await couple.stage.moves(minutes=11)
    assert not any("Evening reminder" in text for text in said(couple.ana))
    await couple.ana.says("/settings")
    for label in ("Just mine", "Reminder"):
        await couple.ana.taps(label, at=couple.ana.door)
    assert "22:00 ✓" in couple.ana.door.last().buttons


async def test_a_page_goes_though_the_bot_was_away(couple: Couple) -> None:
    await couple.ana.says("/pause")
    page = couple.ana.door.last()
    await couple.stage.stop()
    await couple.stage.moves(hours=1)
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert page not in couple.ana.door.messages


async def test_what_was_typed_for_a_page_and_not_understood_goes_with_it(couple: Couple) -> None:
    await couple.ana.says("/pause")
    await couple.ana.taps("Until…", at=couple.ana.door)
    await couple.ana.says("50 days")
    assert any("longest I rest" in text for text in said(couple.ana))
    await couple.stage.moves(minutes=11)
    assert "50 days" not in said(couple.ana)
    assert not any("Until when" in text or "longest I rest" in text for text in said(couple.ana))


async def test_the_end_of_a_space_is_told_and_stays(couple: Couple) -> None:
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly", at=couple.ana.door)
    await couple.stage.moves(days=1)
    assert any(text.startswith("Kindling has ended for you two.") for text in said(couple.ana))


@pytest.mark.parametrize("taps", [("Hard",), ("Hard", "Far"), ("Hard", "Far", "Some space")])
async def test_a_check_in_left_half_way_goes_and_what_was_tapped_stays(
    couple: Couple, taps: tuple[str, ...]
) -> None:
    await couple.stage.moves_to_time(20)
    await checks_in(couple.ana, *taps)
    card = couple.ana.door.last()
    await couple.stage.moves(minutes=11)
    assert card not in couple.ana.door.messages
    (row,) = await rows_of(couple)
    assert row.day == 1
    await couple.ana.says("/checkin")
    assert "Hard" in couple.ana.door.last().buttons


async def test_one_that_is_done_says_good_night_until_the_night_is_over(couple: Couple) -> None:
    await couple.stage.moves_to_time(20)
    await checks_in(couple.ana, "Hard", "Far", "Nothing")
    await couple.stage.moves(hours=2)
    assert couple.ana.door.last().text.startswith("Good night, Ana.")


@pytest.mark.parametrize("way", [("Erase my words",), ("One by one", "My answers", "Erase 1", "Erase it")])
async def test_the_line_that_an_answer_was_erased_goes_in_the_coming_night(
    couple: Couple, way: tuple[str, ...]
) -> None:
    await morning(couple)
    await seals(couple.ana, "A letter")
    await couple.ana.says("/delete")
    for label in way:
        await couple.ana.taps(label, at=couple.ana.door)
    assert any("You erased this one" in text for text in said(couple.ana))
    await couple.stage.moves_to_time(4, 35)
    assert not any("You erased this one" in text for text in said(couple.ana))


@pytest.mark.parametrize(
    "words", ["I want to leave him", "/settings I want to leave him", "/sttings leave him"]
)
async def test_what_is_not_taken_goes_in_the_coming_night_with_the_line_that_says_so(
    couple: Couple, words: str
) -> None:
    await couple.stage.moves_to_time(20, 30)
    await couple.ana.says(words)
    (line,) = [text for text in said(couple.ana) if TONIGHT in text]
    await couple.stage.moves_to_time(4, 35)
    assert not {words, line} & set(said(couple.ana))


async def test_what_is_not_taken_of_several_that_belong_together_goes_whole(couple: Couple) -> None:
    await couple.stage.moves_to_time(20, 30)
    await couple.ana.says("w" * 5000)
    assert sum(text.startswith("www") for text in said(couple.ana)) == 2
    await couple.stage.moves_to_time(4, 35)
    assert not any(text.startswith("www") for text in said(couple.ana))


async def test_what_comes_after_the_minute_goes_as_well(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "A letter")
    await couple.ana.says("and the other thing")
    assert couple.ana.door.last().text.endswith(TONIGHT)
    await couple.stage.moves_to_time(4, 35)
    assert "and the other thing" not in said(couple.ana)


async def test_who_leaves_their_words_there_hears_nothing_of_it_and_finds_them(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)
    await couple.ana.says("I want to leave him")
    assert couple.ana.door.last().text.startswith("I wasn't expecting that")
    assert TONIGHT not in couple.ana.door.last().text
    await couple.stage.moves(days=1)
    assert "I want to leave him" in said(couple.ana)


async def test_a_photo_that_an_edit_mends_stays_as_any_other(couple: Couple) -> None:
    photo = await couple.ana.sends_photo(caption="/thnaks for the soup")
    assert couple.ana.door.last().text.endswith(TONIGHT)
    await couple.ana.edits(photo, "/thanks for the soup")
    assert "Give it now" in couple.ana.door.last().buttons
    await couple.stage.moves_to_time(4, 35)
    assert photo in couple.ana.door.messages


async def test_what_is_for_none_of_what_was_asked_goes_in_the_coming_night(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ben.taps("Another", on=card)
    for shown in (card, couple.group.last()):
        await couple.ana.taps("Answer privately", on=shown)
    await couple.stage.moves(minutes=11)
    await couple.ana.says("Nothing much")
    await couple.ana.taps("None of these", at=couple.ana.door)
    await couple.stage.moves_to_time(4, 35)
    assert "Nothing much" not in said(couple.ana)


@pytest.mark.parametrize("fault", [faults.server_error(500), faults.flood(20), faults.timeout_before()])
@pytest.mark.parametrize("command", ["stop", "checkin", "thanks"])
async def test_a_command_stands_where_its_answer_did_not_come(
    couple: Couple, fault: Fault, command: str
) -> None:
    couple.stage.telegram.fail_next("sendMessage", fault, times=1)
    await couple.ana.says(f"/{command}")
    await couple.stage.moves(minutes=5)
    stands = f"/{command}" in [it.text for it in couple.ana.door.messages]
    comes_later = any("would you like to thank" in it.text for it in couple.ana.door.messages)
    assert stands is not comes_later
    await couple.ana.says("/help")
    assert "/help" not in [it.text for it in couple.ana.door.messages]


async def test_words_that_are_taken_go_though_the_line_about_them_did_not_come(couple: Couple) -> None:
    await couple.ana.says("/pause")
    await couple.ana.taps("Until…", at=couple.ana.door)
    couple.stage.telegram.fail_next("sendMessage", faults.server_error(500), times=1)
    await couple.ana.says("in 3 days")
    await couple.stage.moves(minutes=5)
    assert "in 3 days" not in said(couple.ana)
