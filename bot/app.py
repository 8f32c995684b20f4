"""The composition root: the only place that knows all features. Builds the bot, starts it, stops it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

from bot import keyboards, registry, words
from bot.clock import Clock
from bot.composers import Composers
from bot.config import Settings
from bot.db.engine import Database
from bot.expiry import by_name
from bot.feature import COMMANDS, Feature
from bot.features.asides import FEATURE as ASIDES
from bot.features.checkin import FEATURE as CHECKIN
from bot.features.clocks import FEATURE as CLOCKS
from bot.features.export import FEATURE as EXPORT
from bot.features.kindness import FEATURE as KINDNESS
from bot.features.pairing import FEATURE as PAIRING
from bot.features.pause import FEATURE as PAUSE
from bot.features.privacy import FEATURE as PRIVACY
from bot.features.question import FEATURE as QUESTION
from bot.features.settings import FEATURE as SETTINGS
from bot.features.stop import FEATURE as STOP
from bot.features.support import FEATURE as SUPPORT
from bot.features.thanks import FEATURE as THANKS
from bot.features.today import FEATURE as TODAY
from bot.looking import Looking
from bot.points import Points
from bot.sealed.leftover import left_behind
from bot.services import Services
from bot.spaces import chance
from bot.spaces import store as spaces
from bot.spaces.model import SpaceState
from bot.telegram.clockguard import ClockGuard
from bot.telegram.inbound.fetching import Fetching
from bot.telegram.inbound.handling import ended
from bot.telegram.inbound.polling import Polling
from bot.telegram.inbound.processed import ProcessedUpdates
from bot.telegram.inbound.router import Router
from bot.telegram.outbound import mending
from bot.telegram.outbound.pacing import Pacing, Priority
from bot.telegram.outbound.sender import Sender
from bot.telegram.outbound.transport import DatedRequest
from bot.telegram.patience import NotTelegram, Patience, Sleep, passes
from bot.telegram.said import offering
from bot.telegram.taps import Aliases
from bot.telegram.waker import Waker
from bot.upkeep import DAILY, HOURLY, Upkeep, Upkeeps
from bot.words import ENGLISH, N_, _
from content.bank import Bank
from schedules.delivery import MOST_AT_ONCE
from schedules.heard import Heard
from schedules.tick import After, Tick
from schedules.timers import Timer

log = logging.getLogger(__name__)

FEATURES: tuple[Feature, ...] = (
    PAIRING,
    QUESTION,
    KINDNESS,
    THANKS,
    CHECKIN,
    ASIDES,
    TODAY,
    SETTINGS,
    CLOCKS,
    PAUSE,
    PRIVACY,
    EXPORT,
    STOP,
    SUPPORT,
)

EDGE = offering.edge(FEATURES)
"""What the edge says by the clock: what it asked at a door that took nothing then."""
registry.check((*FEATURES, EDGE))


def points_of(features: Iterable[Feature]) -> Points:
    """Return what features add to the parts of the bot that ask for it.

    With it comes what erases the answers of a feature that was taken out of this list.
    """
    added = [
        (feature.name, it)
        for feature in features
        for it in (*feature.adds, *(COMMANDS(command) for command in feature.commands))
    ]
    return Points([*added, ("sealed", left_behind(it for _name, it in added))])


POINTS = points_of((*FEATURES, EDGE))
"""What all of them add."""

DESCRIPTION = N_(
    "One good question a day for the two of you, and a small kindness each.\n\n"
    "I live in a group of just you two. What you answer privately stays sealed until you've both answered."
)
SHORT_DESCRIPTION = N_("One good question a day for the two of you, and a small kindness each.")

_PATIENCE = 60.0

# Outbox messages on their way side by side: as many as go out in half a second, while Telegram answers. More
# would keep people's replies waiting.
_FEWEST = 8

# Everything the bot listens to; naming it replaces whatever an earlier run asked for.
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


@dataclass
class Conflicts:
    """Tells a second bot with this token from the short overlap of a restart; times in seconds.

    PTB asks again within 30 seconds of a conflict, so a minute without one means that it was over.
    """

    _since: float = 0.0
    _newest: float = float("-inf")

    def last_too_long(self, now: float) -> bool:
        """Note one more conflict; return whether they have gone on for more than a minute."""
        if now - self._newest > _PATIENCE:
            self._since = now
        self._newest = now
        return now - self._since > _PATIENCE


class TwoBots(Exception):
    """Another process has been using the same token for a minute."""


@dataclass
class Parts:
    """What the bot is built from. `request` and `updates_request` carry its calls to Telegram.

    `sleep` waits for seconds while a start waits for Telegram. `bank` is English, and `banks` hold the same
    items in other languages, by their names.
    """

    settings: Settings
    token: str
    clock: Clock
    db: Database
    bank: Bank
    request: DatedRequest
    updates_request: DatedRequest
    pacing: Pacing = field(default_factory=Pacing)
    sleep: Sleep = asyncio.sleep
    banks: Mapping[str, Bank] = field(default_factory=dict)


class Kindling:
    """The running bot: `start`, `stop`, and `idle` to wait until everything it began has ended."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.application: Application[ExtBot[Priority], Any, Any, Any, Any, Any] = (
            ApplicationBuilder()
            .token(parts.token)
            .base_url(f"{parts.settings.telegram_api_base}/bot")
            .base_file_url(f"{parts.settings.telegram_api_base}/file/bot")
            .request(parts.request)
            .get_updates_request(parts.updates_request)
            .rate_limiter(parts.pacing)
            .updater(None)
            .build()
        )
        self._clock = ClockGuard(parts.clock, self._wake)
        if not parts.settings.clock_offset:  # moved on purpose, it is not judged
            parts.request.on_date = parts.updates_request.on_date = self._clock.hear
        ask = Fetching(parts.updates_request, self.application.bot.base_url, UPDATES)
        self.processed = ProcessedUpdates(parts.db, self._clock)
        self.heard = Heard(self._clock, self._wake)
        self.polling = Polling(ask, self.processed, self._clock, self._polling_failed, self.heard)
        self._conflicts = Conflicts()
        self._patience = Patience(parts.settings.telegram_api_base, parts.sleep)
        self._introducing: asyncio.Task[None] | None = None
        self.fatal: Exception | None = None
        self.on_fatal: Callable[[], None] = lambda: None

    async def start(self) -> None:
        """Connect, recover what a former run left, and begin to listen and to ring.

        While Telegram is out of reach, or asks to wait, it waits and tries again, for as long as that takes.

        Raises:
            telegram.error.InvalidToken: Telegram does not know the token.
            NotTelegram: something else answers where Telegram should.
        """
        parts, application = self.parts, self.application
        await self._patience.until_answered(application.initialize)
        bot = application.bot
        if not bot.username:
            raise NotTelegram(parts.settings.telegram_api_base)
        async with parts.db.read() as tx:
            aliases = Aliases(await chance.secret(tx))
        self.services = Services(
            db=parts.db,
            clock=self._clock,
            banks={ENGLISH: parts.bank, **parts.banks},
            settings=parts.settings,
            sender=Sender(bot, aliases, pays=parts.settings.paid_broadcast),
            aliases=aliases,
            username=bot.username,
            points=POINTS,
            rituals=tuple(ritual for feature in FEATURES for ritual in feature.rituals),
            listening=frozenset(kind for feature in FEATURES for kind in feature.listening),
            closes=by_name(feature.closes for feature in FEATURES),
            over=by_name(feature.over for feature in FEATURES),
            arrivals=tuple(feature.arrived for feature in FEATURES),
            wake=self._wake,
            heard=self.heard,
            sees_everything=bool(bot.bot.can_read_all_group_messages),
        )
        parts.db.watch = self.services.sender.mending.watch
        looking, composers = Looking(self.services), composers_of(self.services)
        self.tick = Tick(
            db=parts.db,
            clock=self._clock,
            bank=parts.bank,
            rituals=self.services.rituals,
            composing=composers,
            note=composers.note,
            arrived=self.services.arrived,
            send=partial(self.services.sender.send, priority=Priority.OUTBOX),
            answer=partial(self.services.sender.send, priority=Priority.ANSWER),
            upkeep=Upkeeps(self.upkeep(), self.services, self._clock).round,
            fire=partial(fire, self.services),
            looks=looking.before_timer,
            before=looking.before_posts,
            before_answers=looking.look,
            exposed=looking.look,
            waits=lambda: self._clock.askew,
            heard=self.heard,
            at_once=max(_FEWEST, round(min(MOST_AT_ONCE, parts.settings.pace / 2))),
        )
        if application.job_queue is None:
            raise RuntimeError("python-telegram-bot was installed without its job queue")
        self.waker = Waker(application.job_queue, self.tick, self._clock)
        await self.tick.start()
        await self._introduce()
        await application.start()
        # While a webhook is set, Telegram refuses to be asked.
        await self._patience.until_answered(bot.delete_webhook)
        self.router = Router(self.services, bot.id, FEATURES, self.processed)
        self.heard.begin(await self.processed.heard())
        self.polling.start(self.router)
        self.waker.wake()

    async def stop(self) -> None:
        """Stop listening, finish what is in hand, close everything but the database."""
        application = self.application
        if self._introducing is not None:
            await ended(self._introducing)
        await self.polling.stop()
        self.parts.pacing.hurry()
        if application.running:
            await self.waker.close()
            await application.stop()
        await application.shutdown()
        # A start that failed half-way left them open, and PTB closes only what it finished opening.
        await self.parts.request.shutdown()
        await self.parts.updates_request.shutdown()

    async def idle(self) -> None:
        """Wait until every update taken in is handled and no tick is asked for or running."""
        await self.polling.idle()
        await self.waker.idle()
        await self.tick.kept_up()

    @property
    def at_rest(self) -> bool:
        """Whether nothing is in hand now."""
        return self.polling.at_rest and self.waker.at_rest and self.tick.is_kept_up

    def _wake(self) -> None:
        self.waker.wake()

    def upkeep(self) -> Iterator[Upkeep]:
        """Yield the housekeeping of all features, then that of the edge."""

        async def look_at_name(services: Services) -> None:
            await services.look_at_name()

        for feature in FEATURES:
            yield from feature.upkeep
        yield Upkeep("keyboards", keyboards.go)
        yield Upkeep("what messages show", mending.go)
        yield Upkeep("the updates processed", lambda _services: self.processed.forget_old(), HOURLY)
        yield Upkeep("the bot's name", look_at_name, DAILY)
        yield Upkeep("what was heard", lambda _services: self.processed.write_heard())

    async def _introduce(self) -> None:
        """Tell Telegram what stands in the menus of groups and doors, and in an empty chat with the bot.

        Nobody waits for what Telegram takes later only: that is told again beside everything else.
        """
        left: list[tuple[str, Callable[[], Awaitable[bool]]]] = []
        for what, call in _introductions(self.application.bot):
            try:
                await call()
            except TelegramError as error:
                log.warning("the %s could not be set: %s", what, type(error).__name__)
                if passes(error):
                    left.append((what, call))
        if left:
            self._introducing = asyncio.create_task(self._introduce_later(left), name="introducing")

    async def _introduce_later(self, left: list[tuple[str, Callable[[], Awaitable[bool]]]]) -> None:
        for what, call in left:
            try:
                await self._patience.until_answered(call)
            except (InvalidToken, NotTelegram) as error:
                log.warning("the %s could not be set: %s", what, type(error).__name__)

    def _polling_failed(self, error: TelegramError) -> None:
        """Give up where the token is no longer good, or after a minute of conflicts: a second bot has it."""
        log.warning("polling: %s", type(error).__name__)
        if isinstance(error, InvalidToken):
            self.fatal = error
        elif isinstance(error, Conflict) and self._conflicts.last_too_long(asyncio.get_running_loop().time()):
            self.fatal = TwoBots()
        if self.fatal is not None:
            self.on_fatal()


def _introductions(bot: ExtBot[Any]) -> Iterator[tuple[str, Callable[[], Awaitable[bool]]]]:
    """Yield what is told to Telegram about the bot, in each language; English is for all other apps."""
    commands = [command for feature in FEATURES for command in feature.commands]
    for name in words.names():
        code = None if name == ENGLISH else name.partition("_")[0]
        with words.speaking(name):
            for place, scope in (
                ("group", BotCommandScopeAllGroupChats()),
                ("door", BotCommandScopeAllPrivateChats()),
            ):
                menu = [BotCommand(c.name, _(c.about)) for c in commands if c.about and place in c.places]
                told = partial(bot.set_my_commands, menu, scope, language_code=code)
                yield f"menu of {place}s", told
            about, short = _(DESCRIPTION), _(SHORT_DESCRIPTION)
        yield "description", partial(bot.set_my_description, about, language_code=code)
        yield "short description", partial(bot.set_my_short_description, short, language_code=code)


async def fire(services: Services, tx: AsyncConnection, timer: Timer, now: datetime) -> After | None:
    """Do what a timer means by the feature it belongs to; nothing in a space that has ended.

    Raises:
        LookupError: no feature knows such a timer.
    """
    handlers = {kind: run for feature in FEATURES for kind, run in feature.timers.items()}
    if timer.kind not in handlers:
        raise LookupError(timer.kind)
    space = await spaces.by_id(tx, timer.space_id)
    if space is None or space.state is SpaceState.CLOSED:
        return None
    return await handlers[timer.kind](tx, services, space, timer.ref, now)


def composers_of(services: Services) -> Composers:
    """Return what composes the outbox messages of all features and of the edge."""
    return Composers((*FEATURES, EDGE), services.points, services.banks, services.heard, services.closes)
