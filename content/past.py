"""What a couple's cards come to: the sums of a history that the rules of picking ask for."""

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from content.bank import INTIMACY, Bank, Question
from content.chance import draw
from content.numbering import CHOICE, DEEP, INTIMATE, MIXED, PACKED, Numbered, Traits, numbered
from content.sums import DECLINED_FOR, NEVER, Sums, counted, day_of, number_of

SOONEST, LATEST = 60, 180
"""Days after which a question that never opened may be asked again, by chance."""
RECENT = 10
"""As many of the last days with a card, and of those with one of the main stream, are known one by one."""
LATEST_CARDS = 6
"""As many cards of the main stream are looked back upon for the mix; no more than `RECENT`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A card the couple had: `joint` if both answered it or they talked about it.

    `not_today` says that either of them tapped *Not today* on it, which nobody is told; for the intimacy pack
    alone it counts.
    """

    item_id: str
    day: date
    joint: bool = False
    not_today: bool = False


@dataclass(frozen=True, slots=True)
class Couple:
    """A space as the picker sees it; depth, mutes and tags of both partners combined, stricter wins."""

    space_id: int
    first_day: date
    max_depth: int = 3
    muted: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    """What both chose: names of packs, and what else an item may assume."""
    forms_left_out: frozenset[str] = frozenset()
    """The forms that either left out."""
    intimate_since: date | None = None
    """The day since which both have chosen the intimacy pack; None stands for the first."""


class Days:
    """Days that had a card of one kind: how many, and which they were of late, ascending, each once."""

    __slots__ = ("earlier", "recent")

    def __init__(self) -> None:
        self.earlier = 0
        """How many there were before the recent ones."""
        self.recent: list[date] = []

    def __len__(self) -> int:
        return self.earlier + len(self.recent)

    @property
    def last(self) -> date:
        """The last one; the first of all days if there is none, or none of late."""
        return self.recent[-1] if self.recent else date.min

    def note(self, day: date) -> None:
        """Take in a day that is not before the last one."""
        if not self.recent or self.recent[-1] != day:
            self.recent.append(day)

    def count_before(self, day: date) -> int:
        """Return how many lie before a day, which is not before the recent ones."""
        return self.earlier + bisect_left(self.recent, day)


class Past:
    """The cards a couple had so far, summed up; it grows card by card, in the order of their days.

    It begins with a history, or with the sums of the older cards (`content.sums`) and a history of those that
    came after: the same picks come of both. Cards of the intimacy pack are a stream of their own: they count
    among `days` and `intimate`, and nowhere else. A card whose item is no longer in the bank counts as a day
    with a card, and as nothing more.
    """

    def __init__(
        self, bank: Bank, couple: Couple, history: Iterable[Asked] = (), sums: Sums | None = None
    ) -> None:
        self.couple = couple
        self._bank = bank
        self._by: Numbered = numbered(bank, None if sums is None else sums.numbering)
        empty = array("H", bytes(2 * len(self._by.kinds)))
        self._last, self._free = empty, empty[:]
        self._days, self._items = array("H"), array("H")
        self._declined: list[tuple[int, int]] = []
        self.days, self.mixed, self.choices, self.packed, self.intimate = (Days() for _ in range(5))
        """The days that had a card of any stream, one of the main stream, and among those a choice or a card
        of a pack; and the days that had a card of the intimacy pack."""
        self.last_deep = date.min
        """The day of the main stream's last deep card; the first of all days if there was none of late."""
        self.latest: deque[Traits] = deque(maxlen=LATEST_CARDS)
        """What the mix asks of the main stream's last cards, as they came."""
        self._day_depth = (date.min, 0)
        self._topics: dict[str, date] = {}
        cards = sorted(history, key=lambda it: it.day)
        if sums is not None:
            cards = self._begin(sums, cards)
        for asked in cards:
            self.add(asked)

    def add(self, asked: Asked) -> None:
        """Take in one more card, not of an earlier day than the last one."""
        by = self._by
        day, number = number_of(asked.day), by.numbers.get(asked.item_id, by.none)
        self._days.append(day)
        self._items.append(number)
        self._enter(asked, day, number)
        self._note(asked.day, number)

    def sums(self) -> Sums:
        """Return all of it as sums of its numbering, whatever the bank.

        Raises:
            ValueError: the numbering lacks an item that came.
        """
        size = len(self._by.numbering.ids)
        if any(number >= size for number in self._items):
            raise ValueError("the numbering lacks an item")
        since = (self._days[-1] if self._days else 0) - DECLINED_FOR
        declined = tuple(it for it in self._declined if it[0] > since)
        counts = tuple(map(len, self._counted))
        return Sums(
            self._by.numbering,
            self._last[:size],
            self._free[:size],
            self._days,
            self._items,
            declined,
            counts,
            self._by.digest,
        )

    @property
    def not_today(self) -> date | None:
        """The day of the last intimate card to which either said *Not today*; None if that is long ago."""
        kinds = self._by.kinds
        days = [day for day, number in self._declined if kinds[number] == INTIMATE]
        return day_of(max(days)) if days else None

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """All topics of the bank, sorted; the intimacy pack's is none of them."""
        return tuple(sorted(self._bank.topics.keys() - {INTIMACY}))

    @property
    def packs(self) -> list[str]:
        """The packs of the bank that both chose, intimacy among them."""
        return sorted({pack for pack, _ in self._by.shelves if pack in self.couple.tags})

    def day_depth(self, day: date) -> int:
        """Return the depth of the main stream's first card of a day; 0 before it. No later day was added."""
        return self._day_depth[1] if self._day_depth[0] == day else 0

    def is_joint(self, item_id: str) -> bool:
        """Return whether both answered an item of the bank, or talked about it."""
        return self._free[self._by.numbers[item_id]] == NEVER

    def last_asked(self, item_id: str) -> date | None:
        """Return when an item of the bank came last."""
        day = self._last[self._by.numbers[item_id]]
        return day_of(day) if day else None

    def last_of_topic(self, topic: str) -> date | None:
        """Return when a topic came last in the main stream."""
        last = self._topics.get(topic)
        if last is None:
            take = self._by.topics.get(topic)
            last = self._topics[topic] = date.min if take is None else _latest(take(self._last))
        return None if last == date.min else last

    def last_of_form(self, form: str) -> date:
        """Return when a form came last in the main stream; the first of all days if it never did."""
        take = self._by.forms.get(form)
        return date.min if take is None else _latest(take(self._last))

    def last_of_pack(self, pack: str) -> date:
        """Return when a pack of the main stream came last; the first of all days if it never did."""
        take = self._by.packs.get(pack)
        return date.min if take is None else _latest(take(self._last))

    def fresh(
        self, day: date, pack: str, depth: int, topics: Collection[str], forms: Collection[str]
    ) -> dict[str, list[Question]]:
        """Return by topic what is new to them or new again on a day, of what they may be asked at all.

        Of one pack ("" for what is for everybody), one depth, these topics and forms; what was never asked
        comes before what is new again, and that by the day since which it is.
        """
        shelves = self._by.shelves.get((pack, depth))
        muted, tags = self.couple.muted, self.couple.tags
        fresh: dict[str, list[Question]] = {}
        if shelves is None or (pack and pack not in tags):
            return fresh
        today, free = number_of(day), self._free
        for topic in topics:
            if topic in muted or topic not in shelves:
                continue
            shelf = shelves[topic]
            since = shelf.take(free)
            if min(since) > today:
                continue
            new, again = [], []
            for begins, question in zip(since, shelf.questions, strict=False):
                if begins > today or question.form not in forms or not question.tags <= tags:
                    continue
                if begins:
                    again.append((begins, question.id, question))
                else:
                    new.append(question)
            if again:
                new += [question for _, _, question in sorted(again, key=lambda it: it[:2])]
            if new:
                fresh[topic] = new
        return fresh

    def oldest(
        self,
        day: date,
        before: date,
        topics: Collection[str],
        forms: Collection[str],
        limit: int,
        *,
        joint: bool = False,
    ) -> Question | None:
        """Return what they may be asked at all on a day, of what was asked before another: the longest ago.

        Of these topics and forms and no deeper than this limit; where it is to be `joint`, of what both
        answered alone.
        """
        last, free, numbers, tags = self._last, self._free, self._by.numbers, self.couple.tags
        found, oldest = None, (number_of(before), "")
        for (pack, depth), shelves in self._by.shelves.items():
            if depth > limit or (pack and pack not in tags):
                continue
            for topic in topics:
                if topic in self.couple.muted or topic not in shelves:
                    continue
                shelf = shelves[topic]
                for came, question in zip(shelf.take(last), shelf.questions, strict=False):
                    if (
                        0 < came <= oldest[0]
                        and (came, question.id) < oldest
                        and question.form in forms
                        and question.tags <= tags
                        and question.in_season(day)
                        and (not joint or free[numbers[question.id]] == NEVER)
                    ):
                        found, oldest = question, (came, question.id)
        return found

    def cards_between(self, earlier: date, later: date) -> int:
        """Return on how many days strictly between the two the main stream had a card, of late."""
        recent = self.mixed.recent
        return max(0, bisect_left(recent, later) - bisect_right(recent, earlier))

    def _begin(self, sums: Sums, cards: list[Asked]) -> list[Asked]:
        """Go on from sums; return which of these cards, in the order of their days, are to be added."""
        more = array("H", bytes(2 * (len(self._by.kinds) - len(sums.last))))
        self._last, self._free = sums.last + more, sums.free + more
        self._days, self._items = sums.days[:], sums.items[:]
        self._declined = [*sums.declined]
        counts: Sequence[int] = sums.counts
        among = bisect_right(cards, sums.through, key=lambda it: it.day)
        if among:
            self._put_among(cards[:among])
        if among or sums.digest != self._by.digest:
            counts = counted(self._days, self._items, self._by.kinds)
        for day, number in self._latest_cards():
            self._note(day_of(day), number)
        for days, count in zip(self._counted, counts, strict=True):
            days.earlier = count - len(days.recent)
        return cards[among:]

    def _put_among(self, cards: Sequence[Asked]) -> None:
        """Enter cards of days that the sums have already."""
        for asked in cards:
            day, number = number_of(asked.day), self._by.numbers.get(asked.item_id, self._by.none)
            place = bisect_right(self._days, day)
            self._days.insert(place, day)
            self._items.insert(place, number)
            self._enter(asked, day, number)

    def _latest_cards(self) -> list[tuple[int, int]]:
        """Return the cards of as many days as `RECENT` says, in their order."""
        days, items, kinds = self._days, self._items, self._by.kinds
        had, mixed, at = 0, 0, len(days)
        is_mixed = False
        while at:
            begins_day = at == len(days) or days[at] != days[at - 1]
            if begins_day:
                if had >= RECENT and mixed >= RECENT:
                    break
                had, is_mixed = had + 1, False
            at -= 1
            if not is_mixed and kinds[items[at]] & MIXED:
                mixed, is_mixed = mixed + 1, True
        return list(zip(days[at:], items[at:], strict=True))

    def _enter(self, asked: Asked, day: int, number: int) -> None:
        """Take in what is kept of an item: of several cards of one the latest day, and the longest rest."""
        if day > self._last[number]:
            self._last[number] = day
        rests = NEVER if asked.joint else self._fresh_again(asked, day)
        if rests > self._free[number]:
            self._free[number] = rests
        if asked.not_today:
            self._declined.append((day, number))

    def _note(self, day: date, number: int) -> None:
        """Take in what a card is by the bank; no day is before the last one."""
        kind = self._by.kinds[number]
        self.days.note(day)
        if kind == INTIMATE:
            self.intimate.note(day)
            return
        self.mixed.note(day)
        self.latest.append(self._by.traits[number])
        if not self._by.depths[number]:  # of an item that is in the bank no longer
            return
        if self._day_depth[0] != day:
            self._day_depth = (day, self._by.depths[number])
        self._topics[self._by.topic_of[number]] = day
        if kind & DEEP:
            self.last_deep = day
        if kind & CHOICE:
            self.choices.note(day)
        if kind & PACKED:
            self.packed.note(day)

    @property
    def _counted(self) -> tuple[Days, ...]:
        return self.mixed, self.choices, self.packed, self.intimate

    @cached_property
    def _again(self) -> Callable[[str], float]:
        return draw(0, "again", self.couple.space_id)

    def _fresh_again(self, asked: Asked, day: int) -> int:
        """Return from when a card's item is as good as new, if not both answered it (else it never is).

        Whether either had answered plays no part, so that its coming back tells nothing of it.
        """
        chance = self._again(f"{asked.item_id} {asked.day}")
        return day + SOONEST + int(chance * (LATEST - SOONEST + 1))


def before(days: Sequence[date], day: date) -> Sequence[date]:
    """Return those of the ascending days that lie before this one."""
    return days[: bisect_left(days, day)]


def _latest(days: Sequence[int]) -> date:
    day = max(days)
    return day_of(day) if day else date.min
