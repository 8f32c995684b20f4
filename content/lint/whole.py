"""The rules for the bank as a whole: counts, shares, and what must not repeat."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from content.bank import WISHES, Bank, Idea, Question
from content.coverage import ENOUGH, coverage
from content.forms import STEADY, Form
from content.lint.findings import BANK, Finding, Standard
from content.lint.wording import by_name
from content.measure import alike, grade, quantile, words
from content.phrases import Phrases

_SAME_PROBE = 3  # times one may stand in the whole bank
_PACK_CHOICES = (0.08, 0.15)
_CLOSED = 0.01  # of plain questions and choices
_ABOUT_PAIR, _LIGHT_ABOUT_PAIR = 1 / 2, 2 / 3
_ASKING_BACK = 0.1  # of all ideas
_REVIEWED, _DOUBLE = 0.65, 0.80  # cosines: worth a look; the same item twice


def count_findings(questions: Sequence[Question], bank: Bank, standard: Standard) -> Iterator[Finding]:
    """Yield topics and packs that have too few or too many plain questions and choices of a depth or kind."""
    questions = [question for question in questions if question.form in STEADY]
    for topic in bank.topics:
        of_topic = [it for it in questions if it.topic == topic and not it.pack]
        yield from _depths(topic, of_topic, standard.depths)
        choices = sum(it.form is Form.CHOICE for it in of_topic)
        if choices != standard.choices:
            yield Finding(topic, "choices", f"bring it to {standard.choices} choices (now {choices})")
    for pack, depths in standard.packs.items():
        of_pack = [it for it in questions if it.pack == pack]
        yield from _depths(f"pack {pack}", of_pack, depths)
        share = sum(it.form is Form.CHOICE for it in of_pack) / max(1, len(of_pack))
        if not _PACK_CHOICES[0] <= share <= _PACK_CHOICES[1]:
            yield Finding(f"pack {pack}", "choices", f"let 8 to 15% of it be choices (now {share:.0%})")
    for pack in bank.packs.keys() - standard.packs.keys():
        yield Finding(f"pack {pack}", "count", "give it a size in the standard, or take its name out")


def coverage_findings(bank: Bank) -> Iterator[Finding]:
    """Yield practices that too few items bring to a couple."""
    for practice in coverage(bank):
        if not practice.enough:
            yield Finding(
                practice.id,
                "practices",
                f"bring it to {ENOUGH} items ({practice.brought_by}): {practice.name}",
            )


def probe_findings(questions: Sequence[Question]) -> Iterator[Finding]:
    """Yield questions whose follow-up was heard before: in their topic, or too often in the bank."""
    in_topic: set[tuple[str, str, str]] = set()
    heard: Counter[str] = Counter()
    for question in questions:
        probe = " ".join(words(question.probe))
        if not probe:
            continue
        here = (question.pack, question.topic, probe)
        heard[probe] += 1
        if here in in_topic and question.pack == "":
            yield Finding(question.id, "probe", "another question of the topic has this probe: ask on anew")
        elif heard[probe] > _SAME_PROBE:
            yield Finding(question.id, "probe", f"this probe stands {_SAME_PROBE} times already: ask on anew")
        in_topic.add(here)


def length_findings(questions: Sequence[Question], said: Phrases) -> Iterator[Finding]:
    """Yield what is wrong with the length and the reading grade of plain questions and choices together."""
    steady = [by_name(question) for question in questions if question.form in STEADY]
    if not steady:
        return
    lengths = [len(words(text)) for text in steady]
    if not 11 <= quantile(lengths, 0.5) <= 14 or quantile(lengths, 0.95) > 20:
        yield Finding(BANK, "word median", "bring the median to 11–14 words, and 95 of 100 to 20 or fewer")
    grades = [grade(text) for text in steady]
    if said.graded and (quantile(grades, 0.5) > 6 or quantile(grades, 0.9) > 8):
        yield Finding(BANK, "grade median", "bring the median grade to 6 and nine of ten to 8 or lower")
    closed = sum(bool(it := words(text)) and it[0] in said.closed_openers for text in steady)
    if closed > len(steady) * _CLOSED:
        yield Finding(BANK, "closed openers", "let one question of a hundred or fewer begin like yes or no")


def pair_findings(questions: Sequence[Question]) -> Iterator[Finding]:
    """Yield where too few questions for everybody, or of the light ones, are about the partner or the two."""
    for name, group, floor in (
        ("questions for everybody", questions, _ABOUT_PAIR),
        ("light ones", [it for it in questions if it.depth == 1], _LIGHT_ABOUT_PAIR),
    ):
        share = sum(question.is_about_pair for question in group) / max(1, len(group))
        if group and share < floor:
            mend = f"let {floor:.0%} or more of the {name} be about the pair (now {share:.0%})"
            yield Finding(BANK, "about", mend)


def form_findings(questions: Sequence[Question], standard: Standard) -> Iterator[Finding]:
    """Yield forms that have too few questions, and packs that have too many of them."""
    counts = Counter(question.form for question in questions)
    for form, least in standard.forms.items():
        if counts[form] < least:
            yield Finding(f"form {form}", "count", f"bring it to {least} or more (now {counts[form]})")
    packed = Counter(question.pack for question in questions if question.pack and question.form not in STEADY)
    for pack, count in packed.items():
        most = standard.pack_forms.get(pack, 0)
        if count > most:
            mend = f"bring it to {most} or fewer that are neither plain nor a choice (now {count})"
            yield Finding(f"pack {pack}", "forms", mend)


def first_findings(questions: Sequence[Question], standard: Standard) -> Iterator[Finding]:
    """Yield whether too few or too many are chosen by hand for a couple's first days."""
    first = [question for question in questions if question.is_first]
    least, most = standard.first
    light = sum(question.depth == 1 for question in first)
    if not least <= len(first) <= most:
        yield Finding(BANK, "first", f"choose {least} to {most} for the first days (now {len(first)})")
    if light < standard.first_light:
        mend = f"let {standard.first_light} or more of the first be light (now {light})"
        yield Finding(BANK, "first", mend)


def kindness_findings(ideas: Sequence[Idea], standard: Standard, said: Phrases) -> Iterator[Finding]:
    """Yield what is wrong with the ideas' counts by category and wish, and with their shares."""
    categories = Counter(idea.category for idea in ideas)
    if len(categories) != standard.categories:
        yield Finding(BANK, "categories", f"bring kindness to {standard.categories} categories")
    for category, count in categories.items():
        if count != standard.ideas_per_category:
            yield Finding(category, "count", f"bring it to {standard.ideas_per_category} ideas (now {count})")
    for wish in sorted(WISHES):
        # Touch is opt-in, so an idea that needs something does not count as an answer for everyone.
        if sum(wish in idea.wishes and not idea.needs for idea in ideas) < standard.ideas_per_wish:
            mend = f"let {standard.ideas_per_wish} or more ideas for anyone answer {wish}"
            yield Finding(BANK, "wishes", mend)
    shares = (
        ("short", [idea.minutes <= 10 for idea in ideas], 0.70, "70% must take ten minutes or fewer"),
        ("free", [idea.cost == 0 for idea in ideas], 0.80, "80% must cost nothing"),
        ("remote", [idea.mode == "remote" for idea in ideas], 0.55, "55% must be doable apart"),
    )
    for rule, hits, floor, mend in shares:
        if sum(hits) < floor * len(ideas):
            yield Finding(BANK, rule, mend)
    asking = sum(words(idea.text)[:1] != [] and words(idea.text)[0] in said.asks_back for idea in ideas)
    if asking > _ASKING_BACK * len(ideas):
        mend = f"let one idea in ten or fewer ask the partner something (now {asking})"
        yield Finding(BANK, "asks back", mend)


def likeness_findings(texts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield pairs of items that read the same, and too many that nearly do."""
    near = list(alike(texts, _REVIEWED))
    for one, other, cosine in near:
        if cosine >= _DOUBLE:
            yield Finding(f"{one} {other}", "alike", "reword one of the two: they read as the same item")
    if len({name for one, other, _ in near for name in (one, other)}) > max(2, len(texts) * 0.01):
        pairs = ", ".join(f"{one}/{other}" for one, other, _ in near)
        yield Finding(BANK, "alike", f"too many near-doubles: {pairs}")


def _depths(name: str, questions: Sequence[Question], wanted: Mapping[int, int]) -> Iterator[Finding]:
    depths = Counter(question.depth for question in questions)
    for depth, count in wanted.items():
        if depths[depth] != count:
            mend = f"bring it to {count} questions of depth {depth} (now {depths[depth]})"
            yield Finding(name, "count", mend)
