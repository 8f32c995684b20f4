"""The loader: what it reads, and how it says what is wrong."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from content.bank import Bank, BankError, Idea, Question, load, translated
from content.numbering import Numbered
from tests.content.make import bank_of, idea, question

QUESTION = """\
[[item]]
id = "q-play-001"
text = "Which game would the two of you play first on a free morning?"
depth = 1
practices = ["P21"]
"""
IDEA = """\
[[item]]
id = "k-word-001"
text = "Send your partner one kind line."
practices = ["P72"]
minutes = 2
mode = "remote"
wish = ["affection"]
"""

NAMING = """\
both = "the other one"
boths = "the other one's"
possessive = "{name}'s"
"""


def write_bank(
    root: Path, question: str = QUESTION, idea: str = IDEA, topics: str = 'play = "Play"\n'
) -> Path:
    (root / "en" / "questions").mkdir(parents=True)
    (root / "en" / "kindness").mkdir()
    (root / "en" / "topics.toml").write_text(topics, encoding="utf-8")
    (root / "en" / "naming.toml").write_text(NAMING, encoding="utf-8")
    (root / "en" / "questions" / "play.toml").write_text(question, encoding="utf-8")
    (root / "en" / "kindness" / "words.toml").write_text(idea, encoding="utf-8")
    return root


PACKED = QUESTION.replace("q-play-001", "q-pare-001").replace("depth = 1", 'depth = 1\ntopic = "play"')


def write_pack(root: Path, pack: str, item: str = PACKED, names: str = 'parents = "With children"\n') -> Path:
    write_bank(root)
    (root / "en" / "packs").mkdir()
    (root / "en" / "packs.toml").write_text(names, encoding="utf-8")
    (root / "en" / "packs" / f"{pack}.toml").write_text(item, encoding="utf-8")
    return root


def test_every_topic_of_the_shipped_bank_has_a_name() -> None:
    bank = load()

    assert len(bank.topics) == 28
    assert {it.topic for it in bank.questions.values() if not it.pack} == bank.topics.keys()


def test_a_packs_item_says_its_topic_and_assumes_the_pack(tmp_path: Path) -> None:
    bank = load(root=write_pack(tmp_path, "parents"))

    packed = bank.question("q-pare-001")
    assert (packed.topic, packed.pack, packed.tags) == ("play", "parents", frozenset({"parents"}))
    shelves = Numbered(bank).shelves
    assert {it for it in shelves if it[0] == "parents"} == {("parents", 1)}
    assert shelves["parents", 1]["play"].questions == [packed]
    assert bank.packs == {"parents": "With children"}


@pytest.mark.parametrize(
    ("pack", "change", "mend"),
    [
        ("parents", ('topic = "play"', ""), "topic is missing"),
        ("parents", ('"play"', '"thunder"'), "topic must be one of play"),
        ("faith", ("", ""), "'faith' needs a name in packs.toml"),
        ("intimacy", ("", ""), "topic must be one of intimacy"),
        ("parents", ("depth = 1", 'depth = 1\nfrom = "12-20"'), "from and until go together"),
        ("parents", ("depth = 1", 'depth = 1\nfrom = "13-01"\nuntil = "01-02"'), "from must be a day"),
        ("parents", ("depth = 1", 'depth = 1\nfrom = "12-01"\nuntil = "1-2"'), "until must be a day"),
    ],
)
def test_a_wrong_item_of_a_pack_is_refused(
    tmp_path: Path, pack: str, change: tuple[str, str], mend: str
) -> None:
    named = 'parents = "With children"\nintimacy = "Intimacy"\n'

    with pytest.raises(BankError, match=mend):
        load(root=write_pack(tmp_path, pack, PACKED.replace(*change), named))


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        (("03-01", "03-31"), ["03-01", "03-31"], ["02-28", "04-01"]),
        (("12-20", "01-10"), ["12-20", "12-31", "01-01", "01-10"], ["12-19", "01-11", "07-01"]),
    ],
)
def test_a_dated_question_has_its_season_even_over_new_year(
    window: tuple[str, str], inside: list[str], outside: list[str]
) -> None:
    dated = question(window=window)

    for day in inside + outside:
        assert dated.in_season(date.fromisoformat(f"2026-{day}")) == (day in inside)


def test_items_are_found_by_id_with_every_field(tmp_path: Path) -> None:
    bank = load(root=write_bank(tmp_path))

    question, idea = bank.question("q-play-001"), bank.idea("k-word-001")
    assert (question.topic, question.depth, question.options, question.probe) == ("play", 1, (), "")
    assert (idea.category, idea.minutes, idea.cost) == ("words", 2, 0)
    assert idea.wishes == frozenset({"affection"})


def test_a_retired_item_is_still_found_but_not_live(tmp_path: Path) -> None:
    bank = load(root=write_bank(tmp_path, question=QUESTION + 'status = "retired"\n'))

    assert not bank.question("q-play-001").live


def test_an_id_that_never_was_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load().question("q-none-001")


def test_a_language_without_a_folder_is_refused_in_one_line() -> None:
    with pytest.raises(BankError, match="no bank in this language"):
        load("xx")


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("depth = 1", "depth = 4", "depth must be a whole number from 1 to 3"),
        ("depth = 1", "depth = true", "depth must be a whole number"),
        ("depth = 1\n", "", "depth is missing"),
        ('practices = ["P21"]', "practices = []", "practices must name at least one"),
        ('practices = ["P21"]', 'practices = ["X9"]', "practice ids such as P69"),
        ('practices = ["P21"]', 'practices = "P21"', "practices must be a list"),
        ("q-play-001", "k-play-001", "must begin with q-"),
        ("q-play-001", "play-1", "id must look like"),
        ("depth = 1", 'depth = 1\nanswer = "choice"', "two to four options"),
        ("depth = 1", 'depth = 1\noptions = ["Yes", "No"]', "no other form any"),
        ("depth = 1", f'depth = 1\nanswer = "choice"\noptions = ["Yes", "{"o" * 15}"]', "1 to 14 characters"),
        ("depth = 1", 'depth = 1\nanswer = "choice"\noptions = ["Yes", "Yes"]', "each once"),
        ("depth = 1", 'depth = 1\ntone = "grim"', "tone must be one of"),
        ("depth = 1", "depth = 1\nprobes = 3", "'probes' is not a field"),
        ('text = "Which', 'text = " Which', "one line of text"),
    ],
)
def test_a_wrong_question_is_refused_naming_file_item_and_mend(
    tmp_path: Path, old: str, new: str, mend: str
) -> None:
    with pytest.raises(BankError) as caught:
        load(root=write_bank(tmp_path, question=QUESTION.replace(old, new)))

    line = str(caught.value)
    assert mend in line
    assert line.startswith("content/en/questions/play.toml: ")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("old", "new", "mend"),
    [
        ("minutes = 2", "minutes = 31", "minutes must be a whole number from 1 to 30"),
        ("minutes = 2", "minutes = 2\ncost = 9", "cost must be a whole number from 0 to 1"),
        ('"remote"', '"in_person"', "remote_twin must be the id of a remote idea"),
        ('"affection"', '"diamonds"', "wish must be a list of wishes"),
        ('"remote"', '"by_mail"', "mode must be one of"),
    ],
)
def test_a_wrong_idea_is_refused_naming_file_item_and_mend(
    tmp_path: Path, old: str, new: str, mend: str
) -> None:
    with pytest.raises(BankError) as caught:
        load(root=write_bank(tmp_path, idea=IDEA.replace(old, new)))

    assert mend in str(caught.value)
    assert str(caught.value).startswith("content/en/kindness/words.toml: k-word-001: ")


def test_two_items_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="q-play-001: two items have this id"):
        load(root=write_bank(tmp_path, question=QUESTION + QUESTION))


def test_a_topic_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="'play' needs both a name"):
        load(root=write_bank(tmp_path, topics=""))


def test_a_topic_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="'trust' needs both a name"):
        load(root=write_bank(tmp_path, topics='play = "Play"\ntrust = "Trust"\n'))


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(BankError, match=r"play\.toml: not readable as TOML .*line 1"):
        load(root=write_bank(tmp_path, question="[[item\n"))


def test_a_file_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match=r"play\.toml: the file must hold \[\[item\]\] tables"):
        load(root=write_bank(tmp_path, question=QUESTION.replace("[[item]]", "[[items]]")))


def test_a_missing_folder_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "topics.toml").write_text("", encoding="utf-8")

    with pytest.raises(BankError, match="content/en/questions: the folder is missing"):
        load(root=tmp_path)


ENGLISH = bank_of(
    [
        question(id="q-play-001", text="Which game?", depth=2, tags=frozenset({"parents"})),
        question(id="q-play-002", text="Which of these?", options=("Tea", "Coffee")),
    ],
    [idea(id="k-word-001", text="Say something.", minutes=7)],
)


def german(*items: Question | Idea) -> Bank:
    """Return a bank in which some items are translated."""
    questions = [it for it in items if isinstance(it, Question)]
    found = bank_of(questions, [it for it in items if isinstance(it, Idea)])
    return replace(found, language="de", topics={"play": "Spielen"} if questions else {})


def test_what_a_language_has_comes_in_its_words_and_the_rest_in_english() -> None:
    theirs = german(
        question(id="q-play-001", text="Welches Spiel?", probe="Und dann?", depth=3, topic="touch"),
        idea(id="k-word-001", text="Sag etwas.", minutes=1),
    )
    bank = translated(ENGLISH, theirs)
    asked, given = bank.question("q-play-001"), bank.idea("k-word-001")
    assert (asked.text, asked.probe) == ("Welches Spiel?", "Und dann?")
    assert (asked.depth, asked.topic, asked.tags) == (2, "play", frozenset({"parents"}))
    assert (given.text, given.minutes) == ("Sag etwas.", 7)
    assert bank.question("q-play-002") == ENGLISH.question("q-play-002")
    assert (bank.language, bank.topics["play"]) == ("de", "Spielen")
    assert translated(ENGLISH, german()).topics == ENGLISH.topics


@pytest.mark.parametrize(
    ("item", "mend"),
    [
        (question(id="q-play-009"), "q-play-009: no English item has this id"),
        (idea(id="k-word-009"), "k-word-009: no English item has this id"),
        (question(id="q-play-002"), "q-play-002: needs as many options as in English, 2"),
    ],
    ids=lambda it: getattr(it, "id", ""),
)
def test_a_translation_of_nothing_or_with_other_choices_is_refused(item: Question | Idea, mend: str) -> None:
    with pytest.raises(BankError, match=f"^content/de: {mend}"):
        translated(ENGLISH, german(item))


def test_an_item_may_be_translated_before_its_pack_and_its_topic_have_names(tmp_path: Path) -> None:
    shipped = load()
    packed = next(it for it in shipped.questions.values() if it.pack and it.probe and not it.options)
    file = tmp_path / "de" / "packs" / f"{packed.pack}.toml"
    file.parent.mkdir(parents=True)
    (tmp_path / "de" / "topics.toml").write_text('play = "Spielen"\n')
    file.write_text(
        f'[[item]]\nid = "{packed.id}"\ntext = "Und heute?"\ndepth = {packed.depth}\n'
        f'topic = "{packed.topic}"\npractices = {json.dumps(list(packed.practices))}\n'
    )
    bank = translated(shipped, load("de", tmp_path, whole=False))
    asked = bank.question(packed.id)
    assert (asked.text, asked.probe, asked.pack) == ("Und heute?", packed.probe, packed.pack)
    assert bank.packs == shipped.packs
    with pytest.raises(BankError):
        load("de", tmp_path)
