"""The daily question as a ritual: when it comes, what its post is, and what closing it means."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import kinds, pasts, relay, rules, standing, store
from bot.features.question.kinds import ANOTHER, CARD
from bot.features.question.pair import PAIR
from bot.features.question.preferences import (
    FORMS_LEFT_OUT,
    MUTED,
    QUESTION_DAYS,
    QUESTION_ON,
    QUESTION_TIME,
    depth_at,
)
from bot.features.question.rules import FRESHNESS
from bot.sealed import rows
from bot.sealed.opening import end_alone, end_prompts, still_waits
from bot.services import Services
from bot.spaces import store as spaces
from bot.spaces import wishes
from bot.spaces.chance import seed_of
from bot.spaces.model import Space
from content.bank import Bank, Question
from content.picker import Couple, Pick, pick_question
from schedules import ladder, outbox, plan
from schedules.due import Due, Rhythm
from schedules.ladder import JOINT_AT, PACE, QUIET_TOLD
from schedules.posts import Post
from schedules.ritual import Place, Posted


class DailyQuestion:
    """One question a day in the group, open for seven days."""

    name = store.RITUAL
    place = Place.MORNING
    rank = 90
    freshness = rules.FRESHNESS
    lasts = rules.LASTS

    def targets(self, _space: Space) -> tuple[int, ...]:
        """It is the space's, not a person's."""
        return (0,)

    def rhythm(self, space: Space, _person_id: int, now: datetime) -> Rhythm | None:
        """At the time and on the days the couple chose, as often as the ladder lets it."""
        if not space[QUESTION_ON]:
            return None
        return ladder.rhythm(space, space[QUESTION_TIME], space[QUESTION_DAYS], now)

    async def wants(self, _tx: AsyncConnection, _space: Space, _person_id: int, _due: Due) -> bool:
        """There is always a question."""
        return True

    async def post(self, tx: AsyncConnection, bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Ask a question; or, where the ladder says silence, say so once."""
        if ladder.is_silent(space, now):
            await spaces.put(tx, space.id, QUIET_TOLD.to(True))
            await outbox.put(
                tx,
                space_id=space.id,
                kind=kinds.QUIET,
                ref=post.id,
                at=now,
                fresh_for=self.freshness,
                loud=False,
            )
            return Posted(speaks=True, changes=True)
        return Posted(await _ask(tx, bank, space, post, now))

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """End the post without a word: what stayed alone is its author's for a day; no more is awaited."""
        for card in await rows.cards_of_post(tx, post.id):
            await end_alone(PAIR, tx, space, card, now)
            await end_prompts(PAIR, tx, card.id)
            await still_waits(PAIR, tx, space, card.id, now)
            await standing.closes(tx, space, card.id, now)


QUESTION = DailyQuestion()


def day_for(space: Space, now: datetime) -> date:
    """Return the date whose question is today's: until four it is the day before's, if none came since."""
    return space.day(now, space[QUESTION_TIME])


async def ask_now(tx: AsyncConnection, services: Services, space: Space, at: datetime) -> bool:
    """Ask the question of the day of an instant, because somebody asked for it then; False if none is left.

    It counts as that day's, comes in silence, rest and pause too, and ends a silence: the ladder then goes on
    from its weekly rung. Handled late (Telegram keeps what is said for a day) it takes no later day's place.
    """
    now = services.now()
    post = await plan.begin_asked(tx, QUESTION, space, day_for(space, at), at)
    if not await _ask(tx, services.bank, space, post, now):
        return False
    silent = ladder.is_silent(space, now)
    if silent:
        await spaces.put(tx, space.id, QUIET_TOLD.to(False), JOINT_AT.to(rules.spoken_to(now)))
    space = await spaces.by_id(tx, space.id) or space
    if post.local_date == day_for(space, now):  # one of the day before leaves the plan as it is
        await plan.advance(tx, QUESTION, space, 0, post.local_date, now)
    if silent:
        await services.replan(tx, space.id)
    return True


async def draw(
    tx: AsyncConnection, bank: Bank, space: Space, now: datetime, post_id: int, person_id: int
) -> bool:
    """Put one more card under a post because this person asked for Another; False if none is left."""
    past = await pasts.known(tx, space.id, day_for(space, now), now)
    pick = await pick_of(tx, bank, space, past, now)
    if pick is None:
        return False
    card_id = await rows.add_card(tx, space.id, post_id, pick.item.id, pick.reasons, person_id)
    await put_card(tx, space, card_id, now, first=False)
    return True


async def _ask(tx: AsyncConnection, bank: Bank, space: Space, post: Post, now: datetime) -> bool:
    past = await pasts.known(tx, space.id, day_for(space, post.due_at), post.due_at)
    pick = await relay.going_on(tx, bank, space, now) or await pick_of(tx, bank, space, past, post.due_at)
    if pick is None:
        return False
    if past.is_long:
        await pasts.sum_up(tx, bank, past)
    previous, untold = await store.previous(tx, space.id, post.id)
    reasons = pick.reasons
    rarer = rules.rarer(space[PACE], ladder.since(space, now), previous, now, untold=untold)
    if rarer is not None:  # never on the card that tells a wish: side by side the two would read coldly
        waits = await wishes.wait(tx, space, post.local_date)
        reasons = (*reasons, rules.Step.WAITS if waits else rules.RARER[rarer])
    card_id = await rows.add_card(tx, space.id, post.id, pick.item.id, reasons)
    await put_card(tx, space, card_id, now, first=True)
    return True


async def pick_of(
    tx: AsyncConnection, bank: Bank, space: Space, past: pasts.Known, now: datetime
) -> Pick[Question] | None:
    """Pick within what both take: the lower depth in force, the topics neither muted, the packs both chose.

    The hour is the space's own, so that the two see one card; late, nothing deep is asked.
    """
    here, today = space.local(now), day_for(space, now)
    couple = Couple(
        space_id=space.id,
        first_day=day_for(space, space.active_at or space.created_at),
        max_depth=min(depth_at(partner, now) for partner in space.couple),
        muted=frozenset().union(*(partner[MUTED] for partner in space.couple)),
        forms_left_out=frozenset().union(*(partner[FORMS_LEFT_OUT] for partner in space.couple)),
        tags=rules.packs_of(space, today),
        intimate_since=rules.intimate_since(space),
    )
    seed, late = await seed_of(tx, space.id), rules.is_late(here)
    return pick_question(bank, past.cards, couple, today, seed=seed, late=late, sums=past.sums)


async def put_card(tx: AsyncConnection, space: Space, card_id: int, now: datetime, *, first: bool) -> None:
    """Send a card: the day's first rings, a drawn one does not."""
    kind = CARD if first else ANOTHER
    await outbox.put(
        tx, space_id=space.id, kind=kind, ref=card_id, at=now, fresh_for=FRESHNESS, loud=first
    )  # fmt: skip
