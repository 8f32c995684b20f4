"""What a page of the settings is built from, and the buttons that it is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot import dates
from bot.features.settings.actions import Choose, Turn, Type
from bot.message import Button, Rows
from bot.spaces.model import Partner, Space
from bot.words import _


@dataclass(frozen=True)
class PageContext:
    """What a page may show: the space, whose door it is, the instant, the bank's topics and packs."""

    space: Space
    me: Partner
    now: datetime
    topics: Mapping[str, str]
    packs: Mapping[str, str]

    @property
    def today(self) -> date:
        """The space's date."""
        return self.space.day(self.now)

    @property
    def other(self) -> Partner:
        """The other of the two."""
        return self.space.other(self.me.person_id)

    def go(self, label: str, page: str) -> Button:
        """Return a button that turns to a page."""
        return Button(label, Turn(self.space.id, page))

    def set(self, label: str, key: str, value: str, *, now: bool = False) -> Button:
        """Return a button that chooses; `now` marks what is set already."""
        return Button(f"{label} ✓" if now else label, Choose(self.space.id, f"{key}={value}"))

    def type(self, label: str, key: str) -> Button:
        """Return a button that asks for a typed time."""
        return Button(label, Type(self.space.id, key))

    def times(self, key: str, current: time | None, picks: Sequence[str]) -> Rows:
        """Return quick picks of a time, three in a row, and the way to type another beside the one typed."""
        buttons = [
            self.set(pick, key, pick.replace(":", ""), now=current is not None and current == _time(pick))
            for pick in picks
        ]
        typed = self.type(_("Another time"), key)
        if current is None or any(current == _time(pick) for pick in picks):
            return (*_in_rows(buttons, 3), (typed,))
        own = self.set(dates.say_time(current), key, f"{current:%H%M}", now=True)
        return (*_in_rows(buttons, 3), (own, typed))

    def weekdays(self, key: str, days: str) -> Rows:
        """Return the seven days, each naming what a tap makes of it."""
        buttons = [
            self.set(dates.weekday(at), key, f"{at}{'.' if letter == 'x' else 'x'}", now=letter == "x")
            for at, letter in enumerate(days)
        ]
        return tuple(_in_rows(buttons, 3))

    def back(self, page: str) -> Button:
        """Return the way back to a page."""
        return self.go(_("Back"), page)


def _time(pick: str) -> time:
    hour, minute = pick.split(":")
    return time(int(hour), int(minute))


def _in_rows(buttons: Sequence[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + width]) for at in range(0, len(buttons), width)]
