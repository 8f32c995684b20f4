"""A language of which a few sentences and one question are translated: the rest comes in English, whole."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import catalogues, words
from bot.features.support import page
from bot.spaces import languages, store
from bot.typed import read_time
from content import bank
from tests.stage import BANK, Couple, Stage
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
    assert catalogues.banks(BANK) == {}
    with words.speaking("de"):
        assert words.content_of({"en": "its bank"}) == "its bank"
        assert read_time("half nine") is not None
        assert read_time("halb neun") is None


ITEM = next(it for it in BANK.questions.values() if it.topic == "play" and not it.pack and not it.options)
ASKED = f"""\
[[item]]
id = "{ITEM.id}"
text = "Welches Spiel?"
depth = {ITEM.depth}
practices = {json.dumps(ITEM.practices)}
"""


@pytest.fixture
def _content_begun(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A folder beside the English one in which one question is translated, and nothing else is."""
    (tmp_path / "en").symlink_to(Path(bank.__file__).parent / "en")
    (tmp_path / "de/questions").mkdir(parents=True)
    (tmp_path / "de/topics.toml").write_text('play = "Spielen"\n')
    (tmp_path / "de/questions/play.toml").write_text(ASKED)
    monkeypatch.setattr(bank, "files", lambda _package: tmp_path)
    page._lines.cache_clear()
    yield
    page._lines.cache_clear()


@pytest.mark.usefixtures("_begun", "_content_begun")
def test_a_question_that_is_translated_comes_so_and_every_other_in_english() -> None:
    german = catalogues.banks(BANK)["de"]
    assert german.question(ITEM.id).text == "Welches Spiel?"
    assert [it.text for it in german.questions.values() if it != BANK.question(it.id)] == ["Welches Spiel?"]
    assert german.ideas == BANK.ideas


@pytest.mark.usefixtures("_begun", "_content_begun")
async def test_helplines_and_words_of_need_are_english_as_long_as_they_are_not_translated(
    couple: Couple, stage: Stage
) -> None:
    async with stage.kindling.parts.db.write() as tx:
        await store.put(tx, 1, languages.MINE.to("de"), person_id=couple.ana.id)
    await couple.ana.says("I want to die")
    assert couple.ana.door.last().text.startswith("There's something here for you to read.")
    for person in (couple.ana, couple.ben):
        await person.says("/help")
        await person.taps("Support", at=person.door)
        assert "findahelpline.com" in person.door.last().text
