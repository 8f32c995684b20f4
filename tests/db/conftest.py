"""An empty database for tests that make its tables themselves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.db.encrypted import Cipher
from bot.db.engine import Database


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/test.db", Cipher([Fernet.generate_key().decode()]))
    yield database
    await database.close()
