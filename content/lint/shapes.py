"""Whether a bank sounds alike: how its questions begin, and in what shape they ask."""

from collections import Counter
from collections.abc import Iterator, Sequence

from content.bank import Question
from content.lint.findings import BANK, Finding
from content.lint.wording import sentences
from content.measure import words
from content.phrases import Phrases

_TOP, _TOP_THREE = 0.12, 0.30  # of all questions; one shape, and the three most frequent together
_FIRST_WORD = 0.12


def mood(text: str, said: Phrases) -> str:
    """Return how a text asks, by its last sentence: a question, a fill-in, an imperative or a statement."""
    last = sentences(text)[-1]
    if "?" in last:
        return "question"
    if "…" in last:
        return "fill-in"
    return "imperative" if words(last)[:1] and words(last)[0] in said.verbs else "statement"


def shape(question: Question, said: Phrases) -> tuple[str, str, str]:
    """Return a question's shape: its form, its first two words and its mood."""
    return str(question.form), " ".join(words(question.text)[:2]), mood(question.text, said)


def shape_findings(questions: Sequence[Question], said: Phrases) -> Iterator[Finding]:
    """Yield shapes and first words of which the bank has too many; "what's" begins as "what" does."""
    if not questions:
        return
    shapes = Counter(shape(question, said) for question in questions).most_common(3)
    top, three = shapes[0][1] / len(questions), sum(count for _, count in shapes) / len(questions)
    if top > _TOP or three > _TOP_THREE:
        names = ", ".join(f'{form} "{begins}" {how}' for (form, begins, how), _ in shapes)
        mend = f"vary how questions ask; {three:.0%} are of the shapes {names}"
        yield Finding(BANK, "shapes", mend)
    first = Counter(words(question.text)[0].split("'")[0] for question in questions if words(question.text))
    for word, count in first.items():
        if count > _FIRST_WORD * len(questions):
            mend = f'let {_FIRST_WORD:.0%} or fewer begin with "{word}" (now {count / len(questions):.1%})'
            yield Finding(BANK, "first word", mend)
