"""What the other meets follows clocks that were announced; a change of what both see is said to both.

Nobody has announced a clock yet. A wish passed on so far is told on the day after its evening, as was meant.
One whose morning a pause passed over was never to be told, and stays so: a rest day held no wish back, and so
"I couldn't post it then" would say that it was a pause, and tell its author of the other's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0028"


def upgrade() -> None:
    """Add what was announced, what the group was told of its settings, and the day that tells a wish."""
    op.add_column("partners", sa.Column("announced", sa.String(), nullable=True))
    op.add_column("spaces", sa.Column("change_no", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("spaces", sa.Column("changed_from", sa.String(), nullable=True))
    op.add_column("evenings", sa.Column("tells_on", sa.Date(), nullable=True))
    op.execute("UPDATE evenings SET tells_on = date(local_date, '+1 day') WHERE passed_on")
    # No day tells it: the next morning is later than its own, and its own was not even claimed. Where its
    # author's clock is another than the space's, an evening may have been told of a morning later: that one
    # is left to be told. So is one whose message waits for days, as a later version had it where the group
    # took none: that version told late, and no pause held a wish back in it.
    op.execute(
        "UPDATE evenings SET tells_on = NULL WHERE passed_on AND NOT told AND told_at IS NULL AND EXISTS ("
        "SELECT 1 FROM plan JOIN spaces ON spaces.id = plan.space_id "
        "JOIN people ON people.id = evenings.person_id "
        "WHERE plan.space_id = evenings.space_id AND plan.ritual = 'checkin_morning' "
        "AND evenings.tells_on IS NOT plan.claimed_date AND evenings.tells_on < "
        "CASE WHEN coalesce(people.zone, spaces.zone) = spaces.zone "
        "THEN plan.next_date ELSE date(plan.next_date, '-1 day') END) AND NOT EXISTS ("
        "SELECT 1 FROM outbox WHERE outbox.space_id = evenings.space_id AND outbox.kind = 'checkin.morning' "
        "AND outbox.state = 'waiting' AND outbox.fresh_until > datetime(evenings.tells_on, '+3 days'))"
    )
