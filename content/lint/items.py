"""The rules for a single question or idea."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from content.bank import Bank, Idea, Question
from content.forms import STEADY, Form
from content.lint.findings import Finding
from content.lint.wording import (
    IDEA_CHARACTERS,
    LONG_NAME,
    ask_findings,
    by_name,
    length_findings,
    naming_findings,
    spoken_findings,
    whereabouts_findings,
)
from content.measure import grade, words
from content.naming import names_partner
from content.phrases import Phrases

_LONGEST_GRADE = 10
_ID_BYTES = 16
_SHORTEST_WINDOW = timedelta(days=14)
_LEAP_YEAR = 2000
_QUOTED = re.compile(r"(?<!\w)(['\"]).+?\1(?!\w)")  # what somebody else says


@dataclass(frozen=True, slots=True)
class Ground:
    """What an item is judged by: a language's phrases, the practices there are, what people can choose."""

    said: Phrases
    practices: Collection[str]
    tags: frozenset[str]


def question_findings(question: Question, ground: Ground) -> Iterator[Finding]:
    """Yield what is wrong with a question of any form."""
    said = ground.said
    found = partial(Finding, question.id)
    prompts = (question.guess, *question.halves, *question.asks)
    whole = tuple(filter(None, (question.text, question.both, question.probe, *prompts, *question.options)))
    yield from length_findings(question)
    yield from ask_findings(question, said)
    if said.first_person & {word for text in whole for word in words(_QUOTED.sub("", text))}:
        yield found("voice", "the bot speaks to both: write you, {partner} or you two, never me or my")
    yield from naming_findings(question, said)
    if not question.is_about_pair and any(map(names_partner, (question.text, *question.halves))):
        yield found("about", 'it names the partner: about = "pair"')
    yield from _form(question, said)
    yield from _choice(question)
    yield from _first(question)
    yield from _dates(question, " | ".join(whole), said)
    yield from _every_item(question, whole, question.tags, ground)


def idea_findings(idea: Idea, bank: Bank, ground: Ground) -> Iterator[Finding]:
    """Yield what is wrong with an idea."""
    said = ground.said
    found = partial(Finding, idea.id)
    spoken = words(idea.text)
    if not spoken or spoken[0] not in said.verbs:
        yield found("verb", "begin with what to do (a new verb goes into lint.toml)")
    if len(spoken) > 25 or len(idea.said(LONG_NAME)) > IDEA_CHARACTERS:
        yield found(
            "length",
            f"use 25 words and {IDEA_CHARACTERS} characters or fewer, {len(LONG_NAME)} of them for a name: "
            "a private alert holds no more",
        )
    yield from naming_findings(idea, said)
    if not 1 <= idea.minutes <= 30 or idea.cost not in (0, 1):
        yield found("effort", "ask for 30 minutes or fewer, and nothing dearer than a coffee (cost 0 or 1)")
    if said.buying & set(spoken) and not said.free_ways & set(spoken):
        yield found("buying", "offer a way that costs nothing beside buying")
    yield from _touching(idea, said)
    twin = bank.ideas.get(idea.remote_twin)
    if idea.mode == "in_person" and (twin is None or twin.mode != "remote" or not twin.live):
        yield found("twin", "name a live remote idea that does the same from afar")
    yield from _every_item(idea, (idea.text,), idea.needs, ground)


def _touching(idea: Idea, said: Phrases) -> Iterator[Finding]:
    """Touch comes only to who chose it; where both are, and so skin meets skin, it asks for their liking."""
    if idea.category == "touch" and "touch" not in idea.needs:
        yield Finding(idea.id, "consent", 'give it needs = ["touch"]: not everybody wants these')
    meets = "touch" in idea.needs and idea.mode == "in_person"
    if meets != (said.consent in idea.text):
        yield Finding(idea.id, "consent", f'say "{said.consent}" where skin meets skin, and only there')


def _form(question: Question, said: Phrases) -> Iterator[Finding]:
    """Check what a form promises: its card and its door say in one line what to do."""
    found = partial(Finding, question.id)
    if question.depth == 3 and question.form not in STEADY:
        yield found("form", "a deep question is asked in plain words: make it plain, light or open")
    if question.form is Form.RELAY and not question.text.endswith("…"):
        yield found("form", "end the first line of a story with …, so that it goes on")
    if question.form is Form.WHOSE and not said.who & set(words(question.text)):
        yield found("form", "ask who: the buttons are the two, both and neither")


def _first(question: Question) -> Iterator[Finding]:
    """Check what a couple meets in its first days, who know neither the bot nor its forms."""
    if not question.is_first:
        return
    if question.tags or question.depth == 3 or question.form in (Form.RELAY, Form.ASK):
        yield Finding(
            question.id,
            "first",
            "first are light and open ones for everybody, no relay and no ask",
        )
    if not question.is_about_pair:
        yield Finding(question.id, "first", 'first are those about the two: about = "pair", or not first')


def _choice(question: Question) -> Iterator[Finding]:
    if question.options and question.depth == 3:
        yield Finding(
            question.id, "choice", "a deep question needs words of one's own; make it light or open"
        )


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
    item: Question | Idea, texts: tuple[str, ...], tags: frozenset[str], ground: Ground
) -> Iterator[Finding]:
    said = ground.said
    whole = " | ".join(texts)
    found = partial(Finding, item.id)
    yield from spoken_findings(item, texts, said)
    yield from whereabouts_findings(item, texts, said)
    if said.graded and grade(by_name(item)) > _LONGEST_GRADE:
        yield found("grade", "use shorter words and a shorter sentence (grade 10 or lower)")
    for phrase in said.banned_in(whole):
        yield found("banned", f'say it without "{phrase}"')
    in_play = isinstance(item, Question) and item.form not in STEADY
    for phrase, tag in said.assumed_in(whole, in_play=in_play):
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
