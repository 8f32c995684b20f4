"""Thank-yous at the door: given now or kept for Sunday, and looked at again by whom they were given to."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import POINTS
from bot.features.thanks.actions import Give, HideFromMine, LetGo, LookAt, Receive, SaveForSunday
from bot.lifecycle import KEPT
from bot.loopback.shown import Shown
from bot.spaces import store as spaces
from tests.conftest import Couple
from tests.features.checkin.looking import sets
from tests.features.thanks.looking import cards, logged
from tests.people import there
from tests.stage import TONIGHT
from tests.worlds import Lives, seen_by_ben

CHOICES = ["Give it now", "Save it for Sunday", "Delete it"]
WEEKLY = ["Give it now", "Ask next Sunday", "Delete it"]


async def to_sunday(couple: Couple, days: int = 6) -> None:
    """Move to Sunday, 18:01, a day at a time as the bot would live it."""
    for _ in range(days):
        await couple.stage.moves(days=1)
    await couple.stage.moves_to_time(18, 1)


async def test_written_at_the_door_it_may_be_given_now(couple: Couple) -> None:
    await couple.ana.says("/thanks for <the> soup & bread")
    assert couple.ana.door.last().buttons == CHOICES
    assert "soup" not in couple.ana.door.last().text
    assert cards(couple) == []
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert "Ana thanks you: for <the> soup & bread" in card.text
    assert "Given. It's on its way to your group." in couple.ana.door.last().text
    await couple.ben.taps("Didn't know you saw", on=card)
    assert card.text.endswith("Ben: I didn't know you saw.")
    assert card.reactions == ["❤"]


async def test_bare_at_the_door_asks_and_takes_the_next_message(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    assert "What would you like to thank Ben for?" in couple.ana.door.last().text
    await couple.ana.sends_sticker()
    assert couple.ana.door.last().text == "I can take text, a voice note or a photo." + TONIGHT
    await couple.ana.says("for the tea")
    assert couple.ana.door.last().buttons == CHOICES
    await couple.ana.taps("Give it now")
    assert "for the tea" in cards(couple)[0].text


async def test_a_photo_from_the_door_is_given_with_the_card(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.sends_photo(caption="for this <view>")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert card.media == "photo"
    assert "Ana thanks you: for this <view>" in card.text
    await couple.ben.taps("Tell me more", on=card)
    assert card.text.endswith("Ben: tell me more.")


async def test_the_longest_message_arrives_whole(couple: Couple) -> None:
    words = ("thank you, dear & <dearer> 🌻 " * 200)[:4000]
    await couple.ana.says("/thanks")
    await couple.ana.says(words)
    await couple.ana.taps("Give it now")
    assert words.strip() in [message.text for message in couple.group.messages]
    assert "the words just above" in cards(couple)[0].text


async def test_the_choice_is_given_only_once(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    choice = couple.ana.door.last()
    (row,) = await logged(couple)
    await couple.ana.taps("Give it now")
    toast = await couple.ana.forges(f"{LetGo.name}:{row.space_id}:{row.id}", on=choice)
    assert toast.text == ""
    await couple.ana.forges(f"{Give.name}:{row.space_id}:{row.id}", on=choice)
    assert len(cards(couple)) == 1
    assert len(await logged(couple)) == 1


async def test_nobody_else_can_give_or_drop_what_is_kept(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    (row,) = await logged(couple)
    for verb in (
        Give.name,
        SaveForSunday.name,
        LetGo.name,
        HideFromMine.name,
        LookAt.name,
        Receive.name,
    ):
        await couple.ben.forges(f"{verb}:{row.space_id}:{row.id}:landed", on=couple.ben.door.last())
    assert cards(couple) == []
    assert [(row.state, row.hidden, row.received) for row in await logged(couple)] == [("kept", False, None)]


async def test_let_go_is_erased(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Delete it")
    assert await logged(couple) == []
    await to_sunday(couple)
    assert not any("Sunday" in it.text for it in couple.ana.door.messages)


async def test_kept_for_sunday_is_asked_about_on_sunday_at_the_givers_door(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Save it for Sunday")
    before = couple.ben.transcript()
    for _ in range(5):
        await couple.stage.moves(days=1)
    await couple.stage.moves(days=1)
    await couple.stage.moves_to_time(17, 59)
    assert not any("Sunday. You saved" in it.text for it in couple.ana.door.messages)
    await couple.stage.moves(minutes=2)
    asked = couple.ana.door.last()
    assert asked.text == "For Sunday: something of yours waits here."
    assert (asked.buttons, asked.reply_to) == (["Show"], None)
    assert said not in couple.ana.door.messages
    await couple.ana.taps("Show", on=asked)
    assert (asked.buttons, asked.spoilers) == (WEEKLY, ["for the soup"])
    assert "soup" not in couple.ben.transcript()
    assert "thank" not in couple.ben.transcript()[len(before) :]
    await couple.ana.taps("Give it now", on=asked)
    assert "Ana thanks you: for the soup" in cards(couple)[0].text


async def test_on_a_sunday_the_next_one_is_meant_and_named(couple: Couple) -> None:
    await couple.stage.moves(days=6)
    await couple.ana.says("/thanks for the soup")
    asked = couple.ana.door.last()
    assert asked.text == "Saved. Give it to Ben now, or next Sunday?"
    assert asked.buttons == ["Give it now", "Save it for next Sunday", "Delete it"]
    await couple.ana.taps("Save it for next Sunday", on=asked)
    assert asked.text == "Saved until next Sunday. I'll ask you again then."
    await couple.stage.moves_to_time(18, 1)
    assert "waits here" not in couple.ana.door.last().text
    await to_sunday(couple, days=6)
    assert couple.ana.door.last().text == "For Sunday: something of yours waits here."


async def test_a_kept_thanks_is_given_without_its_date(couple: Couple) -> None:
    """Leak row 15: what was held back looks like what was written this minute."""
    await couple.ana.says("/thanks for the soup")
    await to_sunday(couple)
    await couple.ana.taps("Show", on=couple.ana.door.last())
    await couple.ana.taps("Give it now", on=couple.ana.door.last())
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now", on=couple.ana.door.last())
    kept, fresh = cards(couple)
    assert (kept.text, kept.html, kept.rows, kept.silent) == (
        fresh.text,
        fresh.html,
        fresh.rows,
        fresh.silent,
    )
    rows = await logged(couple)
    assert {row.kept_for for row in rows} == {None}


async def test_kept_once_more_is_asked_about_a_week_later(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await to_sunday(couple)
    await couple.ana.taps("Show", on=couple.ana.door.last())
    await couple.ana.taps("Ask next Sunday")
    assert couple.ana.door.last().text.startswith("Saved until next Sunday")
    await to_sunday(couple, days=6)
    await couple.ana.taps("Show", on=couple.ana.door.last())
    await couple.ana.taps("Give it now", on=couple.ana.door.last())
    assert len(cards(couple)) == 1


LEFT = "Something you saved for Sunday still waits here."


def standing(couple: Couple, words: str) -> list[Shown]:
    """Return what stands at Ana's door with these words."""
    return [shown for shown in couple.ana.door.messages if words in shown.text]


async def test_a_question_that_is_passed_over_goes_with_its_day_and_today_offers_it(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await to_sunday(couple)
    assert couple.ana.door.last().buttons == ["Show"]
    await couple.stage.moves(hours=5)
    assert len(standing(couple, "For Sunday:")) == 1
    await couple.stage.moves_to_time(4, 31)
    assert standing(couple, "For Sunday:") == []
    seen = couple.ben.transcript()
    await couple.ana.says("/today")
    today = couple.ana.door.last()
    assert LEFT in today.text
    await couple.ben.says("/today")
    assert LEFT not in couple.ben.transcript()
    await couple.ana.taps("Show", on=today)
    (shown,) = standing(couple, "You saved this thank-you for Ben.")
    assert (shown.buttons, shown.spoilers, LEFT in today.text) == (WEEKLY, ["for the soup"], True)
    await couple.stage.moves(minutes=11)
    assert standing(couple, "You saved this thank-you for Ben.") == []
    assert "soup" not in couple.ben.transcript()[len(seen) :]
    await to_sunday(couple)
    assert standing(couple, "For Sunday:") == []
    await couple.ana.says("/today")
    await couple.ana.taps("Show", on=couple.ana.door.last())
    await couple.ana.taps("Give it now", on=couple.ana.door.last())
    assert "Ana thanks you: for the soup" in cards(couple)[0].text
    await couple.ana.says("/today")
    assert LEFT not in couple.ana.door.last().text


async def test_what_sunday_showed_goes_ten_minutes_after_its_last_tap(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await to_sunday(couple)
    await couple.ana.taps("Show", on=couple.ana.door.last())
    await couple.stage.moves(minutes=9)
    assert len(standing(couple, "You saved this thank-you for Ben.")) == 1
    await couple.stage.moves(minutes=2)
    assert standing(couple, "You saved this thank-you for Ben.") == []
    await couple.ana.says("/today")
    assert LEFT in couple.ana.door.last().text


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("ends", ["ana", "ben", "removed"])
async def test_once_a_space_has_ended_nothing_at_a_door_asks_about_what_was_kept_or_shows_it(
    couple: Couple, ends: str, shown: bool
) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Save it for Sunday")
    await couple.ana.says("/thanks for the song")
    choice = couple.ana.door.last()
    await to_sunday(couple)
    asked = couple.ana.door.last()
    if shown:
        await couple.ana.taps("Show", on=asked)
        assert asked.spoilers == ["for the soup"]
    if ends == "removed":
        await couple.group.removes_bot(by=couple.ben)
        await couple.stage.moves(minutes=61)
    else:
        person = couple.ana if ends == "ana" else couple.ben
        await person.says("/stop")
        await person.taps("End quietly", at=person.door)
    over = "This one isn't given any more: it's deleted, and nobody saw it."
    still = [it for it in (choice, asked) if it in couple.ana.door.messages]
    assert {(it.text, *it.buttons) for it in still} <= {(over,), ("Nothing here any more.",)}
    assert choice in still
    for words in ("soup", "For Sunday:", "Give it now"):
        assert standing(couple, words) == []


async def test_what_is_settled_loses_its_buttons_wherever_it_was_asked(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    choice = couple.ana.door.last()
    await to_sunday(couple)
    asked = couple.ana.door.last()
    await couple.ana.taps("Show", on=asked)
    assert (choice.buttons, asked.buttons) == (CHOICES, WEEKLY)
    await couple.ana.taps("Give it now", on=choice)
    assert (choice.buttons, asked.buttons) == ([], [])


async def test_a_question_that_never_arrived_comes_the_sunday_after(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    before = couple.ana.door.last()
    await couple.ana.blocks_bot()
    await to_sunday(couple)
    await couple.stage.moves(hours=6)
    await couple.ana.unblocks_bot()
    assert couple.ana.door.last() == before
    await to_sunday(couple)
    assert couple.ana.door.last().buttons == ["Show"]


@pytest.mark.parametrize("rests", ["the other's pause", "a rest day"])
async def test_a_kept_thanks_is_asked_about_whatever_rests_but_its_giver(tmp_path: Path, rests: str) -> None:
    """Leak row 9: a Sunday without the question would tell of the other's pause."""

    def lives(*, rest: bool) -> Lives:
        async def week(couple: Couple) -> None:
            await sets(couple, kindness_mode="off", question_on=False)
            await couple.ben.says("/thanks for the soup")
            await couple.ben.taps("Save it for Sunday")
            for _day in range(6):
                await couple.stage.moves(days=1)
            if rest and rests == "a rest day":
                await sets(couple, rest_days="......x")
            elif rest:
                await couple.ana.says("/pause")
                await couple.ana.taps("1 day")
            await couple.stage.moves_to_time(18, 1)
            assert couple.ben.door.last().buttons == ["Show"]

        return week

    assert await seen_by_ben(tmp_path / "a", lives(rest=True)) == await seen_by_ben(
        tmp_path / "b", lives(rest=False)
    )


async def test_a_giver_who_rests_is_asked_the_sunday_after(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.stage.moves(days=5)
    await couple.ana.says("/pause")
    await couple.ana.taps("3 days")
    await to_sunday(couple, days=1)
    assert couple.ana.door.last().buttons != ["Show"]
    await to_sunday(couple, days=6)
    assert couple.ana.door.last().buttons == ["Show"]


async def test_two_kept_ones_are_asked_about_one_after_the_other(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.says("/thanks for the song")
    await to_sunday(couple)
    await couple.ana.taps("Show")
    assert couple.ana.door.last().spoilers == ["for the soup"]
    await couple.ana.taps("Ask next Sunday")
    assert couple.ana.door.last().spoilers == ["for the song"]
    await couple.ana.taps("Delete it", on=couple.ana.door.last())
    assert couple.ana.door.last().text == "Deleted. Nobody saw it."


async def test_sunday_is_the_givers_own(couple: Couple) -> None:
    async with couple.stage.kindling.parts.db.write() as tx:
        await spaces.set_person_zone(tx, couple.ana.id, "Asia/Tokyo")
        await couple.stage.kindling.services.replan(tx, (await couple.space()).id)
    await couple.ana.says("/thanks for the soup")
    for _ in range(5):
        await couple.stage.moves(days=1)
    tokyo = ZoneInfo("Asia/Tokyo")
    await couple.stage.moves_to_time(17, 59, zone=tokyo)
    await couple.stage.moves(days=1)
    assert couple.ana.door.last().buttons == CHOICES
    await couple.stage.moves(minutes=2)
    assert couple.ana.door.last().buttons == ["Show"]


async def test_an_edit_at_the_door_changes_the_card_that_shows_the_words(couple: Couple) -> None:
    said = await couple.ana.says("/thanks for the soup")
    await couple.ana.edits(said, "/thanks for the stew")
    await couple.ana.taps("Give it now")
    (card,) = cards(couple)
    assert "Ana thanks you: for the stew" in card.text
    await couple.ana.edits(said, "/thanks for the casserole")
    assert "Ana thanks you: for the casserole" in card.text
    assert len(card.buttons) == 3
    assert len(cards(couple)) == 1


async def test_the_receiver_may_look_again_and_hide(couple: Couple) -> None:
    for words in ("for the soup", "for the song"):
        await couple.ana.says(f"/thanks {words}")
        await couple.ana.taps("Give it now", on=couple.ana.door.last())
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    shown = couple.ben.door.last()
    assert shown.spoilers == ["Ana: for the song"]
    await couple.ben.taps("Older", on=shown)
    assert shown.spoilers == ["Ana: for the soup"]
    ana_saw = couple.ana.transcript()
    await couple.ben.taps("Hide this one", on=shown)
    assert shown.spoilers == ["Ana: for the song"]
    assert shown.buttons == ["Hide this one"]
    await couple.ben.taps("Hide this one", on=shown)
    assert shown.text.startswith("Nothing here right now.")
    assert couple.ana.transcript() == ana_saw


async def test_the_list_goes_by_when_each_was_given_and_hiding_shows_a_neighbour(couple: Couple) -> None:
    for words in ("one", "two", "three"):  # two of them within one tick of the clock
        await couple.ana.says(f"/thanks {words}")
        await couple.ana.taps("Give it now", on=couple.ana.door.last())
        await couple.stage.moves(hours=int(words == "two"))
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    shown = couple.ben.door.last()
    seen = list(shown.spoilers)
    for way in ("Older", "Older", "Newer", "Newer", "Older"):
        await couple.ben.taps(way, on=shown)
        seen += shown.spoilers
    assert [it.removeprefix("Ana: ") for it in seen] == ["three", "two", "one", "two", "three", "two"]
    await couple.ben.taps("Hide this one", on=shown)
    assert shown.spoilers == ["Ana: one"]
    assert shown.buttons == ["Newer", "Hide this one"]
    await couple.ben.taps("Hide this one", on=shown)
    assert shown.spoilers == ["Ana: three"]
    assert shown.buttons == ["Hide this one"]


async def test_looking_ends_the_waiting_for_words(couple: Couple) -> None:
    await couple.ben.says("/thanks")
    await couple.ben.taps("My thank-yous")
    await couple.ben.says("just thinking aloud")
    assert await logged(couple) == []


async def test_the_end_of_a_space_erases_what_was_kept_and_leaves_what_was_given(couple: Couple) -> None:
    await couple.ana.says("/thanks for the soup")
    await couple.ana.taps("Give it now")
    await couple.ana.says("/thanks for the song")
    kept = POINTS.named(KEPT)["thanks"]
    async with couple.stage.kindling.parts.db.write() as tx:
        await there(kept.ends)(tx, (await couple.space()).id, couple.stage.kindling.services.now())
    assert [row.text for row in await logged(couple)] == ["for the soup"]


async def test_erasing_takes_ones_own_words_and_replies_and_leaves_the_others(couple: Couple) -> None:
    await couple.ana.says("/thanks@kindling_bot for the soup", at=couple.group)
    await couple.ben.taps("That landed")
    await couple.ben.says("/thanks@kindling_bot for the song", at=couple.group)
    await couple.ana.taps("That landed")
    kept = POINTS.named(KEPT)["thanks"]
    space = await couple.space()
    async with couple.stage.kindling.parts.db.write() as tx:
        await kept.erase(tx, couple.stage.kindling.services, space, couple.ana.id)
    assert [(row.text, row.received) for row in await logged(couple)] == [("for the song", None)]
