"""How an item is worded: as people speak, one ask at a time, and right for every name."""

import re
from collections.abc import Iterator
from functools import partial

from content.bank import Idea, Question
from content.forms import SEEN_OR_HEARD, STEADY, Form
from content.lint.findings import Finding
from content.measure import words
from content.naming import PARTNER, POSSESSIVE
from content.phrases import Phrases

LONG_NAME = "Christabelle"
"""Twelve letters: who is called so must be able to read what was written for Ben."""
SHORT_NAME = "Ben"
QUESTION_CHARACTERS, IDEA_CHARACTERS = 140, 150

_LENGTHS = {True: (4, 25), False: (2, 25)}  # words; of plain questions and choices, and of other forms
_SENTENCES = 3
_PROMPT_WORDS, _PROBE_WORDS = 20, 12
_ENDS = re.compile(r"[.?!…][\"'”’)]*$")
_SENTENCE_END = re.compile(r"(?<=[.?!…])[\"'”’)]*\s+(?=[\"'“‘({]*[A-Z0-9{])")
_SHOWING = SEEN_OR_HEARD | {Form.NOW}
_SHORT = frozenset({Form.EITHER})  # "Toast or porridge?"


def by_name(item: Question | Idea) -> str:
    """Return an item's text as it is read of somebody with a short name."""
    return item.asked(SHORT_NAME) if isinstance(item, Question) else item.said(SHORT_NAME)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text ("3 a.m. on a Sunday" ends none)."""
    return _SENTENCE_END.split(text)


def length_findings(question: Question) -> Iterator[Finding]:
    """Yield what of a question is too long or too short, in the longest way in which anybody reads it."""
    found = partial(Finding, question.id)
    read = (question.asked(), question.asked(LONG_NAME))
    is_steady = question.form in STEADY
    least, most = _LENGTHS[is_steady]
    counts = [len(words(it)) for it in read]
    if min(counts) < least or max(counts) > most or max(map(len, read)) > QUESTION_CHARACTERS:
        now = f"now {min(counts)} to {max(counts)} words and {max(map(len, read))} characters"
        yield found(
            "length", f"use {least} to {most} words and {QUESTION_CHARACTERS} characters or fewer ({now})"
        )
    if len(words(question.said(question.probe, SHORT_NAME))) > _PROBE_WORDS:
        yield found("probe", f"shorten the probe to {_PROBE_WORDS} words or fewer")
    for prompt in (question.guess, *question.halves, *question.asks):
        if len(words(prompt)) > _PROMPT_WORDS or len(question.said(prompt, LONG_NAME)) > QUESTION_CHARACTERS:
            yield found("length", f'shorten "{prompt}" to {_PROMPT_WORDS} words or fewer')


def ask_findings(question: Question, said: Phrases) -> Iterator[Finding]:
    """Yield what keeps a question from being one ask in a few sentences, with more to it than yes or no."""
    found = partial(Finding, question.id)
    for text in filter(None, (question.text, question.both)):
        spoken = sentences(text)
        asking = [words(it) for it in spoken if "?" in it]
        opening = [it for it in asking if it and it[0] in said.open_tails | said.closed_openers]
        if len(spoken) > _SENTENCES:
            yield found("sentences", f"use {_SENTENCES} sentences or fewer")
        if len(opening) > 1 or any(f" {it} " in f" {' '.join(words(text))} " for it in said.second_asks):
            yield found("one ask", "ask one thing: leave out the second, or make it the probe")
        if question.form not in _SHORT and any(
            it[0] in said.closed_openers and not said.open_tails & set(it[1:]) for it in asking if it
        ):
            yield found("opener", "ask what, which or how; yes or no says too little")
    prompts = (question.guess, *question.halves, *question.asks)
    for text in filter(None, (question.text, question.both, *prompts)):
        if not _ENDS.search(text):
            yield found("ending", f'end "{text}" with a full stop, a question mark or an ellipsis')


def spoken_findings(item: Question | Idea, texts: tuple[str, ...], said: Phrases) -> Iterator[Finding]:
    """Yield what nobody says aloud."""
    for text in texts:
        for phrase in said.stiff_in(text):
            yield Finding(item.id, "stiff", f'nobody says "{phrase}" aloud: say it as you speak')


def naming_findings(item: Question | Idea, said: Phrases) -> Iterator[Finding]:
    """Yield where an item would not read well with every name, or with "the other one" for both."""
    found = partial(Finding, item.id)
    for text, is_for_both in _read(item):
        if PARTNER + "'s" in text:
            yield found(
                "naming", f"write {POSSESSIVE} for what is theirs, or spell the verb out: {PARTNER} is"
            )
        before = {it[0] for at in _places(text) if (it := words(text[:at])[-1:])}
        if before & said.before_no_name:
            yield found("naming", "put no a or an before the name: which one depends on the name")
        elif is_for_both and before & said.before_no_other:
            yield found("naming", 'give it a wording for both: "the other one" reads badly there')


def whereabouts_findings(item: Question | Idea, texts: tuple[str, ...], said: Phrases) -> Iterator[Finding]:
    """Yield what asks or shows where somebody is or who is near: an answer could be held against them."""
    shows = isinstance(item, Question) and item.form in _SHOWING
    for text in texts:
        for place in said.whereabouts_in(text, seen_or_heard=shows):
            yield Finding(item.id, "whereabouts", f'ask nothing that tells where somebody is ("{place}")')


def _read(item: Question | Idea) -> Iterator[tuple[str, bool]]:
    """Yield an item's texts that may name the partner, and whether both read it so."""
    if isinstance(item, Idea):
        yield item.text, False
        return
    yield item.text, not item.both
    yield item.probe, True
    for prompt in (item.guess, *item.halves, *item.asks):
        yield prompt, False


def _places(text: str) -> Iterator[int]:
    return (at for at in range(len(text)) if text.startswith((PARTNER, POSSESSIVE), at))
