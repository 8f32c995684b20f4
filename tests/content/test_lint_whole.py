"""What the lint finds in a bank as a whole: counts, shares, and whether it all sounds alike."""

from dataclasses import replace
from typing import Any

import pytest

from content.bank import Bank
from content.forms import STEADY, Form
from content.lint import BANK, Finding, Standard, lint
from content.lint.shapes import mood, shape
from content.phrases import load_phrases
from content.review import Judgement, Review
from tests.content.make import bank_of, idea, question, with_question
from tests.stage import BANK as SHIPPED

SAID = load_phrases()
SMALL = Standard(
    packs={}, forms={}, first=(1, 2), first_light=1, categories=2, ideas_per_category=5, ideas_per_wish=1
)

_ABOUT_PAIR = """
Which of your small habits would you two miss most on a desert island?
A stranger draws you two with one single line. What does it look like?
If you two ran the town's smallest museum, what would hang by the door?
The last biscuit is on the plate, and you two look up. What happens next?
Your song comes on in a crowded shop. What do you two do about it?
Name the one thing about your evenings that no other couple would understand.
Three friends describe you two over lunch. Whose story gets the biggest laugh?
Somebody bottles the smell of your best day together. How does it begin?
Finish this: on a free morning, the first thing you two agree on is …
Who taught you two the joke that still works after all this time?
Pick the moment from this week that you two should frame in gold.
When did a tiny plan of yours get wonderfully out of hand, you two?
"""
_OTHER = """
Describe your mood this week as the kind of soup somebody would order.
How did you know as a child that a day was going to be good?
Tell the story of the oldest thing that you still use every week.
Where did you learn the word that nobody else around here ever says?
Think of a smell you love. Which hour of your life does it belong to?
You get one more hour today, and nobody may ask for it. Spend it.
"""
_LINES = [*_ABOUT_PAIR.strip().splitlines(), *_OTHER.strip().splitlines()]

_IDEAS = """
Send {partner} the silliest photo of you two that you can find tonight.
Record one line of your song for {partner} and wait for the second.
Write {partner} a review of the last meal you two had, five stars only.
Tell {partner} the first thing that made you laugh today, in three words.
Give {partner} the last good bite of whatever you have in your hand.
Save {partner} one dull phone call this week and make it for them.
Draw {partner} a medal for today and say what they won it for.
Play {partner} ten seconds of the song that stuck in your head.
Leave {partner} an hour with nothing to decide, and mean it.
Wish {partner} luck for the dullest part of their day, with drums.
"""


def small() -> Bank:
    """Eighteen questions and ten ideas that break no rule of the whole."""
    questions = [
        question(
            id=f"q-play-{800 + at}",
            text=text,
            depth=1 if at % 2 == 0 else 2,
            is_about_pair=at < 12,
            is_first=at == 0,
        )
        for at, text in enumerate(_LINES)
    ]
    wishes = ("being_heard", "affection", "a_hand", "some_fun", "some_space")
    ideas = [
        idea(
            id=f"k-word-{800 + at}",
            text=text,
            category=("words", "care")[at % 2],
            wishes=frozenset({wishes[at % 5]}),
        )
        for at, text in enumerate(_IDEAS.strip().splitlines())
    ]
    return bank_of(questions, ideas)


SOME = small()


def rules_of_all(questions: dict[str, Any] | None = None, ideas: dict[str, Any] | None = None) -> set[str]:
    """Change all questions or ideas of a small bank alike and return the rules broken by the whole."""
    bank = replace(
        SOME,
        questions={key: replace(it, **questions or {}) for key, it in SOME.questions.items()},
        ideas={key: replace(it, **ideas or {}) for key, it in SOME.ideas.items()},
    )
    return {it.rule for it in lint(bank, SMALL) if it.item == BANK}


def test_a_good_small_bank_breaks_no_rule_of_the_whole_and_none_of_its_items_any() -> None:
    found = [it for it in lint(SOME, SMALL) if it.rule not in ("practices", "count", "choices")]

    assert found == []


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("shapes", {"text": question().text}),
        ("first word", {"text": question().text}),
        ("alike", {"text": question().text}),
        ("word median", {"text": "Which joke of yours still works?"}),
        ("word median", {"text": f"Which {'very ' * 15}good joke of yours still works on everybody?"}),
        (
            "grade median",
            {"text": "Which personal memory of yours is especially important to Alexander this Saturday?"},
        ),
        ("closed openers", {"text": "Do you two know what made somebody smile this week?"}),
        ("about", {"is_about_pair": False}),
        ("first", {"is_first": False}),
        ("first", {"is_first": True}),
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
        ("asks back", {"text": "Ask {partner} which hour of the week they would like to have again."}),
        ("alike", {"text": idea().text}),
    ],
)
def test_a_fault_of_all_ideas_together_is_found(rule: str, changes: dict[str, Any]) -> None:
    assert rule in rules_of_all(ideas=changes)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("You two start a band. What's it called?", "question"),
        ("It has no name yet. Name it.", "imperative"),
        ("Draw {partner} as a bird. One minute.", "statement"),
        ("Draw {partner} as a bird.", "imperative"),
        ("Finish this: you two open a package, and …", "fill-in"),
        ("Your day in three emojis.", "statement"),
    ],
)
def test_a_text_asks_in_the_mood_of_its_last_sentence(text: str, how: str) -> None:
    assert mood(text, SAID) == how


def test_a_shape_is_a_form_with_two_words_and_a_mood_so_that_forms_may_begin_alike() -> None:
    drawn = question(form=Form.DRAW, text="Your day as a road.")
    said = question(text="Your day as a road: where did it bend?")

    assert shape(drawn, SAID) == ("draw", "your day", "statement")
    assert shape(said, SAID) == ("plain", "your day", "question")


def test_what_and_whats_are_one_first_word() -> None:
    texts = ["What made you laugh?", "What's your song?"]
    bank = bank_of(
        [*SOME.questions.values(), *(question(id=f"q-play-90{at}", text=it) for at, it in enumerate(texts))]
    )

    found = [it.mend for it in lint(bank, SMALL) if it.rule == "first word"]
    assert found == []
    third = question(id="q-play-903", text="What's the silliest thing in the kitchen of your dreams?")
    found = [it.mend for it in lint(with_question(bank, third), SMALL) if it.rule == "first word"]
    assert found == ['let 12% or fewer begin with "what" (now 14.3%)']


def test_of_the_light_ones_two_in_three_are_about_the_pair_and_of_all_one_in_two() -> None:
    def found(light: int, others: int) -> list[str]:
        questions = [
            replace(it, depth=1 if at < 9 else 2, is_about_pair=at < light or 9 <= at < 9 + others)
            for at, it in enumerate(SOME.questions.values())
        ]
        bank = bank_of(questions, SOME.ideas.values())
        return [it.mend for it in lint(bank, SMALL) if (it.item, it.rule) == (BANK, "about")]

    assert found(6, 3) == []
    assert found(5, 4) == ["let 67% or more of the light ones be about the pair (now 56%)"]
    assert found(6, 2) == ["let 50% or more of the questions for everybody be about the pair (now 44%)"]


def test_packs_are_not_asked_how_many_are_about_the_pair() -> None:
    packed = [replace(it, pack="apart", tags=frozenset({"apart"})) for it in SOME.questions.values()]
    bank = replace(
        bank_of(replace(it, is_about_pair=False) for it in packed), packs={"apart": "Far from each other"}
    )

    assert "about" not in {it.rule for it in lint(bank, SMALL)}


def test_each_form_has_enough_and_packs_have_no_more_than_their_own() -> None:
    voices = [question(id=f"q-play-91{at}", form=Form.VOICE, text="Hum it.") for at in range(3)]
    voices += [question(id="q-fait-910", form=Form.VOICE, pack="faith", tags=frozenset({"faith"}))]
    bank = replace(bank_of(voices), packs={"faith": "Faith", "apart": "Apart"})

    def found(least: int, most: int) -> set[tuple[str, str]]:
        standard = Standard(packs={}, forms={Form.VOICE: least}, pack_forms={"faith": most})
        return {(it.item, it.rule) for it in lint(bank, standard)}

    assert not {("form voice", "count"), ("pack faith", "forms")} & found(4, 1)
    assert ("form voice", "count") in found(5, 1)
    assert ("pack faith", "forms") in found(4, 0)


def test_the_bank_has_a_least_of_every_form_that_can_rest() -> None:
    assert Standard().forms.keys() == set(Form) - STEADY
    assert set(Standard().forms.values()) == {15, 20}


def test_questions_of_a_form_do_not_count_for_a_topics_depths() -> None:
    bank = bank_of(
        [
            question(),
            question(id="q-play-902", depth=2, form=Form.CHOICE, options=("Yes", "No")),
            question(id="q-play-903", form=Form.EITHER, options=("Toast", "Porridge")),
        ]
    )
    standard = Standard(depths={1: 1, 2: 1}, choices=1, packs={})

    assert not [it for it in lint(bank, standard) if it.item == "play"]


def without(bank: Bank, *ids: str) -> Bank:
    return replace(
        bank,
        questions={key: it for key, it in bank.questions.items() if key not in ids},
        ideas={key: it for key, it in bank.ideas.items() if key not in ids},
    )


@pytest.mark.prove
def test_missing_items_are_missed_by_topic_depth_kind_pack_form_and_category() -> None:
    live = [it for it in SHIPPED.questions.values() if it.live]
    choice = next(it for it in live if it.topic == "play" and it.form is Form.CHOICE and not it.pack)
    packed = next(it for it in live if it.pack == "faith")
    words = next(it for it in SHIPPED.ideas.values() if it.live and it.category == "words")
    voices = [it.id for it in live if it.form is Form.VOICE]

    found = lint(without(SHIPPED, choice.id, packed.id, words.id, *voices))
    assert {(it.item, it.rule) for it in found} >= {
        ("play", "count"),
        ("play", "choices"),
        ("pack faith", "count"),
        ("words", "count"),
        ("form voice", "count"),
    }
    assert any(f"questions of depth {choice.depth}" in it.mend for it in found if it.item == "play")


def test_a_pack_of_words_only_and_a_pack_without_a_size_are_found() -> None:
    packed = [question(id=f"q-fait-90{at}", pack="faith", tags=frozenset({"faith"})) for at in range(3)]
    bank = replace(bank_of(packed), packs={"faith": "Faith", "sailing": "Sailing"})

    found = {(it.item, it.rule) for it in lint(bank, Standard(packs={"faith": {1: 3}}))}
    assert {("pack faith", "choices"), ("pack sailing", "count")} <= found
    assert ("pack faith", "count") not in found


def test_a_probe_is_not_heard_twice_in_a_topic_nor_four_times_in_the_bank() -> None:
    probe = "What made it stay with you?"
    twice = [question(id=f"q-play-90{at}", probe=probe) for at in (1, 2)]
    often = [question(id=f"q-{it * 3}-901", topic=f"topic{it}", probe=probe.upper()) for it in "abcd"]

    assert [it.item for it in lint(bank_of(twice), SMALL) if it.rule == "probe"] == ["q-play-902"]
    assert [it.item for it in lint(bank_of(often), SMALL) if it.rule == "probe"] == ["q-ddd-901"]


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


def test_every_live_item_has_two_marks_of_which_none_is_weak() -> None:
    items = [question(), question(id="q-play-902", live=False)]
    bank = bank_of(items, [idea()])

    def found(first: dict[str, int], second: dict[str, int]) -> list[tuple[str, str, str]]:
        readings = [
            {key: Judgement(mark, "So I read it.") for key, mark in it.items()} for it in (first, second)
        ]
        told = lint(bank, SMALL, review=Review(*readings))
        return [(it.item, it.rule, it.mend[-5:]) for it in told if it.rule in ("mark", "marks")]

    both = {"q-play-901": 4, "k-word-901": 3}
    assert found(both, both) == []
    assert found(both, {"q-play-901": 4}) == [("k-word-901", "marks", "ow 1)")]
    assert found(both, {**both, "q-play-901": 2}) == [("q-play-901", "mark", " it 2")]
    assert found({**both, "q-play-902": 1}, both) == []
    assert found({**both, "q-gone-001": 4}, both) == [("q-gone-001", "marks", "eview")]


def test_a_bank_without_a_review_is_judged_without_marks() -> None:
    assert not {"mark", "marks"} & {it.rule for it in lint(SOME, SMALL)}
