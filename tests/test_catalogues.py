"""Catalogues: every sentence is in the template, and a translation that would break a message is refused."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot import catalogues, words
from bot.catalogues import CatalogueError
from tests.pseudo import extracted

HELLO = "Hello! %(name)s asked me in. 🔥"


@pytest.fixture(autouse=True)
def _speaks_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "_catalogues", dict(words._catalogues))


def written(folder: Path, *said: tuple[object, object], name: str = "de", **more: object) -> Path:
    """Write a catalogue with these translations and return its folder."""
    catalogue = Catalog(locale="de")
    for source, translation in said:
        catalogue.add(source, translation, **more)  # type: ignore[arg-type]
    made = BytesIO()
    write_po(made, catalogue)
    (folder / f"{name}.po").write_bytes(made.getvalue())
    return folder


def test_the_template_holds_every_kind_of_sentence() -> None:
    found = extracted.sentences()
    assert HELLO in found  # said at once
    assert "Effort counts, too: what did %(name)s put into it?" in found  # noted for later
    assert "Not for me" in found  # one English word for two things
    assert len(found) > 900


def test_a_catalogue_is_spoken_with_its_own_plurals(tmp_path: Path) -> None:
    catalogues.load(
        written(tmp_path, ("Yes", "Ja"), (("%(n)s day", "%(n)s days"), ("%(n)s Tag", "%(n)s Tage")))
    )
    with words.speaking("de"):
        assert words._("Yes") == "Ja"
        assert words._("What nobody translated") == "What nobody translated"
        assert words.ngettext("%(n)s day", "%(n)s days", 1) == "%(n)s Tag"
        assert words.ngettext("%(n)s day", "%(n)s days", 3) == "%(n)s Tage"
    assert words._("Yes") == "Yes"


def test_one_english_word_may_be_two(tmp_path: Path) -> None:
    folder = written(tmp_path, ("Another", "Eine andere"), context="another question")
    catalogues.load(folder)
    with words.speaking("de"):
        assert words.pgettext("another question", "Another") == "Eine andere"
        assert words.pgettext("another idea", "Another") == "Another"


@pytest.mark.parametrize(
    ("source", "said", "named"),
    [
        (HELLO, "Hallo! 🔥", "%(name)s"),
        (HELLO, "Hallo! %(namen)s hat mich gefragt. 🔥", "%(namen)s"),
        ("<b>Topics</b>", "<b>Themen", "</b>"),
        ("<b>Topics</b>", "<i>Themen</i>", "<b>"),
        ("Try /today.", "Versuch /heute.", "/heute"),
    ],
)
def test_what_would_break_a_message_is_refused(tmp_path: Path, source: str, said: str, named: str) -> None:
    with pytest.raises(CatalogueError, match="must be in both") as told:
        catalogues.load(written(tmp_path, (source, said)))
    assert named in str(told.value)
    assert str(told.value).startswith("de.po: ")


def test_what_is_too_long_for_telegram_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, ("Skip", "Ü" * 201), auto_comments=["Translators: at most 200 characters"])
    with pytest.raises(CatalogueError, match="201 characters are too many"):
        catalogues.load(folder)


def test_what_an_alert_holds_is_told_to_translators() -> None:
    assert any(
        "at most 200 characters" in it for it in extracted.comments("I see commands (with any message")
    )


def test_a_missing_plural_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, (("%(n)s day", "%(n)s days"), ("%(n)s Tag", "")))
    with pytest.raises(CatalogueError, match="1 plural forms where the language has 2"):
        catalogues.load(folder)


def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text('msgid "half a\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"de\.po: cannot be read"):
        catalogues.load(tmp_path)


def test_a_language_that_babel_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"qq\.po: cannot be read"):
        catalogues.load(written(tmp_path, ("Yes", "Qq"), name="qq"))


def test_without_catalogues_english_is_all_there_is(tmp_path: Path) -> None:
    catalogues.load(tmp_path / "none")
    assert words.speaks_one()
