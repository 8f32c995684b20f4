"""A typed time: shown back with *Change*; a guess is shown before it counts."""

import pytest

from tests.conftest import Couple
from tests.features.settings.test_settings import sets

PLACES = [
    ("Our times", "Question"),
    ("Our times", "Kindness"),
    ("Just mine", "Reminder"),
    ("Quiet hours", "They begin"),
    ("Quiet hours", "They end"),
]


async def types(couple: Couple, labels: tuple[str, ...], words: str) -> str:
    """Let Ana type a time where one is asked for; return what she reads."""
    await sets(couple.ana, *labels, "Another time")
    await couple.ana.says(words)
    return couple.ana.door.last().text


async def is_set(couple: Couple, labels: tuple[str, ...], at: str) -> bool:
    """Tell whether this is the time now."""
    await sets(couple.ana, *labels)
    return f"{at} ✓" in couple.ana.door.last().buttons


@pytest.mark.parametrize("labels", PLACES)
async def test_a_plain_time_counts_at_once_and_can_be_changed(
    couple: Couple, labels: tuple[str, ...]
) -> None:
    said = await types(couple, labels, "21:45 Uhr")
    assert said.startswith("I read that as 21:45.")
    assert couple.ana.door.last().buttons.count("Change") == 1
    assert "Another time" not in couple.ana.door.last().buttons
    await couple.ana.taps("Change", at=couple.ana.door)
    assert couple.ana.door.last().text.startswith("Which time?")
    await couple.ana.says("9:15 p.m.")
    assert couple.ana.door.last().text.startswith("I read that as 21:15.")
    assert await is_set(couple, labels, "21:15")


@pytest.mark.parametrize(
    ("labels", "typed", "asked", "times"),
    [
        (PLACES[0], "half nine", "Do you mean 09:30 or 08:30? Tap one to set it.", ["09:30", "08:30"]),
        (PLACES[1], "5", "Do you mean 17:00 or 05:00? Tap one to set it.", ["17:00", "05:00"]),
        (PLACES[2], "half nine", "Do you mean 21:30 or 20:30? Tap one to set it.", ["21:30", "20:30"]),
        (PLACES[3], "10:30", "Do you mean 22:30 or 10:30? Tap one to set it.", ["22:30", "10:30"]),
        (PLACES[4], "8ish", "Do you mean 08:00? Tap it to set it.", ["08:00"]),
    ],
)
async def test_a_guess_counts_once_it_is_tapped(
    couple: Couple, labels: tuple[str, ...], typed: str, asked: str, times: list[str]
) -> None:
    await types(couple, labels, "21:45")
    assert await types(couple, labels, typed) == asked
    shown = couple.ana.door.last()
    assert shown.rows == [times, ["Change"]]
    assert await is_set(couple, labels, "21:45")
    await couple.ana.taps(times[-1], on=shown)
    assert await is_set(couple, labels, times[-1])


async def test_a_wrong_guess_is_typed_anew_or_mended_by_an_edit(couple: Couple) -> None:
    await types(couple, PLACES[0], "8ish")
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("8:20")
    assert await is_set(couple, PLACES[0], "08:20")
    await sets(couple.ana, *PLACES[0], "Another time")
    said = await couple.ana.says("half nine")
    await couple.ana.edits(said, "half past nine")
    assert await is_set(couple, PLACES[0], "09:30")


@pytest.mark.parametrize("sentence", ["I love you", "call me at nine", "9 to 5", "we have 3 kids", "May"])
async def test_a_sentence_is_no_time(couple: Couple, sentence: str) -> None:
    await sets(couple.ana, *PLACES[0], "Another time")
    await couple.ana.says(sentence, reply_to=couple.ana.door.last())
    assert "couldn't read that" in couple.ana.door.last().text
    assert await is_set(couple, PLACES[0], "09:00")


@pytest.mark.parametrize("labels", PLACES)
async def test_every_hour_that_a_page_shows_can_be_typed_back(
    couple: Couple, labels: tuple[str, ...]
) -> None:
    await sets(couple.ana, *labels)
    hours = [label for label in couple.ana.door.last().buttons if ":" in label]
    assert len(hours) >= 6
    for hour in hours:
        assert (await types(couple, labels, hour)).startswith(f"I read that as {hour.removesuffix(' ✓')}.")
