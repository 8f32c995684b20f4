"""What the two do with a kindness: ask for it, see theirs, say what became of it. Nobody else is told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import quiet, unheard
from bot.features.kindness import preferences, ritual, rules, store, views
from bot.features.kindness.actions import Another, BringNow, Did, NotForMe, ShowMine, ShowMineFromAfar
from bot.features.kindness.store import Handed
from bot.features.question.exports import CHOSEN
from bot.services import Services
from bot.spaces import wishes
from bot.spaces.chance import seed_of
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from content.bank import Idea
from content.picker import IdeaState, Wants, pick_idea
from schedules import messages, outbox, plan, posts
from schedules.due import Due
from schedules.posts import Post, Whose


async def asked(said: Said) -> None:
    """Take /kindness: today's post, now if there is none yet, else a pointer to it."""
    services, space = said.services, said.home
    async with said.write() as tx:
        await said.wants_posts_here(tx)
        there = await _todays(tx, space, said.at, services.now())
        if there is not None:
            copies = await messages.copies_of(tx, space.id, rules.NAME, there.id)
            coming = await outbox.is_on_its_way(tx, space.id, rules.NAME, there.id, unproven=False)
            if coming:  # what was refused elsewhere comes now, where it was asked for
                await outbox.hurry(tx, space.id, services.now())
                await unheard.tell_of(tx, space.id, said.person.id, rules.NAME, there.id, services.now())
    if there is None or coming:
        services.wake()
        return
    here = [message_id for chat_id, message_id in copies if chat_id == said.chat_id]
    if here:
        today = space.day(services.now(), space[preferences.KINDNESS_TIME])
        day_before = None if there.local_date == today else there.local_date
        await said.send(views.already_here(space.id, there.id, max(here), day_before))
    else:
        await said.send(views.card(space, there.id, there.local_date))


async def at_door(said: Said) -> None:
    """Take /kindness in a private chat: one's own idea by a tap, or, before today's came, the way to it."""
    services, space = said.services, said.home
    async with services.db.read() as tx:
        lines = await ritual.today_lines(tx, services.bank, space, said.person.id, services.now())
    await said.send(views.at_door(space.id, lines))


async def bring_now(tap: Tap, _tapped: BringNow) -> None:
    """Take *Bring it now*: today's card comes to the group, as /kindness there brings it."""
    if tap.home.quieted:
        await tap.toast(quiet.toast(tap.home))
        return
    async with tap.write() as tx:
        there = await _todays(tx, tap.home, tap.at, tap.services.now())
    tap.services.wake()
    await tap.toast()
    if there is not None:
        await tap.edit(views.is_in_the_group(tap.home.id, there.id))


async def _todays(tx: AsyncConnection, space: Space, at: datetime, now: datetime) -> Post | None:
    """Return the post of the day on which it was asked for, `at` an instant, open again if it was over.

    It is begun now, with its card, if it had not come yet. Handled late it takes no later day's place.
    """
    day, kindness = space.day(at, space[preferences.KINDNESS_TIME]), ritual.Kindness()
    post = await plan.begin(tx, kindness, space, 0, Due(day, now), holds=True)
    if post is not None:
        await ritual.say(tx, post, now)
        if day == space.day(now, space[preferences.KINDNESS_TIME]):
            await plan.advance(tx, kindness, space, 0, day, now)
    there = await posts.on(tx, Whose(space.id, rules.NAME), day)
    if there is not None:
        await posts.reopen(tx, there.id, now, now + kindness.lasts)
    return there


async def mine(tap: Tap, tapped: ShowMine | ShowMineFromAfar) -> None:
    """Take *Show me mine*: the same idea all day, for the tapper's eyes."""
    async with tap.write() as tx:
        turn = await _turn(tx, tap, tapped.post)
        idea = None if turn is None else await turn.idea_in_hand(tx)
    await _show(tap, turn, "" if idea is None else views.alert(idea, tap.other.name))


async def did(tap: Tap, tapped: Did) -> None:
    """Take *Did it*. Who has seen no idea yet is shown theirs first."""
    async with tap.write() as tx:
        turn = await _turn(tx, tap, tapped.post)
        if turn is not None and turn.held is not None:
            await store.mark(tx, turn.post.id, tap.person.id, turn.held.seq, IdeaState.DID)
            idea = None
        elif turn is not None:
            idea = await turn.idea_in_hand(tx)
    if turn is not None and turn.held is not None:
        await tap.toast(views.well_done())
        return
    await _show(tap, turn, "" if turn is None or idea is None else views.alert(idea, tap.other.name))


async def another(tap: Tap, tapped: Another) -> None:
    """Take *Another*: one swap a day for each, whatever the partner did."""
    text = ""
    async with tap.write() as tx:
        turn = await _turn(tx, tap, tapped.post)
        if turn is not None and turn.held is None:
            idea = await turn.idea_in_hand(tx)
            text = "" if idea is None else views.alert(idea, tap.other.name)
        elif turn is not None and turn.held is not None:
            text = await turn.swap(tx)
    await _show(tap, turn, text)


async def not_for_me(tap: Tap, tapped: NotForMe) -> None:
    """Take *Not for me*: the idea never comes back to this person; the next waits under the same button.

    After three such days they alone read how kindnesses come less often. How often they come is the couple's,
    and nothing private changes it: their own ideas go by what they refused, that is all.

    A second tap finds nothing in hand and shows the next idea, so a doubled one retires nothing more.
    """
    text, fewer = "", False
    async with tap.write() as tx:
        turn = await _turn(tx, tap, tapped.post)
        if turn is not None and turn.held is not None:
            await store.mark(tx, turn.post.id, tap.person.id, turn.held.seq, IdeaState.NOT_FOR_ME)
            fewer = rules.offers_fewer(await store.history(tx, tap.home.id, tap.person.id))
        elif turn is not None:
            idea = await turn.idea_in_hand(tx)
            text = "" if idea is None else views.alert(idea, tap.other.name)
    if turn is not None and turn.held is not None:
        await (tap.alert(views.fewer()) if fewer else tap.toast(views.noted()))
        return
    await _show(tap, turn, text)


async def erase(tx: AsyncConnection, _services: Services, space: Space, person_id: int) -> None:
    """Erase what one person was handed and what they said of it."""
    await store.erase(tx, space.id, person_id)


async def _show(tap: Tap, turn: "_Turn | None", text: str) -> None:
    """Answer the tap with an idea, or say kindly why there is none."""
    if turn is None:
        await tap.toast(views.closed())
    else:
        await tap.alert(text or views.none_left())


@dataclass
class _Turn:
    """One person at one open post: what they hold, and how the next idea is found."""

    tap: Tap
    post: Post
    handed: list[Handed]

    @property
    def held(self) -> Handed | None:
        """The idea in this person's hands, if there is one."""
        return self.handed[-1] if rules.holds_one([it.mark for it in self.handed]) else None

    async def idea_in_hand(self, tx: AsyncConnection) -> Idea | None:
        """Return the idea they hold, handing them one first where they hold none."""
        held = self.held
        return self.tap.services.bank.idea(held.idea_id) if held else await self._hand_next(tx)

    async def swap(self, tx: AsyncConnection) -> str:
        """Return what the tapper reads after *Another*, with the swap made if it is still theirs."""
        held = self.held
        if held is None or not rules.another_left([it.mark for it in self.handed]):
            idea = await self.idea_in_hand(tx)
            return "" if idea is None else views.one_other_a_day(idea, self.tap.other.name)
        if held.mark is IdeaState.SHOWN:
            await store.mark(tx, self.post.id, self.tap.person.id, held.seq, IdeaState.ANOTHER)
        idea = await self._hand_next(tx)
        return "" if idea is None else views.here_is_another(idea, self.tap.other.name)

    async def _hand_next(self, tx: AsyncConnection) -> Idea | None:
        """Pick by this person's own history; a told wish of the partner's may steer the first idea."""
        space, me, day = self.tap.home, self.tap.person.id, self.post.local_date
        seed, wish = await seed_of(tx, space.id), None
        chosen = self.tap.me[CHOSEN]
        if not self.handed and rules.is_steered(seed, me, day):
            wish = await wishes.told_wish(tx, space.id, self.tap.other.person_id, day)
        pick = pick_idea(
            self.tap.services.bank,
            await store.history(tx, space.id, me),
            Wants(me, frozenset(chosen)),
            day,
            seed,
            wish=wish,
            avoid=rules.partners_half(
                self.tap.services.bank, [partner.person_id for partner in space.couple], me, day
            ),
        )
        if pick is None:
            return None
        await store.hand(tx, self.post, me, len(self.handed), pick.item.id)
        return pick.item


async def _turn(tx: AsyncConnection, tap: Tap, post_id: int) -> _Turn | None:
    """Return where this person stands at the tapped post; None if it is closed or not of their space."""
    post = await posts.find_open(tx, tap.home.id, rules.NAME, post_id, tap.at)
    if post is None:
        return None
    return _Turn(tap, post, await store.of_post(tx, post.id, tap.person.id))
