"""Is it 08:00 for you now? Each person's clock is their own."""

import pytest

from bot.features.pairing.actions import ChooseCity, RightZone
from bot.spaces import store as spaces
from tests.conftest import Couple, Stage
from tests.features.pairing.walk import cards, invited, opens_side, says_yes
from tests.people import Loopback, Person

JOINED = "You're both in"


async def zone_of(stage: Stage, person: Person) -> str:
    """Return the zone that is this person's, or would be asked about."""
    async with stage.kindling.parts.db.read() as tx:
        return await spaces.person_zone(tx, person.id) or "Europe/Berlin"


async def _types_city(person: Person, city: str) -> None:
    await person.taps("No, another city", at=person.door)
    await person.replies(city, to=person.door.last())


async def test_the_hosts_zone_is_asked_about_with_its_time(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    assert "is it 08:00 for you now?" in ana.door.last().text
    await ana.taps("Yes", at=ana.door)
    assert "Berlin time" in ana.door.last().text


async def test_joining_names_the_spaces_hour_and_nothing_of_the_others_clock(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await says_yes(ben, group, zone=False)
    await _types_city(ben, "lisboa")
    assert "Lisbon (Portugal), 07:00 now" in ben.door.last().text
    assert "One question a day: 09:00." in cards(group, JOINED)[0]
    assert "08:00" not in cards(group, JOINED)[0]


async def test_a_place_on_the_map_is_its_nearest_citys_clock_and_is_not_kept(
    couple: Couple,
) -> None:
    await couple.stage.moves_to_time(9)
    await couple.ben.taps("Answer privately", at=couple.group)  # this is awaited, too
    await couple.ben.says("/settings")
    await couple.ben.taps("Just mine", at=couple.ben.door)
    await couple.ben.taps("My clock", at=couple.ben.door)
    await couple.ben.sends_location()
    assert couple.ben.door.last().text.startswith("Good: Berlin (Germany), 09:00 now.")
    assert b"52.52" not in couple.stage.path.read_bytes()


async def test_a_zones_own_name_may_be_typed(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, "America/New_York")
    assert ana.door.last().text.startswith("Good: New York City (NY), 02:00 now.")
    await ana.taps("Another city", at=ana.door)
    await ana.replies("UTC", to=ana.door.last())
    assert ana.door.last().text.startswith("Good: UTC (UTC), 06:00 now.")


@pytest.mark.parametrize("typed", ["CET", "GMT+2", "utc+1"])
async def test_what_only_names_a_clock_is_asked_back(
    stage: Stage, ana: Person, ben: Person, typed: str
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, typed)
    assert "Which city's time is yours?" in ana.door.last().text
    await ana.says("Paris, Texas")
    assert ana.door.last().text.startswith("Good: Paris (TX), 01:00 now.")


async def test_a_saint_may_be_either_of_two(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, "St. Petersburg")
    assert ana.door.last().buttons == [
        "Saint Petersburg, Russia (09:00)",
        "St. Petersburg, FL (02:00)",
        "Another city",
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("no", "Ho, Ghana (06:00)"), ("the", "Teresina, Brazil (03:00)"), ("NYC", "New York City, NY (02:00)")],
)
async def test_a_city_that_is_a_guess_counts_once_it_is_tapped(
    stage: Stage, ana: Person, ben: Person, typed: str, meant: str
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, typed)
    city, _, where = meant.partition(", ")
    assert ana.door.last().text == f"Do you mean {city} ({where.partition(' (')[0]})? Tap it to set it."
    assert ana.door.last().rows == [[meant], ["Another city"]]
    assert await zone_of(stage, ana) == "Europe/Berlin"
    await ana.taps(meant)
    assert ana.door.last().text.startswith(f"Good: {city} time")
    assert await zone_of(stage, ana) != "Europe/Berlin"


async def test_a_wrong_guess_of_a_city_is_typed_anew(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, "yes")
    await ana.taps("Another city")
    assert ana.door.last().text.startswith("Which city are you near?")
    await ana.says("We live near Lisbon")
    assert ana.door.last().text.startswith("Good: Lisbon (Portugal), 07:00 now.")
    assert ana.door.last().buttons == ["Another city"]


@pytest.mark.parametrize(
    "sentence", ["I love you", "see you tomorrow", "Dinner was lovely, thank you so much"]
)
async def test_a_sentence_is_no_city(stage: Stage, ana: Person, ben: Person, sentence: str) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, sentence)
    assert "I don't know that one" in ana.door.last().text
    assert await zone_of(stage, ana) == "Europe/Berlin"


async def test_the_card_waits_a_minute_for_clocks_and_no_longer(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await says_yes(ben, group, zone=False)
    assert cards(group, JOINED) == []
    await stage.moves(minutes=1)
    assert len(cards(group, JOINED)) == 1
    await ana.taps("Yes", at=ana.door)
    await stage.moves(minutes=5)
    assert len(cards(group, JOINED)) == 1


async def test_a_clock_said_later_moves_ones_own_door_alone(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    await says_yes(ben, group)
    await ana.says("/settings")
    await ana.taps("Just mine")
    await ana.taps("My clock")
    assert "Your group's times" not in ana.door.last().text
    await ana.says("Tokyo")
    assert "It moves this chat alone. Your group's question comes at 16:00 here" in ana.door.last().text
    space = await stage.space_in(group)
    assert space.zone == "Europe/Berlin"


async def test_who_invited_may_say_their_clock_for_the_first_time_within_a_day(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ben, group)
    await says_yes(ana, group, zone=False)
    await stage.moves(hours=3)
    await ana.taps("No, another city", at=ana.door)
    assert "Your group's times will go by it." in ana.door.last().text
    await ana.replies("Lisbon", to=ana.door.last())
    space = await stage.space_in(group)
    assert space.zone == "Europe/Lisbon"


async def test_the_inviters_zone_rules_the_posts(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ben, group)
    await stage.moves(minutes=1)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, "Tokyo")
    space = await stage.space_in(group)
    assert space.zone == "Asia/Tokyo"
    assert {p.person_id: p.zone for p in space.couple} == {ana.id: "Asia/Tokyo", ben.id: "Europe/Berlin"}


async def test_without_the_inviter_it_is_the_zone_of_who_joined_first(
    stage: Stage, ana: Person, ben: Person, cleo: Person
) -> None:
    group = await cleo.creates_group("A & B", ana, ben)
    await group.adds_bot(by=cleo, payload="hello")
    await cleo.leaves(group)
    await says_yes(ben, group, zone=False)
    await _types_city(ben, "Mumbai")
    await stage.moves(minutes=1)
    await says_yes(ana, group)
    space = await stage.space_in(group)
    assert space.zone == "Asia/Kolkata"


async def test_a_name_that_several_cities_have_is_asked_about(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, "portland")
    labels = ana.door.last().buttons
    assert labels[0] == "Portland, OR (23:00)"
    assert 3 <= len(labels) <= 5
    assert labels[-1] == "Another city"
    await ana.taps(labels[0])
    space = await stage.space_in(group)
    assert space.couple[0].zone == "America/Los_Angeles"


async def test_an_unknown_city_and_a_sticker_can_be_tried_again(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    await _types_city(ana, "Nowhereville")
    assert "I don't know that one" in ana.door.last().text
    await ana.sends_sticker(reply_to=ana.door.last())
    assert "I don't know that one" in ana.door.last().text
    await ana.says("x" * 4096, reply_to=ana.door.last())
    assert "I don't know that one" in ana.door.last().text
    await ana.says("köln")
    assert "Köln (Germany)" in ana.door.last().text


async def test_a_forged_zone_changes_nothing(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await opens_side(ana, group)
    card = ana.door.last()
    for data in (
        f"{RightZone.name}:0:0:Mars/Olympus",
        f"{RightZone.name}:0:0:../etc/passwd",
        f"{ChooseCity.name}:0:999999999",
        f"{RightZone.name}:0:0",
    ):
        toast = await ana.forges(data, on=card)
        assert "has expired" in toast.text
    toast = await ana.forges(f"{RightZone.name}:0:0:Asia/Tokyo", on=group.last())
    assert "has expired" in toast.text


@pytest.mark.parametrize("city", ["Los Angeles", "no"])
async def test_which_city_is_asked_until_it_is_said(couple: Couple, city: str) -> None:
    await couple.ben.says("/settings")
    for label in ("Just mine", "My clock"):
        await couple.ben.taps(label, at=couple.ben.door)
    await couple.ben.says(city)
    asked = couple.ben.door.last()
    assert "Another city" in asked.buttons
    await couple.stage.moves_to_time(5)
    assert asked in couple.ben.door.messages
    await couple.ben.taps(asked.buttons[0], on=asked)
    assert asked.text.startswith("Good: ")
    await couple.stage.moves_to_time(5)
    assert asked not in couple.ben.door.messages


async def _moves_to(person: Person, city: str) -> None:
    await person.says("/settings")
    for label in ("Just mine", "My clock"):
        await person.taps(label, at=person.door)
    await person.says(city)


async def test_a_question_in_ones_own_night_comes_with_what_helps_and_nobody_learns_of_it(
    couple: Couple,
) -> None:
    before = couple.ana.transcript()
    await _moves_to(couple.ben, "New York")
    card = couple.ben.door.last()
    assert card.text.endswith(
        "It moves this chat alone, and nobody is told: your group's question comes at 03:00 here, in your "
        "night. If you tell Ana your hours, nothing in your group makes a sound then."
    )
    assert card.buttons[-1] == "Tell Ana my hours"
    assert couple.ana.transcript() == before
    await couple.ben.taps("Tell Ana my hours", on=card)
    await couple.ben.taps("Tell my hours", on=card)
    await couple.stage.moves_to_time(9)
    assert all(shown.silent for shown in couple.group.messages[-2:])
    await _moves_to(couple.ben, "New York")
    assert couple.ben.door.last().buttons[-1] == "Our clock"  # they were told


async def test_a_question_by_day_leaves_it_at_the_hour(couple: Couple) -> None:
    await _moves_to(couple.ben, "Tokyo")
    card = couple.ben.door.last()
    assert card.text.endswith("Your group's question comes at 16:00 here, and nobody is told.")
    assert card.buttons[-1] == "Our clock"


async def test_the_clock_is_asked_without_a_promise_that_no_bad_hour_comes(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group, zone=False)
    assert ana.door.last().text.startswith("One more thing: is it 08:00 for you now?")
