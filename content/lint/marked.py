"""The yardstick: every item was read by two, blind of one another, and neither would have it go."""

from collections.abc import Iterator

from content.bank import Bank
from content.lint.findings import Finding
from content.review import READERS, WEAK, Review, groups


def mark_findings(bank: Bank, review: Review) -> Iterator[Finding]:
    """Yield live items without two marks or with one that nothing shipped may have, and marks of nothing."""
    for item_id in groups(bank)["all"]:
        marks = review.marks(item_id)
        if len(marks) < len(READERS):
            yield Finding(item_id, "marks", f"have it read by two, into content/review (now {len(marks)})")
        if weak := [mark for mark in marks if mark in WEAK]:
            yield Finding(item_id, "mark", f"retire it and write a better one: a reader gave it {min(weak)}")
    for item_id in sorted(review.ids - bank.questions.keys() - bank.ideas.keys()):
        yield Finding(item_id, "marks", "the bank has no such item: correct the id in content/review")
