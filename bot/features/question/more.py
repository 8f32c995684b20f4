"""*Tell me more*: one silent reply in the group to what the other answered, who alone may say more there.

It is the same whatever became of the answers since, so that no tap tells that somebody erased theirs. What is
said then stands in the group, and the bot keeps nothing of it.
"""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cards import HEART, Card
from bot.feature import is_cautioned
from bot.features.question import letters, store, views
from bot.features.question.rules import REPLIED, QuestionCard
from bot.spaces import awaited
from bot.spaces.awaited import Awaited
from bot.spaces.model import Partner, Space
from bot.telegram.incoming import Said, Tap
from bot.words import _
from content.bank import Bank
from schedules import outbox
from schedules.outbox import Letter

KIND = letters.WANTED
"""The letter, by card and by whose answer it is about (`letters.slot_ref`): there is one of each at most."""
SAY = "question.say"
"""What is awaited in the group, about the same: a reply in which somebody says more."""

_FRESH = timedelta(hours=6)


async def wanted(tx: AsyncConnection, tap: Tap, card: QuestionCard) -> None:
    """Who taps would like to hear more of what the other answered: say so there, without sound, once."""
    await outbox.put(
        tx,
        space_id=tap.home.id,
        kind=KIND,
        ref=letters.slot_ref(tap.home, card.id, tap.other.person_id),
        at=tap.house.now(),
        fresh_for=_FRESH,
        loud=False,
        thread=tap.thread,
    )


async def compose(tx: AsyncConnection, _bank: Bank, space: Space, letter: Letter) -> Card | None:
    """Compose the reply; none if who asked erased that they did before it went out."""
    card_id, addressee = letters.by_slot_ref(space, letter.ref)
    asker = space.other(addressee.person_id)
    card = await store.card(tx, space.id, card_id)
    if card is None or card.revealed_at is None:
        return None
    if (asker.person_id, "more") not in await store.shown_marks(tx, card_id):
        return None
    return views.wants_more(space, asker, letter.ref, await letters.answered_in(tx, space, letter.ref))


async def closes(tx: AsyncConnection, space: Space, ref: int) -> datetime | None:
    """Return when *Say more* is over: as long after it was asked for as replies below a reveal count."""
    asked_at = await outbox.due_at(tx, space.id, KIND, ref)
    return None if asked_at is None else asked_at + REPLIED


async def say(tap: Tap) -> None:
    """*Say more*: ask whose answer it is about for a reply in the group; a prompt of before goes."""
    before: list[int] = []
    prompt = 0
    async with tap.write() as tx:
        verdict = await _judge(tx, tap)
        if verdict == "asks":
            known = await awaited.prompts_of(tx, tap.person.id, tap.ref, (SAY,))
            before = [it.prompt_id for it in known if it.prompt_id is not None]
            prompt = await awaited.expect(
                tx,
                person_id=tap.person.id,
                chat_id=tap.chat_id,
                kind=SAY,
                ref=tap.ref,
                now=tap.house.now(),
                space_id=tap.home.id,
            )
    if verdict == "closed":
        await tap.toast(views.closed_toast())
    elif verdict == "others":
        await tap.toast(_("This one is for %(name)s.") % {"name": tap.other.name})
    else:
        await _ask(tap, prompt, before)


async def _ask(tap: Tap, prompt: int, before: list[int]) -> None:
    asked = await tap.send(views.say_more(tap.me, tap.other))
    if asked is None:
        await tap.toast(_("I can't post here just now. Try again?"))
        return
    async with tap.write() as tx:
        await awaited.set_prompt(tx, prompt, asked)
    await tap.toast()
    for message_id in before:
        await tap.house.sender.delete(tap.chat_id, message_id)


async def said_more(said: Said, prompt: Awaited) -> None:
    """Somebody said more: it gets a heart, and *Say more* goes, which was tapped to be seen."""
    async with said.write() as tx:
        await awaited.done(tx, said.person.id, SAY, prompt.ref)
        copies = await outbox.copies_of(tx, said.home.id, KIND, prompt.ref)
    if said.home.hushed:
        return
    if not await is_cautioned(said):
        await said.house.sender.react(said.chat_id, said.message_id, HEART)
    for chat_id, message_id in copies:
        if chat_id == said.chat_id:
            await said.house.sender.strip(chat_id, message_id)


async def _judge(tx: AsyncConnection, tap: Tap) -> Literal["closed", "others", "asks"]:
    """Decide by the tapped message, the clock and who tapped: by nothing that somebody did in private."""
    out = await outbox.letter_at(tx, tap.chat_id, tap.message_id) == (KIND, tap.ref)
    over = await closes(tx, tap.home, tap.ref) if out else None
    if over is None or tap.at >= over:
        return "closed"
    return "asks" if _addressee(tap).person_id == tap.person.id else "others"


def _addressee(tap: Tap) -> Partner:
    return letters.by_slot_ref(tap.home, tap.ref)[1]
