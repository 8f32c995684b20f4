"""The lint finds each fault once it is there, and none in the bank the bot ships with."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from content.bank import Bank, Idea, Question
from content.forms import Form
from content.lint import Standard, lint, run_lint
from content.phrases import load_phrases
from tests.content.make import bank_of, idea, question
from tests.stage import SHIPPED

FAR_AHEAD = date(2126, 1, 1)


SMALL = Standard(packs={}, forms={}, first=(0, 46), first_light=0, ideas_per_wish=2)


def rules_for(bank: Bank, item: str) -> set[str]:
    return {found.rule for found in lint(bank, SMALL) if found.item == item}


@pytest.mark.prove
def test_the_shipped_bank_is_clean_and_the_command_says_how_many_items_it_read() -> None:
    lines: list[str] = []

    assert run_lint(write=lines.append) == 0
    live = [sum(it.live for it in of.values()) for of in (SHIPPED.questions, SHIPPED.ideas)]
    assert lines == [f"{live[0]} questions, {live[1]} ideas, 0 to mend"]


def test_helplines_verified_long_ago_are_warned_of_and_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.lint.lint", lambda bank, review: [])
    lines: list[str] = []

    assert run_lint(write=lines.append, today=FAR_AHEAD) == 0
    assert len(lines) > 1
    assert all(line.startswith("warning: ") for line in lines[:-1])


def test_the_command_tells_a_bank_that_cannot_be_loaded_in_one_line_and_ends_with_1() -> None:
    lines: list[str] = []

    assert run_lint("xx", lines.append) == 1
    assert len(lines) == 1


VERY = "very " * 20


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("length", {"text": "Your song?"}),
        ("length", {"text": "Toast?", "form": Form.EITHER}),
        ("length", {"text": f"Which {VERY}small thing made you smile with {{partner}}?"}),
        ("length", {"text": f"Which small thing made you smile with {{partner}} {'wonderfully ' * 9}?"}),
        ("length", {"both": f"Which {VERY}small thing made you smile with each other?"}),
        ("length", {"form": Form.GUESS, "guess": f"And {{partner}}, {VERY}?"}),
        ("length", {"form": Form.HALVES, "halves": ("Where?", f"What goes {VERY}wrong?")}),
        ("probe", {"probe": "What would you say if you had a whole day to think about it?"}),
        ("opener", {"text": "Do you feel that the two of you had a good week?"}),
        ("opener", {"text": "Don't you two love a good week in the rain?"}),
        ("opener", {"text": "The bell rings at three in the morning. Would you two get up?"}),
        ("opener", {"text": "What a day.", "both": "What a day. Was it a good one for you two?"}),
        ("one ask", {"text": "Which day was good? Which one of them was not so good?"}),
        ("one ask", {"text": "What did you two eat on that day, and who cooked it?"}),
        ("sentences", {"text": "A band. A stage. You two. What do you play tonight?"}),
        ("ending", {"text": "Which small thing made the two of you smile this week"}),
        ("ending", {"form": Form.ASK, "asks": ("What now?", "What next", "What then?")}),
        ("voice", {"text": "Which small thing from me made you smile during this week?"}),
        ("voice", {"probe": "What would you tell me?"}),
        ("voice", {"form": Form.HALVES, "halves": ("Where are we?", "What have I lost?")}),
        (
            "grade",
            {"text": "Which interpersonal communication difficulty necessitates immediate reconciliation?"},
        ),
        ("choice", {"options": ("Yes", "No"), "depth": 3}),
        ("banned", {"text": "Which small thing would you at least like to hear this week?"}),
        ("banned", {"probe": "Which of you would get the better score?"}),
        ("banned", {"options": ("My husband", "Somebody else")}),
        ("stiff", {"text": "Tell about the small thing that made you two smile this week."}),
        ("stiff", {"text": "Which small thing about your partner made you smile this week?"}),
        ("stiff", {"probe": "What do you do gladly?"}),
        ("stiff", {"text": "What is the small thing that made you two smile this week?"}),
        ("stiff", {"form": Form.ASK, "asks": ("What do you not like?", "Who cannot sing?", "And now?")}),
        ("assumption", {"text": "Which small thing would you like to tell your boss this week?"}),
        ("assumption", {"text": "Which story of your Parents makes you smile to this day?"}),
        ("assumption", {"text": "A letter from your boss arrives.", "form": Form.GENRE}),
        ("assumption", {"text": "A note from the cat lies on the table. What does it say?"}),
        ("naming", {"text": "What's {partner}'s favourite way to spend a wet Sunday?"}),
        ("naming", {"text": "A {partner} day: what's on the programme this time?"}),
        ("naming", {"text": "A {partner} day: what's on?", "both": "A day of each other: what's on?"}),
        ("naming", {"text": "Who gave your {partner} the loveliest name of all names?"}),
        ("naming", {"probe": "And the {partner} of back then?"}),
        ("about", {"text": "What did {partner} do this week that made you smile?"}),
        ("about", {"form": Form.HALVES, "halves": ("Where do you go?", "What does {partner} lose?")}),
        ("form", {"depth": 3, "form": Form.DRAW}),
        ("form", {"text": "The package hums.", "form": Form.RELAY}),
        ("form", {"text": "Which of you talks to plants?", "form": Form.WHOSE}),
        ("first", {"is_first": True}),
        ("first", {"is_first": True, "is_about_pair": True, "depth": 3}),
        ("first", {"is_first": True, "is_about_pair": True, "form": Form.ASK}),
        ("first", {"is_first": True, "is_about_pair": True, "tags": frozenset({"apart"})}),
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
        ("verb", {"text": "{partner} would enjoy a note."}),
        ("length", {"text": f"Send {{partner}} a {VERY * 2}kind note."}),
        ("length", {"text": f"Send {{partner}} {'wonderfully ' * 11}kind words."}),
        ("grade", {"text": "Send communication demonstrating immediate interpersonal appreciation."}),
        ("effort", {"minutes": 45}),
        ("effort", {"cost": 3}),
        ("buying", {"text": "Bring {partner} a cake that you buy on the way."}),
        ("consent", {"category": "touch", "needs": frozenset({"touch"}), "mode": "in_person"}),
        ("consent", {"category": "touch", "text": "Offer {partner} a hug, if you both like it."}),
        ("consent", {"category": "touch"}),
        ("stiff", {"text": "Send your partner three kind words."}),
        ("stiff", {"text": "Send {partner} a word, and do not say why."}),
        ("naming", {"text": "Send a {partner} joke to the one who'll get it."}),
        ("whereabouts", {"text": "Send {partner} the view from where you sit."}),
        ("twin", {"mode": "in_person"}),
        ("twin", {"mode": "in_person", "remote_twin": "k-care-001"}),
        ("banned", {"text": "Send {partner} a note so that they will thank you."}),
        ("assumption", {"text": "Take {partner} for a walk when the day is done."}),
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
    tailed = question(text="Would you tell a stranger how you like to begin a free day?")

    assert rules_for(bank_of([tailed]), tailed.id) == set()


def test_a_pack_allows_the_word_it_stands_for() -> None:
    tagged = question(
        text="Which small thing would you tell your child this week?",
        tags=frozenset({"parents"}),
        pack="parents",
    )

    assert rules_for(replace(bank_of([tagged]), packs={"parents": "With children"}), tagged.id) == set()


def test_whole_words_are_looked_for_so_that_harmless_ones_pass() -> None:
    harmless = question(text="Which contest of cattle and latest runes would you two love to see?")

    assert rules_for(bank_of([harmless]), harmless.id) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Your day in three emojis.", "form": Form.LIMITS},
        {"text": "Window or aisle?", "form": Form.EITHER},
        {"text": "Do you dunk your biscuit?", "form": Form.EITHER},
        {"text": "'I've got this,' says somebody you love. What happens next?"},
        {"text": "Soup at three a.m., you two, one spoon. What's the talk of the table?"},
        {"text": "Next week gets a theme, and you two choose it. Pirates? Soup?"},
        {"text": "The cat leaves a note: …", "form": Form.RELAY},
        {"text": "A parade, and somebody you love leads it. Who'd clap first?", "form": Form.WHOSE},
        {"text": "Which side of {partner} makes you laugh the most?", "is_about_pair": True},
        {
            "text": "Which {partner} do strangers never get to meet?",
            "both": "Which side of each other do strangers never get to meet?",
            "is_about_pair": True,
        },
        {"text": "Which song is it? You know what it is.", "form": Form.LINE},
        {"is_first": True, "is_about_pair": True, "depth": 2},
    ],
)
def test_what_people_say_in_a_form_of_its_own_is_fine(changes: dict[str, Any]) -> None:
    good = question(**changes)

    assert rules_for(bank_of([good]), good.id) == set()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Form.PLAIN, "Quick, no thinking: where are you right now, and doing what?"),
        (Form.PLAIN, "It's seven in the evening. Where are you?"),
        (Form.PLAIN, "Who's with you at this very moment, and what's the mood?"),
        (Form.PLAIN, "Who were you with when you last laughed out loud?"),
        (Form.CHOICE, "Who's sitting near you while you read these words?"),
        (Form.PLAIN, "Where have you been today that you two should see together?"),
        (Form.GENRE, "A headline about the people around you."),
        (Form.LIMITS, "The view from your chair in five words."),
        (Form.SHOW, "Show the view you have right now."),
        (Form.SHOW, "Show what's outside your window."),
        (Form.SHOW, "Show what's on your screen."),
        (Form.DRAW, "Draw the street you can see."),
        (Form.NOW, "Look up. What's outside?"),
        (Form.NOW, "Which sounds can you hear?"),
        (Form.NOW, "Who's next to you?"),
        (Form.VOICE, "Ten seconds of the sound of this place."),
        (Form.VOICE, "Let us hear the background of your day."),
    ],
)
def test_no_item_asks_or_shows_where_somebody_is_or_who_is_near(form: Form, text: str) -> None:
    bad = question(form=form, text=text)

    assert "whereabouts" in rules_for(bank_of([bad]), bad.id)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Form.PLAIN, "Window seat, last bite, choice of film: which deal did you two never discuss?"),
        (Form.PLAIN, "Where you grew up, what did a Sunday smell of?"),
        (Form.PLAIN, "What do you two do that looks like nothing from outside?"),
        (Form.CHOICE, "You two hear a weird noise at three. What's your role?"),
        (Form.HALVES, "Where are you two stuck?"),
        (Form.SHOW, "Show something in reach that's older than you two."),
        (Form.NOW, "Shut your eyes. Which tune's in your head?"),
        (Form.LIMITS, "Your story in four words and one sound effect."),
    ],
)
def test_what_only_sounds_like_a_place_passes(form: Form, text: str) -> None:
    good = question(form=form, text=text)

    assert "whereabouts" not in rules_for(bank_of([good]), good.id)


def test_touch_says_its_tail_where_skin_meets_skin_and_not_from_afar() -> None:
    touch = frozenset({"touch"})
    told = idea(category="touch", text="Tell {partner} about the first hug you two had.", needs=touch)
    hug = idea(
        id="k-touc-901",
        category="touch",
        text="Offer {partner} a hug, if you both like it.",
        needs=touch,
        mode="in_person",
        remote_twin=told.id,
    )

    found = [it for it in lint(bank_of(ideas=[told, hug]), SMALL) if it.item in (told.id, hug.id)]
    assert found == []
