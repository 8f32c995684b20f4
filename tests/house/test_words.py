"""Whoever meets a word of ours in the code finds it in the glossary."""

from pathlib import Path

from tests.house import words


def test_every_word_that_a_class_is_named_in_is_defined_or_is_the_fields_own() -> None:
    assert words.undefined() == []


def test_a_class_named_in_a_dialect_is_found(tmp_path: Path) -> None:
    module = tmp_path / "bot/features/new/store.py"
    module.parent.mkdir(parents=True)
    module.write_text("class Gadrooner:\n    pass\n\n\nclass _Private:\n    pass\n")
    (module.parent / "actions.py").write_text(
        "class TakeTheGadroon(Action):\n    pass\n\n\nclass Gadroon(StrEnum):\n    pass\n"
    )
    (module.parent / "__init__.py").touch()
    assert words.public_classes(tmp_path) == [
        ("bot/features/new/actions.py", "Gadroon"),
        ("bot/features/new/store.py", "Gadrooner"),
    ]
    assert words.words_of("Gadrooner") == ["gadrooner"]
    assert words.features(tmp_path) == {"new"}
    assert "gadrooner" not in words.defined() | words.features() | words.FIELD | words.PLAIN


def test_names_fall_into_words_in_the_singular() -> None:
    assert words.words_of("APart") == ["a", "part"]
    assert words.words_of("CopiesColumns") == ["copy", "column"]
    assert words.words_of("Kindness") == ["kindness"]


def test_no_word_is_both_defined_and_taken_as_known() -> None:
    assert not words.FIELD & words.PLAIN
    assert not words.defined() & (words.FIELD | words.PLAIN)
