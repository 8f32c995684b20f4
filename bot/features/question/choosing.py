"""What a choice of one's own taste changes: pure. Each names its result, so doubled taps are harmless."""

from datetime import datetime, timedelta

from bot.features.question.taste import CHOSEN, DEPTH, DEPTH_BEFORE, DEPTH_FROM, MUTED, depth_at
from bot.features.settings.exports import DEEPENS_AFTER, Asker, Change, Forged, Refused, one_of
from bot.words import N_
from content.resting import MOST_LEFT_OUT

LIGHT = 1
LIGHT_FOR = timedelta(weeks=2)
"""Light questions for a while last so long, and then what a raise waits: two to four weeks in all."""
INTIMACY = "intimacy"
FAITH = "faith"
ASKED = (INTIMACY, FAITH)
"""Packs whose choice tells of one's love life or one's beliefs: each asks on a page of its own."""
TOUCH = "touch"
"""Chosen like a pack, but for one's own kindness ideas alone."""


def mute(asker: Asker, value: str) -> Change:
    """Mute a topic or hear of it again: "trust,x,2" (topic, muted or not, page of the list).

    Nine at most, or who leaves out all but one could ask whether the other left that one out. Whoever left
    out more before keeps it and can only take back.
    """
    topic, _, rest = value.partition(",")
    state, _, page = rest.partition(",")
    if topic not in asker.topics or state not in ("x", ".") or not page.isdecimal():
        raise Forged
    before = asker.me[MUTED]
    muted = before | {topic} if state == "x" else before - {topic}
    left_out = len(before.intersection(asker.topics))
    if topic not in before and state == "x" and left_out >= MOST_LEFT_OUT:
        more = left_out > MOST_LEFT_OUT
        raise Refused(
            N_("Nine at most now. Yours stay as they are.")
            if more
            else N_("Nine at most. Bring one back first.")
        )
    said = N_("Left out. Nobody is told.") if state == "x" else N_("It may come. Nobody is told.")
    return Change(f"topics{page}", mine=(MUTED.to(muted),), said=said)


def hear(_asker: Asker, value: str) -> Change:
    """Bring every topic back: "all,2" (the page of the list)."""
    every, _, page = value.partition(",")
    if every != "all" or not page.isdecimal():
        raise Forged
    return Change(
        f"topics{page}", mine=(MUTED.to(frozenset()),), said=N_("All of them may come. Nobody is told.")
    )


def pack(asker: Asker, value: str) -> Change:
    """Choose a pack or take it back: "faith,x". Back at once; forth from a day nobody can foresee.

    Ideas with touch are one's own and count at once; for intimacy the picker waits (`content.pacing`).

    Choosing again what is chosen leaves its day as it was.
    """
    what, _, state = value.partition(",")
    if what not in (*asker.packs, TOUCH) or state not in ("x", "."):
        raise Forged
    before = asker.me[CHOSEN]
    chosen = dict(before)
    if state == ".":
        chosen.pop(what, None)
    else:
        starts = asker.now if what in (TOUCH, INTIMACY) else asker.deepens_at
        chosen.setdefault(what, asker.space.local(starts).date())
    said = N_("Done. Nobody is told.")
    return Change("packs", mine=(CHOSEN.to(chosen),), said=said)


def depth(asker: Asker, value: str) -> Change:
    """Lower at once, raise later; a raise under way keeps its hour, whichever deeper level it is for."""
    depth = DEPTH.to(int(one_of(value, ("1", "2", "3"))))
    in_force = depth_at(asker.me, asker.now)
    if depth.value <= in_force:
        return Change("depth", mine=(depth, DEPTH_BEFORE.to(None), DEPTH_FROM.to(None)))
    return Change("depth", mine=(depth, DEPTH_BEFORE.to(in_force), DEPTH_FROM.to(_deepens_at(asker))))


def light(asker: Asker, value: str) -> Change:
    """Take light ones only for a while ("x"), or end that (".") as a raised depth starts.

    It is one's own depth, lowered at once, with its raise under way. Chosen again it lasts longer, never
    shorter. Who keeps it light anyway has nothing to change, and hears the same.
    """
    me, in_force = asker.me, depth_at(asker.me, asker.now)
    if one_of(value, ("x", ".")) == ".":
        sooner = (DEPTH_FROM.to(_deepens_at(asker)),) if in_force < me[DEPTH] else ()
        return Change("light", mine=sooner, said=N_("As you had it before. Nobody is told."))
    said = N_("Light ones for a while. Nobody is told.")
    if me[DEPTH] == LIGHT:
        return Change("light", said=said)
    ends, under_way = asker.deepens_at + LIGHT_FOR, me[DEPTH_FROM]
    if in_force == LIGHT and under_way is not None:
        ends = max(ends, under_way)
    return Change("light", mine=(DEPTH_BEFORE.to(LIGHT), DEPTH_FROM.to(ends)), said=said)


def _deepens_at(asker: Asker) -> datetime:
    """Return when a raise starts: one under way keeps its hour, unless that is further off than any waits."""
    me, under_way = asker.me, asker.me[DEPTH_FROM]
    if under_way is None or depth_at(me, asker.now) == me[DEPTH]:
        return asker.deepens_at
    return under_way if under_way - asker.now <= DEEPENS_AFTER[1] else asker.deepens_at
