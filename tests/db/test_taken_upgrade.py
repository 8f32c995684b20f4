"""What was said before messages were noted is found by each of them, while it can still be edited."""

import json
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import text

from bot.db import migrate
from bot.db.encrypted import Cipher, cipher_of
from bot.db.engine import Database
from tests.db.of_old import of_old
from tests.db.upgrading import brought_before

ANA, BEN, GROUP = 1, 2, -7
_OF_OLD = "2026-07-01 07:00:00.000000"
_NOW = "2026-07-13 07:00:00.000000"
_SPACE = (
    "INSERT INTO spaces (id, chat_id, inviter_id, state, zone, created_at, public) "
    f"VALUES (7, {GROUP}, 1, 'active', 'UTC', '{_OF_OLD}', 0)"
)
_POST = (
    "INSERT INTO posts (id, space_id, person_id, ritual, local_date, due_at, closes_at, state) "
    "VALUES (:id, 7, 0, :ritual, :day, :day, :day, 'open')"
)
_CARD = (
    "INSERT INTO cards (id, space_id, post_id, seq, item_id, drawn_by, reasons) "
    "VALUES (:id, 7, :id, 1, '', 0, '')"
)
_ANSWER = (
    "INSERT INTO answers (card_id, person_id, space_id, how, text, alone, told, said_at) "
    "VALUES (:card, :person, 7, :how, :text, 'erase', 0, :at)"
)
_THANKS = (
    "INSERT INTO thanks (id, space_id, giver_id, receiver_id, text, state, made_at, source_chat, "
    "source_message, hidden, pieces) "
    "VALUES (:id, 7, :giver, :receiver, :text, 'given', :at, :chat, :first, 0, :pieces)"
)


def said(cipher: Cipher, *messages: int) -> str:
    """Return what was said in some messages, as a column holds it."""
    return of_old(cipher, json.dumps([[message, "words"] for message in messages]))


async def fill(db: Database, cipher: Cipher) -> None:
    """Write down what two people said, as it was written before."""
    other = Cipher([Fernet.generate_key().decode()])  # one that nobody has any more
    answers = [
        (1, ANA, "sealed", said(cipher, 10, 12), _NOW),
        (1, BEN, "open", said(cipher, 10), _NOW),
        (2, ANA, "revealed", said(cipher, 14), _NOW),
        (2, BEN, "sealed", said(other, 16), _NOW),
        (3, ANA, "revealed", said(cipher, 2), _OF_OLD),
        (3, BEN, "sealed", None, _NOW),
    ]
    async with db.write() as tx:
        await tx.execute(text(_SPACE))
        for number, ritual in ((1, "question"), (2, "word"), (3, "question")):
            await tx.execute(text(_POST), {"id": number, "ritual": ritual, "day": f"2026-07-1{number}"})
            await tx.execute(text(_CARD), {"id": number})
        for card, person, how, words, at in answers:
            values = {"card": card, "person": person, "how": how, "text": words, "at": at}
            await tx.execute(text(_ANSWER), values)
        thanks = [
            (1, ANA, GROUP, 20, said(cipher, 20, 21), _NOW),
            (2, BEN, BEN, 20, None, _NOW),
            (3, BEN, GROUP, 3, said(cipher, 3), _OF_OLD),
        ]
        for number, giver, chat, first, pieces, at in thanks:
            values = {
                "id": number,
                "giver": giver,
                "receiver": ANA + BEN - giver,
                "chat": chat,
                "first": first,
            }
            values |= {"pieces": pieces, "at": at, "text": of_old(cipher, "")}
            await tx.execute(text(_THANKS), values)


async def taken(db: Database) -> set[tuple[int, int, int, str, int]]:
    async with db.read() as tx:
        rows = await tx.execute(text("SELECT chat_id, message_id, person_id, kind, ref FROM taken"))
        return {tuple(row) for row in rows.all()}


async def test_each_message_of_the_last_days_is_found_after_the_upgrade(
    empty: Database, tmp_path: Path
) -> None:
    await brought_before(empty, "0091", tmp_path)
    async with empty.read() as tx:
        cipher = cipher_of(tx.dialect)
    await fill(empty, cipher)
    await migrate.upgrade(empty)
    assert await taken(empty) == {
        (ANA, 10, ANA, "question.answer", 1),
        (ANA, 12, ANA, "question.answer", 1),
        (GROUP, 10, BEN, "question.answer", 1),
        (ANA, 14, ANA, "word.answer", 2),
        (GROUP, 20, ANA, "thanks.words", 1),
        (GROUP, 21, ANA, "thanks.words", 1),
        (BEN, 20, BEN, "thanks.words", 2),
    }
    async with empty.write() as tx:
        await tx.execute(text(f"DELETE FROM answers WHERE card_id = 1 AND person_id = {ANA}"))
        await tx.execute(text(f"DELETE FROM thanks WHERE giver_id = {BEN}"))
    assert await taken(empty) == {
        (GROUP, 10, BEN, "question.answer", 1),
        (ANA, 14, ANA, "word.answer", 2),
        (GROUP, 20, ANA, "thanks.words", 1),
        (GROUP, 21, ANA, "thanks.words", 1),
    }
    async with empty.write() as tx:
        await tx.execute(text("DELETE FROM spaces"))
    assert await taken(empty) == set()
