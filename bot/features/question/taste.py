"""What one of the two wants to be asked: how deep, which topics never, which packs. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.spaces.model import Partner, Space
from bot.spaces.preference import INSTANT, NUMBER, WORDS, Kind, Mine
from bot.words import N_

DEPTHS = (N_("Light"), N_("Personal"), N_("Deep"))
"""What the levels of questions are called, the lightest first (gettext sources)."""

DEPTH = Mine("question.depth", 3, NUMBER, private=True)
"""The deepest level of question they chose (1-3); `depth_at` says which is in force."""
DEPTH_BEFORE: Mine[int | None] = Mine("question.depth_before", None, NUMBER, private=True)
"""Once the level is raised: what is in force until `DEPTH_FROM`."""
DEPTH_FROM: Mine[datetime | None] = Mine("question.depth_from", None, INSTANT)

MUTED = Mine("question.muted", frozenset[str](), WORDS, private=True)
"""The topics they never want."""


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
