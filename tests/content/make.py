"""Small items and banks for tests, valid unless a test says otherwise."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from content.bank import Bank, Idea, Question
from content.forms import Form
from content.naming import Naming

NAMING = Naming("the other one", "the other one's", "{name}'s")
QUESTION = Question(
    id="q-play-901",
    topic="play",
    text="Which small thing made the two of you smile during this past week?",
    probe="",
    depth=1,
    options=(),
    practices=("P21",),
    tags=frozenset(),
    naming=NAMING,
)
IDEA = Idea(
    id="k-word-901",
    category="words",
    text="Send {partner} three kind words about the day you two had.",
    minutes=3,
    cost=0,
    mode="remote",
    remote_twin="",
    needs=frozenset(),
    wishes=frozenset({"affection"}),
    practices=("P72",),
    naming=NAMING,
)


def question(**changes: Any) -> Question:
    """Return a clean question with some fields changed; with options it is a choice, or what is said."""
    if changes.get("options"):
        changes.setdefault("form", Form.CHOICE)
    return replace(QUESTION, **changes)


def idea(**changes: Any) -> Idea:
    """Return a clean idea with some fields changed."""
    return replace(IDEA, **changes)


def bank_of(questions: Iterable[Question] = (), ideas: Iterable[Idea] = ()) -> Bank:
    """Return a bank of exactly these items."""
    asked = {item.id: item for item in questions}
    topics = {item.topic: item.topic.title() for item in asked.values()}
    given = {item.id: item for item in ideas}
    return Bank("en", MappingProxyType(asked), MappingProxyType(given), MappingProxyType(topics))


def with_question(bank: Bank, extra: Question) -> Bank:
    """Return the bank with one more question, or with one replaced."""
    return replace(bank, questions=MappingProxyType({**bank.questions, extra.id: extra}))
