"""What a couple chose about the daily question, and what either wants to be asked, as values.

How deep, which topics never, which packs: each of the two has a taste of their own.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from bot.spaces.model import Partner, Space
from bot.spaces.preference import INSTANT, NUMBER, TEXT, TIME, WORDS, YES_OR_NO, Kind, Mine, Ours
from bot.words import N_

QUESTION_ON = Ours("question.on", True, YES_OR_NO, told=True)
"""Whether it comes by itself."""

QUESTION_TIME = Ours("question.time", time(9), TIME, told=True)
"""When it comes, by the space's clock; what belongs to the morning goes by it, too, while it is off."""

QUESTION_DAYS = Ours("question.days", "xxxxxxx", TEXT, told=True)
"""On which days: seven letters, Monday first, `x` where it comes."""

SAVES_ANSWERS = Mine("question.saves", True, YES_OR_NO)
"""Whether one's answers are saved once both have read them, or forgotten within two days."""

PROMPTED = Mine("question.prompted", 0, NUMBER)
"""How many prompts explained themselves, up to `bot.sealed.door.EXPLAINED`."""

READER_TOLD = Mine("question.reader_told", False, YES_OR_NO)
"""Whether one of them said who could read even sealed answers."""

DEPTHS = (N_("Light"), N_("Personal"), N_("Deep"))
"""What the levels of questions are called, the lightest first (gettext sources)."""

DEPTH = Mine("question.depth", 3, NUMBER, private=True)
"""The deepest level of question they chose (1-3); `depth_at` says which is in force."""
DEPTH_BEFORE: Mine[int | None] = Mine("question.depth_before", None, NUMBER, private=True)
"""Once the level is raised: what is in force until `DEPTH_FROM`."""
DEPTH_FROM: Mine[datetime | None] = Mine("question.depth_from", None, INSTANT)

MUTED = Mine("question.muted", frozenset[str](), WORDS, private=True)
"""The topics they never want."""

FORMS_LEFT_OUT = Mine("question.forms_left_out", frozenset[str](), WORDS, private=True)
"""The forms of question they never want (`content.forms`)."""


def _read(text: str) -> dict[str, date]:
    pairs = (item.partition("=") for item in text.split(",") if item)
    return {what: date.fromisoformat(since) for what, _, since in pairs}


def _write(chosen: Mapping[str, date]) -> str:
    return ",".join(f"{what}={since.isoformat()}" for what, since in sorted(chosen.items()))


CHOSEN: Mine[Mapping[str, date]] = Mine("question.packs", {}, Kind(_write, _read), private=True)
"""The packs they want (and "touch"), with the date from which each counts."""


def chosen_at(me: Partner, day: date) -> frozenset[str]:
    """Return what they chose and what counts already on a local date."""
    return frozenset(what for what, since in me[CHOSEN].items() if since <= day)


def depth_at(me: Partner, now: datetime) -> int:
    """Return the deepest level in force: a raised one starts only at `DEPTH_FROM`."""
    before, starts = me[DEPTH_BEFORE], me[DEPTH_FROM]
    return me[DEPTH] if before is None or starts is None or starts <= now else before


def settled(space: Space, now: datetime) -> Space:
    """Return the space without what is over: of a raised depth that is in force, what it was before."""
    over = (DEPTH_BEFORE.to(None), DEPTH_FROM.to(None))
    partners = (
        replace(it, values=it.values.having(*over)) if depth_at(it, now) == it[DEPTH] else it
        for it in space.partners
    )
    return replace(space, partners=tuple(partners))
