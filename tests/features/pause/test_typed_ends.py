"""A typed end of a pause: shown back with *Change*; a guess is shown before it counts."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from bot import dates
from bot.features.pause.actions import RestUntil
from bot.spaces import store as spaces
from schedules.rest import PAUSED_UNTIL
from tests.conftest import BERLIN, Couple
from tests.features.checkin.looking import sets_own
from tests.people import there


async def rests_until(couple: Couple) -> str | None:
    """Return until when Ana rests, by the clock in Berlin, as the bot says it."""
    async with couple.stage.kindling.parts.db.read() as tx:
        (space,) = await spaces.of_person(tx, couple.ana.id)
    me = there(space.partner(couple.ana.id))
    until = me[PAUSED_UNTIL]
    return None if until is None else dates.say_until(until.astimezone(BERLIN))


async def types(couple: Couple, words: str) -> str:
    """Let Ana type an end where one is asked for; return what she reads."""
    await couple.ana.says("/pause")
    await couple.ana.taps("Until…", at=couple.ana.door)
    await couple.ana.says(words)
    return couple.ana.door.last().text


async def test_a_plain_end_counts_at_once_and_can_be_changed(couple: Couple) -> None:
    said = await types(couple, "tmrw")
    assert said == "I'm resting until Tuesday 14 July. /question still works."
    assert couple.ana.door.last().rows == [["Change", "Go on"]]
    await couple.ana.taps("Change", at=couple.ana.door)
    assert couple.ana.door.last().text.startswith("Until when?")
    assert await rests_until(couple) == "Tuesday 14 July"
    await couple.ana.says("after the weekend")
    assert couple.ana.door.last().text == "I'm resting until Monday 20 July. /question still works."


@pytest.mark.parametrize(
    ("typed", "asked", "labels"),
    [
        ("14/7", "Do you mean Tuesday 14 July? Tap it,", ["Tuesday 14 July"]),
        ("Monday", "Do you mean Monday 20 July? Tap it,", ["Monday 20 July"]),
        (
            "next Friday",
            "Do you mean Friday 17 July or Friday 24 July? Tap one,",
            ["Friday 17 July", "Friday 24 July"],
        ),
        ("tomorrow at 8ish", "Do you mean Tuesday 14 July, 08:00? Tap it,", ["Tuesday 14 July, 08:00"]),
        (
            "half nine",
            "Do you mean Monday 13 July, 09:30 or Monday 13 July, 21:30? Tap one,",
            ["Monday 13 July, 09:30", "Monday 13 July, 21:30"],
        ),
    ],
)
async def test_a_guess_counts_once_it_is_tapped(
    couple: Couple, typed: str, asked: str, labels: list[str]
) -> None:
    assert await types(couple, typed) == f"{asked} and I'll rest until then."
    assert couple.ana.door.last().buttons == [*labels, "Change"]
    assert await rests_until(couple) is None
    before = couple.ben.transcript()
    toast = await couple.ana.taps(labels[-1], at=couple.ana.door)
    assert couple.ben.transcript() == before
    assert toast.text == f"Resting until {labels[-1]}."
    assert "Go on" in couple.ana.door.last().buttons
    assert await rests_until(couple) == labels[-1]


async def test_a_wrong_guess_is_typed_anew_or_mended_by_an_edit(couple: Couple) -> None:
    await couple.ana.says("/pause Monday")
    await couple.ana.says("Thursday")
    assert await rests_until(couple) == "Thursday 16 July"
    await types(couple, "4/8")
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("8 Aug")
    assert await rests_until(couple) == "Saturday 8 August"
    said = await couple.ana.says("/pause 14/7")
    await couple.ana.edits(said, "/pause 15 July")
    assert await rests_until(couple) == "Wednesday 15 July"


async def test_a_guess_whose_hour_is_over_is_kindly_refused(couple: Couple) -> None:
    await types(couple, "half nine")
    await couple.pages_stand()
    await couple.stage.moves_to_time(10)
    toast = await couple.ana.taps("Monday 13 July, 09:30", at=couple.ana.door)
    assert toast.text == "That button has expired. /pause starts anew."
    assert await rests_until(couple) is None


async def test_a_forged_end_is_refused(couple: Couple) -> None:
    await types(couple, "14/7")
    shown = couple.ana.door.last()
    far = int(couple.stage.clock.now().astimezone(UTC).timestamp()) // 60 + 31 * 24 * 60
    for data in (
        f"{RestUntil.name}:1:0:{far}",
        f"{RestUntil.name}:1:0:1",
        f"{RestUntil.name}:1:0:soon",
        f"{RestUntil.name}:1",
    ):
        await couple.ana.forges(data, on=shown)
    assert await rests_until(couple) is None


@pytest.mark.parametrize("sentence", ["I love you", "see you tomorrow", "Friday I'm in love", "9 to 5"])
async def test_a_sentence_is_no_end(couple: Couple, sentence: str) -> None:
    await couple.ana.says("/pause")
    await couple.ana.taps("Until…", at=couple.ana.door)
    await couple.ana.says(sentence, reply_to=couple.ana.door.last())
    assert "couldn't read that" in couple.ana.door.last().text
    assert await rests_until(couple) is None


async def test_whatever_the_bot_says_of_a_pause_can_be_typed_back(couple: Couple) -> None:
    await couple.ana.says("/pause")
    for label in couple.ana.door.last().buttons:
        if label in ("Until…", "Go on", "Only light questions for a while"):
            continue
        await couple.ana.says("/pause")
        toast = await couple.ana.taps(label, at=couple.ana.door)
        told = f"I'm {toast.text[0].lower()}{toast.text[1:]} /question still works."
        until = await rests_until(couple)
        for typed in (label, until or "", told.partition(" /question")[0]):
            await couple.ana.taps("Go on", at=couple.ana.door)
            await types(couple, typed)
            assert couple.ana.door.last().text == told
            assert await rests_until(couple) == until


async def test_where_clocks_differ_words_are_read_by_ones_own(couple: Couple) -> None:
    there = ZoneInfo("America/Los_Angeles")
    await sets_own(couple, couple.ana, zone=there.key)
    await couple.stage.moves_to_time(20, zone=there)  # Monday there, Tuesday in Berlin
    said = await types(couple, "midnight")
    assert said == "I'm resting until Tuesday 14 July. /question still works."
    assert await rests_until(couple) == "Tuesday 14 July, 09:00"  # by the clock in Berlin
    said = await types(couple, "tomorrow")
    assert said == "Do you mean Wednesday 15 July? Tap it, and I'll rest until then."
    await couple.ana.taps("Wednesday 15 July", at=couple.ana.door)
    assert await rests_until(couple) == "Wednesday 15 July"
    said = await types(couple, "Thursday")
    assert said == "I'm resting until Thursday 16 July. /question still works."
    assert await rests_until(couple) == "Thursday 16 July"
