"""The bank's own reviewer: checks every item, and the bank as a whole, against what docs/content.md promises.

What the loader refuses makes a bank unusable; what the lint finds makes it worse to live with. Each finding
names the item, the rule and what mends it. A person's eye is still needed for "is this the same ask?" and
"would I like to be asked this at breakfast?".
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from content.bank import WISHES, Bank, BankError, Idea, Question, load
from content.measure import alike, grade, quantile, words
from content.phrases import Phrases, load_phrases

BANK = "bank"
"""The `item` of a finding about the bank as a whole."""

QUESTION_PRACTICES = frozenset(
    {"P01", "P02", "P03", "P07", "P17", "P21", "P23", "P25", "P26", "P29", "P33", "P34"}
    | {"P36", "P37", "P53", "P66", "P86", "P90", "P93", "P94", "P96", "P106", "P112", "P116"}
)
KINDNESS_PRACTICES = frozenset(
    {"P02", "P03", "P33", "P39", "P43", "P44", "P72", "P74", "P76", "P77", "P78", "P79", "P80", "P81"}
    | {"P82", "P111"}
)
"""The practices that only items of this kind can bring to a couple: each needs one or more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend: the item's id (or `BANK`, a topic, a category, a pair), the rule, the mend."""

    item: str
    rule: str
    mend: str


@dataclass(frozen=True, slots=True)
class Standard:
    """How large a bank must be; the rules for single items are the same for every size."""

    per_topic: int = 3
    depths: Mapping[int, int] = field(default_factory=lambda: {1: 46, 2: 30, 3: 8})
    choices: int = 14
    ideas_per_category: int = 6
    categories: int = 10
    ideas_per_wish: int = 5


STARTER = Standard()
"""The bank the bot ships with: 84 questions and 60 ideas."""


def lint(bank: Bank, standard: Standard = STARTER, phrases: Phrases | None = None) -> list[Finding]:
    """Return everything to mend in the live items of a bank; empty for a clean one."""
    said = phrases or load_phrases(bank.language)
    questions = [question for question in bank.questions.values() if question.live]
    ideas = [idea for idea in bank.ideas.values() if idea.live]
    return [
        *(found for question in questions for found in _question(question, said)),
        *(found for idea in ideas for found in _idea(idea, bank, said)),
        *_question_counts(questions, bank, standard),
        *_question_shape(questions, said),
        *_kindness_shape(ideas, standard),
        *_likeness({item.id: item.text for item in questions}),
        *_likeness({item.id: item.text for item in ideas}),
    ]


def run_lint(language: str = "en", write: Callable[[str], object] | None = None) -> int:
    """Lint the shipped bank, one line per finding and a last line; return the exit code (0 clean).

    `write` takes each line; without it they go to standard output.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    try:
        bank = load(language)
    except BankError as error:
        tell(str(error))
        return 1
    findings = lint(bank)
    for found in findings:
        tell(f"{found.item}: {found.rule}: {found.mend}")
    tell(f"{len(bank.questions)} questions, {len(bank.ideas)} ideas, {len(findings)} to mend")
    return 1 if findings else 0


def _question(question: Question, said: Phrases) -> Iterator[Finding]:
    found = partial(Finding, question.id)
    spoken = words(question.text)
    if not 8 <= len(spoken) <= 20 or len(question.text) > 140:
        yield found("length", f"use 8 to 20 words and 140 characters or fewer (now {len(spoken)} words)")
    if len(words(question.probe)) > 12:
        yield found("probe", "shorten the probe to 12 words or fewer")
    first = spoken[0] if spoken else ""
    if first in said.closed_openers:
        if not said.open_tails & set(spoken[1:]):
            yield found("opener", "ask what, which or how; yes or no says too little")
    elif first not in said.openers:
        yield found("opener", f"begin with one of {', '.join(sorted(said.openers))}")
    if sum(question.text.count(mark) for mark in ".!?") != 1 or question.text[-1:] not in (".", "?"):
        yield found("one ask", "use one sentence that ends in a question mark or a full stop")
    if said.first_person & {*spoken, *words(question.probe)}:
        yield found("voice", "the bot speaks to both: write you, your partner or you two, never me or my")
    if said.graded and grade(question.text) > 10:
        yield found("grade", "use shorter words and a shorter sentence (grade 10 or lower)")
    if question.options and question.depth == 3:
        yield found("choice", "a deep question needs words of one's own; make it light or open")
    if any(not 0 < len(option) <= 14 for option in question.options) or len(question.options) not in (
        0,
        2,
        3,
        4,
    ):
        yield found("choice", "give two to four options of 14 characters or fewer")
    yield from _said(question.id, (question.text, question.probe, *question.options), question.tags, said)
    yield from _fits_a_button(question.id)


def _idea(idea: Idea, bank: Bank, said: Phrases) -> Iterator[Finding]:
    found = partial(Finding, idea.id)
    spoken = words(idea.text)
    if not spoken or spoken[0] not in said.verbs:
        yield found("verb", "begin with what to do (a new verb goes into lint.toml)")
    if len(spoken) > 25 or len(idea.text) > 150:
        yield found("length", "use 25 words and 150 characters or fewer: a private alert holds no more")
    if said.graded and grade(idea.text) > 10:
        yield found("grade", "use shorter words and a shorter sentence (grade 10 or lower)")
    if not 1 <= idea.minutes <= 30 or idea.cost not in (0, 1):
        yield found("effort", "ask for 30 minutes or fewer, and nothing dearer than a coffee (cost 0 or 1)")
    if said.buying & set(spoken) and not said.free_ways & set(spoken):
        yield found("buying", "offer a way that costs nothing beside buying")
    if idea.category == "touch" and ("touch" not in idea.needs or said.consent not in idea.text):
        yield found("consent", f'give it needs = ["touch"] and say "{said.consent}"')
    twin = bank.ideas.get(idea.remote_twin)
    if idea.mode == "in_person" and (twin is None or twin.mode != "remote"):
        yield found("twin", "name a remote idea that does the same from afar")
    yield from _said(idea.id, (idea.text,), idea.needs, said)
    yield from _fits_a_button(idea.id)


def _said(item_id: str, texts: Iterable[str], tags: frozenset[str], said: Phrases) -> Iterator[Finding]:
    whole = " | ".join(texts)
    for phrase in said.banned_in(whole):
        yield Finding(item_id, "banned", f'say it without "{phrase}"')
    for phrase, tag in said.assumed_in(whole):
        if tag not in tags:
            yield Finding(
                item_id, "assumption", f'"{phrase}" does not fit everyone: reword it or tag it {tag}'
            )


def _fits_a_button(item_id: str) -> Iterator[Finding]:
    if len(item_id.encode()) > 16:
        yield Finding(item_id, "id", "shorten the id to 16 bytes: it travels in buttons")


def _question_counts(questions: list[Question], bank: Bank, standard: Standard) -> Iterator[Finding]:
    topics = Counter(question.topic for question in questions)
    light = {question.topic for question in questions if question.depth == 1}
    for topic in bank.topics:
        if topics[topic] != standard.per_topic:
            yield Finding(topic, "count", f"bring it to {standard.per_topic} questions (now {topics[topic]})")
        if topic not in light:
            yield Finding(topic, "light way in", "give it a question of depth 1")
    depths = Counter(question.depth for question in questions)
    for depth, count in standard.depths.items():
        if depths[depth] != count:
            yield Finding(BANK, "depths", f"bring depth {depth} to {count} questions (now {depths[depth]})")
    choices = sum(bool(question.options) for question in questions)
    if choices != standard.choices:
        yield Finding(BANK, "choices", f"bring choices to {standard.choices} (now {choices})")
    covered = {practice for question in questions for practice in question.practices}
    for practice in sorted(QUESTION_PRACTICES - covered):
        yield Finding(BANK, "practices", f"give {practice} a question")


def _question_shape(questions: list[Question], said: Phrases) -> Iterator[Finding]:
    if not questions:
        return
    spoken = [words(question.text) for question in questions]
    lengths = [len(it) for it in spoken]
    if not 11 <= quantile(lengths, 0.5) <= 14 or quantile(lengths, 0.95) > 20:
        yield Finding(BANK, "word median", "bring the median to 11–14 words, and 95 of 100 to 20 or fewer")
    grades = [grade(question.text) for question in questions]
    if said.graded and (quantile(grades, 0.5) > 6 or quantile(grades, 0.9) > 8):
        yield Finding(BANK, "grade median", "bring the median grade to 6 and nine of ten to 8 or lower")
    if sum(bool(it) and it[0] in said.closed_openers for it in spoken) > len(spoken) * 0.01:
        yield Finding(BANK, "closed openers", "let one question of a hundred or fewer begin like yes or no")
    bigrams = Counter(" ".join(it[:2]) for it in spoken).most_common(3)
    top, three = bigrams[0][1] / len(spoken), sum(count for _, count in bigrams) / len(spoken)
    if top > 0.12 or three > 0.30:
        names = ", ".join(f'"{name}"' for name, _ in bigrams)
        yield Finding(BANK, "openings", f"vary how questions begin; too many with {names}")


def _kindness_shape(ideas: list[Idea], standard: Standard) -> Iterator[Finding]:
    categories = Counter(idea.category for idea in ideas)
    if len(categories) != standard.categories:
        yield Finding(BANK, "categories", f"bring kindness to {standard.categories} categories")
    for category, count in categories.items():
        if count != standard.ideas_per_category:
            yield Finding(category, "count", f"bring it to {standard.ideas_per_category} ideas (now {count})")
    for wish in sorted(WISHES):
        # Touch is opt-in, so an idea that needs something does not count as an answer for everyone.
        if sum(wish in idea.wishes and not idea.needs for idea in ideas) < standard.ideas_per_wish:
            yield Finding(
                BANK, "wishes", f"let {standard.ideas_per_wish} or more ideas for anyone answer {wish}"
            )
    shares = (
        (
            "short",
            [idea.minutes <= 10 for idea in ideas],
            0.70,
            "seven of ten must take ten minutes or fewer",
        ),
        ("free", [idea.cost == 0 for idea in ideas], 0.80, "80% must cost nothing"),
        ("remote", [idea.mode == "remote" for idea in ideas], 0.55, "55% must be doable apart"),
    )
    for rule, hits, floor, mend in shares:
        if sum(hits) < floor * len(ideas):
            yield Finding(BANK, rule, mend)
    covered = {practice for idea in ideas for practice in idea.practices}
    for practice in sorted(KINDNESS_PRACTICES - covered):
        yield Finding(BANK, "practices", f"give {practice} an idea")


def _likeness(texts: Mapping[str, str]) -> Iterator[Finding]:
    near = list(alike(texts, 0.65))
    for one, other, cosine in near:
        if cosine >= 0.80:
            yield Finding(f"{one} {other}", "alike", "reword one of the two: they read as the same item")
    if len({name for one, other, _ in near for name in (one, other)}) > max(2, len(texts) * 0.01):
        pairs = ", ".join(f"{one}/{other}" for one, other, _ in near)
        yield Finding(BANK, "alike", f"too many near-doubles: {pairs}")
