"""What is awaited, and what a link opens, begins with its feature's name, so that no two share one."""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0060"

_PROMPTS = {
    "answer": "question.answer",
    "answer.change": "question.change",
    "answer.asked": "question.asked",
    "answer.more": "question.more",
    "answer.about": "question.pointed",
    "thanks": "thanks.words",
    "time": "settings.time",
    "until": "pause.until",
}
_LINKS = {
    "answer": "question.answer",
    "pairing": "pairing.door",
    "checkin": "checkin.door",
    "settings": "settings.door",
    "policy": "privacy.door",
}


def upgrade() -> None:
    """Rename them where they stand; of what is held, and of what was missed, the prompt is named, too."""
    for tables, names in ((("awaited", "drafts", "missed"), _PROMPTS), (("nonces",), _LINKS)):
        for table in tables:
            for before, now in names.items():
                op.execute(
                    sa.text(f"UPDATE {table} SET kind = :now WHERE kind = :before").bindparams(  # noqa: S608 - ours
                        now=now, before=before
                    )
                )
