"""A machine that plays with the bot at random, and breaks if anything sealed comes out.

Each example is a world of its own: Ana and Ben with their group, Cleo who comes and goes, and in some
examples another couple. Every rule is one thing that somebody does or that happens; after each one the
watch looks everywhere. How to read a failure: hypothesis prints the steps, and `SealBroken` says where.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.clock import MovableClock
from bot.features.checkin import views as checkin_views
from bot.loopback import faults
from bot.loopback.shown import Shown
from tests import stage as stages
from tests.besides import has_besides
from tests.conftest import SCHEMA
from tests.declared import commands
from tests.features.checkin.looking import YES as SAVES
from tests.people import Loopback, Person, Place
from tests.promises.acts import ends, every_tap, forged, forges_all, harmless, own_data
from tests.promises.planted import Planting, planted_bank, planted_scales
from tests.promises.seal_users import QUESTION, SealUser
from tests.promises.seal_watch import Watch
from tests.stage import MONDAY, Couple, Stage, joined

LOOKED_BACK = 12
COMMANDS = commands(
    but={
        "start": "opens a private chat, which the machine does by itself",
        "stop": "ends the space, which the machine does by itself",
        "delete": "erases, which the machine does by itself",
    }
)
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery", "sendVoice", "editMessageReplyMarkup")
FAULTS = (
    faults.flood(1),
    faults.server_error(),
    faults.bad_gateway_html(accepted=True),
    faults.broken_json(),
    faults.refused(),
    faults.reset_after_accepting(),
    faults.timeout_before(),
    faults.timeout_after_accepting(),
    faults.api_error(400, "Bad Request: message to edit not found"),
    faults.api_error(403, "Forbidden: bot was blocked by the user"),
)
SPANS = (
    timedelta(seconds=30),
    timedelta(seconds=61),
    timedelta(minutes=7),
    timedelta(hours=5),
    timedelta(hours=36),
    timedelta(days=7),
    timedelta(days=8),
    (9, 1),
    (9, 1),
    (12, 31),
    (21, 0),
)
WAYS = ("text", "text", "text", "photo", "voice", "follows", "nothing")
KINDS = ("text", "text", "photo", "voice", "forwarded", "thanks", "thanks")
DEEDS = (
    *("telegram_fails",) * 2,  # first: hypothesis begins with an example of nothing else, soon over
    *("answers",) * 8,
    *("both_answer",) * 4,
    *("says",) * 3,
    *("taps_at_door",) * 6,
    *("taps_in_group",) * 4,
    *("edits",) * 2,
    "replies_aloud",
    *("checks_in",) * 3,
    "blocks_or_unblocks",
    "the_other_couple",
    *("looks_round",) * 3,
    *("forges",) * 3,
    *("replays",) * 3,
    "forges_everything",
    "group_refuses_for_a_while",
    "bot_is_out_for_a_while",
    "a_third_comes_or_goes",
    *("time_passes",) * 5,
    "restarts",
    "upgrades",
)
"""What may come next, the more likely the more often it stands here."""

some = st.integers(min_value=0, max_value=10**6)
partner = st.sampled_from(("ana", "ben"))


class SealMachine(RuleBasedStateMachine):
    """One world, one step at a time. `folder` is where its databases lie; `users` use the sealed pair."""

    folder = Path(tempfile.gettempdir())
    users: ClassVar[tuple[SealUser, ...]] = (QUESTION,)
    tally: ClassVar[Counter[str]] = Counter()
    """What all examples of this process did: steps, words planted, things looked at, words set free."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._patches = pytest.MonkeyPatch()
        self._home = Path(tempfile.mkdtemp(prefix="seal-", dir=self.folder))

    @initialize(seed=some, plain=st.booleans(), choices=st.integers(0, 3), neighbours=st.integers(0, 5))
    def begins(self, seed: int, plain: bool, choices: int, neighbours: int) -> None:
        """Ana and Ben have joined; it is Monday, and each user's first card is out."""
        self.planting = Planting(seed, plain=plain)
        labels: dict[str, tuple[Any, ...]] = {}
        self._patches.setattr(stages, "BANK", planted_bank(self.planting, labels, choices=choices == 3))
        for name, planted in planted_scales(self.planting, labels).items():
            self._patches.setattr(checkin_views, name, planted)
        more = tuple(user.feature for user in self.users if user.feature is not None)
        has_besides(self._patches, *more)
        clock = MovableClock(MONDAY)
        self.telegram = Loopback(clock, schema=SCHEMA)
        people = {name: self.telegram.person(name.title()) for name in ("ana", "ben")}
        settings = {"who_may_join": "anyone"} if neighbours == 5 else {}
        self.stage = Stage(self.telegram, clock, self._home, **settings)
        self.couple = self._runner.run(joined(self.stage, people["ana"], people["ben"]))
        self.people = people | {"cleo": self.telegram.person("Cleo")}
        self.others: Couple | None = None
        if neighbours == 5:
            dana, emil = self.telegram.person("Dana"), self.telegram.person("Emil")
            self.others = self._runner.run(joined(self.stage, dana, emil))
        self.watch = Watch(self.stage, people.values(), self.planting, labels)
        for user in self.users:
            self._does(self.stage.moves_to_time(*user.at))

    def teardown(self) -> None:
        """Stop the bot and put everything back."""
        if hasattr(self, "watch"):
            self.tally.update(self.watch.tally)
        self._patches.undo()
        if hasattr(self, "stage"):
            self._runner.run(self.stage.stop())
            assert self.telegram.violations == []
        self._runner.close()
        shutil.rmtree(self._home)

    @rule(deed=st.sampled_from(DEEDS), who=partner, at=some)
    def goes_on(self, deed: str, who: str, at: int) -> None:
        """One more thing is done or happens; `at` decides the rest.

        One rule for all: hypothesis leaves out some of a machine's rules in each example, and a couple that
        never answers seals nothing.
        """
        getattr(self, f"_{deed}")(who, at)

    # What the two do

    def _answers(self, who: str, at: int) -> None:
        """Tap *Answer privately* on one of the newest cards, and say something at the door, or not."""
        person, said = self.people[who], self.couple.group.messages
        cards = [(it, user) for user in self.users for it in [it for it in said if user.is_on(it)][-2:]]
        if cards and self._can_write(person):
            (card, user), way = cards[at % len(cards)], WAYS[at // 2 % len(WAYS)]
            if user.asks in card.buttons:
                self._does(self._seals(person, card, user.asks, way), who)
            else:
                self._does(person.presses(card.buttons[at // 2 % 2], on=card), who)

    def _both_answer(self, _who: str, at: int) -> None:
        """Ben, then Ana, with the same card."""
        self._answers("ben", at)
        self._answers("ana", at % 2)
        if at % 3:
            self._does(self.stage.moves(seconds=61))

    def _says(self, who: str, at: int) -> None:
        """Say something at the door, whatever it waits for."""
        if self._can_write(self.people[who]):
            self._does(self._writes(self.people[who], KINDS[at % len(KINDS)]), who)

    def _taps_at_door(self, who: str, at: int) -> None:
        """Tap any button at the own door but those that end it all."""
        self._taps_any(self.people[who], self.people[who].door, at)

    def _taps_in_group(self, who: str, at: int) -> None:
        """Tap any button in the group."""
        self._taps_any(self.people[who], self.couple.group, at)

    def _edits(self, who: str, at: int) -> None:
        """Edit one of the own messages at the door."""
        person = self.people[who]
        own = [it for it in person.door.messages if it.sender is person.user and it.media is None]
        if own and self._can_write(person):
            shown = own[-1 - at % min(len(own), LOOKED_BACK)]
            self._does(person.edits(shown, self.planting.message(person.id)), who)

    def _replies_aloud(self, who: str, at: int) -> None:
        """Reply to something in the group, for all to read."""
        said = self.couple.group.messages[-LOOKED_BACK:]
        if said:
            self._does(self.people[who].replies("Aloud, for all to read", said[at % len(said)]), who)

    def _checks_in(self, who: str, at: int) -> None:
        """Begin the evening's check-in and tap through some of it."""
        person = self.people[who]
        if not self._can_write(person):
            return
        self._does(person.says("/checkin"), who)
        card = person.door.last()
        if SAVES in card.buttons:  # asked once, before the first evening
            self._does(person.presses(SAVES, on=card), who)
            card = person.door.last()
        for _tap in range(at % 5 + 1):
            at //= 5
            if card.buttons:
                self._does(person.presses(card.buttons[at % len(card.buttons)], on=card), who)

    def _blocks_or_unblocks(self, who: str, _at: int) -> None:
        """Block the bot, or let it write again."""
        person = self.people[who]
        self._does(person.unblocks_bot() if person.door.now.blocked else person.blocks_bot(), who)

    def _the_other_couple(self, _who: str, at: int) -> None:
        """Dana or Emil tap something of their own, where there is another couple."""
        if self.others is not None:
            person = (self.others.ana, self.others.ben)[at % 2]
            self._taps_any(person, self.others.group if at // 2 % 2 else person.door, at // 4)

    # What anybody does, and those who mean no good

    def _looks_round(self, who: str, at: int) -> None:
        """Send a command, at the own door or in the group."""
        who, at = ("cleo", at // 3) if at % 3 == 0 else (who, at // 3)
        person, command = self.people[who], COMMANDS[at % len(COMMANDS)]
        if at // len(COMMANDS) % 2 and self._is_inside(who):
            self._does(person.says_from_menu(f"/{command}", self.couple.group), who)
        elif self._can_write(person):
            self._does(person.says(f"/{command}"), who)

    def _forges(self, who: str, at: int) -> None:
        """Send callback data of one's own making, about a message that may be somebody else's."""
        who, at = ("cleo", at // 3) if at % 3 == 0 else (who, at // 3)
        places = (self.couple.group, self.couple.ana.door, self.couple.ben.door, self.people[who].door)
        shown = places[at % 4].messages[-LOOKED_BACK:]
        data = harmless(forged(1, 1, 2, 3))
        if shown:
            self._does(self.people[who].sends_data(data[at % len(data)], on=shown[at % len(shown)]), who)

    def _forges_everything(self, who: str, at: int) -> None:
        """Send a third of all taps there are about one message, none of them its own."""
        who, at = ("cleo", at // 3) if at % 3 == 0 else (who, at // 3)
        places = (self.couple.group, self.couple.group, self.couple.ana.door, self.couple.ben.door)
        bot = self.telegram.world.bot
        said = [it for it in places[at % 4].messages[-LOOKED_BACK:] if it.sender is bot]
        if said:
            shown = said[at // 4 % len(said)]
            self._does(self._forged(self.people[who], shown, at % 3), who)

    async def _forged(self, person: Person, shown: Shown, third: int) -> None:
        data = set(harmless(await every_tap(self.stage))) - set(own_data(shown))
        await forges_all(person, sorted(data)[third::3], shown, self.stage)

    def _group_refuses_for_a_while(self, who: str, at: int) -> None:
        """Let the group take no messages, as its admins can, while both answer and one forges."""
        group = self.couple.group.id
        closed = faults.api_error(400, "Bad Request: TOPIC_CLOSED")
        self.telegram.fail_next("sendMessage", closed, 99, lambda params: params.get("chat_id") == group)
        self._both_answer(who, at)
        self._does(self.stage.moves(seconds=61))
        self._forges_everything(who, at)
        self.telegram.fail_no_more()

    def _bot_is_out_for_a_while(self, who: str, at: int) -> None:
        """Put the bot out of the group and take it back within its hour, while both answer and one forges."""
        group, ana = self.couple.group, self.couple.ana
        self._does(group.removes_bot(by=ana), "ana")
        self._both_answer(who, at)
        self._does(self.stage.moves(seconds=61))
        self._forges_everything(who, at)
        self._does(group.adds_bot(by=ana), "ana")

    def _replays(self, who: str, at: int) -> None:
        """Send a tap of anybody's once more, as oneself."""
        who, at = ("cleo", at // 3) if at % 3 == 0 else (who, at // 3)
        taps = [it for it in self.telegram.world.queries.values() if not ends(it.data)]
        if taps:
            tap = taps[at % len(taps)]
            shown = Shown(tap.message, self.couple.group)
            self._does(self.people[who].sends_data(tap.data, on=shown), who)

    def _a_third_comes_or_goes(self, _who: str, _at: int) -> None:
        """Ana lets Cleo into the group, or puts her out."""
        group, cleo = self.couple.group, self.people["cleo"]
        act = group.removes if self._is_inside("cleo") else group.adds
        self._does(act(cleo, by=self.couple.ana), "ana")

    # What happens

    def _time_passes(self, _who: str, at: int) -> None:
        """Let the clock run on."""
        span = SPANS[at % len(SPANS)]
        if isinstance(span, timedelta):
            self._does(self.stage.moves_to(self.stage.clock.now() + span))
        else:
            self._does(self.stage.moves_to_time(*span))

    def _restarts(self, _who: str, _at: int) -> None:
        """Stop the bot and start it on the same database."""
        self._does(self.stage.restart())

    def _telegram_fails(self, _who: str, at: int) -> None:
        """Let the next call of a method go wrong."""
        self.telegram.fail_next(METHODS[at % len(METHODS)], FAULTS[at // len(METHODS) % len(FAULTS)])

    def _upgrades(self, _who: str, _at: int) -> None:
        """Make the group a supergroup, once: new chat, old messages void."""
        if not self.couple.group.chats[1:]:
            self._does(self.couple.group.becomes_supergroup())

    # Inside

    def _does(self, deed: Coroutine[Any, Any, Any], who: str | None = None) -> None:
        """Let it happen, then look everywhere."""
        self.tally["steps"] += 1
        self._runner.run(self._watched(deed, self.people[who].id if who else None))

    async def _watched(self, deed: Coroutine[Any, Any, Any], actor: int | None) -> None:
        await deed
        await self.watch.look(actor)

    async def _seals(self, person: Person, card: Shown, asks: str, how: str) -> None:
        tapped = await person.presses(asks, on=card)  # Telegram may fail
        if how == "follows" and tapped.answer is not None and tapped.answer.url:
            await person.opens(tapped.answer.url)
        if how != "nothing":
            await self._writes(person, "text" if how == "follows" else how)

    async def _writes(self, person: Person, how: str) -> None:
        words = self.planting.message(person.id)
        match how:
            case "text":
                await person.says(words)
            case "thanks":
                await person.says(f"/thanks {words}")
            case "forwarded":
                await person.forwards(words)
            case "photo":
                await person.sends_photo(caption=words[:1000])
                self._hides_media(person)
            case _:
                await person.sends_voice()
                self._hides_media(person)

    def _hides_media(self, person: Person) -> None:
        """Note the file ids of the own voice notes and photos, as theirs."""
        for shown in person.door.messages:
            content = shown.message.content
            if shown.sender is person.user and shown.media in ("voice", "photo"):
                media = content["voice"] if "voice" in content else content["photo"][-1]
                self.planting.authors.setdefault(media["file_id"], person.id)

    def _taps_any(self, person: Person, place: Place, at: int) -> None:
        buttons = [
            (shown, button["callback_data"])
            for shown in place.messages[-LOOKED_BACK:]
            for row in shown.message.buttons
            for button in row
            if "callback_data" in button and not ends(button["callback_data"])
        ]
        if buttons:
            shown, data = buttons[at % len(buttons)]
            who = next((name for name, known in self.people.items() if known is person), None)
            self._does(person.sends_data(data, on=shown), who)

    def _can_write(self, person: Person) -> bool:
        return not person.door.now.blocked

    def _is_inside(self, who: str) -> bool:
        member = self.couple.group.now.members.get(self.people[who].id)
        return member is not None and member.present
