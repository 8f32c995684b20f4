"""Rows of before r0080 name what is awaited, and what a link opens, as it is called since."""

from pathlib import Path

from sqlalchemy import text

from bot.app import FEATURES
from bot.db import migrate
from bot.db.engine import Database
from tests.db.upgrading import brought_before

_PROMPTS = (
    "answer",
    "answer.change",
    "answer.asked",
    "answer.more",
    "answer.about",
    "thanks",
    "time",
    "until",
)
_STAYED = ("pairing.city", "thanks.aloud", "thanks.say", "question.say")
_LINKS = ("answer", "pairing", "checkin", "settings", "policy")
_UNTIL = "'2026-07-02 22:00:00.000000'"


async def test_what_is_awaited_and_linked_to_is_found_by_its_new_name(
    empty: Database, tmp_path: Path
) -> None:
    await brought_before(empty, "0080", tmp_path)
    async with empty.write() as tx:
        for number, kind in enumerate((*_PROMPTS, *_STAYED), 1):
            await tx.execute(
                text(
                    "INSERT INTO awaited (id, person_id, chat_id, kind, ref, made_at, until) "
                    f"VALUES ({number}, 5, 5, '{kind}', {number}, {_UNTIL}, {_UNTIL})"
                )
            )
        for number, kind in enumerate(_LINKS, 1):
            await tx.execute(
                text(
                    "INSERT INTO nonces (nonce, person_id, kind, ref, until) "
                    f"VALUES ('{number}', 5, '{kind}', 0, {_UNTIL})"
                )
            )
    await migrate.upgrade(empty)
    async with empty.read() as tx:
        awaited = (await tx.execute(text("SELECT kind FROM awaited ORDER BY id"))).scalars().all()
        links = (await tx.execute(text("SELECT kind FROM nonces"))).scalars().all()
    known = {kind for feature in FEATURES for kind in (*feature.awaited, *feature.listening)}
    assert set(awaited) <= known
    assert tuple(awaited[-len(_STAYED) :]) == _STAYED
    assert awaited[0] == "question.answer"
    assert {kind for feature in FEATURES for kind in feature.links} >= set(links)
