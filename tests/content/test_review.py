"""Two readers' marks: how they are read, what they come to, how far they agree, and that the page says so."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from content.bank import BankError
from content.forms import Form
from content.review import Judgement, Review, agreement, groups, load_review, run_review, table
from tests.content.make import bank_of, idea, question
from tests.house.source import ROOT

BANK = bank_of(
    [
        question(),
        question(id="q-play-902", depth=2, form=Form.CHOICE, options=("Yes", "No")),
        question(id="q-play-903", depth=3),
        question(id="q-play-904", form=Form.DRAW),
        question(id="q-play-905", pack="apart", tags=frozenset({"apart"})),
        question(id="q-play-906", live=False),
    ],
    [idea()],
)
IDS = groups(BANK)["all"]


def readings(first: Mapping[str, int], second: Mapping[str, int]) -> Review:
    one, other = (
        {key: Judgement(mark, "So it reads.") for key, mark in it.items()} for it in (first, second)
    )
    return Review(one, other)


def everything(mark: int) -> dict[str, int]:
    return dict.fromkeys(IDS, mark)


def written(root: Path, **lines: str) -> Path:
    for reader, text in lines.items():
        (root / reader).mkdir(exist_ok=True)
        (root / reader / "play.toml").write_text(text)
    return root


def test_marks_are_read_from_every_file_of_a_reading(tmp_path: Path) -> None:
    written(tmp_path, a='q-play-901 = { mark = 4, why = "It smiles." }\n', b="")
    (tmp_path / "b/words.toml").write_text('k-word-901 = { mark = 5, why = "I want to." }\n')
    (tmp_path / "b/notes.txt").write_text("not a reading")

    review = load_review(tmp_path)
    assert review is not None
    assert review.first == {"q-play-901": Judgement(4, "It smiles.")}
    assert review.second == {"k-word-901": Judgement(5, "I want to.")}
    assert (review.marks("q-play-901"), review.marks("q-none-001")) == ((4,), ())


def test_one_reading_alone_is_a_review_of_which_every_item_lacks_a_mark(tmp_path: Path) -> None:
    review = load_review(written(tmp_path, a='q-play-901 = { mark = 4, why = "It smiles." }\n'))

    assert review == Review({"q-play-901": Judgement(4, "It smiles.")}, {})


def test_without_a_reading_there_is_no_review(tmp_path: Path) -> None:
    assert load_review(tmp_path) is None


@pytest.mark.parametrize(
    "line",
    [
        'q-play-901 = { mark = 6, why = "Too good." }',
        'q-play-901 = { mark = 0, why = "Too bad." }',
        'q-play-901 = { mark = 4.5, why = "Between." }',
        'q-play-901 = { mark = 4, why = " " }',
        "q-play-901 = { mark = 4 }",
        'q-play-901 = { mark = 4, why = "Good.", who = "me" }',
        "q-play-901 = 4",
    ],
)
def test_a_line_that_is_no_mark_with_a_reason_is_refused_with_its_file_and_item(
    tmp_path: Path, line: str
) -> None:
    with pytest.raises(BankError, match=r"^content/review/a/play.toml: q-play-901: write \{ mark = 4"):
        load_review(written(tmp_path, a=line))


def test_an_item_that_one_reader_marked_twice_is_refused(tmp_path: Path) -> None:
    written(tmp_path, a='q-play-901 = { mark = 4, why = "Good." }')
    (tmp_path / "a/again.toml").write_text('q-play-901 = { mark = 5, why = "Better." }')

    with pytest.raises(BankError, match="marked it before"):
        load_review(tmp_path)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([], 1.0),
        ([(4, 4)] * 9, 1.0),
        ([(3, 3), (4, 4), (5, 5)], 1.0),
        ([(3, 5), (5, 3)], -1.0),
        ([(4, 4), (4, 5), (5, 4), (5, 5)], 0.0),
        # By hand: seen 0·7 + 1·2 + 4·1 = 6. By chance, as one gave 3, 4, 5 to 3, 4, 3 of ten and the other to
        # 3, 2, 5: (1·(3·2 + 4·3 + 4·5 + 3·2) + 4·(3·5 + 3·3)) / 10 = 14.
        ([(3, 3)] * 2 + [(4, 4)] * 2 + [(5, 5)] * 3 + [(4, 5), (4, 3), (3, 5)], 1 - 6 / 14),
    ],
)
def test_agreement_is_weighted_kappa_with_quadratic_weights(
    pairs: list[tuple[int, int]], kappa: float
) -> None:
    assert agreement(pairs) == pytest.approx(kappa)


def test_a_wide_difference_costs_more_than_a_narrow_one() -> None:
    alike = [(3, 3), (4, 4), (5, 5)] * 5

    assert agreement([*alike, (3, 4)]) > agreement([*alike, (3, 5)])


def test_live_items_are_told_by_depth_and_kind() -> None:
    assert groups(BANK) == {
        "all": ["q-play-901", "q-play-902", "q-play-903", "q-play-904", "q-play-905", "k-word-901"],
        "questions": ["q-play-901", "q-play-902", "q-play-903", "q-play-904", "q-play-905"],
        "light": ["q-play-901", "q-play-904", "q-play-905"],
        "open": ["q-play-902"],
        "deep": ["q-play-903"],
        "plain": ["q-play-901", "q-play-903", "q-play-905"],
        "choice": ["q-play-902"],
        "other forms": ["q-play-904"],
        "packs": ["q-play-905"],
        "ideas": ["k-word-901"],
    }


def test_the_table_counts_both_readers_marks_and_ends_with_how_far_they_agree() -> None:
    lines = list(table(BANK, readings({**everything(4), "q-play-901": 5}, everything(5))))

    assert lines[0].split() == ["items", "1", "2", "3", "4", "5", "mean", "of", "5"]
    assert lines[1].split() == ["all", "6", "0", "0", "0", "5", "7", "4.58", "58%"]
    assert lines[-2] == "6 items read by both: weighted kappa 0.00, means 4.17 and 5.00"
    assert lines[-1] == "the same mark 17%, no more than one apart 100%"


def test_where_only_one_has_read_there_is_no_agreement_to_tell_of() -> None:
    assert list(table(BANK, readings(everything(4), {})))[-1] == "no item was read by both"


def said(monkeypatch: pytest.MonkeyPatch, review: Review | None) -> tuple[int, str]:
    monkeypatch.setattr("content.review.load", lambda: BANK)
    monkeypatch.setattr("content.review.load_review", lambda: review)
    lines: list[str] = []
    return run_review(lines.append), lines[-1]


def test_the_command_ends_with_0_where_every_aim_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, readings(everything(4), everything(5))) == (0, "every aim is met")


@pytest.mark.parametrize(
    ("first", "second", "missed"),
    [
        ({"q-play-901": 2}, {}, "no mark of 1 or 2"),
        (everything(4), everything(4), "a mean of 4.2"),
        (everything(4), {**everything(4), "q-play-901": 5, "q-play-904": 5}, "40% marks of 5"),
        ({"q-play-901": 3, "q-play-904": 3, "q-play-905": 4}, {}, "a mean of 4.3 of the light ones"),
        ({"q-play-902": 3}, {}, "a mean of 4.1 of the open ones"),
        ({"q-play-903": 3}, {"q-play-903": 4}, "a mean of 4.0 of the deep ones"),
    ],
)
def test_a_missed_aim_is_told_and_ends_the_command_with_1(
    monkeypatch: pytest.MonkeyPatch, first: dict[str, int], second: dict[str, int], missed: str
) -> None:
    code, last = said(monkeypatch, readings({**everything(5), **first}, {**everything(5), **second}))

    assert code == 1
    assert last.startswith("aims missed: ")
    assert missed in last


def test_the_command_says_that_nobody_marked_the_bank_or_what_is_wrong_with_a_mark(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert said(monkeypatch, None)[0] == 1

    def broken() -> Review:
        raise BankError("content/review/a/play.toml: q-play-901: no")

    monkeypatch.setattr("content.review.load_review", broken)
    lines: list[str] = []
    assert run_review(lines.append) == 1
    assert lines == ["content/review/a/play.toml: q-play-901: no"]


def test_the_page_shows_what_the_command_prints() -> None:
    lines: list[str] = []
    run_review(lines.append)

    page = (ROOT / "docs/content.md").read_text()
    shown = re.search(r"`content review` prints:\n\n```\n(.*?)\n```", page, re.DOTALL)
    assert shown is not None
    assert shown[1].splitlines() == [line.rstrip() for line in lines]
