"""A year of a couple's life, written down by an old version, is what both see after the upgrade.

tests/db/old/README.md says how the databases were made and what the old bots showed,
tests/db/old/differences.py what is shown otherwise since then, and why.
"""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.clock import MovableClock
from tests.db import old
from tests.db.old.asking import Home, Seen
from tests.db.old.differences import Values, expected
from tests.people import Loopback

pytestmark = pytest.mark.prove

FOLDER = Path(old.__file__).parent
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
    today = flat(seen)
    should = expected(commit, shown_by(commit), expected("46b1bd0", shown_by("46b1bd0"), {}))
    assert [path for path in should | today if today.get(path) != should.get(path)] == []
    assert today == should


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
