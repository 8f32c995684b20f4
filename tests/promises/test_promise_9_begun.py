"""Promise 9: two messages a day begun in the group at most, one of them silent, and one at each door."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time, timedelta

import pytest

from bot.loopback.shown import Shown
from tests.conftest import BERLIN, Couple
from tests.features.checkin.looking import checks_in, sets, sets_own
from tests.features.question.acts import cards, seals
from tests.people import Person

DAYS = 28
PACE = "You've had me around for three weeks now."
WAITS = "For Sunday: something of yours waits here."
REMINDER = "Three taps before bed"
TALKED = "We talked about it (both see it)"

Begun = dict[date, list[Shown]]


def day_of(shown: Shown) -> date:
    """Return the day people mean: until four the one before."""
    return (shown.date.astimezone(BERLIN) - timedelta(hours=4)).date()


async def hours_pass(couple: Couple, begun: Sequence[Begun], *times: tuple[int, int]) -> None:
    """Let the clock alone go on; note by its day what came meanwhile in the group and at each door."""
    places = (couple.group, couple.ana.door, couple.ben.door)
    for at in times:
        before = [{shown.message.id for shown in place.messages} for place in places]
        await couple.stage.moves_to_time(*at)
        for place, known, found in zip(places, before, begun, strict=True):
            for shown in place.messages:
                if shown.message.id not in known:
                    found[day_of(shown)].append(shown)


async def acts(couple: Couple, day: int) -> None:
    """What the two do in an evening: on most days enough that posts keep coming each day."""
    await couple.minute_passes()
    card = cards(couple)[-1]
    if day % 3 == 0 and "Answer privately" in card.buttons:
        await seals(couple.ana, "Only mine", on=card)  # Ben never answers: it ends alone
    else:
        await couple.ana.taps(TALKED, on=card)
    if day % 5 == 0:
        await checks_in(couple.ana, "Good", "Close", "Nothing")
        await checks_in(couple.ben, "Good", "Close", "Nothing")
    for person in (couple.ana, couple.ben):
        if day % 7 == 2:
            await keeps_for_sunday(person)
    await couple.minute_passes()


async def keeps_for_sunday(person: Person) -> None:
    await person.says("/thanks for the tea")
    await person.taps("Save it for Sunday", at=person.door)


@pytest.mark.parametrize(
    ("anas", "bens"),
    [(time(21, 30), time(17)), (time(0, 30), time(18))],
    ids=["late and early", "after midnight and at the same time"],
)
async def test_promise_9_four_weeks_with_all_of_it_have_two_a_day_in_the_group_and_one_at_each_door(
    couple: Couple, anas: time, bens: time
) -> None:
    await sets_own(couple, couple.ana, reminder_at=anas)
    await sets_own(couple, couple.ben, reminder_at=bens)
    begun = tuple[Begun, ...](defaultdict(list) for _ in range(3))
    for day in range(DAYS):
        await hours_pass(couple, begun, (9, 0), (12, 30), (17, 0), (18, 0))
        await acts(couple, day)
        await hours_pass(couple, begun, (21, 31), (0, 31), (4, 1), (8, 0))
    in_group, ana, ben = begun

    crowded = {f"{day:%a %d}": [it.text[:40] for it in came] for day, came in in_group.items()}
    assert {day: came for day, came in crowded.items() if len(came) > 2} == {}
    assert all(sum(not it.silent for it in came) <= 1 for came in in_group.values())
    for at_door in (ana, ben):
        crowded = {f"{day:%a %d}": [it.text[:40] for it in came] for day, came in at_door.items()}
        assert {day: came for day, came in crowded.items() if len(came) > 1} == {}
        assert sum(it.text == WAITS for came in at_door.values() for it in came) == DAYS // 7
        assert sum(it.text.startswith(REMINDER) for came in at_door.values() for it in came) > DAYS // 2
    asked = [day for day, came in in_group.items() if any(it.text.startswith(PACE) for it in came)]
    assert len(asked) == 1
    assert len(in_group[asked[0]]) == 2  # the question, and this in the kindness's place


async def test_promise_9_the_question_about_the_pace_waits_where_the_kindness_came(couple: Couple) -> None:
    for _ in range(21):
        await couple.stage.moves_to_time(9)
        await couple.ana.taps(TALKED, at=couple.group)
    await couple.stage.moves_to_time(12)
    await sets(couple, kindness_mode="off")
    await couple.ana.says("/pause")
    await couple.ana.taps("1 day", at=couple.ana.door)
    await couple.stage.moves(days=1)
    await couple.ana.says("/kindness", at=couple.group)
    assert "kindness" in couple.group.last().text
    await couple.stage.moves_to_time(18)
    assert PACE not in couple.group.last().text
    await couple.stage.moves(days=1)
    assert couple.group.last().text.startswith(PACE)
