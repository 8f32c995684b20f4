"""What the settings are made of: pages, each added by the feature that obeys what is set there.

`SETTINGS` takes a `Setting`, whose page makes itself, a `Page` with words of its own, or a `Way` to somewhere
else. The settings lay them out, write what is chosen and plan the space anew; they know none of them. Pure.
"""

import re
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from markupsafe import Markup

from bot.features.settings.context import PageContext
from bot.message import Button, Message, Rows
from bot.points import Point
from bot.spaces.model import Partner, Space
from bot.spaces.preference import TIME, YES_OR_NO, Choice, Mine, Ours
from bot.typed import Around
from bot.words import N_, _

PICKS = ("08:00", "10:00", "12:00", "18:00", "20:00", "22:00")
"""Times that a setting offers where it names none."""


DEEPENS_AFTER = (timedelta(days=3), timedelta(days=14))
"""What one of them wishes deeper starts after a chance span between these, so that its first question does
not tell the other whose wish had kept it away, or that it changed."""


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
class ChoiceContext:
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


Decide = Callable[[ChoiceContext, str], Change]
"""Says what a value changes; raises `Refused` or `Forged`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the settings, and what its buttons choose.

    Buttons name it by `name`, and may add what it is to show (`build` gets that, and returns None for what it
    has not; `first` is shown first). Its own button, `label` (a gettext source), and its `line` stand on the
    page `under`. `choices` says what the values of a key change; of the `typed` ones a time may be typed, of
    that part of the day. Names and keys stand in buttons, so they stay for good.
    """

    name: str
    build: Callable[[PageContext, str], Message | None]
    first: str = ""
    under: str = ""
    label: str = ""
    line: Callable[[PageContext], Markup] | None = None
    choices: Mapping[str, Decide] = field(default_factory=dict)
    typed: Mapping[str, Around] = field(default_factory=dict)

    def button(self, context: PageContext) -> Button:
        """Return the button that turns to it."""
        return context.go(_(self.label), self.name + self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A button on the page `under` that leads elsewhere, or sets at once; `alone` in its row."""

    under: str
    button: Callable[[PageContext], Button]
    line: Callable[[PageContext], Markup] | None = None
    alone: bool = False
    choices: Mapping[str, Decide] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting whose page makes itself: on or off, a time, or one of a few `options`, by their values.

    It is one of the couple, or one's own, as its preference is, and called by the label of that. `about` and
    the options are gettext sources, and `picks` the times that are offered.
    """

    of: Ours[Any] | Mine[Any]
    under: str
    about: str
    options: Mapping[str, str] = field(default_factory=dict)
    picks: tuple[str, ...] = PICKS
    around: Around = "day"

    def page(self) -> Page:
        """Return its page."""
        is_time = self.of.kind is TIME
        return Page(
            name=self.of.key,
            build=lambda context, rest: None if rest else self._card(context),
            under=self.under,
            label=self.of.label,
            choices={self.of.key: self._decide},
            typed={self.of.key: self.around} if is_time else {},
        )

    def _card(self, context: PageContext) -> Message:
        value = context.space[self.of] if isinstance(self.of, Ours) else context.me[self.of]
        text = Markup("<b>%s</b>\n%s") % (_(self.of.label), _(self.about))
        return Message(text, rows=(*self._rows(context, value), (context.back(self.under),)))

    def _rows(self, context: PageContext, value: Any) -> Rows:
        key = self.of.key
        if self.of.kind is TIME:
            times = context.times(key, value, self.picks)
            none = (context.set(_("Off"), key, "off", now=value is None),)
            return (none, *times) if self.of.default is None else times
        if self.of.kind is YES_OR_NO:
            on, off = (
                context.set(_("On"), key, "on", now=value),
                context.set(_("Off"), key, "off", now=not value),
            )
            return ((on, off),)
        return tuple((context.set(_(it), key, name, now=name == value),) for name, it in self.options.items())

    def _decide(self, _context: ChoiceContext, value: str) -> Change:
        chosen = self.of.to(self._read(value))
        page = self.of.key
        return Change(page, ours=(chosen,)) if isinstance(self.of, Ours) else Change(page, mine=(chosen,))

    def _read(self, value: str) -> Any:
        if self.of.kind is YES_OR_NO:
            return one_of(value, ("on", "off")) == "on"
        if self.of.kind is not TIME:
            return one_of(value, self.options)
        return None if value == "off" and self.of.default is None else time_of(value)


SETTINGS = Point[Page | Way | Setting]("pages of the settings")

_TYPED_BEFORE = ("qtime", "ktime", "qfrom", "quntil", "reminder")
"""What prompts of an older version ask for, by their numbers; such a prompt lives for ten minutes."""
_AROUND_BEFORE: tuple[Around, ...] = ("day", "day", "evening", "morning", "evening")
_PARTS: tuple[Around, ...] = ("day", "morning", "evening")


class Pages:
    """All pages, as features added them."""

    def __init__(self, added: Iterable[Page | Way | Setting]) -> None:
        """Take them in the order in which their buttons stand.

        Raises:
            ValueError: two pages have one name, or two choices one key.
        """
        self._all = [it.page() if isinstance(it, Setting) else it for it in added]
        names = [it.name for it in self._all if isinstance(it, Page)]
        keys = [key for it in self._all for key in it.choices]
        if len({*names}) < len(names) or len({*keys}) < len(keys):
            raise ValueError("a page or a choice of the settings is there twice")
        self._named = {it.name: it for it in self._all if isinstance(it, Page)}
        self._choices = {key: decide for it in self._all for key, decide in it.choices.items()}
        self._typed = {key: part for it in self._named.values() for key, part in it.typed.items()}

    def card(self, context: PageContext, name: str) -> Message | None:
        """Return the page that a button names, or None if there is none."""
        known = re.match(r"[a-z]+", name)
        page = self._named.get(name) or (self._named.get(known[0]) if known else None)
        return None if page is None else page.build(context, name.removeprefix(page.name))

    def decide(self, context: ChoiceContext, key: str, value: str) -> Change:
        """Return what a choice changes.

        Raises:
            Refused: it cannot be made now.
            Forged: no button of ours says this.
        """
        decide = self._choices.get(key)
        if decide is None:
            raise Forged
        return decide(context, value)

    def around(self, key: str) -> Around | None:
        """Return the part of the day of a time that may be typed; None for what may not be."""
        return self._typed.get(key)

    def prompts(self) -> Collection[int]:
        """Return the numbers of all prompts that ask for a time."""
        return [number_of(key, part) for key, part in self._typed.items()]

    def asked_for(self, number: int) -> str | None:
        """Return what the prompt of this number asks for; None if nobody does any more."""
        if number < len(_TYPED_BEFORE):
            return _TYPED_BEFORE[number]
        return next((key for key, part in self._typed.items() if number_of(key, part) == number), None)

    def lines(self, context: PageContext, under: str) -> list[Markup]:
        """Return the lines that stand on a page for those below it."""
        return [it.line(context) for it in self._all if it.under == under and it.line is not None]

    def rows(self, context: PageContext, under: str) -> Rows:
        """Return the buttons that lead from a page to those below it, two in a row."""
        ways = [it for it in self._all if it.under == under]
        beside = [it.button(context) for it in ways if isinstance(it, Page) or not it.alone]
        alone = [(it.button(context),) for it in ways if isinstance(it, Way) and it.alone]
        return (*(tuple(beside[at : at + 2]) for at in range(0, len(beside), 2)), *alone)


def number_of(key: str, around: Around) -> int:
    """Return the number of the prompt that asks for a time; it tells the part of the day, too."""
    return zlib.crc32(key.encode()) & ~3 | _PARTS.index(around)


def around_in(number: int) -> Around:
    """Return the part of the day of what a prompt of this number asks for."""
    return _PARTS[number & 3] if number >= len(_TYPED_BEFORE) else _AROUND_BEFORE[number]


def time_of(value: str) -> time:
    """Return the time that a button names ("0930"); raises `Forged` for what is none."""
    if not re.fullmatch(r"\d{4}", value) or int(value[:2]) > 23 or int(value[2:]) > 59:
        raise Forged
    return time(int(value[:2]), int(value[2:]))


def one_of(value: str, allowed: Collection[str]) -> str:
    """Return the value if it is allowed; raises `Forged` otherwise."""
    if value not in allowed:
        raise Forged
    return value


def weekday(days: str, value: str) -> str:
    """Return a set of weekdays with one of them set or cleared, as "3x" or "3." says; raises `Forged`."""
    if not re.fullmatch(r"[0-6][x.]", value):
        raise Forged
    at = int(value[0])
    return days[:at] + value[1] + days[at + 1 :]


def some(days: str) -> str:
    """Return a set of weekdays; raises `Refused` where none is left in it."""
    if "x" not in days:
        raise Refused(N_("One day stays. You can also turn it off."))
    return days


def unshown(text: Markup) -> Markup:
    """Return the text of a page that does not show what was chosen: a no stands where anybody may look."""
    why = Markup(
        _(
            "I don't show here what you chose, so nobody reads it over your shoulder. "
            "Everything of mine, in /export, has it."
        )
    )
    return Markup("\n").join([text, why])
