"""Reads what the bot says in the language nobody speaks, for the tests and for what was not said in it.

Of each call it takes the words a person sees. Whatever stands there in plain letters, and is neither content
nor somebody's own words or name, was never given to gettext.
"""

import html
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import available_timezones

from bot.loopback.params import Params, Upload
from bot.spaces import cities
from content import helplines
from tests.people import Loopback
from tests.pseudo import extracted
from tests.pseudo.language import ACCENTS, BRACKETS, FILLING, MINE, OURS, Tongue, plain
from tests.stage import BANK

_WORDS = ("text", "caption", "description", "short_description")
_LETTER = re.compile(r"[^\W\d_]")
_BY_ITSELF = re.compile(r"https?://\S+|t\.me/\S+|(?<![\w/])/[a-z_]+|@\w+")
_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^<>]*>", re.DOTALL)
_RUN = re.compile(f"[^{BRACKETS}{ACCENTS}\\n]+")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LONG = 20
LONGEST_TOAST = 200  # https://core.telegram.org/bots/api#answercallbackquery
LONGEST_HINT = 64  # https://core.telegram.org/bots/api#forcereply


NAMES = ("", "Ana", "Ben", "Cleo")
"""How content names who reads it: both at once, or the other one."""


def _content() -> Iterator[str]:
    """Yield all that is content: it lies in a folder of its own for each language, and in no catalogue."""
    for name in NAMES:
        for question in BANK.questions.values():
            yield question.asked(name)
            named = (question.probe, question.guess, *question.halves, *question.asks)
            yield from (question.said(it, name) for it in named)
        yield from (idea.said(name) for idea in BANK.ideas.values() if name)
    for question in BANK.questions.values():
        yield from question.options
    yield from (*BANK.topics.values(), *BANK.packs.values())
    for line in helplines.load().lines:
        yield from (line.name, line.about, line.hours, line.also)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _letters(words: str) -> str:
    return "".join(_LETTER.findall(words))


def squeezed(words: str) -> str:
    """Return words as they are compared: without what surrounds them, and with single blanks."""
    return _EDGES.sub("", " ".join(words.split()))


OF_TESTS = frozenset({"An old card", "Tap", "A button", "with words"})
"""What tests themselves have the bot say."""

CONTENT = OF_TESTS | frozenset(squeezed(it) for it in _content()) - {""}


class Reader:
    """Reads one Telegram's calls; `unsaid` is what was found that no catalogue would ever have seen.

    `elsewhere` is what was said in the language of somebody else. `operator` is whoever runs the
    bot, by name.
    """

    def __init__(self) -> None:
        self.unsaid: list[str] = []
        self.elsewhere: list[str] = []
        self.too_long: set[str] = set()
        self.operator = ""

    def is_asked(self, sentence: str) -> None:
        """Note a source string that no catalogue would have, as nobody can find it in the code."""
        if sentence not in extracted.sentences():
            self.unsaid.append(sentence)

    def english(self, telegram: Loopback, method: str, params: Params) -> Params:
        """Return the parameters of a call with every word in English, having looked at how they were said."""
        given, uploads = dict(params.given), dict(params.uploads)
        tongue = _tongue(method, params)
        formatted = given.get("parse_mode") == "HTML"
        for name in _WORDS:
            if name in given:
                self._look(telegram, tongue, _shown(given[name]) if formatted else given[name])
                given[name] = plain(given[name])
        if method == "answerCallbackQuery" and len(params.text("text")) > LONGEST_TOAST:
            self.too_long.add(f"alert of {len(given['text'])} characters: {given['text']}")
        for name in ("reply_markup", "commands"):
            if name in given:
                self._look_at_labels(telegram, tongue, json.loads(given[name]))
                given[name] = json.dumps(_plain(json.loads(given[name])))
        for name, upload in uploads.items():
            uploads[name] = self._file(telegram, tongue, upload)
        return Params(given, uploads)

    def _look_at_labels(self, telegram: Loopback, tongue: Tongue | None, markup: Any) -> None:
        if isinstance(markup, list):
            for command in markup:
                self._look(telegram, tongue, command["description"])
            return
        for row in markup.get("inline_keyboard", ()):
            for button in row:
                self._look(telegram, tongue, button["text"])
        hint = markup.get("input_field_placeholder", "")
        self._look(telegram, tongue, hint)
        if len(hint) > LONGEST_HINT:
            self.too_long.add(f"hint: {plain(hint)}")

    def _file(self, telegram: Loopback, tongue: Tongue | None, upload: Upload) -> Upload:
        """Return a file with the pages in it in English."""
        if not upload.content.startswith(b"PK"):
            return upload
        made = BytesIO()
        with ZipFile(BytesIO(upload.content)) as before, ZipFile(made, "w", ZIP_DEFLATED) as after:
            for info in before.infolist():
                content = before.read(info)
                if info.filename.endswith((".html", ".json", ".txt")):
                    words = content.decode()
                    if info.filename.endswith(".html"):
                        self._look(telegram, tongue, _shown(words.replace("><", ">\n<")))
                    content = plain(words).encode()
                after.writestr(info, content)
        return Upload(plain(upload.name), made.getvalue())

    def _look(self, telegram: Loopback, tongue: Tongue | None, words: str) -> None:
        """Note what is neither in the language nobody speaks nor anybody's own."""
        other = OURS if tongue is MINE else MINE
        if tongue is None:  # said to everybody, before anybody reads: in English
            return
        if other.opens in words:
            self.elsewhere.append(plain(words))
        words = FILLING.sub(r"\1", _BY_ITSELF.sub("", words))
        runs = [_EDGES.sub("", it) for it in _RUN.findall(words)]
        if not any(runs):
            return
        known = Known(telegram, self.operator)
        self.unsaid += [run for run in runs if run and _LETTER.search(run) and not known.explains(run)]


def _tongue(method: str, params: Params) -> Tongue | None:
    """Return what a call is to be said in: in a group in theirs, at a door and over a chat in one's own."""
    if method == "answerCallbackQuery":
        return MINE
    chat = params.number("chat_id")
    return None if not chat else MINE if chat > 0 else OURS


def _shown(source: str) -> str:
    return html.unescape(_TAG.sub("", source))


def _plain(value: Any) -> Any:
    """Return JSON with every string in English."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [_plain(it) for it in value]
    return {key: _plain(it) for key, it in value.items()} if isinstance(value, dict) else value


def _is_place(run: str) -> bool:
    """Whether this is a city by its own name, with the state behind it or without, or a zone's name."""
    name, _, state = run.replace(" (", ", ").partition(", ")
    zones = available_timezones()
    if run in zones or run in {zone.rpartition("/")[2].replace("_", " ") for zone in zones}:
        return True
    name, state = name.strip(), state.strip(")")
    if name == state:  # a clock that is no city's
        return name in zones
    return any(it.name == name and state in ("", it.region) for it in cities.find(run.replace(" (", ", ")))


class Known:
    """What may stand in a message as it is: names, content, what people said, what the bot said before."""

    def __init__(self, telegram: Loopback, operator: str) -> None:
        world = telegram.world
        users = [world.bot, *world.users.values()]
        self._names = {name for user in users for name in (user.name, user.username) if name}
        self._names |= {chat.title for chat in world.chats.values() if chat.title}
        runs_it = _BY_ITSELF.sub("", operator)
        self._names |= {squeezed(_TAG.sub("", runs_it)), squeezed(runs_it)} - {""}
        self._said = " ".join(
            squeezed(_BY_ITSELF.sub("", text))
            for chat in world.chats.values()
            for message in (*chat.messages.values(), *chat.gone)
            for text in (message.text, *(it.text for it in message.earlier))
            if text
        )

    def explains(self, run: str) -> bool:
        """Whether this run of plain letters is content or somebody's own, or made of such."""
        run = squeezed(run)
        if run in CONTENT or run in self._names or self._was_said(run) or _is_place(run):
            return True
        inside = [it for it in (*self._names, *CONTENT) if it in run]
        for known in sorted(inside, key=len, reverse=True):
            run = _whole(known).sub("\n", run)
        parts = [squeezed(it) for it in run.split("\n")]
        return all(not _LETTER.search(it) or it in CONTENT or self._was_said(it) for it in parts)

    def _was_said(self, run: str) -> bool:
        """Whether somebody said this, whole or in part; what is long may be cut or joined anywhere."""
        if len(run) > _LONG:
            return _letters(run) in _letters(self._said)
        return bool(_whole(run).search(self._said))
