"""The language nobody speaks: it can be read back, and what was not said in it is seen."""

import ast
import json

import pytest

from bot import words
from bot.clock import MovableClock
from bot.loopback.params import Params
from tests.people import Loopback
from tests.pseudo.excused import excused, passing
from tests.pseudo.language import MINE, OURS, Catalogue, plain
from tests.pseudo.reading import Reader
from tests.stage import BANK, MONDAY


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes",
        "Sealed. It opens when you've both answered.",
        "<b>%(name)s</b> asked me in &amp; more: /today, https://example.org/A or @kindling_bot",
        "Don't worry, 100%% of it stays.",
        "",
    ],
)
def test_a_sentence_is_read_back_as_it_was(sentence: str) -> None:
    assert plain(MINE.says(sentence)) == sentence


def test_placeholders_and_tags_stand_as_they_were() -> None:
    said = OURS.says("<b>Hello</b> %(name)s, see /today &amp; more")
    assert all(it in said for it in ("<b>", "</b>", "%(name)s", "/today", "&amp;"))
    assert "Hello" not in said
    assert said.startswith(OURS.opens)
    assert said.endswith(OURS.closes)


def test_it_is_a_third_longer_and_runs_from_right_to_left() -> None:
    sentence = "I bring you two one good question a day, and a small kindness if you like."
    said = OURS.says(sentence)
    assert len(said) == pytest.approx(len(sentence) * 4 / 3, abs=2)
    assert any("\u0590" <= letter <= "\u05ff" for letter in said)


def test_what_came_into_a_sentence_stays_as_it_is() -> None:
    assert plain(OURS.says("%(name)s said: %(words)s") % {"name": "Zoë", "words": "água"}) == "Zoë said: água"


def _read(**given: str) -> Reader:
    telegram = Loopback(MovableClock(MONDAY))
    telegram.person("Ana")
    reader = Reader()
    reader.english(telegram, "sendMessage", Params({"chat_id": "-100"} | given))
    return reader


def test_what_was_never_wrapped_is_seen() -> None:
    wrapped = OURS.says("Hello %(name)s") % {"name": "Ana"}
    assert _read(text=f"{wrapped}, how are you?").unsaid == ["how are you"]
    assert _read(text=OURS.says("It is %(when)s") % {"when": "Monday"}).unsaid == ["Monday"]


def test_what_is_said_in_anothers_language_is_seen() -> None:
    assert _read(text=OURS.says("Hello")).elsewhere == []
    assert _read(text=MINE.says("Hello")).elsewhere == ["Hello"]
    assert _read(text=OURS.says("Hello"), chat_id="100").elsewhere == ["Hello"]


def test_an_unwrapped_label_and_hint_are_seen() -> None:
    keyboard = {"inline_keyboard": [[{"text": OURS.says("Yes")}, {"text": "Not yet"}]]}
    assert _read(reply_markup=json.dumps(keyboard)).unsaid == ["Not yet"]
    assert _read(reply_markup=json.dumps({"input_field_placeholder": "Write here"})).unsaid == ["Write here"]


def test_names_content_and_commands_need_no_catalogue() -> None:
    question = next(iter(BANK.questions.values()))
    assert _read(text=f"<b>{question.asked()}</b>\nAna /today", parse_mode="HTML").unsaid == []


def test_a_hint_that_telegram_would_cut_is_told() -> None:
    hint = OURS.says("One line is plenty, and you may write as much as you like here")
    assert len(_read(reply_markup=json.dumps({"input_field_placeholder": hint})).too_long) == 1


def test_a_language_is_spoken_inside_alone_and_an_unknown_one_is_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(words, "_catalogues", dict(words._catalogues))
    words.learn(OURS.name, Catalogue(OURS))
    with words.speaking(OURS.name):
        assert words._("Yes") == OURS.says("Yes")
        assert words.ngettext("day", "days", 2) == OURS.says("days")
        with words.speaking("tlh"):
            assert words.language() == "en"
        assert words.language() == OURS.name
    assert words._("Yes") == "Yes"


def test_no_sentence_of_the_bots_own_would_pass_unwrapped() -> None:
    assert excused() == []


def test_a_sentence_that_would_pass_unwrapped_is_found() -> None:
    question = next(iter(BANK.questions.values())).asked()
    code = f'def label() -> "Tap":\n    return _("Tap"), {question!r}, "Tap", "tap"\n'
    assert passing({"bot/new.py": ast.parse(code)}) == [f"bot/new.py:2: {question}", "bot/new.py:2: Tap"]
