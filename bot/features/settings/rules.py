"""What a choice in the settings changes: pure. Each choice names its result, so doubled taps are harmless."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.features.checkin.exports import REMINDER
from bot.features.kindness.exports import KINDNESS_DAYS, KINDNESS_MODE, KINDNESS_TIME
from bot.features.question.exports import (
    CHOSEN,
    DEPTH,
    DEPTH_BEFORE,
    DEPTH_FROM,
    MUTED,
    QUESTION_DAYS,
    QUESTION_ON,
    QUESTION_TIME,
    SAVES_ANSWERS,
    depth_at,
)
from bot.spaces.fading import LEAVES_WORDS
from bot.spaces.model import ANNOUNCED, Partner, Space
from bot.spaces.preference import Choice
from bot.typed import Around
from bot.words import N_
from content.resting import MOST_LEFT_OUT
from schedules import ladder
from schedules.ladder import PACES
from schedules.quiet import QUIET_FROM, QUIET_UNTIL
from schedules.rest import REST_DAYS, REST_FROM, REST_TO

REST_DAYS_A_WEEK = 2
KINDNESS_MODES = ("own", "with_question", "off")
DEEPENS_AFTER = (timedelta(days=3), timedelta(days=14))
"""A raised depth starts after a chance span between these, so that its first deeper question does not
tell the other whose wish had kept them away, or that it changed."""
LIGHT = 1
LIGHT_FOR = timedelta(weeks=2)
"""Light questions for a while last so long, and then what a raise waits: two to four weeks in all."""
INTIMACY = "intimacy"
FAITH = "faith"
ASKED = (INTIMACY, FAITH)
"""Packs whose choice tells of one's love life or one's beliefs: each asks on a page of its own."""
TOUCH = "touch"
"""Chosen like a pack, but for one's own kindness ideas alone."""
TYPED = ("qtime", "ktime", "qfrom", "quntil", "reminder")
"""The choices whose time may be typed; their order is kept in rows (`awaited.ref`), so only append."""

AROUND: Mapping[str, Around] = {"qfrom": "evening", "reminder": "evening", "quntil": "morning"}
"""The part of the day of those that have one: "half past nine" is 21:30 where an evening is asked for."""


class Refused(Exception):
    """The choice cannot be made; the message says kindly why (a gettext source string)."""


class Forged(Exception):
    """No button of ours says this."""


@dataclass(frozen=True)
class Change:
    """What to write: choices of the couple and of this partner, the space's clock; and the page to show then.

    `said` is the toast where the page itself does not show what was chosen (a gettext source string).
    """

    page: str
    zone: str | None = None
    said: str = ""
    ours: tuple[Choice, ...] = ()
    mine: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Asker:
    """Who chooses, in which space, and when; `topics` and `packs` are the bank's.

    `deepens_at` is when a depth raised or a pack chosen now would start: see `DEEPENS_AFTER`.
    """

    space: Space
    me: Partner
    now: datetime
    topics: Collection[str]
    deepens_at: datetime
    packs: Collection[str] = ()

    @property
    def today(self) -> date:
        """The space's day: until four it is the one before."""
        return self.space.day(self.now)


def decide(asker: Asker, key: str, value: str) -> Change:
    """Return what a choice changes.

    Raises:
        Refused: it cannot be made now.
        Forged: no button of ours says this.
    """
    choice = _CHOICES.get(key)
    if choice is None:
        raise Forged
    return choice(asker, value)


def next_move(space: Space, today: date) -> tuple[date, date] | None:
    """Return (the rest day that moves, tomorrow) if *Rest tomorrow* is possible now, else None.

    It needs a regular rest day to move, a tomorrow that is none, and no other move under way.
    """
    tomorrow = today + timedelta(days=1)
    if "x" not in space[REST_DAYS] or space[REST_DAYS][tomorrow.weekday()] == "x" or moved(space, today):
        return None
    ahead = (tomorrow + timedelta(days=days) for days in range(1, 8))
    return next(day for day in ahead if space[REST_DAYS][day.weekday()] == "x"), tomorrow


def moved(space: Space, today: date) -> bool:
    """Return whether a rest day was moved and either of its two dates is still to come."""
    dates = [day for day in (space[REST_FROM], space[REST_TO]) if day is not None]
    return bool(dates) and max(dates) > today


def time_of(value: str) -> time:
    """Return the time that a button names ("0930"); raises `Forged` for what is none."""
    if not re.fullmatch(r"\d{4}", value) or int(value[:2]) > 23 or int(value[2:]) > 59:
        raise Forged
    return time(int(value[:2]), int(value[2:]))


def _one_of(value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise Forged
    return value


def _weekday(days: str, value: str) -> str:
    """Return a set of weekdays with one of them set or cleared, as "3x" or "3." says."""
    if not re.fullmatch(r"[0-6][x.]", value):
        raise Forged
    at = int(value[0])
    return days[:at] + value[1] + days[at + 1 :]


def _some(days: str) -> str:
    if "x" not in days:
        raise Refused(N_("One day stays. You can also turn it off."))
    return days


def _rest_day(asker: Asker, value: str) -> Change:
    days = _weekday(asker.space[REST_DAYS], value)
    if days.count("x") > REST_DAYS_A_WEEK:
        raise Refused(N_("Two rest days a week at most."))
    moved_day = asker.space[REST_FROM]
    if moved_day is not None and days[moved_day.weekday()] != "x":
        return Change("rest", ours=(REST_DAYS.to(days), REST_FROM.to(None), REST_TO.to(None)))
    return Change("rest", ours=(REST_DAYS.to(days),))


def _move(asker: Asker, value: str) -> Change:
    if _one_of(value, ("tomorrow", "back")) == "back":
        rest_to = asker.space[REST_TO]
        if rest_to is None or rest_to <= asker.today:
            raise Refused(N_("There's nothing to move back."))
        return Change("rest", ours=(REST_FROM.to(None), REST_TO.to(None)))
    move = next_move(asker.space, asker.today)
    if move is None:
        if asker.space[REST_TO] == asker.today + timedelta(days=1):
            return Change("rest")
        raise Refused(N_("There's no rest day to move right now."))
    return Change("rest", ours=(REST_FROM.to(move[0]), REST_TO.to(move[1])))


def _hours(asker: Asker, value: str) -> Change:
    """Tell the other one's hours, or take them back: "420" (minutes from UTC, as shown before) or "off"."""
    if value == "off":
        return Change("hours", mine=(ANNOUNCED.to(None),))
    ahead = asker.now.astimezone(asker.me.tz).utcoffset()
    if ahead is None or value != str(round(ahead.total_seconds() / 60)):
        raise Refused(N_("Your clock changed. Please look again."))
    return Change("hours", mine=(ANNOUNCED.to(asker.me.zone),))


def _pace(asker: Asker, value: str) -> Change:
    """Come at this pace, from now on: where posts grew rarer by themselves, they do so no more."""
    pace = _one_of(value, PACES)
    came = ladder.step(pace, ladder.since(asker.space, asker.now), asker.now)
    if came == PACES[pace]:
        return Change("pace", ours=(ladder.PACE.to(pace),))
    anew = (ladder.JOINT_AT.to(asker.now), ladder.QUIET_TOLD.to(False))
    return Change("pace", ours=(ladder.PACE.to(pace), *anew))


def _zone(asker: Asker, value: str) -> Change:
    """Let the space's posts go by one's own clock: nobody points at the other's."""
    _one_of(value, ("mine",))
    return Change("clock", zone=asker.me.zone)


def _mute(asker: Asker, value: str) -> Change:
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


def _hear(_asker: Asker, value: str) -> Change:
    """Bring every topic back: "all,2" (the page of the list)."""
    every, _, page = value.partition(",")
    if every != "all" or not page.isdecimal():
        raise Forged
    return Change(
        f"topics{page}", mine=(MUTED.to(frozenset()),), said=N_("All of them may come. Nobody is told.")
    )


def _pack(asker: Asker, value: str) -> Change:
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


def _depth(asker: Asker, value: str) -> Change:
    """Lower at once, raise later; a raise under way keeps its hour, whichever deeper level it is for."""
    depth = DEPTH.to(int(_one_of(value, ("1", "2", "3"))))
    in_force = depth_at(asker.me, asker.now)
    if depth.value <= in_force:
        return Change("depth", mine=(depth, DEPTH_BEFORE.to(None), DEPTH_FROM.to(None)))
    return Change("depth", mine=(depth, DEPTH_BEFORE.to(in_force), DEPTH_FROM.to(_deepens_at(asker))))


def _light(asker: Asker, value: str) -> Change:
    """Take light ones only for a while ("x"), or end that (".") as a raised depth starts.

    It is one's own depth, lowered at once, with its raise under way. Chosen again it lasts longer, never
    shorter. Who keeps it light anyway has nothing to change, and hears the same.
    """
    me, in_force = asker.me, depth_at(asker.me, asker.now)
    if _one_of(value, ("x", ".")) == ".":
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


def _words(_asker: Asker, value: str) -> Change:
    leaves = _one_of(value, ("stay", "go")) == "stay"
    said = "" if leaves else N_("I tidy what's newer than two days, too.")
    return Change("mine", mine=(LEAVES_WORDS.to(leaves),), said=said)


_CHOICES: Mapping[str, Callable[[Asker, str], Change]] = {
    "question": lambda _, v: Change("question", ours=(QUESTION_ON.to(_one_of(v, ("on", "off")) == "on"),)),
    "qtime": lambda _, v: Change("question", ours=(QUESTION_TIME.to(time_of(v)),)),
    "qday": lambda a, v: Change(
        "question", ours=(QUESTION_DAYS.to(_some(_weekday(a.space[QUESTION_DAYS], v))),)
    ),
    "kindness": lambda _, v: Change("kindness", ours=(KINDNESS_MODE.to(_one_of(v, KINDNESS_MODES)),)),
    "ktime": lambda _, v: Change("kindness", ours=(KINDNESS_TIME.to(time_of(v)),)),
    "kday": lambda a, v: Change(
        "kindness", ours=(KINDNESS_DAYS.to(_some(_weekday(a.space[KINDNESS_DAYS], v))),)
    ),
    "rest": _rest_day,
    "move": _move,
    "pace": _pace,
    "hours": _hours,
    "qfrom": lambda _, v: Change("quiet", ours=(QUIET_FROM.to(time_of(v)),)),
    "quntil": lambda _, v: Change("quiet", ours=(QUIET_UNTIL.to(time_of(v)),)),
    "zone": _zone,
    "reminder": lambda _, v: Change("reminder", mine=(REMINDER.to(None if v == "off" else time_of(v)),)),
    "keep": lambda _, v: Change("answers", mine=(SAVES_ANSWERS.to(_one_of(v, ("on", "off")) == "on"),)),
    "words": _words,
    "depth": _depth,
    "light": _light,
    "mute": _mute,
    "hear": _hear,
    "pack": _pack,
}
