"""Which topics and forms rest on a day: each by a secret clock of its own, whatever anybody leaves out.

So that one which never comes has an everyday look-alike: on average 16½ of 28 topics rest, and eight of
fifteen forms, each for five to fourteen weeks. Pure: a space's secret and the date decide, never its cards
nor anybody's choices.

The clocks know nothing of each other. Were the number of resting topics fixed, who counts the topics of
some weeks would see that one is missing; so whatever the others do tells nothing about this one.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from content.chance import draw
from content.forms import RESTING

PERIOD = 119
"""Days in which each topic and form has one spell awake: 17 weeks, so that a year brings each in turn."""
MOST_LEFT_OUT = 9
"""As many topics as one partner may leave out."""
MOST_FORMS_LEFT_OUT = 5
"""As many forms as one partner may leave out: a third of those that can be."""
FEWEST = 4
"""A couple that leaves out much still has this many topics at a time: the next to wake come sooner."""
REACH = MOST_LEFT_OUT + FEWEST
"""How far into the secret order a couple can come that runs dry, or of which one partner leaves out much.

Leaving out the nine that come first brings the next four and no more. What lies beyond rests whatever one
partner leaves out, so it cannot be asked for. A bank with no more topics than this lets none rest.
"""

_AWAKE = (40, 58)  # days, least and most
_FORMS_AWAKE = (46, 64)
_LATEST = 20  # days into its period at which a topic wakes


class Resting:
    """The secret clocks of one space's topics, or of its forms."""

    def __init__(
        self,
        seed: int,
        space_id: int,
        topics: Sequence[str],
        *,
        of: str = "rest",
        few: int = REACH,
        awake: tuple[int, int] = _AWAKE,
    ) -> None:
        """Take what goes by the clocks, and how many days in a row it is awake, least and most.

        Where there are only a `few` of it, none rests. `of` names what it is: clocks of another name have
        nothing to do with these.
        """
        self._topics, self._few, self._awake = topics, few, awake
        self._chance = draw(seed, of, space_id)
        self._phases = {topic: int(self._chance(topic) * PERIOD) for topic in topics}
        self._drawn: dict[str, float] = {}
        self._latest: tuple[date, list[str]] | None = None

    def is_awake(self, topic: str, day: date) -> bool:
        """Return whether a topic is awake: most of the time its place in the period tells, without a draw."""
        if self._never_rests(topic):
            return True
        number, place = self._place(topic, day)
        least, most = self._awake
        if place < _LATEST:
            return self._wakes(topic, number) <= place
        if place < least or place >= _LATEST + most:
            return place < least
        return place < self._sleeps(topic, number)

    def wait(self, topic: str, day: date) -> int:
        """Return in how many days a topic wakes; 0 while it is awake."""
        if self.is_awake(topic, day):
            return 0
        number, place = self._place(topic, day)
        if place < _LATEST:
            return self._wakes(topic, number) - place
        return PERIOD - place + self._wakes(topic, number + 1)

    def order(self, day: date) -> list[str]:
        """Return all topics in the secret order of a day: those awake first, then the next to wake."""
        if self._latest is None or self._latest[0] != day:
            order = sorted(self._topics, key=lambda it: (self.wait(it, day), self._phases[it], it))
            self._latest = day, order
        return self._latest[1]

    def awake_days(self, topic: str, since: date, until: date) -> int:
        """Return on how many days after `since`, up to and with `until`, a topic was awake."""
        first, last = since.toordinal() + 1, until.toordinal() + 1
        if self._never_rests(topic):
            return last - first
        phase, days = self._phases[topic], 0
        for number in range((first + phase) // PERIOD, (last + phase) // PERIOD + 1):
            begins = number * PERIOD - phase
            wakes, sleeps = begins + self._wakes(topic, number), begins + self._sleeps(topic, number)
            days += max(0, min(sleeps, last) - max(wakes, first))
        return days

    def _never_rests(self, topic: str) -> bool:
        return len(self._topics) <= self._few or topic not in self._phases

    def _place(self, topic: str, day: date) -> tuple[int, int]:
        """Return in which of a topic's periods a day lies, and at which of its days, from 0."""
        return divmod(day.toordinal() + self._phases[topic], PERIOD)

    def _wakes(self, topic: str, number: int) -> int:
        """Return the day of one of its periods, from 0, on which a topic wakes."""
        return int(self._draw(f"{topic} wakes {number}") * (_LATEST + 1))

    def _sleeps(self, topic: str, number: int) -> int:
        """Return the day of one of its periods, from 0, on which a topic goes to rest."""
        least, most = self._awake
        lasts = least + int(self._draw(f"{topic} lasts {number}") * (most - least + 1))
        return self._wakes(topic, number) + lasts

    def _draw(self, name: str) -> float:
        found = self._drawn.get(name)
        if found is None:
            found = self._drawn[name] = self._chance(name)
        return found


@lru_cache(maxsize=256)
def resting_forms(seed: int, space_id: int) -> Resting:
    """Return the clocks of a space's forms, of those that rest at all, kept for the next pick."""
    return Resting(seed, space_id, RESTING, of="rest of forms", few=0, awake=_FORMS_AWAKE)


@lru_cache(maxsize=256)
def resting(seed: int, space_id: int, topics: tuple[str, ...]) -> Resting:
    """Return the clocks of a space, kept for the next pick: they are the same at every time of asking."""
    return Resting(seed, space_id, topics)
