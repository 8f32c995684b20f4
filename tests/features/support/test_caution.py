"""Words of need: asked about behind a neutral line, taken when their writer says so, gone after an hour."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.actions import Row
from bot.db import backup
from bot.db.tables import drafts
from bot.loopback.faults import refused
from bot.loopback.shown import Shown
from bot.spaces import store
from bot.spaces.model import PartnerState
from bot.telegram.actions import LetGoOn
from tests.conftest import Couple, Stage, joined
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.features.support.test_support import DARK, said_at_door
from tests.people import Person
from tests.promises.acts import going, on_disk, own_data, raw, rows
from tests.promises.ears import EARS
from tests.worlds import Lives, seen_by_ben

EARS.listen()  # a second time changes nothing

ASKS = "One moment before I save this. It waits here for an hour."
TELLS = "There's something here for you to read. It goes in an hour."
TEXTS = {
    DARK: "That sounds really hard",
    "He hit me last night": "I'm sorry. Nobody may hurt you",
    "I'm scared I might hurt him": "It's good that you stopped to write this.",
}
FIRST_LINES = {
    DARK: "0800 111 0 111",
    "He hit me last night": "116 016",
    "I'm scared I might hurt him": "0800 111 0 111",
}


async def held(couple: Couple) -> int:
    async with couple.stage.kindling.parts.db.read() as tx:
        return len((await tx.execute(select(drafts.c.id))).all())


async def asked(couple: Couple, words: str = DARK) -> Shown:
    """Let Ana answer with such words, and return the neutral line that asks."""
    await morning(couple)
    await writes(couple.ana, words)
    return couple.ana.door.last()


async def ends(couple: Couple) -> None:
    """Let Ben end the space."""
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly")


async def forgets_whose(couple: Couple) -> None:
    """Let what is held be about no known space, and Ana be in another one: so it outlives the end."""
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.execute(update(drafts).values(space_id=None))
        other = await store.create(tx, -77, couple.ana.id, "Europe/Berlin", couple.stage.clock.now())
        await store.change(tx, other, state="active")
        await store.set_partner(tx, other, couple.ana.id, PartnerState.IN)


async def chooses(couple: Couple, choice: str) -> None:
    """Let Ana read what is there, and choose."""
    await couple.ana.taps("Read", at=couple.ana.door)
    await couple.ana.taps(choice, at=couple.ana.door)


@pytest.mark.parametrize("words", TEXTS)
async def test_the_first_line_names_nothing_and_each_kind_has_its_own_text(
    couple: Couple, words: str
) -> None:
    line = await asked(couple, words)
    assert (line.text, line.rows) == (ASKS, [["Read"]])
    before = len(couple.ana.door.messages)
    await couple.ana.taps("Read", on=line)
    assert len(couple.ana.door.messages) == before
    parts = line.text.split("\n\n")
    assert parts[0].startswith(TEXTS[words])
    assert parts[1].startswith("I'm only a program")
    lines = parts[2].split("\n")
    assert lines[0] == "Germany, checked November 2026:"
    assert lines[1] == "In danger right now: 112"
    assert lines[2].startswith(FIRST_LINES[words])
    assert "/help → Support has more." in parts[3]
    assert parts[-2].endswith("It's gone from our private chat already, as far as Telegram lets me.")
    assert "I hold it, encrypted, for an hour" in parts[-2]
    assert parts[-1] == "Seal it, and Ben reads it once you've both answered. Or delete it?"
    assert line.rows == [["Seal it", "Delete it"]]


async def test_saved_it_is_sealed_and_question_and_words_go_from_the_chat(couple: Couple) -> None:
    await asked(couple)
    assert (await rows(couple.stage))["answers"] == []
    await chooses(couple, "Seal it")
    assert couple.ana.door.last().text.startswith("Sealed.")
    said = said_at_door(couple)
    for words in (DARK, ASKS, "really hard"):
        assert words not in said
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert DARK in reveals(couple)[0].text
    assert await held(couple) == 0
    assert await going(couple.stage) == []


async def test_deleted_it_is_nowhere_and_the_question_still_waits(couple: Couple) -> None:
    line = await asked(couple)
    await couple.ana.taps("Read", on=line)
    toast = await couple.ana.taps("Delete it", on=line)
    assert toast.text == "Deleted. Please let somebody you trust know."
    assert len(toast.text) <= 45
    assert await held(couple) == 0
    assert (await rows(couple.stage))["answers"] == []
    for words in (DARK, ASKS, "really hard"):
        assert words not in said_at_door(couple)
    await couple.ana.says("Our slow breakfast")
    assert couple.ana.door.last().text.startswith("Sealed.")


@pytest.mark.parametrize(
    ("name", "words"), [("Me", "He hit me last night"), ("Will", "I will kill you if you go")]
)
async def test_it_asks_whatever_the_other_is_called(stage: Stage, ana: Person, name: str, words: str) -> None:
    couple = await joined(stage, ana, stage.telegram.person(name))
    assert (await asked(couple, words)).text == ASKS


async def test_words_go_from_the_chat_at_once_and_the_neutral_line_stands_alone(couple: Couple) -> None:
    line = await asked(couple)
    assert DARK not in said_at_door(couple)
    assert couple.ana.door.last() == line
    assert await held(couple) == 1


@pytest.mark.parametrize("leaves", [True, False])
async def test_they_go_at_once_whoever_leaves_their_words_there(couple: Couple, *, leaves: bool) -> None:
    if leaves:
        await couple.leaves_words()
    await asked(couple)
    assert DARK not in said_at_door(couple)
    await chooses(couple, "Seal it")
    assert DARK not in said_at_door(couple)


async def test_an_edit_made_before_the_bot_heard_of_either_is_what_is_held(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.stage.stop()
    said = await couple.ana.says(f"{DARK}, Ben")
    await couple.ana.edits(said, f"{DARK}, my love")
    await couple.stage.start()
    await couple.stage.settle()
    assert DARK not in said_at_door(couple)
    while any("Read" in shown.buttons for shown in couple.ana.door.messages):
        await chooses(couple, "Seal it")
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert f"{DARK}, my love" in reveals(couple)[0].text


@pytest.mark.parametrize("choice", ["Seal it", "Delete it"])
async def test_what_the_network_kept_from_going_at_once_goes_soon_after(couple: Couple, choice: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    couple.stage.telegram.fail_next("deleteMessage", refused())
    await couple.ana.says(DARK)
    assert DARK in said_at_door(couple)
    await chooses(couple, choice)
    assert DARK not in said_at_door(couple)


@pytest.mark.parametrize("reads", [True, False])
async def test_after_an_hour_words_and_question_go_by_themselves(couple: Couple, *, reads: bool) -> None:
    line = await asked(couple)
    if reads:
        await couple.ana.taps("Read", on=line)
    await couple.stage.moves(minutes=58)
    assert await held(couple) == 1
    await couple.stage.moves(minutes=3)
    for words in (DARK, ASKS, "really hard"):
        assert words not in said_at_door(couple)
    assert await held(couple) == 0
    assert await going(couple.stage) == []


async def test_after_the_hour_nothing_of_the_words_is_left_on_the_disk(couple: Couple) -> None:
    await asked(couple)
    (stored,) = await raw(couple.stage, "SELECT text FROM drafts")
    assert stored in on_disk(couple.stage)
    await couple.stage.moves(minutes=61)
    assert stored not in on_disk(couple.stage)


async def test_deleted_before_the_hour_is_over_nothing_of_them_is_left_on_the_disk(couple: Couple) -> None:
    await asked(couple)
    (stored,) = await raw(couple.stage, "SELECT text FROM drafts")
    await chooses(couple, "Delete it")
    assert stored not in on_disk(couple.stage)


async def test_the_hour_ends_after_a_restart_too(couple: Couple) -> None:
    await asked(couple)
    await couple.stage.stop()
    await couple.stage.moves(hours=3)
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert DARK not in said_at_door(couple)
    assert ASKS not in said_at_door(couple)


async def test_what_telegram_no_longer_deletes_loses_its_words_where_it_is_the_bots(couple: Couple) -> None:
    line = await asked(couple)
    await couple.ana.taps("Read", on=line)
    await couple.stage.stop()
    await couple.stage.moves(hours=49)
    await couple.stage.start()
    await couple.stage.moves(minutes=1)
    assert line.text == "Nothing here any more."
    assert await going(couple.stage) == []


async def test_a_photo_that_is_saved_stays_and_one_that_is_not_goes(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.sends_photo(caption=DARK, reply_to=couple.ana.door.last())
    await couple.ana.taps("Read", at=couple.ana.door)
    assert "saved, it stays there" in couple.ana.door.last().text
    await couple.ana.taps("Seal it", at=couple.ana.door)
    assert DARK in said_at_door(couple)
    assert await going(couple.stage) == []


async def test_choosing_twice_does_nothing_more_and_nobody_else_can_choose(couple: Couple) -> None:
    line = await asked(couple)
    read = own_data(line)[0]
    await couple.ana.taps("Read", on=line)
    keep = own_data(line)[0]
    for data in (read, keep, *(LetGoOn(0, Row(number), "answer").pack() for number in range(1, 4))):
        await couple.ben.forges(data, on=couple.group.last())
        await couple.ben.forges(data, on=couple.ben.door.last())
    assert (await rows(couple.stage))["answers"] == []
    await couple.ana.forges(keep, on=line)
    await couple.ana.forges(keep, on=line)
    assert len((await rows(couple.stage))["answers"]) == 1


async def test_an_edit_into_such_words_waits_too(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    said = await couple.ana.says("Our slow breakfast")
    await couple.ana.edits(said, DARK)
    assert couple.ana.door.last().text == ASKS
    await chooses(couple, "Delete it")
    assert DARK not in said_at_door(couple)
    await is_done(couple.ana)
    await seals(couple.ben, "Mine")
    assert "Our slow breakfast" in reveals(couple)[0].text


async def test_a_thank_you_in_the_group_gets_no_card_until_its_giver_says_so(couple: Couple) -> None:
    await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    assert "this one is for you" not in couple.group.last().text
    line = couple.ana.door.last()
    assert line.text == ASKS
    await couple.ana.taps("Read", on=line)
    assert "stands in your group" in line.text
    assert line.rows == [["Post it", "Don't post it"]]
    await couple.ana.taps("Post it", on=line)
    assert "this one is for you" in couple.group.last().text
    assert "really hard" not in said_at_door(couple)
    assert any(DARK in shown.text for shown in couple.group.messages)


@pytest.mark.parametrize("in_group", [True, False])
async def test_what_waits_is_erased_when_the_space_ends(couple: Couple, *, in_group: bool) -> None:
    place = couple.group if in_group else couple.ana.door
    await couple.ana.says(f"/thanks {DARK}", at=place)
    await ends(couple)
    assert await held(couple) == 0
    said = len(couple.group.messages)
    toast = await couple.ana.taps("Read", at=couple.ana.door)
    assert "othing waits here any more" in toast.text
    assert ASKS not in said_at_door(couple)
    assert len(couple.group.messages) == said


async def test_who_erases_their_words_has_no_such_line_left_either(couple: Couple) -> None:
    await asked(couple)
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words")
    assert await held(couple) == 0
    await couple.stage.moves(minutes=1)
    assert DARK not in said_at_door(couple)
    assert ASKS not in said_at_door(couple)
    assert await going(couple.stage) == []


async def test_who_ends_the_space_has_no_such_line_left_either(couple: Couple) -> None:
    await asked(couple)
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly")
    await couple.stage.moves(minutes=1)
    assert DARK not in said_at_door(couple)
    assert ASKS not in said_at_door(couple)
    assert await going(couple.stage) == []


@pytest.mark.parametrize("choice", ["Seal it", "Delete it", "nothing"])
async def test_all_messages_of_a_long_text_go(couple: Couple, choice: str) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.says(f"{DARK} " + "w" * 5000, reply_to=couple.ana.door.last())
    if choice == "nothing":
        await couple.stage.moves(minutes=61)
    else:
        await chooses(couple, choice)
    assert "www" not in said_at_door(couple)
    assert await going(couple.stage) == []


async def test_an_edit_that_waits_is_erased_when_the_space_ends(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    await couple.ana.edits(await couple.ana.says("Our slow breakfast"), DARK)
    assert await held(couple) == 1
    await ends(couple)
    assert await held(couple) == 0


@pytest.mark.parametrize("with_words", [True, False])
async def test_a_saved_message_that_comes_too_late_is_refused_at_its_writers_door(
    couple: Couple, *, with_words: bool
) -> None:
    if with_words:
        await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    else:
        await couple.ana.says("/thanks@kindling_bot", at=couple.group)
        await couple.ana.replies(DARK, to=couple.group.last())
    await forgets_whose(couple)
    await ends(couple)
    said = len(couple.group.messages)
    await chooses(couple, "Post it")
    assert len(couple.group.messages) == said
    told = ("That one is over", "Kindling has ended", "I saved this for you alone")
    assert couple.ana.door.last().text.startswith(told)


async def test_a_thank_you_at_the_door_waits_too(couple: Couple) -> None:
    await couple.ana.says("/thanks")
    await couple.ana.says("You stayed when I wanted to kill myself")
    assert couple.ana.door.last().text == ASKS
    await chooses(couple, "Save it")
    assert "Saved. Give it to" in couple.ana.door.last().text


async def test_an_answer_aloud_stays_as_it_is_and_its_writer_finds_something_to_read(couple: Couple) -> None:
    await morning(couple)
    card = couple.group.last()
    before = len(couple.group.messages)
    await couple.ana.replies(DARK, to=card)
    assert len(couple.group.messages) == before + 1
    (line,) = [shown for shown in couple.ana.door.messages if shown.text == TELLS]
    assert (line.rows, line.silent) == ([["Read"]], True)
    await couple.ana.taps("Read", on=line)
    assert line.text.startswith("That sounds really hard")
    assert "What you said stands in your group." in line.text
    assert line.rows == [["Delete this now"]]
    await couple.stage.moves(minutes=61)
    assert "really hard" not in said_at_door(couple)


async def test_words_nobody_waits_for_are_not_kept_and_go_at_once(couple: Couple) -> None:
    await couple.ana.says(DARK)
    assert couple.ana.door.last().text == TELLS
    assert DARK not in said_at_door(couple)
    assert await held(couple) == 0
    await couple.stage.moves(minutes=61)
    assert TELLS not in said_at_door(couple)


async def test_words_nobody_waits_for_can_be_deleted_at_once(couple: Couple) -> None:
    await couple.ana.says("Ben hit me last night")
    line = couple.ana.door.last()
    await couple.ana.taps("Read", on=line)
    assert line.text.startswith("I'm sorry. Nobody may hurt you")
    assert "I saved nothing of what you wrote, and took it from our private chat" in line.text
    await couple.ana.taps("Delete this now", on=line)
    assert "hit me" not in said_at_door(couple)
    assert "I'm sorry" not in said_at_door(couple)


async def test_with_her_door_shut_it_is_taken_as_usual(couple: Couple) -> None:
    await couple.ana.blocks_bot()
    await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    assert "this one is for you" in couple.group.last().text
    assert await held(couple) == 0
    assert await going(couple.stage) == []


async def test_innocent_words_are_sealed_at_once(couple: Couple) -> None:
    await morning(couple)
    await writes(couple.ana, "This exam is killing me, and then I could die laughing")
    assert couple.ana.door.last().text.startswith("Sealed.")


async def test_nothing_stored_names_why_it_waits(couple: Couple) -> None:
    await asked(couple)
    found = await rows(couple.stage)
    assert [row["kind"] for row in found["drafts"]] == ["held"]
    assert sorted(row["becomes"] for row in await going(couple.stage)) == ["ours"]
    assert b"want to die" not in couple.stage.path.read_bytes()


async def test_no_backup_holds_what_waits(couple: Couple) -> None:
    await asked(couple)
    parts = couple.stage.kindling.parts
    made = await backup.make(parts.db, couple.stage.clock.now())
    assert await held(couple) == 1
    (words,) = encrypted_drafts(couple.stage.path)
    assert encrypted_drafts(made.path) == []
    assert words.encode() not in made.path.read_bytes()


def encrypted_drafts(path: Path) -> list[str]:
    """Return the words of drafts as they lie in a file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM drafts")]


async def test_no_log_line_tells_of_it(couple: Couple) -> None:
    await morning(couple)
    since = len(EARS.lines)
    await writes(couple.ana, DARK)
    await chooses(couple, "Seal it")
    told = "\n".join(EARS.lines[since:]).lower()
    for word in ("held", "holding", "crisis", "caution", "fading", "traces", "delete"):
        assert word not in told


@pytest.mark.parametrize("choice", ["Delete it", "nothing"])
async def test_ben_sees_the_very_same_whether_ana_opened_the_page_or_wrote_such_words(
    tmp_path: Path, choice: str
) -> None:
    def lives_with(*, dark: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            await morning(couple)
            if dark:
                await couple.ana.says("/help")
                await couple.ana.taps("Support")
                await couple.ana.taps("Other countries")
                await writes(couple.ana, DARK)
                if choice == "Delete it":
                    await chooses(couple, choice)
            await couple.ben.says("/today")
            await couple.ben.says_from_menu("/help", couple.group)
            await couple.ben.says("/help")
            await couple.ben.taps("Support", at=couple.ben.door)
            await couple.stage.moves(hours=2)
            await couple.stage.moves_to_time(9, 5)

        return lives

    dark = await seen_by_ben(tmp_path / "dark", lives_with(dark=True))
    assert dark == await seen_by_ben(tmp_path / "quiet", lives_with(dark=False))
