"""Promise 1, against somebody who writes into the database's file and has no key.

What was sealed is moved to each other field there is, so that the bot, which has the key, might show it.
"""

import sqlite3
from contextlib import closing, suppress

import pytest

from bot.db.encrypted import WrongKey, fields_of
from bot.db.keys import ENCRYPTED
from bot.db.tables import meta, metadata
from tests.conftest import Couple
from tests.prepared import cipher_of
from tests.promises.acts import SECRET
from tests.promises.test_promise_8_leaving import lived_in

ELSEWHERE = [
    *[
        (table.name, column, "TRUE")
        for table in metadata.sorted_tables
        for column in fields_of(table)
        if (table.name, column) != ("answers", "text")
    ],
    *[(meta.name, meta.c.value.name, f"key = '{key}'") for key in ENCRYPTED],
]
"""Table, column and rows of every field but the one that answers are sealed for."""

COMMANDS = ("/today", "/thanks", "/checkin", "/settings", "/export", "/delete", "/help", "/question")


@pytest.mark.parametrize(("table", "column", "where"), ELSEWHERE)
async def test_promise_1_a_sealed_answer_moved_to_any_other_field_is_shown_to_nobody(
    couple: Couple, table: str, column: str, where: str
) -> None:
    stage, ana, ben, group = couple.stage, couple.ana, couple.ben, couple.group
    await lived_in(couple)
    await ana.says("/thanks for the lake", at=group)
    await stage.stop()
    with closing(sqlite3.connect(stage.path, isolation_level=None)) as file:
        ((token,),) = file.execute(
            "SELECT text FROM answers WHERE how = 'sealed' AND person_id = ?", (ana.id,)
        ).fetchall()
        assert SECRET in cipher_of(stage.key).decrypt(token, "answers.text")
        file.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (token,))
    with suppress(WrongKey):  # where it is the proof of the key
        await stage.start()
        await stage.moves_to_time(13)
        for command in COMMANDS:
            await ben.says(command)
            await ben.says(command, at=group)
        if "My thank-yous" in [it for shown in ben.door.messages for it in shown.buttons]:
            await ben.presses("My thank-yous", at=ben.door)
    assert SECRET not in ben.transcript()
    assert SECRET not in "".join(shown.text for shown in group.messages)
