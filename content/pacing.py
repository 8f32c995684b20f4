"""How deep a day's question may go and which kind is due: pure, from the cards so far and a seed.

How far a couple has come is counted in days with a card of the main stream; only the weekly mix with its deep
ones waits for an age as well.

Depth never follows a mood: it is drawn from the calendar and the cards alone, so a lighter day tells nothing.
Nor does it ask whether somebody paused: a pause counts by the gap it leaves between two cards, like any rest.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from content.bank import INTIMACY
from content.chance import draw
from content.past import Couple, Days, Past, before

DEEP_GAP = timedelta(days=3)
"""At least this long between two deep questions of the main stream."""
DEEP_AFTER_CARDS = 7
"""No deep question before this many days with a card; it is what counts for couples on a weekly rhythm."""
INTIMACY_GAP = timedelta(days=7)
INTIMACY_BEGINS = (7, 70)
"""Days after both chose it, least and most, on which its first card comes: the space's secret draws one."""
INTIMACY_DECLINED = (21, 42)
"""Days it rests, least and most, from a card to which either said *Not today*."""
INTIMACY_TURN = 119
"""Days in which it has one rest of its own, whoever says what."""
INTIMACY_RESTS = (21, 98)
"""Days of such a rest, least and most: half the time on average, and as long as what a *Not today* brings."""
LIGHT_WEEKS = 6
"""One week of so many is light, whatever the evenings were: a bot that softened after one would tell."""
FIRST_CARDS = 14
"""Days with a card whose questions are of those chosen by hand; on the last comes the first open one."""

_STEADY_FROM = 28  # days of age
_LIGHT_CARDS_AFTER_PAUSE = 3
_GAPS_REMEMBERED = 6  # three weeks of a couple that plays at weekends
_MORE_THAN_USUAL = 2  # days a gap may exceed the usual one: two rest days in a row are no pause
_FIRST_MONTH = (2, 1, 1)  # from the fourteenth card to day 28: two light to one open
_STEADY = (1, 2, 1, 3, 2, 1, 2)  # from day 29: three light, three open, one deep of seven
_INTIMACY_LADDER = (*[1] * 8, *[1, 2] * 6)  # then the steady mix


def after_pause(days: Sequence[date], day: date) -> bool:
    """Return whether a card of this day is among the first three after a pause.

    A gap between two cards is a pause if it is three days longer, or more, than the couple's own rhythm: the
    second longest of the six gaps before it. So a weekly couple is not always "just back", and neither is one
    that plays at weekends; one that missed three mornings is.
    """
    ends = [*before(days, day)[-(_GAPS_REMEMBERED + _LIGHT_CARDS_AFTER_PAUSE) :], day]
    gaps = [(later - earlier).days for earlier, later in pairwise(ends)]
    newest = range(max(0, len(gaps) - _LIGHT_CARDS_AFTER_PAUSE), len(gaps))
    return any(gaps[at] > _usual(gaps[:at]) + _MORE_THAN_USUAL for at in newest)


def is_light(space_id: int, day: date, seed: int) -> bool:
    """Say whether a day lies in one of the space's light weeks: by its secret and the calendar alone."""
    chance = draw(seed, "light week", space_id)
    weeks = (day.toordinal() + int(chance("first") * LIGHT_WEEKS * 7)) // 7
    turn, week = divmod(weeks, LIGHT_WEEKS)
    return week == int(chance(str(turn)) * LIGHT_WEEKS)


def depth_limit(past: Past, day: date, seed: int, *, late: bool = False) -> int:
    """Return the deepest level this day may have.

    Deep questions start on day 29 and after seven cards, keep three days between them, and come neither late
    in the day nor in a light week nor among the first three cards after a pause. Of a day's further cards
    only those are deep that follow a deep one.
    """
    if past.day_depth(day):
        return min(past.couple.max_depth, 3 if past.day_depth(day) == 3 and not late else 2)
    deep = (
        not late
        and not is_light(past.couple.space_id, day, seed)
        and (day - past.couple.first_day).days >= _STEADY_FROM
        and past.mixed.count_before(day) >= DEEP_AFTER_CARDS
        and day - past.last_deep >= DEEP_GAP
        and not after_pause(past.days.recent, day)
    )
    return past.couple.max_depth if deep else min(past.couple.max_depth, 2)


def depth_wanted(past: Past, day: date, seed: int) -> int:
    """Return the depth the mix of this stage asks for, before any limit.

    Stage and place in the mix follow the days that had a card, so that a couple on every other day or on one
    day a week begins as gently and meets the whole mix too; the weekly mix begins on day 29 at the soonest.
    All cards of a day have the depth of its first, so that *Another* tells nothing of why that one was light.
    """
    if past.day_depth(day):
        return past.day_depth(day)
    if after_pause(past.days.recent, day) or is_light(past.couple.space_id, day, seed):
        return 1
    return _by_mix(past, past.mixed.count_before(day), day, seed)


def is_among_first(past: Past, day: date) -> bool:
    """Return whether a day's cards are of those chosen by hand for a couple's beginning."""
    return past.mixed.count_before(day) < FIRST_CARDS


def plain_comes_next(past: Past, day: date, seed: int) -> bool:
    """Return whether the card of the next day is to be a plain one, and that of this day is not.

    Deep ones are, and the first open one. Whether both take deep ones plays no part, so that in a light week
    nothing tells of it.
    """
    tomorrow = day + timedelta(days=1)
    is_near = _is_for_plain(past, 1, day, seed) and not is_light(past.couple.space_id, tomorrow, seed)
    return is_near and not _is_for_plain(past, 0, day, seed)


def plain_comes_soon(past: Past, day: date, seed: int) -> bool:
    """Return whether a plain one is to come within six days with a card after this one, which is none.

    Never in a light week of a couple past its beginning: nothing then tells whether both take deep ones.
    """
    couple, number = past.couple, past.mixed.count_before(day)
    if number < FIRST_CARDS:
        return number < FIRST_CARDS - 1 <= number + 6
    is_steady = (day - couple.first_day).days >= _STEADY_FROM - 6 and couple.max_depth == 3
    return is_steady and not is_light(couple.space_id, day, seed)


def _is_for_plain(past: Past, ahead: int, day: date, seed: int) -> bool:
    """Return whether the mix wants a plain card on so many days with a card from now."""
    number = past.mixed.count_before(day) + ahead
    return number == FIRST_CARDS - 1 or _by_mix(past, number, day + timedelta(days=ahead), seed) == 3


def _by_mix(past: Past, number: int, day: date, seed: int) -> int:
    """Return the depth that the mix has for a day on which the main stream has its card of this number."""
    if number < FIRST_CARDS - 1:
        return 1
    if number < FIRST_CARDS or (day - past.couple.first_day).days < _STEADY_FROM:
        return _FIRST_MONTH[(number - FIRST_CARDS + 1) % len(_FIRST_MONTH)]
    offset = int(draw(seed, "mix", past.couple.space_id)("offset") * len(_STEADY))
    return _STEADY[(number + offset) % len(_STEADY)]


def choice_is_due(past: Past, day: date, seed: int) -> bool:
    """Say whether a choice should come now, so that about one of seven cards is one.

    Four to six days without one make it due; it then waits for the next day whose depth has one.
    """
    return _is_due(past, past.choices, day, 4, draw(seed, "choice", past.couple.space_id))


def pack_is_due(past: Past, day: date, seed: int) -> bool:
    """Say whether a card of a chosen pack should come now, so that about one of five is one.

    Three to five days without one make it due; it then waits for a day whose depth and topics it fits.
    """
    return _is_due(past, past.packed, day, 3, draw(seed, "pack", past.couple.space_id))


def intimacy_is_due(past: Past, day: date, seed: int) -> bool:
    """Say whether this day's first card comes from the intimacy pack, if both chose it.

    Not in the first four weeks, not soon after a pause, not as Another. The first comes one to ten weeks
    after both chose it. Then it rests half the time, so that for its staying away there is always a reason
    that is nobody's; else it comes at least seven days and six to eight cards after the one before. A private
    *Not today* on one of its cards makes it rest for three to six weeks from that card.
    """
    if INTIMACY not in past.couple.tags or day == past.days.last:
        return False
    if (day - past.couple.first_day).days < _STEADY_FROM or len(past.mixed) < DEEP_AFTER_CARDS:
        return False
    if after_pause(past.days.recent, day):
        return False
    if day < _intimacy_begins(past.couple, seed) or _is_declined(past, day, seed):
        return False
    if not past.intimate:
        return True
    if intimacy_rests(past.couple.space_id, day, seed):
        return False
    rested = day - past.intimate.last >= INTIMACY_GAP
    return rested and _is_due(past, past.intimate, day, 6, draw(seed, "intimacy", past.couple.space_id))


def intimacy_rests(space_id: int, day: date, seed: int) -> bool:
    """Say whether the intimacy pack rests on a day, by a secret clock like those of the topics.

    In every `INTIMACY_TURN` it rests once, for three to fourteen weeks, at a time that chance chose: seed and
    date decide, never a card, a choice or a *Not today*.
    """
    chance, (least, most) = draw(seed, "intimacy rests", space_id), INTIMACY_RESTS
    turn, place = divmod(day.toordinal() + int(chance("phase") * INTIMACY_TURN), INTIMACY_TURN)
    lasts = least + int(chance(f"lasts {turn}") * (most - least + 1))
    begins = int(chance(f"begins {turn}") * (INTIMACY_TURN - lasts + 1))
    return begins <= place < begins + lasts


def intimacy_depth(past: Past) -> int:
    """Return the next intimacy card's depth: eight light, twelve light and open in turn, then the mix."""
    at = len(past.intimate)
    if at < len(_INTIMACY_LADDER):
        return _INTIMACY_LADDER[at]
    return _STEADY[(at - len(_INTIMACY_LADDER)) % len(_STEADY)]


def _intimacy_begins(couple: Couple, seed: int) -> date:
    """Return the first day for a card of the intimacy pack: drawn anew only if it is chosen anew."""
    since, (least, most) = couple.intimate_since or couple.first_day, INTIMACY_BEGINS
    chance = draw(seed, "intimacy begins", couple.space_id)(since.isoformat())
    return since + timedelta(days=least + int(chance * (most - least + 1)))


def _is_declined(past: Past, day: date, seed: int) -> bool:
    """Say whether the intimacy pack rests because of a *Not today*, for a span that the card drew."""
    if past.not_today is None:
        return False
    least, most = INTIMACY_DECLINED
    chance = draw(seed, "intimacy declined", past.couple.space_id)(past.not_today.isoformat())
    return (day - past.not_today).days < least + int(chance * (most - least + 1))


def _usual(gaps: Sequence[int]) -> int:
    """Return the rhythm that earlier gaps show: the second longest of the last six, so one pause is none."""
    longest = sorted(gaps[-_GAPS_REMEMBERED:])[-2:]
    return longest[0] if longest else 1


def _is_due(past: Past, days: Days, day: date, patience: int, chance: Callable[[str], float]) -> bool:
    """Say whether enough cards came since the last of these days: `patience` and up to two more."""
    return past.cards_between(days.last, day) >= patience + int(chance(str(len(days))) * 3)
