"""A language of which a few sentences are translated and nothing else: the rest comes in English, whole."""

from pathlib import Path

import pytest

from bot import catalogues, words
from bot.spaces import languages, store
from bot.typed import read_time
from tests.stage import Couple, Stage
from tests.test_catalogues import written

NOTHING = "There's nothing to leave: I'm waiting for nothing just now."


@pytest.fixture
def _begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(words, "_catalogues", dict(words._catalogues))
    catalogues.load(written(tmp_path, (NOTHING, "Hier wartet nichts.")))


@pytest.mark.usefixtures("_begun")
async def test_what_is_translated_comes_so_at_that_door_alone(couple: Couple, stage: Stage) -> None:
    async with stage.kindling.parts.db.write() as tx:
        await store.put(tx, 1, languages.MINE.to("de"), person_id=couple.ana.id)
    for person in (couple.ana, couple.ben):
        await person.says("/cancel")
    assert couple.ana.door.last().text == "Hier wartet nichts."
    assert couple.ben.door.last().text == NOTHING
    await couple.ana.says("/help")
    assert "/question" in couple.ana.door.last().text


@pytest.mark.usefixtures("_begun")
def test_without_content_and_readers_english_ones_serve() -> None:
    assert catalogues.banks() == {}
    with words.speaking("de"):
        assert words.content_of({"en": "its bank"}) == "its bank"
        assert read_time("half nine") is not None
        assert read_time("halb neun") is None
