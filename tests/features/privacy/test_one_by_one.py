"""Erasing less than all: what one gave may stay, and each thing can go by itself."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.db import backup, erasures
from bot.db.tables import answers, evenings, thanks
from bot.features.privacy.actions import AskAbout, EraseOne, TurnTo
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.question.acts import morning, reveals, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben


async def looks(person: Person, kind: str) -> Shown:
    """Open the list of one kind; return its card."""
    await person.says("/delete")
    card = person.door.last()
    for label in ("One by one", kind):
        await person.taps(label, on=card)
    return card


async def erases(person: Person, kind: str, number: int = 1) -> Shown:
    """Erase one of the newest four of a kind; return the list's card."""
    card = await looks(person, kind)
    for label in (f"Erase {number}", "Erase it"):
        await person.taps(label, on=card)
    return card


async def left(couple: Couple) -> dict[str, int]:
    """Return how many rows of words stand."""
    async with couple.stage.kindling.parts.db.read() as tx:
        return {
            table.name: len((await tx.execute(select(table.c.space_id))).all())
            for table in (answers, evenings, thanks)
        }


async def test_the_warning_says_what_the_other_will_miss(couple: Couple) -> None:
    await couple.ana.says("/delete")
    card = couple.ana.door.last()
    assert "Thank-yous you gave go from Ben's list unless you leave them." in card.text
    assert card.rows == [["Erase my words"], ["Erase all but what I gave"], ["One by one"], ["Leave them"]]
    assert len(card.text.split()) <= 60


async def test_what_one_gave_stays_in_the_others_list(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await ana.says("/thanks the soup", at=couple.group)
    await ana.says("/thanks a secret for Sunday")
    asks = ana.door.last()
    await couple.stage.moves_to_time(9)
    await seals(ana, "the walk")
    await seals(ben, "the bench")
    await ana.says("/delete")
    await ana.taps("Erase all but what I gave", at=ana.door)
    assert ana.door.last().text.startswith("Done. The thank-yous you gave stay. Everything else")
    assert asks.text == "Deleted. Nobody saw it."
    assert await left(couple) == {"answers": 1, "evenings": 0, "thanks": 1}
    await ben.says("/thanks")
    await ben.taps("My thank-yous", at=ben.door)
    assert "the soup" in ben.door.last().text


async def test_a_list_is_short_veiled_newest_first_and_turned(couple: Couple) -> None:
    for number in range(1, 7):
        await couple.ana.says(f"/thanks number {number} {'and more ' * 20}", at=couple.group)
        await couple.stage.moves(days=1)
    card = await looks(couple.ana, "Thank-yous from me")
    assert card.text.startswith("Thank-yous from me, newest first\n\n1 · Saturday 18 July\nnumber 6 and more")
    assert [it.startswith(f"number {6 - at}") for at, it in enumerate(card.spoilers)] == [True] * 4
    assert all(len(it) <= 60 for it in card.spoilers)
    assert card.rows == [["Erase 1", "Erase 2"], ["Erase 3", "Erase 4"], ["Older"], ["Back"]]
    await couple.ana.taps("Older", on=card)
    assert [it[:8] for it in card.spoilers] == ["number 2", "number 1"]
    assert card.rows == [["Erase 1", "Erase 2"], ["Newer"], ["Back"]]
    await couple.ana.taps("Erase 2", on=card)
    assert card.text.startswith("Erase this one? Monday 13 July 2026\n\nnumber 1 and more")
    assert card.text.endswith("It goes from Ben's list, too. It can't be undone.")
    assert card.rows == [["Erase it", "Leave it"]]
    await couple.ana.taps("Leave it", on=card)
    assert (await left(couple))["thanks"] == 6
    for label in ("Erase 1", "Erase it", "Erase 1", "Erase it"):
        await couple.ana.taps(label, on=card)
    assert [it[:8] for it in card.spoilers] == ["number 6", "number 5", "number 4", "number 3"]
    assert card.rows[-1] == ["Back"]


async def test_an_evening_goes_alone_and_no_backup_brings_it_back(couple: Couple) -> None:
    for words in (("Hard", "Far", "Skip"), ("Good", "Close", "A hand", "No, just for me")):
        await couple.stage.moves_to_time(21)
        await checks_in(couple.ana, *words)
    db = couple.stage.kindling.parts.db
    made = await backup.make(db, couple.stage.clock.now())
    card = await looks(couple.ana, "My evenings")
    assert card.spoilers == ["Good · Close · A hand", "Hard · Far"]
    for label in ("Erase 2", "Erase it"):
        await couple.ana.taps(label, on=card)
    assert card.spoilers == ["Good · Close · A hand"]
    async with db.read() as tx:
        path = erasures.journal_path(db.path, await erasures.name_of(tx))
    lines = [line for line in erasures.read(path, db.cipher).lines if line.table == "evenings"]
    assert [line.key["local_date"] for line in lines] == ["2026-07-13"]
    assert made.path.exists()


async def test_a_sealed_answer_is_taken_back_and_its_line_says_so(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "the walk", card)
    line = couple.ana.door.last()
    listed = await looks(couple.ana, "My answers")
    assert listed.spoilers == ["the walk"]
    await couple.ana.taps("Erase 1", on=listed)
    assert listed.text.startswith("Erase this one? Monday 13 July 2026")
    await couple.ana.taps("Erase it", on=listed)
    assert listed.text == "Nothing of this kind is saved."
    assert line.text == "You erased this one, so nothing is sealed."
    assert line.buttons == []
    await couple.stage.moves_to_time(4, 35)
    assert line not in couple.ana.door.messages
    await seals(couple.ben, "the bench", card)
    assert reveals(couple) == []


async def test_a_list_goes_from_the_chat_ten_minutes_after_it_was_used(couple: Couple) -> None:
    card = await looks(couple.ana, "My evenings")
    await couple.stage.moves(minutes=9)
    await couple.ana.taps("Back", on=card)
    await couple.stage.moves(minutes=9)
    assert card in couple.ana.door.messages
    await couple.stage.moves(minutes=2)
    assert card not in couple.ana.door.messages


async def test_what_says_that_all_is_erased_stays(couple: Couple) -> None:
    card = await looks(couple.ana, "My evenings")
    for label in ("Back", "Back", "Erase my words"):
        await couple.ana.taps(label, on=card)
    await couple.stage.moves(hours=3)
    assert card in couple.ana.door.messages
    assert card.text.startswith("Done. What you told me is erased")


async def test_one_by_one_goes_on_for_seven_days_after_the_end(couple: Couple) -> None:
    await couple.ana.says("/thanks the soup", at=couple.group)
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly", at=couple.ben.door)
    await couple.stage.moves(days=6)
    await erases(couple.ana, "Thank-yous from me")
    assert (await left(couple))["thanks"] == 0


async def test_nobody_lists_or_erases_the_others(couple: Couple, cleo: Person) -> None:
    ana, ben = couple.ana, couple.ben
    await ana.says("/thanks the soup", at=couple.group)
    await couple.stage.moves_to_time(9)
    await seals(ana, "the walk")
    await couple.stage.moves_to_time(21)
    await checks_in(ana, "Hard", "Far", "Skip")
    before = await left(couple)
    await ben.says("/delete")
    await cleo.says("/start")
    evening = couple.stage.clock.now().date().toordinal()
    for person in (ben, cleo):
        for name, ref in (("question", 1), ("thanks", 1), ("checkin", evening)):
            for verb in (TurnTo.name, AskAbout.name, EraseOne.name):
                card = person.door.last()
                await person.forges(f"{verb}:1:{ref}:{name}.0", on=card)
                assert not {"the soup", "the walk", "Hard · Far"} & set(card.spoilers)
    for forged in (
        f"{AskAbout.name}:1:1:nothing.0",
        f"{EraseOne.name}:1:1:",
        f"{TurnTo.name}:1:0:checkin.x",
        f"{EraseOne.name}:1:-1:checkin.0",
    ):
        await ana.forges(forged, on=couple.group.last())
        await ben.forges(forged, on=ben.door.last())
    assert await left(couple) == before


@pytest.mark.parametrize("kind", ["answer", "evening", "kept"])
async def test_the_other_sees_the_same_whether_what_they_never_saw_is_erased(
    tmp_path: Path, kind: str
) -> None:
    def lives(*, erased: bool) -> Lives:
        async def days(couple: Couple) -> None:
            ana, ben = couple.ana, couple.ben
            await morning(couple)
            if kind == "answer":
                await seals(ana, "the walk")
            elif kind == "kept":
                await ana.says("/thanks a secret for Sunday")
                await ana.taps("Save it for Sunday", at=ana.door)
            else:
                await couple.stage.moves_to_time(21)
                await checks_in(ana, "Hard", "Far", "A hand", "No, just for me")
            if erased:
                label = {"answer": "My answers", "evening": "My evenings", "kept": "Thank-yous from me"}[kind]
                await erases(ana, label)
            await couple.stage.moves_to_time(22)
            await couple.stage.moves_to_time(9)
            for command in ("/today", "/thanks", "/export"):
                await ben.says(command)

        return days

    assert await seen_by_ben(tmp_path / "a", lives(erased=True)) == await seen_by_ben(
        tmp_path / "b", lives(erased=False)
    )


async def test_a_card_of_an_erased_thank_you_answers_as_any(tmp_path: Path) -> None:
    """A8: erased one by one, the other's button does what it did."""

    def lives(*, erased: bool) -> Lives:
        async def days(couple: Couple) -> None:
            await couple.ana.says("/thanks@kindling_bot the soup", at=couple.group)
            card = couple.group.last()
            if erased:
                await erases(couple.ana, "Thank-yous from me")
            await couple.ben.taps("That landed", on=card)
            assert card.text.endswith("Ben: that landed.")

        return days

    assert await seen_by_ben(tmp_path / "a", lives(erased=True)) == await seen_by_ben(
        tmp_path / "b", lives(erased=False)
    )
