"""What a thank-you asks of this machine besides its rows: no folder is read for it, no statement is built."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.selectable import Select

from tests.conftest import Couple


@pytest.fixture
def built() -> Iterator[list[str]]:
    """What was built or read by then: kinds of statements, and folders."""
    seen: list[str] = []

    def noting(kind: type[Any], name: str) -> Any:
        whole = getattr(kind, name)

        def does(self: Any, *args: Any, **named: Any) -> Any:
            seen.append(kind.__name__)
            return whole(self, *args, **named)

        return mock.patch.object(kind, name, does)

    with (
        noting(Select, "__init__"),
        noting(Insert, "__init__"),
        noting(Update, "__init__"),
        noting(Delete, "__init__"),
        noting(Path, "iterdir"),
    ):
        yield seen


@pytest.mark.parametrize("at_door", [False, True], ids=["in the group", "at the door"])
async def test_a_second_thank_you_builds_no_statement_and_reads_no_folder(
    couple: Couple, built: list[str], at_door: bool
) -> None:
    place = couple.ana.door if at_door else couple.group
    await couple.ana.says("/thanks for the tea", place)
    if not at_door:
        await couple.stage.moves(days=1)
    built.clear()
    await couple.ana.says("/thanks for the soup", place)
    assert built == []
    assert ("Saved." if at_door else "this one is for you") in place.last().text
