"""The file of erasures by itself: what stays in it when older lines go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from bot.db import erasures
from tests.db.test_erasures import lines
from tests.prepared import cipher_of


def test_lines_that_stay_when_old_ones_go_are_not_encrypted_anew(tmp_path: Path) -> None:
    path, cipher, now = tmp_path / "erased", cipher_of(Fernet.generate_key().decode()), datetime.now(UTC)
    erasures.append(path, cipher, lines(1, 3), 3, now - erasures.REMEMBERED - timedelta(days=1))
    erasures.append(path, cipher, lines(4, 6), 6, now)
    before = path.read_text().splitlines()
    erasures._forget(path, cipher, now)
    assert path.read_text().splitlines()[1:] == before[4:]
    journal = erasures.read(path, cipher)
    assert (journal.since, [line.id for line in journal.lines]) == (4, [4, 5, 6])
