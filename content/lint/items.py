"""The rules for a single question or idea."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from content.bank import Bank, Idea, Question
from content.lint.findings import Finding
from content.measure import grade, words
from content.phrases import Phrases

_LONGEST_GRADE = 10
_ID_BYTES = 16
_OPTION_CHARACTERS = 14
_SHORTEST_WINDOW = timedelta(days=14)
_LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Ground:
    """What an item is judged by: a language's phrases, the practices there are, what people can choose."""

    said: Phrases
    practices: Collection[str]
    tags: frozenset[str]


def question_findings(question: Question, ground: Ground) -> Iterator[Finding]:
    """Yield what is wrong with a question."""
    said = ground.said
    found = partial(Finding, question.id)
    spoken = words(question.text)
    if not 8 <= len(spoken) <= 20 or len(question.text) > 140:
        yield found("length", f"use 8 to 20 words and 140 characters or fewer (now {len(spoken)} words)")
    if len(words(question.probe)) > 12:
        yield found("probe", "shorten the probe to 12 words or fewer")
    if sum(question.text.count(mark) for mark in ".!?") != 1 or question.text[-1:] not in (".", "?"):
        yield found("one ask", "use one sentence that ends in a question mark or a full stop")
    if said.first_person & {*spoken, *words(question.probe)}:
        yield found("voice", "the bot speaks to both: write you, your partner or you two, never me or my")
    yield from _opening(question, spoken, said)
    yield from _choice(question)
    whole = (question.text, question.probe, *question.options)
    yield from _dates(question, " | ".join(whole), said)
    yield from _every_item(question, whole, question.tags, ground)


def idea_findings(idea: Idea, bank: Bank, ground: Ground) -> Iterator[Finding]:
    """Yield what is wrong with an idea."""
    said = ground.said
    found = partial(Finding, idea.id)
    spoken = words(idea.text)
    if not spoken or spoken[0] not in said.verbs:
        yield found("verb", "begin with what to do (a new verb goes into lint.toml)")
    if len(spoken) > 25 or len(idea.text) > 150:
        yield found("length", "use 25 words and 150 characters or fewer: a private alert holds no more")
    if not 1 <= idea.minutes <= 30 or idea.cost not in (0, 1):
        yield found("effort", "ask for 30 minutes or fewer, and nothing dearer than a coffee (cost 0 or 1)")
    if said.buying & set(spoken) and not said.free_ways & set(spoken):
        yield found("buying", "offer a way that costs nothing beside buying")
    if idea.category == "touch" and ("touch" not in idea.needs or said.consent not in idea.text):
        yield found("consent", f'give it needs = ["touch"] and say "{said.consent}"')
    twin = bank.ideas.get(idea.remote_twin)
    if idea.mode == "in_person" and (twin is None or twin.mode != "remote" or not twin.live):
        yield found("twin", "name a live remote idea that does the same from afar")
    yield from _every_item(idea, (idea.text,), idea.needs, ground)


def _opening(question: Question, spoken: list[str], said: Phrases) -> Iterator[Finding]:
    first = spoken[0] if spoken else ""
    if first in said.closed_openers:
        if not said.open_tails & set(spoken[1:]):
            yield Finding(question.id, "opener", "ask what, which or how; yes or no says too little")
    elif first not in said.openers:
        yield Finding(question.id, "opener", f"begin with one of {', '.join(sorted(said.openers))}")


def _choice(question: Question) -> Iterator[Finding]:
    options = question.options
    if options and question.depth == 3:
        yield Finding(
            question.id, "choice", "a deep question needs words of one's own; make it light or open"
        )
    if any(not 0 < len(option) <= _OPTION_CHARACTERS for option in options) or len(options) not in (
        0,
        2,
        3,
        4,
    ):
        yield Finding(question.id, "choice", "give two to four options of 14 characters or fewer")


def _dates(question: Question, whole: str, said: Phrases) -> Iterator[Finding]:
    """Check what is asked on some days only: a day is summer here and winter there."""
    if question.window is None:
        return
    found = partial(Finding, question.id)
    for word in said.seasons_in(whole):
        yield found("season", f'say it without "{word}": these days are another season elsewhere')
    first, last = (date.fromisoformat(f"{_LEAP_YEAR}-{it}") for it in question.window)
    if (last - first).days % 366 < _SHORTEST_WINDOW.days - 1:
        yield found("window", "let it be asked on two weeks or more, or few couples ever meet it")


def _every_item(
    item: Question | Idea, texts: Iterable[str], tags: frozenset[str], ground: Ground
) -> Iterator[Finding]:
    said = ground.said
    whole = " | ".join(texts)
    found = partial(Finding, item.id)
    if said.graded and grade(item.text) > _LONGEST_GRADE:
        yield found("grade", "use shorter words and a shorter sentence (grade 10 or lower)")
    for phrase in said.banned_in(whole):
        yield found("banned", f'say it without "{phrase}"')
    for phrase, tag in said.assumed_in(whole):
        if tag not in tags:
            mend = f"reword it or tag it {tag}" if tag in ground.tags else "reword it"
            yield found("assumption", f'"{phrase}" does not fit everyone: {mend}')
    for tag in sorted(tags - ground.tags):
        yield found("tag", f"nobody can choose {tag}, so this would never come: take the tag out")
    for practice in item.practices:
        if practice not in ground.practices:
            yield found("practice", f"{practice} is not in content/practices.toml: name one that is")
    if len(item.id.encode()) > _ID_BYTES:
        yield found("id", "shorten the id to 16 bytes: it travels in buttons")
