"""When every question a couple may be asked is used up, what both answered long ago comes again."""

from datetime import date, timedelta

import pytest

from bot.db.tables import cards, posts
from tests.conftest import Couple
from tests.features.question.acts import morning
from tests.preferring import choose


async def have_answered_all_of_play(couple: Couple, last: date) -> None:
    """Leave the two one topic and light questions, all of which both answered by a day."""
    kindling, space = couple.stage.kindling, await couple.space()
    bank, now = kindling.parts.bank, couple.stage.clock.now()
    others = ",".join(sorted(set(bank.topics) - {"play"}))
    known = [it for it in bank.questions.values() if it.topic == "play" and not it.pack]
    async with kindling.parts.db.write() as tx:
        await choose(tx, space.id, couple.ana.id, muted=others, depth="1")
        for number, item in enumerate(known):
            post = await tx.execute(
                posts.insert()
                .values(
                    space_id=space.id,
                    ritual="question",
                    local_date=last - timedelta(days=number),
                    due_at=now,
                    closes_at=now,
                    state="closed",
                )
                .returning(posts.c.id)
            )
            await tx.execute(
                cards.insert().values(
                    space_id=space.id,
                    post_id=post.scalar_one(),
                    seq=1,
                    item_id=item.id,
                    drawn_by=0,
                    reasons="",
                    revealed_at=now,
                )
            )


@pytest.mark.parametrize(("days", "said"), [(190, True), (20, False)])
async def test_what_both_answered_half_a_year_ago_is_asked_as_still_true(
    couple: Couple, days: int, said: bool
) -> None:
    await have_answered_all_of_play(couple, couple.stage.clock.now().date() - timedelta(days=days))

    card = await morning(couple)
    assert "Not today" in card.buttons
    assert card.text.startswith("Still true? You both answered this one") == said
