"""The private Support page: an edit of /help's card, always alike, gone after ten minutes, noted nowhere."""

from datetime import timedelta
from typing import Any

import pytest

from bot.features.support import page as support
from bot.features.support.actions import ChooseCountry, Hide, ListCountries, OpenSupport, ReadTold
from bot.loopback.faults import api_error, refused
from bot.loopback.shown import Shown
from content import helplines
from tests.conftest import Couple
from tests.promises.acts import going, own_data, rows
from tests.promises.ears import EARS

EARS.listen()  # a second time changes nothing

DARK = "Some days I want to die, and I tell nobody."
DEVICES = "Settings → Devices shows who else can read this account."
GROUND = ("In danger right now: ", "findahelpline.com", "I can't call for help")
SHUT = "Here, in our private chat:"


async def opens_page(couple: Couple) -> Shown:
    await couple.ana.says("/help")
    await couple.ana.taps("Support")
    return couple.ana.door.last()


def said_at_door(couple: Couple) -> str:
    return "\n".join(shown.text for shown in couple.ana.door.messages)


async def test_the_page_opens_in_the_place_of_help_and_says_who_else_can_read(couple: Couple) -> None:
    await couple.ana.says("/help")
    card, before = couple.ana.door.last(), len(couple.ana.door.messages)
    await couple.ana.taps("Support")
    assert len(couple.ana.door.messages) == before
    assert card.text.startswith(DEVICES)
    for words in (
        *GROUND,
        "I don't record that you opened this page. It goes from this chat in ten minutes.",
    ):
        assert words in card.text
    for words in (
        "voice notes and photos I don't look at",
        "use another device",
        "a copy somewhere only you",
    ):
        assert words in card.text
    assert card.rows == [["Other countries"], ["Hide"]]


async def test_each_line_says_whom_it_is_for_and_when_it_was_checked(couple: Couple) -> None:
    shown = await opens_page(couple)
    assert "Germany, checked November 2026:" in shown.text
    assert "In danger right now: 112" in shown.text
    assert "TelefonSeelsorge, for any hour that is too much (day and night)" in shown.text
    assert "for men who are hurt or threatened" in shown.text
    assert "chat at hilfetelefon.de" in shown.text
    assert "Samaritans" not in shown.text


async def test_a_verified_line_is_never_hidden(couple: Couple) -> None:
    await couple.stage.moves(days=800)
    shown = await opens_page(couple)
    assert "TelefonSeelsorge" in shown.text
    assert "checked November 2026" in shown.text


@pytest.mark.parametrize("code", helplines.load().countries)
async def test_any_country_is_chosen_on_the_page(couple: Couple, code: str) -> None:
    card = await opens_page(couple)
    await couple.ana.taps("Other countries")
    assert "I don't remember your choice" in card.text
    lands = [label for row in card.rows for label in row if label != "Hide"]
    assert sorted(lands) == lands
    assert all(len(row) <= 2 and all(len(label) <= 14 for label in row) for row in card.rows)
    wanted = support.all_lines().of(code)
    await couple.ana.taps(lands[sorted(NAMES[it] for it in NAMES).index(NAMES[code])], on=card)
    for line in wanted:
        assert f"{line.number} {line.name}" in card.text
    assert f"In danger right now: {support.all_lines().emergency(code)}" in card.text
    assert len(card.text) < 4000


NAMES = {
    "AT": "Austria",
    "AU": "Australia",
    "CA": "Canada",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IT": "Italy",
    "NZ": "New Zealand",
    "US": "United States",
}


async def test_the_choice_is_remembered_nowhere(couple: Couple) -> None:
    card = await opens_page(couple)
    before = await rows(couple.stage)
    await couple.ana.taps("Other countries")
    await couple.ana.taps("Australia")
    assert "1800RESPECT" in card.text
    assert await rows(couple.stage) == before
    await couple.ana.taps("Hide")
    await couple.ana.taps("Support")
    assert "1800RESPECT" not in card.text


async def test_without_a_known_country_the_page_names_none_and_offers_the_list(couple: Couple) -> None:
    cleo = couple.stage.telegram.person("Cleo")
    await cleo.says("/help")
    await cleo.taps("Support")
    card = cleo.door.last()
    assert card.text.startswith(DEVICES)
    assert "In danger right now: your local emergency number" in card.text
    assert "checked" not in card.text
    await cleo.taps("Choose a country")
    await cleo.taps("Ireland")
    assert "Women's Aid" in card.text
    await couple.stage.moves(minutes=11)
    assert card.text.startswith("Whoever has joined sees here what I can do")
    assert card.rows == [["Support"]]


async def test_it_goes_back_by_itself_after_ten_minutes_and_opens_alike(couple: Couple) -> None:
    card = await opens_page(couple)
    opened = card.text
    await couple.stage.moves(minutes=9)
    assert card.text == opened
    await couple.stage.moves(minutes=2)
    assert card.text.startswith(SHUT)
    assert card.rows == [["Support"]]
    await couple.ana.taps("Support", on=card)
    assert card.text.startswith(SHUT)
    again = couple.ana.door.last()
    assert again.text == opened
    await couple.ana.taps("Hide", on=again)
    assert again.text.startswith(SHUT)


async def test_each_look_has_its_ten_minutes(couple: Couple) -> None:
    card = await opens_page(couple)
    await couple.stage.moves(minutes=8)
    await couple.ana.taps("Other countries")
    await couple.ana.taps("Spain")
    await couple.stage.moves(minutes=8)
    assert "016" in card.text
    await couple.stage.moves(minutes=3)
    assert card.text.startswith(SHUT)


async def test_it_goes_back_after_a_restart_too(couple: Couple) -> None:
    card = await opens_page(couple)
    await couple.stage.stop()
    await couple.stage.moves(minutes=30)
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert card.text.startswith(SHUT)


async def test_without_a_network_it_goes_back_once_there_is_one(couple: Couple) -> None:
    card = await opens_page(couple)
    couple.stage.telegram.fail_next("editMessageText", refused(), times=100)
    await couple.stage.moves(minutes=11)
    assert card.text.startswith(DEVICES)
    couple.stage.telegram.fail_no_more()
    await couple.stage.moves(minutes=2)
    assert card.text.startswith(SHUT)


@pytest.mark.parametrize("times", [1, 100])
@pytest.mark.parametrize("leaves", [True, False])
async def test_what_is_not_edited_back_is_tried_once_more_and_then_goes(
    couple: Couple, times: int, *, leaves: bool
) -> None:
    if leaves:
        await couple.leaves_words()
    card = await opens_page(couple)
    couple.stage.telegram.refuses(
        "editMessageText", "Bad Request: MESSAGE_EDIT_TIME_EXPIRED", chat=couple.ana, times=times
    )
    await couple.stage.moves(minutes=11)
    for _ in range(3):
        await couple.stage.moves(minutes=1)
    assert "findahelpline" not in said_at_door(couple)
    assert (card in couple.ana.door.messages) == (times == 1)


async def test_six_failures_in_a_row_of_showing_help_again_leave_no_page_open_for_long(
    couple: Couple,
) -> None:
    page = await opens_page(couple)
    couple.stage.telegram.fail_next("editMessageText", api_error(500, "Internal Server Error"), 6)
    await couple.stage.moves(minutes=10)
    for _half_minute in range(4):
        await couple.stage.moves(seconds=31)
    assert page not in couple.ana.door.messages


async def test_a_page_that_cannot_be_deleted_is_tried_often_in_the_first_hour(couple: Couple) -> None:
    page = await opens_page(couple)
    couple.stage.telegram.fail_next("editMessageText", api_error(500, "Internal Server Error"), 100)
    couple.stage.telegram.fail_next("deleteMessage", api_error(500, "Internal Server Error"), 9)
    for _minute in range(30):
        await couple.stage.moves(minutes=1)
    assert page not in couple.ana.door.messages


async def test_a_page_that_cannot_be_deleted_says_nothing_any_more(couple: Couple) -> None:
    page = await opens_page(couple)
    couple.stage.telegram.refuses(
        "editMessageText", "Internal Server Error", chat=couple.ana, code=500, times=4
    )
    couple.stage.telegram.fail_next("deleteMessage", api_error(500, "Internal Server Error"), 100)
    for _minute in range(16):
        await couple.stage.moves(minutes=1)
    assert not page.text.startswith(DEVICES)


@pytest.mark.parametrize("late", [True, False])
async def test_opened_late_it_leaves_what_a_help_leaves_that_nobody_touched(
    couple: Couple, *, late: bool
) -> None:
    await couple.ana.says("/help")
    old = couple.ana.door.last()
    await couple.stage.moves(minutes=25)
    (before,) = await fading_rows(couple, old)
    if late:
        await couple.ana.taps("Support", on=old)
    else:
        await couple.ana.says("/help")
    new = couple.ana.door.last()
    found = await fading_rows(couple, new)
    assert await fading_rows(couple, old) == [before]
    then = couple.stage.clock.now() + timedelta(minutes=10)
    assert [(row["becomes"], row["at"], row["tries"]) for row in found] == [("help", then, 0)]
    await couple.stage.moves(minutes=11)
    assert couple.ana.door.last().text.startswith(SHUT)
    assert [row["becomes"] for row in await fading_rows(couple, new)] == [before["becomes"]] == ["card"]


async def fading_rows(couple: Couple, shown: Shown) -> list[dict[str, Any]]:
    """Return the row of a message of Ana's door that goes by itself, if there is one."""
    found = (await rows(couple.stage))["fading"]
    return [row for row in found if (row["chat_id"], row["message_id"]) == (couple.ana.id, shown.id)]


async def test_hiding_puts_help_back_at_once(couple: Couple) -> None:
    card = await opens_page(couple)
    await couple.ana.taps("Hide")
    assert card.text.startswith(SHUT)
    assert "findahelpline" not in said_at_door(couple)


async def test_opening_and_hiding_leave_no_row_but_that_of_help_and_no_line_of_their_own(
    couple: Couple,
) -> None:
    stood = await going(couple.stage)
    await couple.ana.says("/help")
    before = await rows(couple.stage)
    since = len(EARS.lines)
    await couple.ana.taps("Support")
    assert await rows(couple.stage) == before
    await couple.ana.taps("Hide")
    assert await rows(couple.stage) == before
    told = " ".join(EARS.lines[since:])
    for word in (
        *OpenSupport.names(),
        Hide.name,
        ChooseCountry.name,
        "delete",
        "support",
        "fading",
        "traces",
    ):
        assert word not in told.lower()
    await couple.stage.moves(minutes=11)
    assert await going(couple.stage) == stood


async def test_it_opens_at_a_door_alone(couple: Couple) -> None:
    for data in (
        f"{OpenSupport.name}:0:0",
        f"{ListCountries.name}:0:0",
        f"{ChooseCountry.name}:0:0:AU",
        f"{ReadTold.name}:0:0:1",
        *(f"{name}:0:0" for name in OpenSupport.was),
    ):
        await couple.ana.forges(data, on=couple.group.last())
    assert "findahelpline" not in couple.group.last().text


async def test_a_country_nobody_offers_shows_the_ground_alone(couple: Couple) -> None:
    card = await opens_page(couple)
    await couple.ana.taps("Other countries")
    mine = own_data(card)[0]
    await couple.ana.forges(mine.replace("AU", "XX"), on=card)
    assert "XX" not in card.text


async def test_the_card_that_ends_a_space_and_the_menu_lead_to_it(couple: Couple) -> None:
    await couple.ana.says("/stop")
    assert "/help → Support" in couple.ana.door.last().text
    await couple.ana.says("/help")
    assert "/help: What I can do, and Support" in couple.ana.door.last().text
