"""Promise 8, column by column: whatever outlives an erasing is named here, with the reason.

The columns come from the tables themselves, so one that is added later fails here until somebody decides what
becomes of it, and until a couple in these tests leaves something in its table.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, Table, Time, text

from bot.db.columns import Instant
from bot.db.tables import metadata
from bot.features.question import pasts
from bot.spaces import store as spaces
from tests.conftest import Couple, Stage, joined
from tests.features.checkin.looking import sets
from tests.features.question.acts import cards, morning
from tests.features.support.test_support import DARK
from tests.people import Person
from tests.promises.acts import SECRET, rows
from tests.promises.test_promise_8_leaving import LEFT_OUT, lived_in
from tests.stage import says_in

PASSING = {
    "erasures": "a line waits here only until it is written into the file, which is done at once",
}
"""Tables in which nothing stands while people look."""

STAYS = {
    "people.id": "she is still a partner here; /stop and seven days end that",
    "people.name": "she is still a partner here",
    "people.zone": "her clock, a setting",
    "spaces.chat_id": "the group's number",
    "spaces.inviter_id": "who asked the bot in, which the group saw",
    "spaces.state": "a word of ours",
    "spaces.zone": "a setting of both",
    "spaces.members": "how many are in the group",
    "spaces.moved_from": "the group's number before an upgrade",
    "spaces.thread_id": "the topic of the group in which posts were asked for",
    "partners.person_id": "she is still a partner here",
    "partners.state": "a word of ours",
    "preferences.person_id": "whose setting it is",
    "preferences.key": "a word of ours",
    "preferences.value": "a setting, or what the group was last told of those of both, or a note of ours",
    "preferences.private": "a setting of hers, and /settings changes it",
    "plan.person_id": "whose evening a ritual is due in",
    "plan.ritual": "a word of ours",
    "posts.person_id": "in whose evening a ritual was due",
    "posts.ritual": "a word of ours",
    "posts.state": "a word of ours",
    "posts.place": "a word of ours",
    "cards.seq": "which card of its day",
    "cards.item_id": "which question of the bank both were asked",
    "cards.drawn_by": "who had their Another of a day, so that it stays one each",
    "cards.reasons": "why the bank's question came, in words of ours",
    "outbox.person_id": "to whose door an outbox message of ours went",
    "outbox.kind": "a word of ours",
    "outbox.ref": "the number of a card, post or thank-you",
    "outbox.state": "a word of ours",
    "outbox.behind": "the number of an outbox message",
    "outbox.refused": "how often Telegram refused an outbox message",
    "outbox.why": "a word of ours for why Telegram refused an outbox message in the group",
    "outbox.tries": "how often an outbox message was sent",
    "outbox.file_id": "by what Telegram knows a picture of ours; none once anybody erased their words",
    "outbox.thread_id": "in which topic of the group somebody spoke to the bot",
    "copies.chat_id": "in which chat a message of ours stands",
    "copies.message_id": "Telegram's number of a message of ours",
    "copies.outbox_id": "which outbox message that message is",
    "copies.kind": "a word of ours",
    "copies.ref": "the number of a card, post or thank-you",
    "copies.thread_id": "in which topic that message stands",
    "fading.chat_id": "at whose door a message goes by itself; after /delete within half a minute",
    "fading.message_id": "Telegram's number of a message that goes by itself",
    "fading.becomes": "a word of ours",
    "keyboards.chat_id": "the group's number",
    "keyboards.message_id": "Telegram's number of a message of ours",
    "keyboards.verb": "a word of ours",
    "keyboards.ref": "the number of a card, post, thank-you or day",
    "fading.tries": "how often Telegram was asked in vain to delete a message",
    "timers.kind": "a word of ours",
    "timers.ref": "the number of a card",
    "nonces.nonce": "a random word of ours, gone within two days",
    "nonces.person_id": "who may follow a link that opens a page",
    "nonces.kind": "a word of ours",
    "nonces.ref": "the number of what a link opens",
    "updates.id": "Telegram's number of an update that is done, gone within two days",
    "updates.tries": "how often an update was begun",
    "updates.body": "an update that waits for its turn; NULL once it is done, in the same transaction",
    "meta.key": "a fact about the database",
    "meta.value": "a fact about the database",
}
"""What may stand after /delete in a space that goes on, and why."""

STAYS |= {
    f"{table.name}.{column.name}": column.info["stays"]
    for table in metadata.sorted_tables
    for column in table.c
    if "stays" in column.info
}

HER_NUMBER = {
    "people.id",
    "spaces.inviter_id",
    "partners.person_id",
    "plan.person_id",
    "preferences.person_id",
    "cards.drawn_by",
    "nonces.person_id",
    "fading.chat_id",
}
"""In which of them her own number stands here; an outbox message to her door would have it, too."""

ALWAYS = {
    f"{table}.{column.name}" for table in (*LEFT_OUT, "numberings") for column in metadata.tables[table].c
}
"""What stands in a database that holds nobody."""


def telling(table: Table) -> Iterator[Column[Any]]:
    """Yield the columns that could hold somebody's words or number.

    All but truths, days and hours, references to rows that a table here has, and numbers that a table itself
    gives its rows.
    """
    numbers_rows = table.dialect_options["sqlite"]["autoincrement"]
    for column in table.c:
        neither = isinstance(column.type, Boolean | Date | Time | Instant)
        if not neither and not column.foreign_keys and not (numbers_rows and column.primary_key):
            yield column


async def standing(stage: Stage) -> set[str]:
    """Return the columns that could hold somebody's words or number, of every table that has a row."""
    found = await rows(stage)
    return {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if found[table.name]
        for column in telling(table)
    }


async def holding(stage: Stage, *sought: str) -> set[str]:
    """Return the columns of any kind in which any of these words or numbers stands, decrypted."""
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(it)}(?!\w)" for it in sought))
    return {
        f"{name}.{column}"
        for name, table in (await rows(stage)).items()
        for row in table
        for column, value in row.items()
        if pattern.search(str(value))
    }


async def erases(person: Person) -> None:
    """Erase everything this person wrote."""
    await person.says("/delete")
    await person.taps("Erase my words", at=person.door)


async def saves_aside(person: Person) -> None:
    """Save words of need that nothing waits for: an edit of a message of which nothing is kept."""
    await person.edits(await person.says("/today"), DARK)
    await person.taps("Read", on=person.door.last())
    await person.taps("Save it", at=person.door)


async def leaves_a_link(couple: Couple) -> None:
    """Have Ana tap what leads to her private chat, in an app that opens no link: nobody follows it."""
    await couple.ana.says("/checkin", at=couple.group)
    card = couple.group.last()
    (row,) = (card.message.keyboard or {})["inline_keyboard"]
    await couple.ana.forges(row[0]["callback_data"], on=card)


async def sums_up(couple: Couple) -> None:
    """Sum up all that they had, as is done once it has settled."""
    services = couple.stage.kindling.services
    async with services.db.write() as tx:
        for space in await spaces.of_person(tx, couple.ana.id):
            past = await pasts.known(tx, space.id, services.now().date(), services.now() + timedelta(days=30))
            many, (newest,) = len(past.cards), (await tx.execute(text("SELECT max(id) FROM cards"))).one()
            await pasts.sum_up(tx, services.bank, replace(past, settled=many, through=newest))


async def leaves_something_everywhere(couple: Couple) -> None:
    """Leave something in every table, with what Ben said and tapped erased again: what is left is Ana's."""
    await lived_in(couple)
    await couple.ana.taps("Another", at=couple.group)
    await couple.stage.moves_to_time(13)
    await couple.ana.taps("Show me mine", at=couple.group)
    await couple.ana.says(f"/thanks@kindling_bot {DARK}", at=couple.group)
    await couple.ana.says("/thnaks for what she could not spell")
    for person in (couple.ana, couple.ben):
        await person.taps("Answer privately", on=cards(couple)[-1])
        await person.says(SECRET, reply_to=person.door.last())
    await leaves_a_link(couple)
    await saves_aside(couple.ana)
    await couple.ana.says("/export")
    await couple.ana.taps("Everything of mine", at=couple.ana.door)
    await sets(couple, kindness_days="xxxxxx.")
    await erases(couple.ben)
    await sums_up(couple)
    empty = [name for name, table in (await rows(couple.stage)).items() if not table]
    assert set(empty) == set(PASSING), "let Ana leave something there, above"


HER_WORDS = (SECRET, "an opened answer of Ana's", "a secret for Sunday", "a second message that waits", DARK)


async def test_promise_8_what_stands_after_delete_is_named_with_its_reason(couple: Couple) -> None:
    await leaves_something_everywhere(couple)
    assert await holding(couple.stage, *HER_WORDS) == {
        "answers.text",
        "asides.pieces",
        "drafts.text",
        "thanks.pieces",
    }
    await erases(couple.ana)
    assert await standing(couple.stage) == set(STAYS)
    assert await holding(couple.stage, *HER_WORDS) == set()
    assert await holding(couple.stage, str(couple.ana.id)) == HER_NUMBER


async def test_promise_8_nothing_stands_after_the_end_of_a_space(couple: Couple) -> None:
    await leaves_something_everywhere(couple)
    await couple.ben.says("/stop")
    await couple.ben.taps("End quietly")
    await couple.stage.moves(days=7, hours=1)
    await couple.stage.moves(hours=2)
    assert await standing(couple.stage) == ALWAYS
    people = [str(it) for person in (couple.ana, couple.ben) for it in (person.id, person.name)]
    assert await holding(couple.stage, *people, str(couple.group.id)) == set()


WHERE_A_STRANGER_IS = {
    "people.id",
    "people.name",
    "spaces.chat_id",
    "spaces.inviter_id",
    "partners.person_id",
    "awaited.person_id",
    "nonces.person_id",
}


async def test_promise_8_nothing_stands_of_somebody_who_is_forgotten(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> None:
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    couple = await joined(stage, ana, ben)
    await morning(couple)
    group = await cleo.creates_group("The lake", stage.telegram.person("Dan"))
    await group.adds_bot(by=cleo, payload="hello")
    toast = await cleo.taps("Open our private chat", at=group)
    await cleo.opens(toast.url or "")
    await says_in(cleo)
    await cleo.taps("No, another city", at=cleo.door)
    hers = str(cleo.id), cleo.name, str(group.id)
    assert await holding(stage, *hers) >= WHERE_A_STRANGER_IS
    for _ in range(6):
        await stage.moves(days=7)
    assert await holding(stage, *hers) == set()
    await stage.stop()
