"""The lint finds each fault once it is there, and none in the bank the bot ships with."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from content.bank import Bank, Idea, Question
from content.lint import BANK, Finding, Standard, lint, run_lint
from content.phrases import load_phrases
from tests.content.make import bank_of, idea, question, with_question
from tests.stage import BANK as SHIPPED

FAR_AHEAD = date(2126, 1, 1)


def some_of(bank: Bank) -> Bank:
    """Four questions of each topic and eight ideas of each category, with their twins: quick to lint."""
    questions = [
        it
        for it in bank.questions.values()
        if not it.pack and it.id.endswith(("2", "5")) and it.id[-2] in "01"
    ]
    ideas = [it for it in bank.ideas.values() if it.id.endswith(("2", "7"))]
    ideas += [bank.idea(it.remote_twin) for it in ideas if it.remote_twin]
    return replace(
        bank, questions={it.id: it for it in questions}, ideas={it.id: it for it in ideas}, packs={}
    )


SOME = some_of(SHIPPED)
SMALL = Standard(packs={}, ideas_per_wish=2)


def rules_for(bank: Bank, item: str) -> set[str]:
    return {found.rule for found in lint(bank, SMALL) if found.item == item}


@pytest.mark.prove
def test_the_shipped_bank_is_clean_and_the_command_says_how_many_items_it_read() -> None:
    lines: list[str] = []

    assert run_lint(write=lines.append) == 0
    assert lines == ["912 questions, 400 ideas, 0 to mend"]


def test_helplines_verified_long_ago_are_warned_of_and_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.lint.lint", lambda bank: [])
    lines: list[str] = []

    assert run_lint(write=lines.append, today=FAR_AHEAD) == 0
    assert len(lines) > 1
    assert all(line.startswith("warning: ") for line in lines[:-1])


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
        ("practice", {"practices": ("P999",)}),
        ("tag", {"tags": frozenset({"sailing"})}),
        ("season", {"window": ("12-01", "12-20"), "text": "Which snow story of yours do you like to tell?"}),
        ("season", {"window": ("12-01", "12-20"), "probe": "What did the sunny day bring?"}),
        ("window", {"window": ("12-24", "12-26")}),
        ("window", {"window": ("12-30", "01-05")}),
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
        ("practice", {"practices": ("P999",)}),
        ("tag", {"needs": frozenset({"sailing"})}),
    ],
)
def test_a_faulty_idea_is_found(rule: str, changes: dict[str, Any]) -> None:
    bad: Idea = idea(**changes)

    in_person = idea(id="k-care-001", mode="in_person", remote_twin="k-word-902")
    assert rule in rules_for(bank_of(ideas=[bad, in_person]), bad.id)


def test_a_good_new_item_of_either_kind_draws_no_finding_of_its_own() -> None:
    found = {it.item for it in lint(bank_of([question()], [idea()]), SMALL)}

    assert not {question().id, idea().id} & found


def test_a_language_may_do_without_the_reading_grade() -> None:
    hard = question(
        text="Which interpersonal communication difficulty necessitates immediate reconciliation now?"
    )
    ungraded = replace(load_phrases(), graded=False)

    assert not [it for it in lint(bank_of([hard]), SMALL, ungraded) if it.item == hard.id]


def test_a_closed_opening_is_fine_with_an_open_tail() -> None:
    tailed = question(text="Would you tell your partner how you like to begin a free day?")

    assert rules_for(bank_of([tailed]), tailed.id) == set()


def test_a_pack_allows_the_word_it_stands_for() -> None:
    tagged = question(
        text="Which small thing would you like to tell your child this week?",
        tags=frozenset({"parents"}),
        pack="parents",
    )

    assert rules_for(replace(bank_of([tagged]), packs={"parents": "With children"}), tagged.id) == set()


def test_whole_words_are_looked_for_so_that_harmless_ones_pass() -> None:
    harmless = question(text="Which contest of cattle and latest runes would you like to see?")

    assert rules_for(bank_of([harmless]), harmless.id) == set()


def without(bank: Bank, *ids: str) -> Bank:
    return replace(
        bank,
        questions={key: it for key, it in bank.questions.items() if key not in ids},
        ideas={key: it for key, it in bank.ideas.items() if key not in ids},
    )


@pytest.mark.prove
def test_missing_items_are_missed_by_topic_depth_kind_pack_and_category() -> None:
    choice = next(
        it for it in SHIPPED.questions.values() if it.topic == "play" and it.options and not it.pack
    )
    packed = next(it for it in SHIPPED.questions.values() if it.pack == "faith")

    found = lint(without(SHIPPED, choice.id, packed.id, "k-word-001"))
    assert {(it.item, it.rule) for it in found} >= {
        ("play", "count"),
        ("play", "choices"),
        ("pack faith", "count"),
        ("words", "count"),
    }
    assert any(f"questions of depth {choice.depth}" in it.mend for it in found if it.item == "play")


def test_a_pack_of_words_only_and_a_pack_without_a_size_are_found() -> None:
    packed = [question(id=f"q-fait-90{at}", pack="faith", tags=frozenset({"faith"})) for at in range(3)]
    bank = replace(bank_of(packed), packs={"faith": "Faith", "sailing": "Sailing"})

    found = {(it.item, it.rule) for it in lint(bank, Standard(packs={"faith": {1: 3}}))}
    assert {("pack faith", "choices"), ("pack sailing", "count")} <= found
    assert ("pack faith", "count") not in found


def test_a_bank_is_measured_by_the_standard_it_is_given() -> None:
    bank = bank_of([question(), question(id="q-play-902", depth=2, options=("Yes", "No"))])
    small = Standard(depths={1: 1, 2: 1}, choices=1, packs={})

    assert not [it for it in lint(bank, small) if it.item == "play"]


def test_a_probe_is_not_heard_twice_in_a_topic_nor_four_times_in_the_bank() -> None:
    probe = "What made it stay with you?"
    twice = [question(id=f"q-play-90{at}", probe=probe) for at in (1, 2)]
    often = [question(id=f"q-{it * 3}-901", topic=f"topic{it}", probe=probe.upper()) for it in "abcd"]

    assert [it.item for it in lint(bank_of(twice), SMALL) if it.rule == "probe"] == ["q-play-902"]
    assert [it.item for it in lint(bank_of(often), SMALL) if it.rule == "probe"] == ["q-ddd-901"]


def rules_of_all(questions: dict[str, Any] | None = None, ideas: dict[str, Any] | None = None) -> set[str]:
    """Change all of some questions or ideas alike and return the rules broken by the whole."""
    bank = replace(
        SOME,
        questions={key: replace(it, **questions or {}) for key, it in SOME.questions.items()},
        ideas={key: replace(it, **ideas or {}) for key, it in SOME.ideas.items()},
    )
    return {it.rule for it in lint(bank, SMALL) if it.item == BANK}


def test_a_part_of_the_shipped_bank_breaks_no_rule_of_the_whole() -> None:
    assert rules_of_all() == set()


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
        ("alike", {"text": idea().text}),
    ],
)
def test_a_fault_of_all_ideas_together_is_found(rule: str, changes: dict[str, Any]) -> None:
    assert rule in rules_of_all(ideas=changes)


def test_a_practice_with_too_few_items_is_found_by_its_id() -> None:
    found = {(it.item, it.rule) for it in lint(bank_of([question(practices=("P21",))]), SMALL)}

    assert ("P21", "practices") in found
    assert ("P59", "practices") not in found


def test_two_items_that_read_the_same_are_named_as_a_pair() -> None:
    first = next(iter(SOME.questions.values()))
    twin = question(text=first.text + " ")

    assert Finding(
        f"{first.id} q-play-901", "alike", "reword one of the two: they read as the same item"
    ) in lint(with_question(SOME, twin), SMALL)


def test_retired_items_are_not_measured() -> None:
    assert lint(with_question(SOME, question(text="Bad", live=False)), SMALL) == lint(SOME, SMALL)
