"""A year of a couple's life, written down by an old version, is what both see after the upgrade.

tests/db/old/README.md says how the databases were made and what the old bots showed,
tests/db/old/differences.py what is shown otherwise since then, and why.
"""

import gzip
import itertools
import json
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from bot.clock import MovableClock
from bot.features.kindness import lines as teasing
from bot.features.question import lines as asking
from tests.db import old
from tests.db.old.asking import Home, Seen
from tests.db.old.differences import Values, expected
from tests.people import Loopback
from tests.stage import SHIPPED

pytestmark = pytest.mark.prove

FOLDER = Path(old.__file__).parent
A_LINE, AN_OPTION, AN_ITEM = "(a line)", "(an option)", "(an item)"
ITEM = re.compile(r"q-[a-z]+-\d+")
PICKED = re.compile(r"/days/\d+/group/\d+/says")
"""Cards of the days after the upgrade, which today's picker chooses."""
FACTS = re.compile(r"/thanks of |/copies/\w+/data/")
WORDS = re.compile(r"/copies/(\w+)/data/\w+/\d+/(answer|text|idea)")
_EVENING = ("date", "day", "closeness", "wish", "passed_on")
GONE_OR_MOVED = {
    "/copies/Ana/data/evenings/127": _EVENING,  # begun by /checkin, with no word in it
    "/copies/Ben/data/evenings/126": _EVENING,
    "/copies/Ben/data/answers/237": ("question", "answer", "how"),  # is the 238th
}


@pytest.mark.parametrize("commit", ["7583d61", "46b1bd0"])
async def test_what_both_see_after_a_year_outlasts_the_upgrade(
    commit: str, telegram: Loopback, clock: MovableClock, tmp_path: Path
) -> None:
    database = gzip.decompress((FOLDER / f"{commit}.db.gz").read_bytes())
    home = await Home.restored(telegram, clock, tmp_path, database)
    await home.stage.start()
    seen = await home.sees()
    await home.stage.stop()
    today = in_ids(without_what_is_new(flat(seen)), now_worded())
    should = expected(commit, shown_by(commit), expected("46b1bd0", shown_by("46b1bd0"), {}))
    should = in_ids(should, then_worded())
    assert [path for path in should | today if today.get(path) != should.get(path)] == []
    assert today == should


Worded = Mapping[str, str]
"""What stands for each of a bank's sentences: which item's it is, whatever its words are by now."""


@cache
def then_worded() -> Worded:
    """Return the sentences of the bank with which the old versions asked, which since was worded anew."""
    found: dict[str, Any] = json.loads(gzip.decompress((FOLDER / "words.json.gz").read_bytes()))
    items: dict[str, str] = found["items"]
    return (
        items
        | dict.fromkeys(found["lines"], A_LINE)
        | dict.fromkeys(itertools.chain(*found["options"].values()), AN_OPTION)
    )


@cache
def now_worded() -> Worded:
    """Return the sentences of today's bank, as Ana, Ben or both read them."""
    worded: dict[str, str] = {}
    for name in ("", "Ana", "Ben"):
        for question in SHIPPED.questions.values():
            worded[question.asked(name)] = question.id
            worded[question.said(question.probe, name)] = f"{question.id} probe"
            worded |= dict.fromkeys(question.options, AN_OPTION)
        for idea in SHIPPED.ideas.values():
            worded[idea.said(name)] = idea.id
    worded.pop("", None)
    of_cards = (
        *asking.MORNING,
        *asking.AFTERNOON,
        *asking.EVENING,
        *teasing.CARD,
        *teasing.EXPLAINS,
        *teasing.LINE,
    )
    return worded | dict.fromkeys(of_cards, A_LINE)


def without_what_is_new(values: Values) -> Values:
    """Return what was shown without what the old versions did not have: kinds of question to be left out."""
    kept = {path: value for path, value in values.items() if not path.endswith("/forms_left_out")}
    return {
        path: [it for it in value if it != "Kinds of question"] if isinstance(value, list) else value
        for path, value in kept.items()
    }


def in_ids(values: Values, worded: Worded) -> dict[str, object]:
    """Return what was shown with the bank's sentences told by their items; an option only where it is all."""
    long = sorted((it for it in worded if worded[it] != AN_OPTION), key=len, reverse=True)
    shown = {as_sent: worded[it] for it in long for as_sent in (it, str(escape(it)))}
    sentences = re.compile("|".join(map(re.escape, shown)))

    def told(value: object) -> object:
        """Return a value so."""
        if isinstance(value, str):
            if worded.get(value) == AN_OPTION:
                return AN_OPTION
            return sentences.sub(lambda found: shown[found[0]], value)
        if isinstance(value, list):
            return [told(it) for it in value]
        return value

    found = {path: told(value) for path, value in values.items()}
    return {path: ITEM.sub(AN_ITEM, str(it)) if PICKED.match(path) else it for path, it in found.items()}


def test_what_was_tapped_goes_on_saying_what_it_said() -> None:
    then = json.loads(gzip.decompress((FOLDER / "words.json.gz").read_bytes()))["options"]
    now = {item_id: list(SHIPPED.question(item_id).options) for item_id in then}
    assert now == then, "an option is known by its place: with other options an item gets another id"


def test_no_difference_hides_words_a_setting_or_a_date() -> None:
    before = shown_by("7583d61")
    today = expected("7583d61", before, shown_by("46b1bd0"))
    assert said(today) == said(before)
    changed = {path for path in before if FACTS.match(path) and today.get(path, ...) != before[path]}
    assert changed == {f"{path}/{what}" for path, parts in GONE_OR_MOVED.items() for what in parts}


def said(seen: Values) -> Counter[tuple[str, object]]:
    """Return everything that the two exports hold of words, however often."""
    return Counter((found[1], value) for path, value in seen.items() if (found := WORDS.fullmatch(path)))


def shown_by(commit: str) -> Values:
    """Return what the bot of a commit showed, when its database was made."""
    seen: Seen = json.loads(gzip.decompress((FOLDER / f"{commit}.json.gz").read_bytes()))
    return flat(seen)


def flat(seen: Seen) -> Values:
    """Return what was seen by its path, so that a failure names the place and no more."""
    found: Values = {}

    def walk(path: str, value: object) -> None:
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(f"{path}/{name}", inner)
        elif isinstance(value, list) and value and not isinstance(value[0], str):
            for number, inner in enumerate(value):
                walk(f"{path}/{number}", inner)
        elif "/test." not in path:  # what other tests of this run declare is set by nobody here
            found[path] = value

    walk("", seen)
    return found
