"""Taps on the cards in the group, and /question.

Every tap answers its person alone, with the same words whatever the other did. Before the reveal a card
changes by what both see alone: *We talked about it*, and a further card of its day, which folds it. *Answer
privately* is `bot.sealed.door`'s.
"""

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import quiet, unheard
from bot.features.question import composers, kinds, ritual, standing, store, views
from bot.features.question.actions import (
    AskFirst,
    AskNow,
    DrawAnother,
    How,
    NotToday,
    OnceAWeek,
    Put,
    QuietIsFine,
    Reply,
    ReplyBelow,
    WeTalked,
)
from bot.features.question.kinds import NAMES
from bot.features.question.pair import PAIR
from bot.features.question.today import today_lines
from bot.message import Button, Message
from bot.places import rows_of
from bot.sealed import door, rows, sending
from bot.sealed.contributions import Card, CardState
from bot.sealed.door import Refusal, answerable, refuse
from bot.sealed.views import closed_toast, revealed_toast
from bot.spaces import awaited
from bot.spaces import store as spaces
from bot.telegram.incoming import Said, Tap
from bot.words import _
from schedules import ladder, messages, outbox
from schedules.ladder import JOINT_AT, PACE, QUIET_TOLD


async def question(said: Said) -> None:
    """/question: the question of the day on which it was said if it has not come yet, or the way up to it."""
    services, home = said.services, said.home
    day = ritual.day_for(home, said.at)
    if home.quieted:
        return  # a third person may be listening: nothing is asked until both say that it is fine
    async with said.write() as tx:
        await said.wants_posts_here(tx)
        cards = await store.cards_on(tx, home.id, day)
        asked = bool(cards) or await ritual.ask_now(tx, services, home, said.at)
        shown = [await sending.as_shown(NAMES, tx, it) for it in cards]
        still_open = [it for it in shown if it.revealed_at is None]
        card = next(iter(still_open or shown[-1:]), None)
        outgoing = (kinds.kind_of(card), card.id) if card else None
        above = await sending.newest_copy(tx, home, outgoing) if outgoing else None
        stand = await messages.threads_of(tx, home.id, *outgoing) if outgoing else {}
        reveal = await _reveal_here(tx, said, card) if card and above is None else None
        coming = outgoing and await outbox.is_on_its_way(tx, home.id, *outgoing, unproven=False)
        if coming:  # what was refused elsewhere comes now, where it was asked for
            await outbox.hurry(tx, home.id, services.now())
        if asked and (card is None or coming):
            coming_card = card or (await store.cards_on(tx, home.id, day))[-1]
            its = kinds.kind_of(coming_card), coming_card.id
            await unheard.tell_of(tx, home.id, said.person.id, *its, services.now())
    if not asked:
        await said.answer(views.nothing_now())
    elif card is None or coming:
        services.wake()
    elif above is None and card.state(services.now()) is CardState.ANSWERABLE:
        await standing.post_again(services, home, card, said.thread)
    elif above is None:
        await said.answer(revealed_toast(), reply_to=reveal)
    elif not await standing.comes_anew(services, home, card, said.thread):
        day_before = None if day == ritual.day_for(home, services.now()) else day
        if said.thread or not stand.get((said.chat_id, above)):
            pointing = await said.answer(views.up_here(day_before), reply_to=above)
        else:  # General has no number to be sent to, so a reply would join the topic of the card
            pointing = await said.answer(views.up_there(said.chat_id, above, day_before))
        if pointing is not None:
            async with services.db.write() as tx:
                await messages.note(tx, home.id, kinds.ABOUT, card.id, said.chat_id, pointing)


async def _reveal_here(tx: AsyncConnection, said: Said, card: Card) -> int | None:
    """Return the newest copy of a card's reveal in the topic in which something is said."""
    outgoing = kinds.REVEAL, card.id
    found = await sending.newest_copy(tx, said.home, outgoing)
    stand = await messages.threads_of(tx, said.home.id, *outgoing)
    return found if found and (stand.get((said.chat_id, found)) or 0) == said.thread else None


async def ask_first(tap: Tap, _tapped: AskFirst) -> None:
    """*Ask us our first question*, on the card that greets a new couple."""
    async with tap.write() as tx:
        await tap.wants_posts_here(tx)
        there = await store.cards_on(tx, tap.home.id, ritual.day_for(tap.home, tap.at))
        asked = bool(there) or await ritual.ask_now(tx, tap.services, tap.home, tap.at)
    await tap.toast(_("Today's question is here.") if asked else views.nothing_now())
    tap.services.wake()


async def talked(tap: Tap, tapped: WeTalked) -> None:
    """*We talked about it*: counts as something both did, and leaves what is sealed alone.

    It keeps the posts coming, so it is told where it was tapped: on every copy of the card, in one line,
    once, without a name. Who never heard of it could else count it from the posts.
    """
    async with tap.write() as tx:
        card = await answerable(PAIR, tx, tap, tapped.card)
        if isinstance(card, Card):
            if await rows.mark(tx, card, tap.person.id, "talked", tap.at):
                await tap.services.note_joint(tx, tap.home.id)
            await store.talk(tx, card.id, tap.at)
            await standing.owes(tx, tap.home, card.id, tap.services.now())
    if not isinstance(card, Card):
        await refuse(tap, card)
        return
    await tap.toast(_("Lovely. It's on the card, for you both."))
    tap.services.wake()
    await standing.show(tap.services, tap.home, card.id)


async def another(tap: Tap, tapped: DrawAnother) -> None:
    """*Another*: one more card, one a day for each; the first stays answerable."""
    async with tap.write() as tx:
        card = await _newest(tx, tap, tapped.card)
        drawn, left = False, True
        if isinstance(card, Card):
            drawn = await store.has_drawn(tx, card.post_id, tap.person.id)
            left = drawn or await ritual.draw(
                tx, tap.services.bank, tap.home, tap.services.now(), card.post_id, tap.person.id
            )
    if not isinstance(card, Card):
        await refuse(tap, card)
    elif drawn:
        await tap.toast(_("You've had today's extra question."))
    elif left:
        await tap.toast(_("Here comes another. You can answer both."))
        tap.services.wake()
    else:
        await tap.toast(views.nothing_now())


async def not_today(tap: Tap, tapped: NotToday) -> None:
    """*Not today*: private, and answered alike in every state.

    Of an intimate card the pack rests for weeks then, as it does by itself (`content.pacing`).
    """
    async with tap.write() as tx:
        card = await _newest(tx, tap, tapped.card)
        if isinstance(card, Card):
            await rows.mark(tx, card, tap.person.id, "not_today", tap.at)
    if isinstance(card, Card):
        await tap.toast(_("That's fine. Nobody is told."))
    else:
        await refuse(tap, card)


async def reply(tap: Tap, tapped: ReplyBelow) -> None:
    """A reply below the reveal, shown because it was tapped to be seen; each person has each once.

    What has not gone out has no replies: the tapped message must be a copy of the reveal. Both have answered
    long before it is seen where a third person is in the group, or Telegram refuses it.
    The line is added to what the message shows: once one of the answers was erased the reveal stays as it was
    posted, as /delete promises, and no tap on it tells that somebody erased theirs.
    """
    fresh, replies = False, []
    async with tap.write() as tx:
        out = await messages.copy_at(tx, tap.chat_id, tap.message_id) == (kinds.REVEAL, tapped.card)
        card = await rows.card(NAMES, tx, tap.home.id, tapped.card) if out else None
        known = card is not None and card.state(tap.at) is CardState.REVEALED
        if card is not None and known:
            fresh = await rows.mark(tx, card, tap.person.id, tapped.reply, tap.at)
            if fresh and tapped.reply is Reply.MORE:
                await composers.SAY_MORE.wanted(tx, tap, card.id)
            replies = await store.shown_marks(tx, card.id)
    if card is None or not known:
        await tap.toast(closed_toast())
        return
    await tap.toast(_("You can both see that now.") if fresh else _("Yours is there already."))
    tap.services.wake()
    if tap.message is not None:
        with tap.says_here():
            face = views.replied(tap.home, card, tap.message, replies)
        await tap.edit(face)


async def weekly(tap: Tap, tapped: OnceAWeek) -> None:
    """*Once a week instead* of silence: the couple's pace from now on."""
    now = tap.services.now()
    async with tap.write() as tx:
        home = await spaces.by_id(tx, tap.home.id) or tap.home
        silent = ladder.is_silent(home, tap.at) and await _is_farewell(tx, tap, tapped.post)
        if silent:
            await spaces.put(tx, home.id, PACE.to("weekly"), JOINT_AT.to(now), QUIET_TOLD.to(False))
            await tap.services.replan(tx, home.id)
    await tap.toast(_("Once a week, then.") if silent else _("I'm back already. /settings has the pace."))
    if silent:
        with tap.says_here():
            goes_on = views.weekly()
        await tap.edit(goes_on)
        tap.services.wake()


async def quiet_is_fine(tap: Tap, _tapped: QuietIsFine) -> None:
    """*Quiet is fine*: nothing changes, for the eyes of the other neither."""
    await tap.toast(_("Good. I'm here when you feel like it."))


async def _is_farewell(tx: AsyncConnection, tap: Tap, post_id: int) -> bool:
    """Whether the tapped message is the line before silence, whatever its data says."""
    return await messages.copy_at(tx, tap.chat_id, tap.message_id) == (kinds.QUIET, post_id)


async def _newest(tx: AsyncConnection, tap: Tap, card_id: int) -> Card | Refusal:
    """Return the tapped card if it can be answered and no later day had one, else what to say instead."""
    card = await answerable(PAIR, tx, tap, card_id)
    if isinstance(card, Refusal) or await store.is_newest(tx, card, tap.at):
        return card
    return Refusal(_("Only on the newest. You can still answer."))


async def question_at_door(said: Said) -> None:
    """Show what is open with its buttons, as /today does; where nothing is, offer to bring one."""
    services, home, now = said.services, said.home, said.services.now()
    async with services.db.read() as tx:
        lines = await today_lines(tx, services.bank, home, said.person.id, now)
    if not lines:
        text = Markup.escape(
            _("There's no question just now. If you like, I'll bring one to your group, for you both.")
        )
        rows = ((Button(_("Ask us one now"), tap=AskNow(home.id)),),)
        await said.send(Message(text, rows=rows))
        return
    card = Message(Markup("\n\n").join(line.text for line in lines), rows=rows_of(lines))
    sent = await said.send(card)
    about = [line.about for line in lines if line.about is not None]
    if sent is None or len(about) != 1:
        return
    async with services.db.write() as tx:
        await awaited.expect(
            tx,
            person_id=said.person.id,
            chat_id=said.chat_id,
            space_id=home.id,
            kind=about[0][0],
            ref=about[0][1],
            now=now,
            message_id=sent,
        )


async def ask_now(tap: Tap, _tapped: AskNow) -> None:
    """*Ask us one now*: today's question comes to the group, as /question there brings it."""
    if tap.home.quieted:
        await tap.toast(quiet.toast(tap.home))
        return
    async with tap.write() as tx:
        there = await store.cards_on(tx, tap.home.id, ritual.day_for(tap.home, tap.at))
        asked = bool(there) or await ritual.ask_now(tx, tap.services, tap.home, tap.at)
    tap.services.wake()
    await tap.toast()
    words = _("Today's question is in your group.") if asked else views.nothing_now()
    await tap.edit(Message(Markup.escape(words)))


async def put(tap: Tap, tapped: Put) -> None:
    """*Replace* or *Add*: see `door.put`."""
    await door.put(PAIR, tap, tapped.draft, replaces=tapped.how is How.REPLACE)
