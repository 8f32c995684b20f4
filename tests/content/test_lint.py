"""The lint finds each fault once it is there, and none in the bank the bot ships with."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from content.bank import Bank, Idea, Question, load
from content.lint import BANK, Finding, Standard, lint, run_lint
from content.phrases import load_phrases
from tests.content.make import bank_of, idea, question, with_question

SHIPPED = load()


def rules_for(bank: Bank, item: str) -> set[str]:
    return {found.rule for found in lint(bank) if found.item == item}


def test_the_shipped_bank_is_clean() -> None:
    assert lint(SHIPPED) == []


def test_the_command_says_how_many_items_it_read_and_ends_with_0() -> None:
    lines: list[str] = []

    assert run_lint(write=lines.append) == 0
    assert lines == ["84 questions, 60 ideas, 0 to mend"]


def test_the_command_tells_a_bank_that_cannot_be_loaded_in_one_line_and_ends_with_1() -> None:
    lines: list[str] = []

    assert run_lint("xx", lines.append) == 1
    assert len(lines) == 1


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("length", {"text": "Which song is yours?"}),
        ("length", {"text": f"Which {'very ' * 20}small thing made the two of you smile?"}),
        ("probe", {"probe": "What would you say if you had a whole day to think about it?"}),
        ("opener", {"text": "Do you feel that the two of you had a good week?"}),
        ("opener", {"text": "Your best day of this week, the two of you together: which?"}),
        ("one ask", {"text": "Which day was good? Which one of them was not so good?"}),
        ("one ask", {"text": "Which small thing made the two of you smile this week"}),
        ("voice", {"text": "Which small thing from me made you smile during this week?"}),
        ("voice", {"probe": "What would you tell me?"}),
        (
            "grade",
            {"text": "Which interpersonal communication difficulty necessitates immediate reconciliation?"},
        ),
        ("choice", {"options": ("Yes", "No"), "depth": 3}),
        ("choice", {"options": ("Only one",)}),
        ("choice", {"options": ("Short", "Far too long for a button")}),
        ("banned", {"text": "Which small thing would you at least like to hear this week?"}),
        ("banned", {"probe": "Which of you would get the better score?"}),
        ("banned", {"options": ("My husband", "Somebody else")}),
        ("assumption", {"text": "Which small thing would you like to tell your boss this week?"}),
        ("assumption", {"text": "Which story of your Parents makes you smile to this day?"}),
        ("id", {"id": "q-play-9010000000"}),
    ],
)
def test_a_faulty_question_is_found(rule: str, changes: dict[str, Any]) -> None:
    bad: Question = question(**changes)

    assert rule in rules_for(bank_of([bad]), bad.id)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("verb", {"text": "Your partner would enjoy a note."}),
        ("length", {"text": f"Send your partner a {'very ' * 22}kind note."}),
        ("grade", {"text": "Send communication demonstrating immediate interpersonal appreciation."}),
        ("effort", {"minutes": 45}),
        ("effort", {"cost": 3}),
        ("buying", {"text": "Bring your partner a cake that you buy on the way."}),
        ("consent", {"category": "touch", "needs": frozenset({"touch"})}),
        ("consent", {"category": "touch", "text": "Offer your partner a hug, if you both like it."}),
        ("twin", {"mode": "in_person"}),
        ("twin", {"mode": "in_person", "remote_twin": "k-care-001"}),
        ("banned", {"text": "Send your partner a note so that they will thank you."}),
        ("assumption", {"text": "Take your partner for a walk when the day is done."}),
        ("id", {"id": "k-word-9010000000"}),
    ],
)
def test_a_faulty_idea_is_found(rule: str, changes: dict[str, Any]) -> None:
    bad: Idea = idea(**changes)

    assert rule in rules_for(bank_of(ideas=[bad, SHIPPED.idea("k-care-001")]), bad.id)


def test_a_good_new_item_of_either_kind_draws_no_finding_of_its_own() -> None:
    found = {it.item for it in lint(bank_of([question()], [idea()]))}

    assert not {question().id, idea().id} & found


def test_a_language_may_do_without_the_reading_grade() -> None:
    hard = question(
        text="Which interpersonal communication difficulty necessitates immediate reconciliation now?"
    )
    ungraded = replace(load_phrases(), graded=False)

    assert not [it for it in lint(bank_of([hard]), phrases=ungraded) if it.item == hard.id]


def test_a_closed_opening_is_fine_with_an_open_tail() -> None:
    tailed = question(text="Would you tell your partner how you like to begin a free day?")

    assert rules_for(bank_of([tailed]), tailed.id) == set()


def test_a_tag_allows_the_word_it_stands_for() -> None:
    tagged = question(
        text="Which small thing would you like to tell your boss this week?", tags=frozenset({"work"})
    )

    assert rules_for(bank_of([tagged]), tagged.id) == set()


def test_whole_words_are_looked_for_so_that_harmless_ones_pass() -> None:
    harmless = question(text="Which contest of cattle and latest runes would you like to see?")

    assert rules_for(bank_of([harmless]), harmless.id) == set()


def without(bank: Bank, *ids: str) -> Bank:
    return replace(
        bank,
        questions=MappingProxyType({key: it for key, it in bank.questions.items() if key not in ids}),
        ideas=MappingProxyType({key: it for key, it in bank.ideas.items() if key not in ids}),
    )


def test_missing_items_are_missed_by_topic_depth_kind_and_category() -> None:
    found = {(it.item, it.rule) for it in lint(without(SHIPPED, "q-play-001", "q-play-002", "k-word-001"))}

    assert {
        ("play", "count"),
        ("play", "light way in"),
        (BANK, "depths"),
        (BANK, "choices"),
        ("words", "count"),
    } <= found


def test_a_larger_bank_is_measured_by_its_own_standard() -> None:
    rules = {it.rule for it in lint(SHIPPED, Standard(per_topic=24, ideas_per_category=30, choices=84))}

    assert {"count", "choices"} <= rules


def rules_of_all(questions: dict[str, Any] | None = None, ideas: dict[str, Any] | None = None) -> set[str]:
    """Change all shipped questions or ideas alike and return the rules broken by the whole."""
    bank = replace(
        SHIPPED,
        questions=MappingProxyType(
            {key: replace(it, **questions or {}) for key, it in SHIPPED.questions.items()}
        ),
        ideas=MappingProxyType({key: replace(it, **ideas or {}) for key, it in SHIPPED.ideas.items()}),
    )
    return {it.rule for it in lint(bank) if it.item == BANK}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("openings", {"text": question().text}),
        ("alike", {"text": question().text}),
        ("word median", {"text": "Which small thing made you both smile today?"}),
        (
            "grade median",
            {"text": "Which personal memory of yours is especially important to your partner this Saturday?"},
        ),
        ("closed openers", {"text": "Do you two know what made your partner smile this week?"}),
        ("practices", {"practices": ("P21",)}),
    ],
)
def test_a_fault_of_all_questions_together_is_found(rule: str, changes: dict[str, Any]) -> None:
    assert rule in rules_of_all(questions=changes)


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("short", {"minutes": 25}),
        ("free", {"cost": 1}),
        ("remote", {"mode": "in_person"}),
        ("wishes", {"wishes": frozenset()}),
        ("wishes", {"needs": frozenset({"touch"})}),
        ("categories", {"category": "words"}),
        ("practices", {"practices": ("P72",)}),
        ("alike", {"text": idea().text}),
    ],
)
def test_a_fault_of_all_ideas_together_is_found(rule: str, changes: dict[str, Any]) -> None:
    assert rule in rules_of_all(ideas=changes)


def test_two_items_that_read_the_same_are_named_as_a_pair() -> None:
    twin = question(text=SHIPPED.question("q-play-002").text + " ")

    assert Finding(
        "q-play-002 q-play-901", "alike", "reword one of the two: they read as the same item"
    ) in lint(with_question(SHIPPED, twin))


def test_retired_items_are_not_measured() -> None:
    assert lint(with_question(SHIPPED, question(text="Bad", live=False))) == []
