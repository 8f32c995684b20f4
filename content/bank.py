"""The bank: every question and kindness idea, read from TOML once at start and checked whole.

Items live in `content/<language>/questions/<topic>.toml`, `content/<language>/packs/<pack>.toml` and
`content/<language>/kindness/<category>.toml`; docs/content.md describes their fields. What is wrong is told
as one line naming file, item and mend.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, TypeVar

from content.entries import BankError, Entry, entries, names
from content.forms import TAPPED, Form
from content.naming import UNNAMED, Naming, load_naming, names_partner, unknown_places

__all__ = ["INTIMACY", "WISHES", "Bank", "BankError", "Idea", "Question", "load", "translated"]

WISHES = ("being_heard", "affection", "a_hand", "some_fun", "some_space")
"""What an idea may answer, in the order in which a check-in offers it."""
TONES = frozenset({"warm", "playful", "reflective"})
SETTINGS = frozenset({"any", "quiet"})
MODES = frozenset({"remote", "in_person"})
STATUSES = frozenset({"live", "retired"})
INTIMACY = "intimacy"
"""The pack that is a stream of its own: its items have a topic of the same name, which nobody else uses."""

_PRACTICE = re.compile(r"[PO]\d{1,3}")
_OPTION_CHARACTERS = 14  # two buttons in a row stay whole on a narrow phone
_OPTIONS = {Form.CHOICE: (2, 4), Form.EITHER: (2, 2)}
_HALVES, _ASKS = 2, 3
PAIR = "pair"
"""What an item is about that is about the partner or the two of them."""


@dataclass(frozen=True, slots=True)
class Question:
    """One ask, put to both partners. Its texts may name the partner (`content.naming`): `said` says them."""

    id: str
    topic: str
    text: str
    probe: str
    """The follow-up after the reveal; empty where none helps."""
    depth: int
    """1 light, 2 open, 3 deep."""
    options: tuple[str, ...]
    """What can be tapped, of a choice and of this or that."""
    practices: tuple[str, ...]
    tags: frozenset[str]
    """What it assumes (cohabiting, parents, …): asked only of couples who chose all of them."""
    pack: str = ""
    """The pack it belongs to, whose name is among its tags; "" for one that is for everybody."""
    window: tuple[str, str] | None = None
    """First and last day of the year ("MM-DD") on which it may be asked; it may run over New Year."""
    live: bool = True
    """False: never picked any more, but still found by its id."""
    form: Form = Form.PLAIN
    both: str = ""
    """What both read at once, where that is not the text with "the other one" in it."""
    guess: str = ""
    """What is asked at the door after the text: a guess at the other's."""
    halves: tuple[str, ...] = ()
    """What each of the two is asked at the door, of one whole."""
    asks: tuple[str, ...] = ()
    """What one may have the other asked."""
    is_about_pair: bool = False
    """Whether it is about the partner or the two of them."""
    is_playful: bool = False
    is_first: bool = False
    """Whether it was chosen by hand for a couple's first days."""
    naming: Naming = field(default=UNNAMED, repr=False)

    @property
    def is_tapped(self) -> bool:
        """Whether it is answered with a tap, and never in words."""
        return self.form in TAPPED

    def said(self, text: str, name: str = "") -> str:
        """Return one of its texts for who knows their partner by a name; without one, for both."""
        return self.naming.said(text, name)

    def asked(self, name: str = "") -> str:
        """Return what it asks: of who knows their partner by a name; without one, of both at once."""
        return self.said(self.text, name) if name or not self.both else self.both

    def in_season(self, day: date) -> bool:
        """Return whether it may be asked on this day of the year."""
        if self.window is None:
            return True
        first, last = self.window
        here = f"{day:%m-%d}"
        return first <= here <= last if first <= last else here >= first or here <= last


@dataclass(frozen=True, slots=True)
class Idea:
    """One small kindness, shown to one partner in private."""

    id: str
    category: str
    text: str
    minutes: int
    cost: int
    """0 free, 1 at most the price of a coffee."""
    mode: str
    remote_twin: str
    """The idea that does the same from afar; set where `mode` is "in_person"."""
    needs: frozenset[str]
    wishes: frozenset[str]
    practices: tuple[str, ...]
    live: bool = True
    naming: Naming = field(default=UNNAMED, repr=False)

    def said(self, name: str) -> str:
        """Return its text for who knows their partner by a name."""
        return self.naming.said(self.text, name)


@dataclass(frozen=True)
class Bank:
    """All items of one language by id, and the names of topics and packs for people."""

    language: str
    questions: Mapping[str, Question]
    ideas: Mapping[str, Idea]
    topics: Mapping[str, str]
    packs: Mapping[str, str] = field(default_factory=dict)

    def question(self, item_id: str) -> Question:
        """Return the question of this id, retired ones too; KeyError if there never was one."""
        return self.questions[item_id]

    def idea(self, item_id: str) -> Idea:
        """Return the idea of this id, retired ones too; KeyError if there never was one."""
        return self.ideas[item_id]

    @cached_property
    def numbered(self) -> "dict[str, Any]":
        """What is worked out of it once for picking, by the digest of a numbering (`content.numbering`)."""
        return {}


def languages(file: str = "topics.toml") -> tuple[str, ...]:
    """Return every language in whose folder there is such a file: a bank, or only helplines, say."""
    homes = (it for it in files("content").iterdir() if it.is_dir())
    return tuple(sorted(it.name for it in homes if it.joinpath(file).is_file()))


def load(language: str = "en", root: Traversable | None = None, *, whole: bool = True) -> Bank:
    """Read and check the bank of a language, from the package or from another `root`.

    One that is not `whole` is to be laid over the English one (`translated`): it may lack anything.

    Raises:
        BankError: for the first thing wrong, in one line.
    """
    home, where = (root or files("content")) / language, f"content/{language}"
    if not home.is_dir():
        raise BankError(f"{where}: there is no bank in this language; use one that has a folder")
    topics = names(home / "topics.toml", f"{where}/topics.toml")
    packs = names(home / "packs.toml", f"{where}/packs.toml") if (home / "packs.toml").is_file() else {}
    found = {
        folder: list(entries(home / folder, f"{where}/{folder}", initial))
        for folder, initial in (("questions", "q"), ("kindness", "k"))
        if whole or (home / folder).is_dir()
    }
    is_named = whole or (home / "naming.toml").is_file()
    naming = load_naming(home, where) if is_named else UNNAMED
    questions = [_question(entry, naming, entry.group) for entry in found.get("questions", ())]
    used = {question.topic for question in questions}
    if whole and used != topics.keys():
        odd = min(used ^ topics.keys())
        raise BankError(f"{where}/topics.toml: topic {odd!r} needs both a name here and a file in questions/")
    if (home / "packs").is_dir():
        questions += [
            _in_pack(entry, naming, topics if whole else {}, packs if whole else {entry.group: ""})
            for entry in entries(home / "packs", f"{where}/packs", "q")
        ]
    ideas = _index(_idea(entry, naming) for entry in found.get("kindness", ()))
    for idea in ideas.values() if whole else ():
        twin = ideas.get(idea.remote_twin)
        if idea.mode == "in_person" and (twin is None or twin.mode != "remote"):
            file = f"{where}/kindness/{idea.category}.toml"
            raise BankError(f"{file}: {idea.id}: remote_twin must be the id of a remote idea")
    return Bank(
        language,
        MappingProxyType(_index(questions)),
        MappingProxyType(ideas),
        MappingProxyType(topics),
        MappingProxyType(packs),
    )


def translated(english: Bank, theirs: Bank) -> Bank:
    """Return the English bank in another language's words; in English where that has none yet.

    Its words alone are taken from there. What an item is (its depth, topic, tags ...) stays what the English
    one is: two people who read two languages are asked the same.

    Raises:
        BankError: an item is none of the English ones, or gives another number of choices.
    """
    where = f"content/{theirs.language}"
    odd = (theirs.questions.keys() - english.questions.keys()) | (theirs.ideas.keys() - english.ideas.keys())
    if odd:
        raise BankError(f"{where}: {min(odd)}: no English item has this id; take it out or correct the id")
    questions, ideas = dict(english.questions), dict(english.ideas)
    for said in theirs.questions.values():
        asked = questions[said.id]
        if len(said.options) != len(asked.options):
            raise BankError(f"{where}: {said.id}: needs as many options as in English, {len(asked.options)}")
        if said.form is not asked.form:
            raise BankError(f"{where}: {said.id}: needs the form it has in English, {asked.form}")
        questions[said.id] = replace(
            asked,
            text=said.text,
            both=said.both,
            probe=said.probe or asked.probe,
            guess=said.guess,
            halves=said.halves,
            asks=said.asks,
            options=said.options,
            naming=_named(said.naming, asked.naming),
        )
    for idea in theirs.ideas.values():
        known = ideas[idea.id]
        ideas[idea.id] = replace(known, text=idea.text, naming=_named(idea.naming, known.naming))
    return Bank(
        theirs.language,
        MappingProxyType(questions),
        MappingProxyType(ideas),
        MappingProxyType({**english.topics, **theirs.topics}),
        MappingProxyType({**english.packs, **theirs.packs}),
    )


def _named(theirs: Naming, english: Naming) -> Naming:
    return english if theirs == UNNAMED else theirs


def _in_pack(entry: Entry, naming: Naming, topics: Mapping[str, str], packs: Mapping[str, str]) -> Question:
    """Return a pack's question: it says its own topic (any, where none are given), and assumes its pack."""
    pack = entry.group
    if pack not in packs:
        raise entry.wrong(f"the pack {pack!r} needs a name in packs.toml")
    topic = entry.text("topic", among={INTIMACY} if pack == INTIMACY else topics.keys())
    first, last = entry.month_day("from"), entry.month_day("until")
    if bool(first) != bool(last):
        raise entry.wrong("from and until go together")
    return _question(entry, naming, topic, pack, (first, last) if first else None)


def _question(
    entry: Entry, naming: Naming, topic: str, pack: str = "", window: tuple[str, str] | None = None
) -> Question:
    form = _form(entry)
    # For whoever reads and writes the files; the bot goes by neither of them.
    entry.text("evidence", "")
    entry.text("setting", "any", SETTINGS)
    question = Question(
        id=entry.id,
        topic=topic,
        text=entry.text("text"),
        probe=entry.text("probe", ""),
        depth=entry.number("depth", 1, 3),
        options=_options(entry, form),
        practices=_practices(entry),
        tags=frozenset({*entry.words("tags"), pack} - {""}),
        pack=pack,
        window=window,
        live=entry.text("status", "live", STATUSES) == "live",
        form=form,
        both=entry.text("both", ""),
        guess=entry.text("guess", ""),
        halves=entry.words("halves"),
        asks=entry.words("asks"),
        is_about_pair=entry.text("about", "", {"", PAIR}) == PAIR,
        is_playful=entry.text("tone", "warm", TONES) == "playful",
        is_first=entry.flag("first"),
        naming=naming,
    )
    entry.done()
    _check_form(entry, question)
    _check_places(entry, (question.text, question.probe, question.guess, *question.halves, *question.asks))
    if names_partner(question.both) or any(map(names_partner, question.options)):
        raise entry.wrong("both and options say no {partner}: both read them")
    return question


def _form(entry: Entry) -> Form:
    """Return an item's form; a choice may say so by its kind of answer alone."""
    is_choice = entry.text("answer", "text", ("text", "choice")) == "choice"
    form = Form(entry.text("form", "choice" if is_choice else "plain", {str(it) for it in Form}))
    if is_choice and form is not Form.CHOICE:
        raise entry.wrong('answer = "choice" goes with no other form')
    return form


def _options(entry: Entry, form: Form) -> tuple[str, ...]:
    labels = f"labels of 1 to {_OPTION_CHARACTERS} characters"
    options = entry.words("options", lambda it: 0 < len(it) <= _OPTION_CHARACTERS, labels)
    least, most = _OPTIONS.get(form, (0, 0))
    if not least <= len(options) <= most:
        raise entry.wrong(
            "options: a choice has two to four options, this or that two, and no other form any"
        )
    return options


def _check_form(entry: Entry, question: Question) -> None:
    """Refuse an item that has not what its form needs, or has what another form needs."""
    form = question.form
    if bool(question.guess) != (form is Form.GUESS):
        raise entry.wrong('form = "guess" goes with a guess, and a guess with it')
    if len(question.halves) != (_HALVES if form is Form.HALVES else 0):
        raise entry.wrong('form = "halves" goes with two halves, and halves with it')
    if len(question.asks) != (_ASKS if form is Form.ASK else 0):
        raise entry.wrong('form = "ask" goes with three asks, and asks with it')


def _check_places(entry: Entry, texts: Iterable[str]) -> None:
    for text in texts:
        for place in unknown_places(text):
            raise entry.wrong(f"{place} stands for nothing; write {{partner}} or {{partner's}}")


def _idea(entry: Entry, naming: Naming) -> Idea:
    idea = Idea(
        id=entry.id,
        category=entry.group,
        text=entry.text("text"),
        minutes=entry.number("minutes", 1, 30),
        cost=entry.number("cost", 0, 1, default=0),
        mode=entry.text("mode", among=MODES),
        remote_twin=entry.text("remote_twin", ""),
        needs=frozenset(entry.words("needs")),
        wishes=frozenset(entry.words("wish", WISHES.__contains__, f"wishes ({', '.join(sorted(WISHES))})")),
        practices=_practices(entry),
        live=entry.text("status", "live", STATUSES) == "live",
        naming=naming,
    )
    entry.done()
    _check_places(entry, (idea.text,))
    return idea


def _practices(entry: Entry) -> tuple[str, ...]:
    practices = entry.words("practices", _PRACTICE.fullmatch, "practice ids such as P69")
    if not practices:
        raise entry.wrong("practices must name at least one practice, such as P69")
    return practices


_Item = TypeVar("_Item", Question, Idea)


def _index(items: Iterable[_Item]) -> dict[str, _Item]:
    index: dict[str, _Item] = {}
    for item in items:
        if item.id in index:
            raise BankError(f"{item.id}: two items have this id; give the newer one an id never used before")
        index[item.id] = item
    return index
