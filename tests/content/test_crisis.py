"""Crisis words: whole phrases in any spelling, and no everyday turn of speech."""

import pytest

from content.crisis import GROUPS, matches, phrases, plain

INNOCENT = [
    "this exam is killing me",
    "I could die laughing",
    "We nearly died of laughter",
    "I was killing myself laughing",
    "I wanted to die of embarrassment when the plate fell",
    "Your lasagne is to die for, I'd die for it",
    "You're killing it at work",
    "Then it hit me that we had met before",
    "Hit me up when you land",
    "He hit me up about the flat",
    "That beats me",
    "She beats me at chess every time",
    "I cut myself shaving",
    "I'm cutting myself some slack this week",
    "dead tired after the night shift",
    "I never want to hurt you",
    "I was scared of the dark as a child",
    "I don't want to die before we have seen the northern lights",
    "The jet lag is hitting me now",
    "You threw the towel and it nearly hit me",
    "I abused the word 'literally'",
    "My phone died and I wanted to throw it",
]


@pytest.mark.parametrize("text", INNOCENT)
def test_everyday_turns_pass(text: str) -> None:
    assert not matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sometimes I want to die.",
        "I DON’T WANT TO LIVE",
        "i dont   want\nto be here anymore",
        "I think about ending my life, and nobody knows",
        "He hit me yesterday.",
        "I'm scared of you",
        "i'll kill you if you go",
        "I feel suicidal",
    ],
)
def test_the_phrases_are_met_in_any_case_and_punctuation(text: str) -> None:
    assert matches(text)


def test_only_whole_words_count() -> None:
    assert not matches("She hits melons with a spoon")
    assert not matches("a selfharmonising choir")


def test_an_innocent_turn_does_not_cover_what_else_is_said() -> None:
    assert matches("I was killing myself laughing, and at night I want to die")


def test_every_phrase_of_the_list_is_written_as_it_is_matched_and_stands_once() -> None:
    listed = phrases()
    assert set(listed) == {*GROUPS, "innocent"}
    every = [phrase for group in listed.values() for phrase in group]
    assert len(set(every)) == len(every)
    assert [phrase for phrase in every if plain(phrase) != phrase] == []
    assert all(matches(phrase) for group in GROUPS for phrase in listed[group])
