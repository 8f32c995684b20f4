"""The bank's own reviewer: checks every item, and the bank as a whole, against what docs/content.md promises.

What the loader refuses makes a bank unusable; what the lint finds makes it worse to live with. Each finding
names the item, the rule and what mends it. A person's eye is still needed for "is this the same ask?" and
"would I like to be asked this at breakfast?".
"""

import sys
from collections.abc import Callable
from datetime import date

from content.bank import Bank, BankError, load
from content.coverage import known_practices
from content.helplines import HelplineError, helpline_findings
from content.lint.findings import BANK, SHIPPED, Finding, Standard
from content.lint.items import Ground, idea_findings, question_findings
from content.lint.marked import mark_findings
from content.lint.shapes import shape_findings
from content.lint.whole import (
    count_findings,
    coverage_findings,
    first_findings,
    form_findings,
    kindness_findings,
    length_findings,
    likeness_findings,
    pair_findings,
    probe_findings,
)
from content.lint.wording import by_name
from content.phrases import Phrases, load_phrases
from content.review import Review, load_review

__all__ = ["BANK", "SHIPPED", "Finding", "Standard", "lint", "run_lint"]

_TOUCH = frozenset({"touch"})  # what a person can choose beside packs


def lint(
    bank: Bank,
    standard: Standard = SHIPPED,
    phrases: Phrases | None = None,
    review: Review | None = None,
) -> list[Finding]:
    """Return everything to mend in the live items of a bank; empty for a clean one.

    Packs and forms have counts of their own; their items keep every other rule. Without a review, marks are
    not asked for.
    """
    said = phrases or load_phrases(bank.language)
    practices = {key for names in known_practices().values() for key in names}
    ground = Ground(said, practices, _TOUCH | bank.packs.keys())
    questions = [question for question in bank.questions.values() if question.live]
    ideas = [idea for idea in bank.ideas.values() if idea.live]
    return [
        *(found for question in questions for found in question_findings(question, ground)),
        *(found for idea in ideas for found in idea_findings(idea, bank, ground)),
        *count_findings(questions, bank, standard),
        *coverage_findings(bank),
        *probe_findings(questions),
        *length_findings(questions, said),
        *shape_findings(questions, said),
        *pair_findings([question for question in questions if not question.pack]),
        *form_findings(questions, standard),
        *first_findings(questions, standard),
        *kindness_findings(ideas, standard, said),
        *likeness_findings({item.id: by_name(item) for item in questions}),
        *likeness_findings({item.id: by_name(item) for item in ideas}),
        *(mark_findings(bank, review) if review else ()),
    ]


def run_lint(
    language: str = "en", write: Callable[[str], object] | None = None, today: date | None = None
) -> int:
    """Lint the shipped bank, one line per finding and a last line; return the exit code (0 clean).

    `write` takes each line; without it they go to standard output. Given `today`, helplines verified too long
    ago are warned of, which does not count as a fault: the bot hides them by itself.
    """
    tell = write or (lambda line: sys.stdout.write(line + "\n"))
    try:
        bank = load(language)
        review = load_review() if language == "en" else None
        warnings = helpline_findings(today, language) if today is not None else ()
    except (BankError, HelplineError) as error:
        tell(str(error))
        return 1
    findings = lint(bank, review=review)
    for found in findings:
        tell(f"{found.item}: {found.rule}: {found.mend}")
    for warning in warnings:
        tell(f"warning: {warning}")
    questions, ideas = (sum(it.live for it in of.values()) for of in (bank.questions, bank.ideas))
    tell(f"{questions} questions, {ideas} ideas, {len(findings)} to mend")
    return 1 if findings else 0
