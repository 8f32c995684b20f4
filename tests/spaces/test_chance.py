"""Nobody can work out at home what chance would have picked."""

from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import delete

from bot.db import keys, migrate
from bot.db.encrypted import Cipher
from bot.db.engine import Database
from bot.db.tables import meta
from bot.spaces.chance import seed_of


async def seeds(path: Path, cipher: Cipher, *, older: bool = False) -> tuple[int, int]:
    """Start on this file, one that an older bot left if so said; return the seeds of two spaces."""
    db = Database(f"sqlite+aiosqlite:///{path}", cipher)
    await migrate.upgrade(db)
    if older:
        async with db.write() as tx:
            await tx.execute(delete(meta).where(meta.c.key == keys.CHANCE))
    await keys.prove(db, cipher)
    async with db.read() as tx:
        found = (await seed_of(tx, 1), await seed_of(tx, 2))
    await db.close()
    return found


async def test_spaces_have_seeds_that_stay_and_that_no_other_database_has(tmp_path: Path) -> None:
    cipher = Cipher([Fernet.generate_key().decode()])
    here = await seeds(tmp_path / "here.db", cipher)
    assert await seeds(tmp_path / "here.db", cipher) == here
    there = await seeds(tmp_path / "there.db", cipher)
    assert len({*here, *there}) == 4


async def test_a_database_of_an_older_bot_gets_a_secret_too(tmp_path: Path) -> None:
    cipher = Cipher([Fernet.generate_key().decode()])
    before = await seeds(tmp_path / "old.db", cipher)
    after = await seeds(tmp_path / "old.db", cipher, older=True)
    assert after != before
    assert await seeds(tmp_path / "old.db", cipher) == after
