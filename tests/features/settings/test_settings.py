"""Every setting, chosen by buttons at the door, and the later post that differs because of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.db.tables import answers
from bot.db.tables import cards as card_rows
from bot.features.settings.actions import Choose, Turn, Type
from tests.conftest import BERLIN, Couple
from tests.features.checkin.looking import sets_own
from tests.features.question.acts import greets
from tests.people import Person
from tests.stage import BANK

QUESTION = "We talked about it (both see it)"
KINDNESS = "A small kindness for today"


async def sets(person: Person, *labels: str) -> None:
    """Open the settings and tap through them."""
    await person.says("/settings")
    for label in labels:
        await person.taps(label, at=person.door)


def questions(couple: Couple) -> int:
    """Return how many questions came, whatever their cards say since."""
    return sum(greets(shown.came) for shown in couple.group.messages)


def kindnesses(couple: Couple) -> int:
    """Return how many kindness cards stand (each goes with its day)."""
    return sum(shown.came.startswith(KINDNESS) for shown in couple.group.messages)


async def item_ids(couple: Couple) -> list[str]:
    """Return the items asked so far."""
    async with couple.stage.kindling.parts.db.read() as tx:
        return list((await tx.scalars(select(card_rows.c.item_id).order_by(card_rows.c.id))).all())


async def test_the_questions_time(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "20:00")
    await couple.stage.moves_to_time(19, 59)
    assert questions(couple) == 0
    await couple.stage.moves_to_time(20)
    assert questions(couple) == 1


@pytest.mark.parametrize("typed", ["19.15", "7:15 pm", "7:15 p.m.", "quarter past seven in the evening"])
async def test_a_typed_time(couple: Couple, typed: str) -> None:
    await sets(couple.ana, "Our times", "Question", "Another time")
    await couple.ana.says("25:00")
    assert "Something like 7:30" in couple.ana.door.last().text
    await couple.ana.sends_sticker()  # plainly no time: as if none were asked for, which stays so
    assert "wasn't expecting" in couple.ana.door.last().text
    await couple.ana.says(typed)
    assert "19:15" in couple.ana.door.last().text
    await couple.stage.moves_to_time(19, 14)
    assert questions(couple) == 0
    await couple.stage.moves_to_time(19, 15)
    assert questions(couple) == 1


@pytest.mark.parametrize("typed", ["quarter to ten", "9:45", "21:45", "quarter to ten in the evening"])
async def test_a_typed_evening_reminder_is_the_evenings_and_is_shown(couple: Couple, typed: str) -> None:
    await sets(couple.ana, "Just mine", "Reminder", "Another time")
    assert "quarter to ten" in couple.ana.door.last().text
    await couple.ana.says("25:00")
    assert "Something like 21:30" in couple.ana.door.last().text
    await couple.ana.says(typed)
    assert "21:45 ✓" in couple.ana.door.last().buttons
    await couple.ana.taps("21:45 ✓")
    assert "21:45 ✓" in couple.ana.door.last().buttons
    await couple.ana.taps("Back")
    assert "Evening reminder: 21:45" in couple.ana.door.last().text


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (("Our times", "Question"), "21:45 ✓"),
        (("Our times", "Kindness"), "21:45 ✓"),
        (("Just mine", "Reminder"), "21:45 ✓"),
        (("Quiet hours", "They begin"), "From 21:45"),
        (("Quiet hours", "They end"), "to 21:45"),
    ],
)
async def test_every_typed_time_is_shown_where_it_was_set(
    couple: Couple, labels: tuple[str, ...], shown: str
) -> None:
    await sets(couple.ana, *labels, "Another time")
    await couple.ana.says("21:45 Uhr")
    page = couple.ana.door.last()
    assert shown in page.text or shown in page.buttons
    await sets(couple.ana, *labels)
    assert "21:45 ✓" in couple.ana.door.last().buttons


async def test_quiet_hours_begin_in_the_evening(couple: Couple) -> None:
    await sets(couple.ana, "Quiet hours", "They begin", "Another time")
    await couple.ana.says("half past nine")
    assert "From 21:30" in couple.ana.door.last().text


async def test_going_on_by_button_ends_the_wait_for_a_typed_time(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "Another time")
    await couple.ana.taps("20:00")
    await couple.ana.says("10:00")
    assert "wasn't expecting" in couple.ana.door.last().text
    await couple.stage.moves_to_time(10)
    assert questions(couple) == 0


async def test_the_question_off_and_on(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "Off")
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 0
    await sets(couple.ben, "Our times", "Question", "On")
    await couple.stage.moves(days=1)
    assert questions(couple) == 1


async def test_the_questions_weekdays(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "Tue ✓")
    await couple.stage.moves_to_time(9)
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 1
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 2


async def test_the_kindness_time_and_weekdays(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Kindness", "15:00", "Tue ✓")
    await couple.stage.moves_to_time(14, 59)
    assert kindnesses(couple) == 0
    await couple.stage.moves_to_time(15)
    assert kindnesses(couple) == 1
    await couple.stage.moves_to_time(15)
    assert kindnesses(couple) == 0
    await couple.stage.moves_to_time(15)
    assert kindnesses(couple) == 1


async def test_the_kindness_off(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Kindness", "Off")
    await couple.stage.moves_to_time(13)
    assert kindnesses(couple) == 0
    await couple.ben.says_from_menu("/kindness", couple.group)
    assert kindnesses(couple) == 1


async def test_one_card_a_day_carries_the_kindness(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Kindness", "With the question")
    await couple.stage.moves_to_time(9)
    card = couple.group.last()
    assert QUESTION in card.buttons
    assert card.rows[-1] == ["Show me mine"]
    ana = await couple.ana.taps("Show me mine", on=card)
    ben = await couple.ben.taps("Show me mine", on=card)
    assert ana.text != ben.text
    await couple.ana.taps("Another", on=card)
    assert "Show me mine" not in couple.group.last().buttons
    await couple.stage.moves_to_time(13)
    assert kindnesses(couple) == 0


async def test_rest_days_and_the_one_that_moves(couple: Couple) -> None:
    await sets(couple.ana, "Rest days", "Sun", "Rest tomorrow")
    assert "Tuesday 14 July rests instead of Sunday 19 July" in couple.ana.door.last().text
    came = []
    for _ in range(8):
        before = questions(couple)
        await couple.stage.moves_to_time(9)
        await couple.ana.taps(QUESTION, at=couple.group)
        if questions(couple) > before:
            came.append(couple.stage.clock.now().astimezone(BERLIN).day)
    assert came == [13, 15, 16, 17, 18, 19, 20]


async def test_after_midnight_tomorrow_is_the_day_one_wakes_up_to(couple: Couple) -> None:
    await couple.stage.moves_to_time(0, 30)
    await sets(couple.ana, "Rest days", "Sun", "Rest tomorrow")
    assert "Tuesday 14 July rests instead of Sunday 19 July" in couple.ana.door.last().text
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 0


async def test_a_rest_day_comes_every_week(couple: Couple) -> None:
    await sets(couple.ana, "Rest days", "Wed")
    days = []
    for _ in range(3):
        await couple.stage.moves_to_time(9)
        await couple.stage.moves_to_time(12, 30)
        days.append(kindnesses(couple))
    assert questions(couple) == 2
    assert days == [1, 1, 0]


@pytest.mark.parametrize(("label", "days"), [("Every other day", [13, 15, 17]), ("Once a week", [13, 20])])
async def test_the_pace(couple: Couple, label: str, days: list[int]) -> None:
    await sets(couple.ana, "Pace", label)
    came = []
    while (day := couple.stage.clock.now().astimezone(BERLIN).day) < days[-1]:
        before = questions(couple)
        await couple.stage.moves_to_time(9)
        day = couple.stage.clock.now().astimezone(BERLIN).day
        if questions(couple) > before:
            came.append(day)
            await couple.ana.taps(QUESTION, at=couple.group)
    assert came == days


async def test_quiet_hours(couple: Couple) -> None:
    await couple.stage.moves_to_time(9)
    assert not couple.group.last().silent
    await sets(couple.ana, "Quiet hours", "They end", "10:00")
    await couple.stage.moves_to_time(9)
    assert QUESTION in couple.group.last().buttons
    assert couple.group.last().silent


async def test_quiet_hours_begin_when_chosen(couple: Couple) -> None:
    await sets(couple.ana, "Our times", "Question", "20:00")
    await sets(couple.ana, "Quiet hours", "They begin", "20:00")
    await couple.stage.moves_to_time(20)
    assert QUESTION in couple.group.last().buttons
    assert couple.group.last().silent


async def test_my_clock_and_whose_clock_is_ours(couple: Couple) -> None:
    await sets(couple.ben, "Just mine", "My clock")
    await couple.ben.says("Lisbon")
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 1
    await sets(couple.ben, "Our clock", "Set it to my clock")
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 1
    await couple.stage.moves_to_time(9, zone=ZoneInfo("Europe/Lisbon"))
    assert questions(couple) == 2


async def test_my_clock_is_never_named_to_the_other_and_moves_nothing_of_the_groups(couple: Couple) -> None:
    await sets(couple.ben, "Our clock")
    before = couple.ben.door.last().text, couple.ben.door.last().buttons
    await sets(couple.ana, "Just mine", "My clock")
    assert "Your group's times" not in couple.ana.door.last().text
    await couple.ana.says("New York")
    await sets(couple.ben, "Our clock")
    assert (couple.ben.door.last().text, couple.ben.door.last().buttons) == before
    assert before[1] == ["Tell Ana my hours", "Back"]
    await sets(couple.ana, "Our clock")
    assert "It's 08:00 for your group." in couple.ana.door.last().text
    assert "Your own clock says 02:00" in couple.ana.door.last().text
    assert "New York" not in couple.ana.door.last().text
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 1


async def test_our_clock_stays_as_chosen_when_the_inviter_moves(couple: Couple) -> None:
    await sets(couple.ben, "Just mine", "My clock")
    await couple.ben.says("Lisbon")
    await sets(couple.ben, "Our clock", "Set it to my clock")
    await sets(couple.ana, "Just mine", "My clock")
    await couple.ana.says("Tokyo")
    await couple.stage.moves_to_time(9, zone=ZoneInfo("Europe/Lisbon"))
    assert questions(couple) == 1


async def test_the_reminder_comes_by_ones_own_clock_and_only_there(couple: Couple) -> None:
    await sets(couple.ben, "Just mine", "My clock")
    await couple.ben.says("Lisbon")
    await sets(couple.ben, "Just mine", "Reminder", "21:00")
    ana = couple.ana.transcript()
    await couple.stage.moves_to(datetime(2026, 7, 13, 19, 59, tzinfo=UTC))
    before = len(couple.ben.door.messages)
    await couple.stage.moves_to(datetime(2026, 7, 13, 20, 0, tzinfo=UTC))
    assert len(couple.ben.door.messages) == before + 1
    assert "door" not in couple.ana.transcript()[len(ana) :]
    await sets(couple.ben, "Just mine", "Reminder", "Off")
    await couple.stage.moves_to_time(6)
    stood = couple.ben.door.messages
    await couple.stage.moves_to_time(22)
    assert not [shown for shown in couple.ben.door.messages if shown not in stood]


async def leaves_out(person: Person, topic: str, choice: str = "Leave it out") -> str:
    """Leave a topic out, or let it come, on its own page; return what flies by."""
    names = sorted(BANK.topics.values())
    await sets(person, "Just mine", "Topics", *["Next"] * (names.index(topic) // 8), topic)
    toast = await person.taps(choice, at=person.door)
    return toast.text


@pytest.mark.prove
async def test_topics_left_out_never_come_and_a_tenth_is_kindly_refused(couple: Couple) -> None:
    names = sorted(BANK.topics.values())
    for topic in names[:9]:
        assert await leaves_out(couple.ben, topic) == "Left out. Nobody is told."
    assert await leaves_out(couple.ben, names[9]) == "Nine at most. Bring one back first."
    assert await leaves_out(couple.ben, names[8], "Yes, that's fine") == "It may come. Nobody is told."
    assert await leaves_out(couple.ben, names[9]) == "Left out. Nobody is told."

    for _ in range(6):
        await couple.stage.moves_to_time(9)
        await couple.ana.taps(QUESTION, at=couple.group)
        await couple.ana.taps("Another", at=couple.group)
    ids = await item_ids(couple)
    assert len(ids) == 12
    assert not {BANK.topics[BANK.question(item).topic] for item in ids} & {*names[:8], names[9]}
    await couple.ana.says("/settings")
    assert couple.ana.door.last().text.startswith("Settings")


async def test_who_left_out_more_before_keeps_it_and_can_only_take_back(couple: Couple) -> None:
    names = sorted(BANK.topics.values())
    topics = sorted(BANK.topics, key=BANK.topics.__getitem__)
    await sets_own(couple, couple.ben, muted=",".join(topics[1:16]))
    refused = "Nine at most now. Yours stay as they are."
    assert await leaves_out(couple.ben, names[0]) == refused
    assert await leaves_out(couple.ben, names[1], "Yes, that's fine") == "It may come. Nobody is told."
    assert await leaves_out(couple.ben, names[1]) == refused
    await sets(couple.ben, "Just mine", "Topics", "Bring them all back")
    assert await leaves_out(couple.ben, names[1]) == "Left out. Nobody is told."


async def test_no_page_shows_what_was_refused_but_both_ways_each_time(couple: Couple) -> None:
    """Whoever looks over the shoulder, or says "show me", finds every private page as it always stands."""

    async def pages() -> list[tuple[str, list[list[str]]]]:
        found = []
        for walk in (
            (),
            ("How deep",),
            ("How deep", "Only light questions for a while"),
            ("Topics",),
            ("Topics", "Dreams"),
            ("Question packs",),
            ("Question packs", "Faith"),
            ("Question packs", "Intimacy"),
            ("Question packs", "Ideas with touch"),
        ):
            await sets(couple.ana, "Just mine", *walk)
            found.append((couple.ana.door.last().text, couple.ana.door.last().rows))
        return found

    first = await pages()
    await sets(couple.ana, "Just mine", "How deep", "Light")
    await leaves_out(couple.ana, "Dreams")
    await sets(couple.ana, "Just mine", "Question packs", "Faith", "Yes, and you may save that")
    await sets(couple.ana, "Just mine", "Question packs", "Ideas with touch", "Yes, I'd like these")
    assert await pages() == first
    assert not [label for _text, rows in first for row in rows for label in row if "✓" in label]


@pytest.mark.parametrize(("level", "deepest"), [("Light", 1), ("Personal", 2)])
async def test_the_lighter_of_two_depths_counts(couple: Couple, level: str, deepest: int) -> None:
    await sets(couple.ben, "Just mine", "How deep", level)
    for _ in range(24):
        await couple.stage.moves_to_time(9)
        await couple.ana.taps(QUESTION, at=couple.group)
    depths = {BANK.question(item).depth for item in await item_ids(couple)}
    assert max(depths) == deepest


async def test_answers_not_kept_are_erased_once_their_day_is_over(couple: Couple) -> None:
    await sets(couple.ana, "Just mine", "My answers", "Forget my answers")
    await couple.stage.moves_to_time(9)
    card = couple.group.last()
    for person in (couple.ana, couple.ben):
        await person.replies(f"The walk, says {person.name}", card)
    await couple.minute_passes()
    await couple.stage.moves(days=3)
    await couple.stage.moves(minutes=1)
    async with couple.stage.kindling.parts.db.read() as tx:
        rows = (await tx.execute(select(answers.c.person_id, answers.c.text))).all()
    assert {row.person_id for row in rows if row.text} == {couple.ben.id}


async def test_set_our_times_in_the_group_opens_the_tappers_door(couple: Couple) -> None:
    joined = next(shown for shown in couple.group.messages if "Set our times" in shown.buttons)
    link = await couple.ben.finds_link("Set our times", on=joined)
    assert couple.ben.door.last().text.startswith("Settings")
    count = len(couple.ben.door.messages)
    await couple.ben.opens(link)
    assert len(couple.ben.door.messages) == count  # their own /start is gone, and no second card came


async def test_settings_typed_in_the_group_lead_to_the_door(couple: Couple) -> None:
    """Leak row 9."""
    await couple.ben.says_from_menu("/settings", couple.group)
    assert "Our times" not in couple.group.last().buttons
    await couple.ben.taps("Open our private chat", at=couple.group)
    assert couple.ben.door.last().text.startswith("Settings")


async def test_what_is_just_mine_is_never_at_the_others_door(couple: Couple) -> None:
    before = couple.ana.transcript()
    await sets(couple.ben, "Just mine", "How deep", "Light")
    await leaves_out(couple.ben, "Dreams")
    assert couple.ana.transcript() == before


async def test_forged_choices_change_nothing(couple: Couple) -> None:
    await couple.ana.says("/settings")
    card = couple.ana.door.last()
    for data in (
        f"{Choose.name}:1:0:qtime=2500",
        f"{Choose.name}:1:0:nothing=1",
        f"{Turn.name}:1:0:attic",
        f"{Type.name}:1:0:pace",
        f"{Choose.name}:1:0",
    ):
        toast = await couple.ana.forges(data, on=card)
        assert toast.text.startswith("That button has expired.")
    cleo = couple.stage.telegram.person("Cleo")
    toast = await cleo.forges(f"{Choose.name}:1:0:question=off", on=couple.group.last())
    assert "belong to the two people" in toast.text
    await couple.stage.moves_to_time(9)
    assert questions(couple) == 1


async def test_the_reminders_page_says_when_it_makes_a_sound_and_it_is_so(couple: Couple) -> None:
    await sets(couple.ana, "Just mine", "Reminder", "21:30")
    assert "with a sound outside your quiet hours" in couple.ana.door.last().text
    await couple.stage.moves_to_time(21, 31)
    assert not couple.ana.door.last().silent
    await couple.stage.moves_to_time(12)
    await sets(couple.ana, "Just mine", "Reminder", "22:30")
    await couple.stage.moves_to_time(22, 31)
    assert couple.ana.door.last().silent
