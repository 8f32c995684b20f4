"""Undo erases what is one's own: what the other said stays theirs, to read, take along and erase."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.db.tables import answers, evenings, partners, thanks
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.checkin.looking import checks_in
from tests.features.export.test_export import everything
from tests.features.pairing.walk import rows, says_yes
from tests.features.question.acts import morning, reveals, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

WALK = "The walk home"
SOUP = "the soup on the stairs"


async def lives(couple: Couple) -> Shown:
    """Ana seals an answer, keeps a thank-you and checks in; return the line that says it is sealed."""
    await morning(couple)
    await couple.leaves_words(couple.ana)
    await seals(couple.ana, WALK)
    line = next(it for it in couple.ana.door.messages if it.text.startswith("Sealed"))
    await couple.ana.says(f"/thanks {SOUP}")
    await couple.ana.taps("Save it for Sunday", at=couple.ana.door)
    await checks_in(couple.ana, "Hard", "Far", "Being heard", "Yes, tell Ben")
    return line


async def mornings(couple: Couple, days: int = 3) -> None:
    """Let mornings pass one by one."""
    for _day in range(days):
        await couple.stage.moves_to_time(9, 30)


async def undoes(person: Person) -> None:
    await person.taps("Undo", at=person.door)


async def test_the_others_sealed_answer_ends_as_where_its_time_is_over(couple: Couple) -> None:
    line = await lives(couple)
    await undoes(couple.ben)
    assert line.text.startswith("This one stayed yours. You can save it.")
    assert line.buttons == ["Read mine", "Save it for me"]
    await couple.ana.taps("Read mine", on=line)
    assert couple.ana.door.last().spoilers == [WALK]
    await couple.stage.moves_to_time(9)
    told = couple.ana.door.last()
    assert told.text.startswith("This one stayed yours. You can save it until ")
    assert told.silent
    await couple.ana.taps("Save it for me", on=told)
    assert line.text.startswith("This one stayed yours. It's saved for you alone")
    await couple.stage.moves(days=9)
    assert [row["how"] for row in await rows(couple.stage, answers)] == ["saved"]


async def test_what_is_not_saved_within_its_day_goes_and_its_line_says_so(couple: Couple) -> None:
    line = await lives(couple)
    await undoes(couple.ben)
    await mornings(couple)
    assert line.text.startswith("This one stayed yours. I've deleted my copy; what is left of it")
    assert line.buttons == []
    assert await rows(couple.stage, answers) == []


async def test_what_was_to_be_shown_is_shown_to_nobody(couple: Couple) -> None:
    line = await lives(couple)
    await couple.ana.taps("If Ben doesn't answer: show mine", on=line)
    await undoes(couple.ben)
    heard = len(couple.group.messages)
    await couple.stage.moves_to_time(9)
    assert couple.ana.door.last().text.split("\n")[0].endswith("then I delete it.")
    await mornings(couple, 8)
    assert line.text.startswith("This one stayed yours. I've deleted my copy; what is left of it")
    assert len(couple.group.messages) == heard


async def test_what_is_theirs_can_be_taken_along_and_erased(couple: Couple) -> None:
    ana = couple.ana
    await lives(couple)
    await undoes(couple.ben)
    data, _page = await everything(couple, ana)
    assert not [words for words in (WALK, SOUP, "2026-07-13", "heard") if words not in str(data)]
    await ana.says("/delete")
    assert ana.door.last().text.startswith("Erase what you told me?")
    await ana.taps("Erase my words", at=ana.door)
    for table in (answers, evenings, thanks):
        assert await rows(couple.stage, table) == []


async def test_one_by_one_lists_all_of_it(couple: Couple) -> None:
    ana = couple.ana
    await lives(couple)
    await undoes(couple.ben)
    for kind, words in (("My answers", WALK), ("Thank-yous from me", SOUP)):
        await ana.says("/delete")
        await ana.taps("One by one", at=ana.door)
        await ana.taps(kind, at=ana.door)
        assert words in ana.door.last().text
        await ana.taps("Erase 1", at=ana.door)
        await ana.taps("Erase it", at=ana.door)
        assert words not in ana.door.last().text
    assert await rows(couple.stage, answers) == await rows(couple.stage, thanks) == []


async def test_stop_takes_the_yes_of_who_stayed_and_all_that_was_theirs(couple: Couple) -> None:
    ana = couple.ana
    await lives(couple)
    await undoes(couple.ben)
    heard = len(couple.group.messages)
    await ana.says("/stop")
    await ana.taps("Take my yes back", at=ana.door)
    assert ana.door.last().text.startswith("Undone: it's as if you had never joined.")
    for table in (answers, evenings, thanks, partners):
        assert await rows(couple.stage, table) == []
    assert len(couple.group.messages) == heard


async def test_a_kept_thank_you_rests_and_is_asked_about_once_both_are_in_again(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    await ana.says(f"/thanks {SOUP}")
    await ana.taps("Save it for Sunday", at=ana.door)
    kept = ana.door.last()
    await undoes(ben)
    assert kept.text.startswith("This one isn't given: the two of you aren't both in just now.")
    assert kept.buttons == []
    await couple.stage.moves(days=1)
    await says_yes(ben, couple.group)
    for _day in range(6):
        await couple.stage.moves_to_time(19)
    assert any(it.text.endswith("something of yours waits here.") for it in ana.door.messages)


async def test_nothing_of_it_reaches_whoever_joins_instead(couple: Couple, cleo: Person) -> None:
    ana, ben = couple.ana, couple.ben
    await lives(couple)
    await undoes(ben)
    await ben.leaves(couple.group)
    await couple.group.adds(cleo, by=ana)
    before = len(couple.group.messages)
    await says_yes(cleo, couple.group)
    await couple.stage.moves(days=8)
    assert not any(it.text.endswith("something of yours waits here.") for it in ana.door.messages)
    told = "\n".join(it.text for it in [*couple.group.messages[before:], *cleo.door.messages])
    assert not [words for words in (WALK, SOUP, "being heard") if words in told]


async def test_what_both_had_opened_is_still_whose_it_is(couple: Couple) -> None:
    ana, ben = couple.ana, couple.ben
    card = await morning(couple)
    await seals(ana, WALK, on=card)
    await seals(ben, "The bakery", on=card)
    (reveal,) = reveals(couple)
    await undoes(ben)
    data, _page = await everything(couple, ana)
    assert WALK in str(data)
    assert "The bakery" not in str(data)
    await says_yes(ben, couple.group)
    toast = await ben.taps("Makes sense", on=reveal)
    assert "over" in toast.text or "closed" in toast.text


# --- what who undid it can see ------------------------------------------------------------------------


Did = Callable[[Couple], Awaitable[object]]


async def nothing(_couple: Couple) -> None:
    """Ana does nothing at all."""


async def sealed(couple: Couple) -> None:
    await seals(couple.ana, WALK)
    await couple.ana.says(f"/thanks {SOUP}", at=couple.ana.door)
    await couple.ana.taps("Save it for Sunday", at=couple.ana.door)


def undone(before: Did, after: Did) -> Lives:
    """Ben undoes his joining and is back the same day; he tries the morning's card and the new one."""

    async def world(couple: Couple) -> None:
        ben = couple.ben
        card = await morning(couple)
        await before(couple)
        await undoes(ben)
        await after(couple)
        await couple.stage.moves_to_time(11)
        await says_yes(ben, couple.group)
        await couple.stage.moves(minutes=2)
        await ben.taps("Answer privately", on=card)
        await ben.says("Aloud, to the old one", at=couple.group, reply_to=card)
        await ben.taps("Ask us our first question", at=couple.group)
        await ben.taps("Answer privately", on=couple.group.last())
        await ben.says("Mine")
        await couple.stage.moves(days=2)

    return world


async def saves_it(couple: Couple) -> None:
    await couple.stage.moves(minutes=1)
    await couple.ana.taps("Save it for me", at=couple.ana.door)


async def test_promise_6_who_undoes_learns_nothing_of_what_the_other_had_said(tmp_path: Path) -> None:
    first = await seen_by_ben(tmp_path / "first", undone(nothing, nothing))
    assert first == await seen_by_ben(tmp_path / "second", undone(sealed, nothing))
    assert first == await seen_by_ben(tmp_path / "third", undone(sealed, saves_it))
