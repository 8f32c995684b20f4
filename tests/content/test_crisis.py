"""Crisis words: whole sentences in any spelling, who does what to whom, and few everyday turns of speech."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from content import crisis_rates
from content.crisis import KINDS, Kind, grown, kind_of, listed, plain

LISTS = crisis_rates.load()


@cache
def found() -> Sequence[crisis_rates.Rate]:
    """Return how many of each list are met; counted once, and only where it is asked for."""
    return crisis_rates.rates(LISTS)


def test_the_lists_are_long_enough_and_no_sentence_stands_twice() -> None:
    every = [text for kinds in LISTS.values() for sentences in kinds.values() for text in sentences]
    assert len(set(every)) == len(every)
    assert sum(it.all for it in found() if it.kind in KINDS) >= 80
    assert sum(it.all for it in found() if it.kind == "innocent") >= 80


def test_most_plausible_sentences_are_met_and_few_harmless_ones() -> None:
    plausible, harmless = crisis_rates.together(found())
    assert plausible >= 0.8
    assert harmless <= 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_met_for_itself(kind: Kind) -> None:
    mine = [it for it in found() if it.kind == kind]
    assert sum(it.met for it in mine) >= 0.8 * sum(it.all for it in mine)


def test_what_is_met_is_taken_for_what_it_is() -> None:
    for kinds in LISTS.values():
        for kind in KINDS:
            told = [kind_of(text, crisis_rates.NAMES) for text in kinds[kind]]
            assert set(told) <= {kind, None}


def test_the_newest_list_measures_what_is_missed_of_words_nobody_looked_at() -> None:
    fresh = [it for it in found() if it.of.endswith(", fresh")]
    plausible, harmless = crisis_rates.together(fresh)
    assert 0.6 <= plausible <= 0.9
    assert harmless <= 0.1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I DON’T WANT TO LIVE", "die"),
        ("i dont   want\nto be here anymore", "die"),
        ("I'm\nscared\nof him", "hurt"),
        ("We ate soup\nHe hit me\nThen we slept", "hurt"),
        ("I'm scared\n\nof him losing his umbrella", None),
        ("He's hit me", "hurt"),
        ("I've hit him", "harm"),
        ("He choked me on Sunday", "hurt"),
        ("he kicked me down the stairs", "hurt"),
        ("he hit the kids", "hurt"),
        ("he slapped our daughter", "hurt"),
        ("I slapped our son", "harm"),
        ("I have written goodbye letters", "die"),
        ("I wanna kms", "die"),
        ("I want to run 5 kms", None),
        ("I don't want to be here anymore, I want to be at the beach with you", None),
        ("I don't want to be here anymore", "die"),
        ("I was afraid of him until I met him, my father in law", None),
        ("I think about ending my life, and nobody knows", "die"),
        ("HE HIT ME.", "hurt"),
        ("We ate. We laughed! Then he hit me", "hurt"),
        ("he's hitting me", "hurt"),
        ("i'll kill you if you go", "harm"),
        ("He hit me and now I want to die", "die"),
        ("He hit me and I hit him back, hard", "hurt"),
        ("He never hits me", None),
        ("She hits melons with a spoon", None),
        ("a selfharmonising choir", None),
        ("In the film he hit me over and over", None),
        ("In the film he hit me. At home he hits me too", "hurt"),
        ("I was killing myself laughing, and at night I want to die", "die"),
        ("", None),
    ],
)
def test_sentences_are_read_whole(text: str, kind: Kind | None) -> None:
    assert kind_of(text) == kind


def test_a_name_of_the_couple_is_understood_as_one_of_them() -> None:
    assert kind_of("José hit me last night") is None
    assert kind_of("José hit me last night", ["José"]) == "hurt"
    assert kind_of("Benjamin hit me last night", ["Ben"]) is None
    assert kind_of("I'm scared of Ben's parrot", ["Ben"]) is None


@pytest.mark.parametrize(
    ("text", "names", "kind"),
    [
        ("I will kill you if you go", ["Will"], "harm"),
        ("He hit me last night", ["Me", "Ana"], "hurt"),
        ("I want to die", ["Di", "I"], "die"),
        ("Will hit me last night", ["Will"], "hurt"),
        ("He said he will kill me", ["Will", "Ben"], "hurt"),
        ("Ben told me Will will kill me", ["Will", "Ben"], "hurt"),
        ("Mary Will hits me", ["Mary Will", "Will"], "hurt"),
        ("In the film Film hit me over and over", ["Ben"], None),
    ],
)
def test_a_name_that_is_a_word_of_every_day_is_read_as_both(
    text: str, names: list[str], kind: Kind | None
) -> None:
    assert kind_of(text, names) == kind


def called(text: str) -> set[str]:
    """Return each word of a text, and each two that follow each other: whoever is called so."""
    words = plain(text).split()
    return {*words, *(" ".join(two) for two in pairwise(words))}


def test_nobody_is_called_so_that_what_is_met_is_met_no_more() -> None:
    plausible = [text for kinds in LISTS.values() for kind in KINDS for text in kinds[kind]]
    for text in plausible:
        if kind_of(text) is not None:
            for name in called(text):
                assert kind_of(text, [name, *crisis_rates.NAMES]) is not None, (text, name)


@pytest.mark.prove
def test_few_harmless_sentences_are_met_whoever_is_called_what() -> None:
    harmless = [text for kinds in LISTS.values() for text in kinds.get("innocent", ())]
    met = [kind_of(text, [name]) is not None for text in harmless for name in called(text)]
    assert sum(met) <= 0.1 * len(met)


def test_every_pattern_is_written_as_it_is_matched_and_stands_once() -> None:
    file = listed()
    assert set(file) == {"words", "patterns", "innocent"}
    assert set(file["patterns"]) == set(KINDS)
    for of, phrases in (*file["words"].items(), *file["patterns"].items(), *file["innocent"].items()):
        assert len(set(phrases)) == len(phrases), of
        for phrase in phrases:
            bare = [it.strip("()") for it in phrase.split() if it[:1] not in "{^$@." and it[:2] != "({"]
            assert [word for word in bare if plain(word) != word] == [], phrase


def test_every_word_of_the_file_is_used() -> None:
    file = listed()
    text = " ".join(it for part in ("words", "patterns") for them in file[part].values() for it in them)
    assert [name for name in file["words"] if f"{{{name}}}" not in text] == []


def test_a_name_that_no_list_has_is_refused() -> None:
    with pytest.raises(KeyError):
        grown(["{nobody} hits me"], {})


def test_the_command_prints_the_rates_and_what_goes_wrong() -> None:
    lines: list[str] = []
    assert crisis_rates.run_rates(write=lines.append) == 0
    assert any("innocent" in line and " met" in line for line in lines)
    assert lines[-2].startswith("of plausible sentences")
    assert lines[-1].startswith("of harmless sentences")


def test_the_command_says_so_where_rates_are_poor_or_no_lists_lie(tmp_path: Path) -> None:
    lines: list[str] = []
    assert crisis_rates.run_rates(tmp_path / "none", lines.append) == 1
    assert "they come with the tests" in lines[0]
    (tmp_path / "poor.toml").write_text('[fresh]\ndie = ["Nothing of ours"]\ninnocent = ["I want to die"]\n')
    assert crisis_rates.run_rates(tmp_path, lines.append) == 1
    assert "    missed: Nothing of ours" in lines
    assert "    met: I want to die" in lines
