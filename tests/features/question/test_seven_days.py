"""A card is open for seven days, for both alike; what stayed alone is its author's for a day."""

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text, update

from bot.db.migrations.versions import r0022_seven_days
from bot.db.tables import answers, posts
from bot.loopback.faults import timeout_before
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.export.test_export import everything
from tests.features.question.acts import CARD_LASTS, choice_morning, is_done, morning, options, reveals, seals
from tests.features.question.test_keeping import rows

LINES = ("Sealed.", "This one stayed yours", "You've both answered")


def line(couple: Couple) -> Shown:
    """Return the newest message at Ana's door that says what has become of her answer."""
    return [shown for shown in couple.ana.door.messages if shown.text.startswith(LINES)][-1]


async def stayed(couple: Couple) -> Shown:
    """Let Ana answer alone, the card close, and the morning come in which she is told; return its line."""
    card = await morning(couple)
    await seals(couple.ana, "Only mine", card)
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves_to_time(9)
    return line(couple)


async def test_a_seal_says_until_when(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "The walk")
    assert line(couple).text.startswith("Sealed. It opens when you've both answered, until Sunday night.")


@pytest.mark.parametrize("days", [1, 3, 6])
async def test_an_answer_some_days_later_opens_the_card_without_sound_and_names_its_day(
    couple: Couple, days: int
) -> None:
    card = await morning(couple)
    question = card.text.splitlines()[1]
    await seals(couple.ana, "The walk", card)
    for _day in range(days):
        await morning(couple)
    await seals(couple.ben, "Coffee", card)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["The walk", "Coffee"]
    assert reveal.silent
    assert reveal.text.splitlines()[1:3] == ["Monday's question:", question]
    assert card.text == f"{question}\nYou both answered. It's further down."
    assert line(couple).text.startswith("You've both answered")


async def test_the_reveal_of_the_newest_card_still_comes_with_sound(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.taps("Another", on=card)
    for person in (couple.ana, couple.ben):
        await seals(person, "Tea", card)
    (reveal,) = reveals(couple)
    assert not reveal.silent
    assert "Monday" not in reveal.text
    assert card.text.endswith("It's just below.")


async def test_what_stayed_alone_says_so_to_its_author_alone_and_without_a_message(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Only mine", card)
    await couple.stage.moves(hours=CARD_LASTS, minutes=-1)
    theirs = [couple.group.messages, couple.ben.door.messages]
    count = len(couple.ana.door.messages)
    await couple.stage.moves(minutes=1)
    assert [couple.group.messages, couple.ben.door.messages] == theirs
    assert len(couple.ana.door.messages) == count
    assert line(couple).text.startswith("This one stayed yours. You can save it.")
    assert line(couple).rows == [["Read mine", "Save it for me"]]
    assert "Only mine" not in line(couple).text


async def test_after_a_day_it_is_erased_and_its_line_says_so(couple: Couple) -> None:
    await stayed(couple)
    await couple.stage.moves(hours=23, minutes=59)
    assert len(await rows(couple, answers)) == 1
    await couple.stage.moves(minutes=1)
    assert await rows(couple, answers) == []
    assert line(couple).text.startswith("This one stayed yours, and it's deleted now.")
    assert line(couple).rows == []


async def test_saved_it_stays_its_authors_who_takes_it_along(couple: Couple) -> None:
    shown = await stayed(couple)
    toast = await couple.ana.taps("Save it for me", on=shown)
    assert toast.text == "Saved, for you alone."
    assert line(couple).text.startswith("This one stayed yours. It's saved for you alone")
    await couple.stage.moves(days=30)
    data, _page = await everything(couple, couple.ana)
    assert "Only mine" in str(data)
    data, _page = await everything(couple, couple.ben)
    assert "Only mine" not in str(data)
    assert "Only mine" not in couple.ben.transcript()


async def test_saved_it_is_not_shown_though_its_author_had_chosen_so(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Only mine", card)
    await couple.ana.taps("If Ben doesn't answer: show mine")
    await couple.stage.moves(hours=CARD_LASTS)
    await couple.stage.moves_to_time(9)
    assert "until Tuesday, 09:00; then I show it in your group" in line(couple).text
    await couple.ana.taps("Save it for me", on=line(couple))
    await couple.stage.moves(hours=30)
    assert "Only mine" not in couple.ben.transcript()


async def test_too_late_there_is_nothing_to_save(couple: Couple) -> None:
    shown = await stayed(couple)
    data = shown.message.buttons[0][1]["callback_data"]
    await couple.stage.moves(hours=24)
    assert shown not in couple.ana.door.messages
    left = line(couple)
    left.message.keyboard = {"inline_keyboard": [[{"text": "Save", "callback_data": data}]]}
    toast = await couple.ana.taps("Save", on=left)
    assert toast.text == "That day is over. /today shows what's on."
    assert await rows(couple, answers) == []


async def test_a_line_that_telegram_did_not_take_is_edited_soon_after(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Only mine", card)
    couple.stage.telegram.fail_next("editMessageText", timeout_before(), times=99)
    await couple.stage.moves(hours=CARD_LASTS)
    assert line(couple).text.startswith("Sealed.")
    await couple.stage.restart()
    couple.stage.telegram.fail_no_more()
    await couple.stage.moves(minutes=10)
    assert line(couple).text.startswith("This one stayed yours.")


async def test_the_option_of_a_choice_that_stays_alone_goes_at_once(couple: Couple) -> None:
    card = await choice_morning(couple)
    await couple.ana.taps(options(card)[0], on=card)
    await couple.stage.moves(hours=CARD_LASTS)
    assert await rows(couple, answers) == []


async def test_a_stop_erases_what_stayed_alone_too(couple: Couple) -> None:
    await stayed(couple)
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly")
    assert await rows(couple, answers) == []


# What reaches a seal, and when


async def test_a_prompt_asks_for_36_hours_and_a_reply_to_it_counts_for_longer(couple: Couple) -> None:
    await couple.leaves_words(couple.ana)  # else it goes when it asks no more
    await morning(couple)
    await couple.ana.taps("Answer privately")
    prompt = couple.ana.door.last()
    await couple.stage.moves(hours=37)
    await couple.ana.says("Soup, and bread")
    assert "wasn't expecting that" in couple.ana.door.last().text
    assert await rows(couple, answers) == []
    await couple.stage.moves(days=3)
    await couple.ana.says("The walk", reply_to=prompt)
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_days_later_what_is_merely_said_is_no_part_of_a_seal_and_a_reply_is(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", card)
    await couple.stage.moves(days=5)
    await couple.ana.says("Soup, and bread")
    assert "I didn't save that" in couple.ana.door.last().text
    await couple.ana.says("and the lake", reply_to=line(couple))
    await is_done(couple.ana)
    await couple.ana.taps("Change", at=couple.ana.door)
    await couple.ana.says("Only the lake")
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee", card)
    assert reveals(couple)[0].spoilers == ["Only the lake", "Coffee"]


# After the reveal


async def test_replies_below_a_reveal_end_36_hours_after_it(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "The walk", card)
    await couple.stage.moves(days=5)
    await seals(couple.ben, "Coffee", card)
    await couple.stage.moves(hours=35)
    toast = await couple.ana.taps("Tell me more", on=reveals(couple)[0])
    assert toast.text == "You can both see that now."
    (reveal,) = reveals(couple)
    data = reveal.message.buttons[-1][0]["callback_data"]
    await couple.stage.moves(hours=2)
    assert reveal.buttons == []
    toast = await couple.ana.forges(data, on=reveal)
    assert toast.text == "That day is over. /today shows what's on."


# Another and Not today


@pytest.mark.parametrize("label", ["Another", "Not today"])
async def test_another_and_not_today_serve_the_newest_post_alone(couple: Couple, label: str) -> None:
    card = await morning(couple)
    await morning(couple)
    count = len(couple.group.messages)
    for person in (couple.ana, couple.ben):
        toast = await person.taps(label, on=card)
        assert toast.text == "Only on the newest. You can still answer."
    assert len(couple.group.messages) == count
    assert label in card.buttons


# The upgrade


async def test_a_card_of_before_keeps_its_hours(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Only mine", card)
    async with couple.stage.kindling.parts.db.write() as tx:
        closes_at = couple.stage.clock.now().replace(hour=19) + (card.date - card.date)
        await tx.execute(update(posts).values(closes_at=closes_at))
    await couple.stage.moves(hours=13)
    assert line(couple).text.startswith("This one stayed yours.")
    toast = await couple.ben.taps("Answer privately", on=card)
    assert toast.text == "That day is over. /today shows what's on."


async def test_the_change_is_told_once_at_each_door_and_without_sound(couple: Couple) -> None:
    def upgrades(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            r0022_seven_days.upgrade()

    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(text("ALTER TABLE awaited DROP COLUMN asks_until"))
        await tx.run_sync(upgrades)
    await couple.stage.restart()
    await couple.stage.moves(days=2)
    for person in (couple.ana, couple.ben):
        told = [shown for shown in person.door.messages if shown.text.startswith("From now on you both")]
        assert len(told) == 1
        assert told[0].silent
