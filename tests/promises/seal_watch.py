"""The seal's watch: after every step it looks for planted words wherever they might come out.

It takes from the bot's rows where words lie, never whether they may be seen. That follows from what people
did: a card opens when both have said something to it and are done (a minute after the last of it, or by
*That's all*), or when its time is over and the author of the one
answer had chosen that it be shown; a thank-you when its giver gives it; a wish when its author passes it on.
And a row of a person's own changes by that person's own acts alone.
"""

import io
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from bot.db.encrypted import TOKENS, fields_of
from bot.db.tables import answers, cards, drafts, evenings, metadata, posts, thanks
from bot.features.checkin import views as checkin_views
from bot.features.checkin.actions import PassOn
from bot.features.checkin.rules import WISHES
from bot.features.question.actions import BeDone, WhenAlone
from bot.features.thanks.actions import Give
from bot.loopback.model import Call, Chat
from bot.sealed.contributions import Alone
from tests.people import Person
from tests.promises.acts import CALLED
from tests.promises.ears import EARS
from tests.promises.planted import Planting, encodings, spellings
from tests.stage import Stage

_EVERYBODY = frozenset({0})
_CLOSED_COLUMNS = [(table.name, column) for table in metadata.sorted_tables for column in fields_of(table)]
_MEDIA = ("voice-", "photo-")  # how the loopback's file ids begin

MINUTE = timedelta(minutes=1)
TO_CHOOSE = timedelta(days=1)

Held = dict[tuple[Any, ...], tuple[Any, ...]]


class SealBroken(AssertionError):
    """Something sealed came out, or somebody changed what is another's. Says where, never which words."""


class Watch:
    """Looks at everything that came since it last looked.

    Args:
        stage: the bot and its Telegram.
        couple: the two whose words are sealed.
        planting: the words they use.
        labels: what each planted label of a button stands for: `("day", 1)`, `("option", item id, 2)`, ...
    """

    def __init__(
        self,
        stage: Stage,
        couple: Iterable[Person],
        planting: Planting,
        labels: Mapping[str, tuple[Any, ...]],
    ) -> None:
        self._stage = stage
        self._names = {person.id: person.name for person in couple}
        self._planting = planting
        self._labels = dict(labels)
        self._free: set[str] = set()
        self._told: set[tuple[int, str | None]] = set()
        self._own: set[tuple[int, str]] = set()
        self._held: Held = {}
        self._asked: set[tuple[int, str, str]] = set()
        self._said_at: dict[tuple[Any, ...], datetime] = {}
        self._done: set[tuple[Any, ...]] = set()
        self._opened: set[int] = set()
        self._calls = self._lines = self._looks = self._taps = 0
        self._logged = len(EARS.lines)
        self._files: set[str] = set()
        self._edits: Counter[tuple[int, int]] = Counter()
        self._on_disk = encodings(planting.mark) | {wish.encode() for wish in WISHES if "_" in wish}
        self._in_text = spellings(planting.mark)

    async def look(self, actor: int | None) -> None:
        """Judge the step that ended; `actor` is who acted, None where nobody did.

        Raises:
            SealBroken: it broke the seal.
        """
        held = await self._rows()
        self._looks += 1
        self._taps_since()
        self._changed_by(actor, held)
        self._held = held
        self._calls_since()
        self._lines_since()
        self._edits_since(actor)
        self._documents_since()
        self._log_since()
        self._disk()

    @property
    def tally(self) -> dict[str, int]:
        """How much was planted, looked at, and rightly seen by others in the end."""
        return {
            "sealed": len(self._planting.authors),
            "opened": len(self._free & self._planting.authors.keys()),
            "calls": self._calls,
            "lines shown": self._lines,
            "looks": self._looks,
        }

    def _taps_since(self) -> None:
        """Note what people asked for by a tap of their own, forged ones too: it is theirs to ask."""
        queries = list(self._stage.telegram.world.queries.values())
        for query in queries[self._taps :]:
            said = self._stage.kindling.services.aliases.inward(query.data)
            if said is not None:
                told = str(said.ref) if said.verb in Give.names() else said.arg
                self._asked.add((query.person.id, CALLED.get(said.verb, said.verb), told))
                if said.verb in BeDone.names():
                    self._done.add(("answer", query.person.id, said.ref))
        self._taps = len(queries)

    # Whose hands changed what, and what may be seen from now on

    async def _rows(self) -> Held:
        """Return what the two said in private, by kind and key; the first of each key's tail is its owner."""
        async with self._stage.kindling.parts.db.read() as tx:
            said = await tx.execute(
                select(answers, cards.c.item_id, posts.c.closes_at)
                .join(cards, cards.c.id == answers.c.card_id)
                .join(posts, posts.c.id == cards.c.post_id)
            )
            found: Held = {
                ("answer", row.person_id, row.card_id): (
                    (row.text, row.media_id, row.option, row.alone),
                    row.how,
                    row.item_id,
                    row.closes_at,
                )
                for row in said.all()
            }
            for row in (await tx.execute(select(thanks))).all():
                found["thanks", row.giver_id, row.id] = ((row.pieces, row.state),)
            for row in (await tx.execute(select(evenings))).all():
                key = ("evening", row.person_id, row.space_id, row.local_date)
                found[key] = ((row.day, row.closeness, row.wish, row.passed_on),)
            for row in (await tx.execute(select(drafts))).all():
                found["draft", row.person_id, row.id] = ((row.text, row.media_id),)
        return found

    def _changed_by(self, actor: int | None, held: Held) -> None:
        for key, now in held.items():
            before = self._held.get(key)
            if key[1] != actor and key[1] in self._names and (before is None or before[0] != now[0]):
                raise SealBroken(f"a row of somebody's own ({key[0]}) was changed by another")
            if key[0] == "answer" and (before is None or before[0][:3] != now[0][:3]):
                self._said_at[key] = self._stage.clock.now()
                self._done.discard(key)
        # What is gone since may have been shown just before it went.
        for key, now in (self._held | held).items():
            match key[0]:
                case "answer":
                    self._judge_answer(key, now, held)
                case "thanks" if (key[1], Give.name, str(key[2])) in self._asked:
                    self._frees(now[0][:2])
                case "evening":
                    self._judge_evening(key[1], *now[0])

    def _judge_answer(self, key: tuple[Any, ...], row: tuple[Any, ...], held: Held) -> None:
        (text, media, option, alone), how, item, closes_at = row
        both = [other for other in held if other[0] == "answer" and other[2] == key[2]]
        is_over = closes_at <= self._stage.clock.now()
        if len(both) == 2 and (is_over or all(self._is_whole(it) for it in both)):
            self._opened.add(key[2])
        asked = alone == "show" and (key[1], WhenAlone.name, Alone.SHOW) in self._asked
        over = asked and how != "saved" and closes_at + TO_CHOOSE <= self._stage.clock.now()
        label = self._label("option", item, option)
        self._own.add((key[1], label))
        if key[2] in self._opened or over:
            self._frees((text, media, label))
        elif how == "revealed":
            raise SealBroken("a card was opened before both had answered and were done")

    def _is_whole(self, key: tuple[Any, ...]) -> bool:
        """Whether an answer's author is done with it."""
        return key in self._done or self._stage.clock.now() >= self._said_at[key] + MINUTE

    def _judge_evening(
        self, person: int, day: int | None, closeness: int | None, wish: str | None, passed_on: bool
    ) -> None:
        for kind, value in (("day", day), ("closeness", closeness), ("wish", wish)):
            self._own.add((person, self._label(kind, value)))
        if passed_on and (person, PassOn.name, wish) in self._asked:
            self._told.add((person, wish))

    def _frees(self, contents: Iterable[str | None]) -> None:
        text = " ".join(it for it in contents if it)
        self._free |= {it for it in (*self._planting.authors, *self._labels) if it and _decoded(it, text)}

    def _label(self, *meaning: Any) -> str:
        return next((label for label, stands_for in self._labels.items() if stands_for == meaning), "")

    # Where it might come out

    def _calls_since(self) -> None:
        """Look at what the bot said to whom, whether or not Telegram took it."""
        calls = self._stage.telegram.calls
        for call in calls[self._calls :]:
            audience = self._audience(call)
            self._check(audience, repr(call.params), f"a call of {call.method}")
            shown = " ".join(str(call.params.get(name, "")) for name in ("text", "caption"))
            self._check_labels(audience, shown, f"a call of {call.method}")
        self._calls = len(calls)

    def _lines_since(self) -> None:
        """Look at what each person was shown: every version of every message, and every toast."""
        log = self._stage.telegram.world.log
        for seen in log[self._lines :]:
            self._check(seen.audience, seen.line, "a message or toast")
        self._lines = len(log)

    def _edits_since(self, actor: int | None) -> None:
        """Look at what became of messages: none turns into one with words of somebody who did not act.

        At their own door people do turn pages, to what they were given.
        """
        given = " ".join(row[0][0] or "" for key, row in self._held.items() if key[0] == "thanks")
        world = self._stage.telegram.world
        ours = [(chat, it) for chat in world.chats.values() for it in chat.messages.values()]
        for chat, message in ours:
            if message.sender is not world.bot or len(message.earlier) <= self._edits[chat.id, message.id]:
                continue
            faces = [version.text for version in message.earlier] + [message.text]
            for before, after in pairwise(faces[self._edits[chat.id, message.id] :]):
                there = {author for _words, author in self._words_in(before)} | {actor}
                new = {words for words, author in self._words_in(after) if author not in there}
                if chat.person is not None:
                    new = {words for words in new if not _decoded(words, given)}
                if new:
                    raise SealBroken("a message was turned into one with somebody else's words")
            self._edits[chat.id, message.id] = len(message.earlier)

    def _words_in(self, text: str) -> set[tuple[str, int]]:
        """Return the planted words that stand in a text, each with its author."""
        if not any(spelling in text for spelling in self._in_text):
            return set()
        return {(words, author) for words, author in self._planting.authors.items() if _decoded(words, text)}

    def _documents_since(self) -> None:
        """Look into the files that the bot made, packed ones too."""
        world = self._stage.telegram.world
        made = {it for it in world.files.keys() - self._files if world.files[it][0] == "document"}
        for chat in world.chats.values() if made else ():
            for message in chat.messages.values():
                sent = message.content.get("document", {}).get("file_id")
                if sent in made:
                    self._check(_people(chat), _unpacked(world.files[sent][1]), "a document")
        self._files = set(world.files)

    def _log_since(self) -> None:
        logged = "\n".join(EARS.lines[self._logged :])
        self._logged = len(EARS.lines)
        if any(spelling in logged for spelling in self._in_text):
            raise SealBroken("planted words stand in the log")

    def _disk(self) -> None:
        """Look at the bytes of the database, its log and its index, and into every encrypted column."""
        folder = self._stage.path.parent
        for file in sorted(folder.rglob("*")):
            content = file.read_bytes() if file.is_file() else b""
            if any(needle in content for needle in self._on_disk):
                raise SealBroken(f"planted words lie readable in {file.suffix} of the data folder")
        beside = sqlite3.connect(f"file:{self._stage.path}?mode=ro", uri=True)
        try:
            for table, column in _CLOSED_COLUMNS:
                open_ones = f"SELECT 1 FROM {table} WHERE {column} NOT LIKE '{TOKENS[0]}%' LIMIT 1"
                if beside.execute(open_ones).fetchone():
                    raise SealBroken(f"{table}.{column} holds something that is not encrypted")
        finally:
            beside.close()

    def _check(self, audience: frozenset[int], text: str, where: str) -> None:
        if not any(spelling in text for spelling in (*self._in_text, *_MEDIA)):
            return
        for words, author in self._planting.authors.items():
            if words not in self._free and audience != {author} and _decoded(words, text):
                raise SealBroken(f"{where} shows somebody else what is sealed")

    def _check_labels(self, audience: frozenset[int], shown: str, where: str) -> None:
        """Labels stand on everybody's buttons; in words they are what somebody tapped."""
        for label in self._labels if self._planting.mark in shown else ():
            own = len(audience) == 1 and (next(iter(audience)), label) in self._own
            if label in shown and label not in self._free and not own:
                raise SealBroken(f"{where} tells what somebody tapped in private")
        for person, name in self._names.items():
            for wish in WISHES if audience != {person} else ():
                if str(checkin_views.passed_on(name, wish)) in shown and (person, wish) not in self._told:
                    raise SealBroken(f"{where} passes a wish on that its author kept")

    def _audience(self, call: Call) -> frozenset[int]:
        world = self._stage.telegram.world
        query = world.queries.get(str(call.params.get("callback_query_id", "")))
        if query is not None:
            return frozenset({query.person.id})
        chat = world.chats.get(call.params.get("chat_id", 0))
        return _EVERYBODY if chat is None else _people(chat)


def _people(chat: Chat) -> frozenset[int]:
    return frozenset({chat.person.id}) if chat.person is not None else _EVERYBODY


def _decoded(words: str, text: str) -> bool:
    return any(spelling in text for spelling in spellings(words))


def _unpacked(content: bytes) -> str:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return "\n".join(pack.read(name).decode(errors="replace") for name in pack.namelist())
