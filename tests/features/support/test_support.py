"""The private help page, and words that are kept only when their writer has said so."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.db.tables import drafts
from bot.playground.shown import Shown
from bot.spaces import store
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.promises.acts import own_data, rows
from tests.promises.ears import EARS
from tests.worlds import Lives, seen_by_ben

EARS.listen()  # a second time changes nothing

DARK = "Some days I want to die, and I tell nobody."
ASKS = "Shall I keep that?"
GROUND = ("your local emergency number", "findahelpline.com", "I can't call for help")


async def held(couple: Couple) -> int:
    assert couple.stage.kindling is not None
    async with couple.stage.kindling.parts.db.read() as tx:
        return len((await tx.execute(select(drafts.c.id))).all())


async def ends(couple: Couple) -> None:
    """Let Ben end the space."""
    await couple.ben.says("/stop")
    await couple.ben.taps("Close quietly")


async def forgets_whose(couple: Couple) -> None:
    """Let what is held be about no known space, and Ana be in another one: so it outlives the end."""
    assert couple.stage.kindling is not None
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(update(drafts).values(space_id=None))
        other = await store.create(tx, -77, couple.ana.id, "Europe/Berlin", couple.stage.clock.now())
        await store.change(tx, other, state="active")
        await store.set_partner(tx, other, couple.ana.id, "in")


async def opens_page(couple: Couple) -> Shown:
    await couple.ana.says("/help")
    await couple.ana.taps("Support")
    return couple.ana.door.last()


async def test_the_page_shows_the_ground_the_lines_of_ones_country_and_how_to_hide_it(couple: Couple) -> None:
    page = await opens_page(couple)
    for words in (*GROUND, "use another device", "TelefonSeelsorge"):
        assert words in page.text
    assert "Samaritans" not in page.text
    assert page.buttons == ["Hide"]


async def test_hiding_deletes_it(couple: Couple) -> None:
    page = await opens_page(couple)
    await couple.ana.taps("Hide", on=page)
    assert GROUND[1] not in "".join(shown.text for shown in couple.ana.door.messages)


async def test_a_page_too_old_to_be_deleted_loses_its_words(couple: Couple) -> None:
    page = await opens_page(couple)
    await couple.stage.moves(hours=49)
    await couple.ana.taps("Hide", on=page)
    assert GROUND[1] not in "".join(shown.text for shown in couple.ana.door.messages)


async def test_opening_and_hiding_leave_no_row_and_no_line_of_their_own(couple: Couple) -> None:
    await couple.ana.says("/help")
    before = await rows(couple.stage)
    since = len(EARS.lines)
    await couple.ana.taps("Support")
    opened = len(EARS.lines)
    await couple.ana.taps("Hide")
    assert all(line.startswith("bot.telegram.sender: toast ") for line in EARS.lines[opened:])
    assert await rows(couple.stage) == before
    told = " ".join(EARS.lines[since:])
    assert "h.page" not in told
    assert "h.hide" not in told
    assert "delete" not in told
    assert "support" not in told.lower()


async def test_stale_lines_are_hidden_and_the_ground_stays(couple: Couple) -> None:
    await couple.stage.moves(days=800)
    page = await opens_page(couple)
    assert GROUND[1] in page.text
    assert "TelefonSeelsorge" not in page.text


async def test_it_opens_at_a_door_alone_and_a_stranger_may_open_it_too(couple: Couple) -> None:
    await couple.ana.forges("h.page:0:0", on=couple.group.last())
    assert GROUND[1] not in couple.group.last().text
    cleo = couple.stage.telegram.person("Cleo")
    await cleo.says("/help")
    await cleo.taps("Support")
    assert GROUND[1] in cleo.door.last().text


async def test_dark_words_at_the_door_are_sealed_only_when_their_writer_says_so(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, DARK)
    asked = couple.ana.door.last()
    assert asked.text.startswith(ASKS)
    assert all(words in asked.text for words in GROUND)
    assert asked.rows[0] == ["Keep it", "Don't keep"]
    assert (await rows(couple.stage))["answers"] == []
    await couple.ana.taps("Keep it", on=asked)
    assert couple.ana.door.last().text.startswith("Sealed.")
    assert asked.buttons == ["Hide"]
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert len(reveals(couple)) == 1
    assert await held(couple) == 0


async def test_what_is_not_kept_is_erased_and_the_question_still_waits(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, DARK)
    asked = couple.ana.door.last()
    toast = await couple.ana.taps("Don't keep", on=asked)
    assert toast is not None
    assert toast.text == "Not kept. I tell nobody."
    assert await held(couple) == 0
    assert (await rows(couple.stage))["answers"] == []
    assert asked.buttons == ["Hide"]
    await couple.ana.says("Our slow breakfast")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_choosing_twice_does_nothing_more_and_nobody_else_can_choose(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, DARK)
    asked = couple.ana.door.last()
    keep = own_data(asked)[0]
    for data in (keep, *(f"h.keep:0:{number}:answer" for number in range(1, 4))):
        await couple.ben.forges(data, on=couple.group.last())
    assert (await rows(couple.stage))["answers"] == []
    await couple.ana.forges(keep, on=asked)
    await couple.ana.forges(keep, on=asked)
    assert len((await rows(couple.stage))["answers"]) == 1


async def test_an_edit_into_dark_words_waits_too(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("Our slow breakfast")
    await couple.ana.edits(said, DARK)
    assert couple.ana.door.last().text.startswith(ASKS)
    await couple.ana.taps("Don't keep")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert "Our slow breakfast" in reveals(couple)[0].text


async def test_a_thank_you_in_the_group_gets_no_card_until_its_giver_says_so(couple: Couple) -> None:
    words = "for staying when I want to die"
    await couple.ana.says(f"/thanks@kindling_bot {words}", at=couple.group)
    assert "this one is for you" not in couple.group.last().text
    assert couple.ana.door.last().text.startswith(ASKS)
    assert "stands in your group" in couple.ana.door.last().text
    await couple.ana.taps("Keep it")
    assert "this one is for you" in couple.group.last().text


@pytest.mark.parametrize("in_group", [True, False])
async def test_what_waits_is_erased_when_the_space_ends(couple: Couple, *, in_group: bool) -> None:
    place = couple.group if in_group else couple.ana.door
    await couple.ana.says("/thanks for staying when I want to die", at=place)
    await ends(couple)
    assert await held(couple) == 0
    said = len(couple.group.messages)
    toast = await couple.ana.taps("Keep it", at=couple.ana.door)
    assert toast is not None
    assert toast.text.startswith("That one is closed by now.")
    assert len(couple.group.messages) == said


async def test_an_edit_that_waits_is_erased_when_the_space_ends(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.edits(await couple.ana.says("Our slow breakfast"), DARK)
    assert await held(couple) == 1
    await ends(couple)
    assert await held(couple) == 0


@pytest.mark.parametrize("asked", [True, False])
async def test_a_kept_message_that_comes_too_late_is_refused_at_its_writers_door(
    couple: Couple, *, asked: bool
) -> None:
    if asked:
        await couple.ana.says("/thanks@kindling_bot", at=couple.group)
        await couple.ana.replies(DARK, to=couple.group.last())
    else:
        await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    await forgets_whose(couple)
    await ends(couple)
    said = len(couple.group.messages)
    await couple.ana.taps("Keep it", at=couple.ana.door)
    assert len(couple.group.messages) == said
    assert "closed" in couple.ana.door.last().text


async def test_a_thank_you_at_the_door_waits_too(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.says("You stayed when I wanted to kill myself")
    assert couple.ana.door.last().text.startswith(ASKS)
    await couple.ana.taps("Keep it")
    assert "I have it safe." in couple.ana.door.last().text


async def test_an_answer_aloud_stays_as_it_is_and_its_writer_reads_the_page(couple: Couple) -> None:
    await morning(couple)
    card = couple.group.last()
    before = len(couple.group.messages)
    await couple.ana.replies(DARK, to=card)
    assert len(couple.group.messages) == before + 1
    page = couple.ana.door.last()
    assert (GROUND[1] in page.text, page.buttons, page.silent) == (True, ["Hide"], True)


async def test_with_her_door_shut_it_is_taken_as_usual(couple: Couple) -> None:
    await couple.ana.blocks_bot()
    await couple.ana.says("/thanks@kindling_bot for staying when I want to die", at=couple.group)
    assert "this one is for you" in couple.group.last().text
    assert await held(couple) == 0


async def test_dark_words_nobody_waits_for_get_the_page_and_are_not_kept(couple: Couple) -> None:
    await couple.ana.says(DARK)
    assert GROUND[1] in couple.ana.door.last().text
    assert await held(couple) == 0


async def test_innocent_words_are_sealed_at_once(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "This exam is killing me, and then I could die laughing")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_nothing_stored_names_why_it_waits(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, DARK)
    (draft,) = (await rows(couple.stage))["drafts"]
    assert draft["kind"] == "held"
    assert b"want to die" not in couple.stage.path.read_bytes()


async def test_no_log_line_tells_of_it(couple: Couple) -> None:
    await morning(couple)
    since = len(EARS.lines)
    await writes(couple.ana, DARK)
    await couple.ana.taps("Keep it")
    told = "\n".join(EARS.lines[since:]).lower()
    for word in ("held", "holding", "crisis", "caution", "h.keep"):
        assert word not in told


async def test_ben_sees_the_very_same_whether_ana_opened_the_page_or_wrote_dark_words(tmp_path: Path) -> None:
    def lives_with(*, dark: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            await morning(couple)
            if dark:
                await couple.ana.says("/help")
                await couple.ana.taps("Support")
                await writes(couple.ana, DARK)
                await couple.ana.taps("Don't keep")
            await couple.ben.says("/today")
            await couple.ben.says_from_menu("/help", couple.group)
            await couple.stage.moves_to_time(9, 5)

        return lives

    dark = await seen_by_ben(tmp_path / "dark", lives_with(dark=True))
    assert dark == await seen_by_ben(tmp_path / "quiet", lives_with(dark=False))
