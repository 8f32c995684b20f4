"""Sealing at the door: the prompt, the message that is sealed, and a second one.

Nothing said here is ever echoed; every exchange ends with a neutral line of the bot's.
"""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.features.question import door_views, rules, store, views
from bot.features.question.handlers import Refusal, answerable, refuse
from bot.features.question.opening import ANSWER, CHANGE, MORE, PROMPTS, retire, settle
from bot.features.question.rules import Answer, Opening, Piece, QuestionCard
from bot.features.question.sealed import Act, expect, note_prompt, sealed_card
from bot.spaces import awaited
from bot.spaces.awaited import Awaited, Link
from bot.telegram.incoming import Said, Tap
from bot.words import _
from content.bank import Bank


@dataclass(frozen=True, slots=True)
class _Arrival:
    """Somebody at their door with a card: what they sealed so far, and which prompt waits for them."""

    card: QuestionCard
    mine: Answer | None
    prompt: int


class _Unfit(Exception):
    """A held message cannot go where its author wants it; the argument is what to say."""


async def seal(tap: Tap) -> None:
    """*Answer privately*: note what this person answers, post the prompt at their door, and open it."""
    link, arrival = "", None
    async with tap.write() as tx:
        card = await answerable(tx, tap)
        if isinstance(card, QuestionCard) and tap.house.bank.question(card.item_id).options:
            card = Refusal(views.closed_toast(), strip=False)  # a choice is tapped, never typed
        if isinstance(card, QuestionCard):
            arrival = await _arrive(tx, tap, card)
            if arrival is None:
                card = Refusal(views.aloud_toast(), strip=False)
            else:
                link = await awaited.make_link(
                    tx,
                    person_id=tap.person.id,
                    space_id=tap.home.id,
                    kind=ANSWER,
                    ref=card.id,
                    now=tap.house.now(),
                )
    if isinstance(card, Refusal):
        await refuse(tap, card)
    elif arrival is not None:
        await _receive(tap, arrival)
        await tap.open_door(link)


async def follow(said: Said, link: Link) -> None:
    """The door was opened by the link: post the prompt unless it is there already."""
    home = said.space
    if home is None or home.state != "active" or home.partner(said.person.id) is None:
        await said.answer(views.closed_toast())
        return
    arrival = None
    async with said.write() as tx:
        prompts = await awaited.open_prompts(tx, said.person.id, said.chat_id, said.at)
        if any(it.ref == link.ref and it.kind in PROMPTS and it.prompt_id for it in prompts):
            return
        card = await store.card(tx, home.id, link.ref)
        if card is not None and card.state(said.at) == "open":
            arrival = await _arrive(tx, said, card)
    if arrival is None:
        await said.answer(views.closed_toast())
    else:
        await _receive(said, arrival)


async def take(said: Said, prompt: Awaited) -> None:
    """A message at the door that is about a card: seal it, or ask what becomes of a second one."""
    if said.kind == "other" or not (said.text or said.media):
        await said.answer(_("I can take text, a voice note or a photo."))
        return
    opening, draft, arrival = Opening.NOT_YET, None, None
    async with said.write() as tx:
        card = await store.card(tx, said.home.id, prompt.ref)
        mine = await store.answer_of(tx, prompt.ref, said.person.id)
        if card is None or card.state(said.at) != "open" or (mine and mine.how != "sealed"):
            await awaited.done(tx, said.person.id, prompt.kind, prompt.ref)
        elif mine is not None and said.message_id in (piece.message_id for piece in mine.pieces):
            arrival = await _arrive(tx, said, card)  # Telegram told of this message once more
        elif mine is not None and prompt.kind != CHANGE:
            draft = await _hold(tx, said, card)
        else:
            mine = _anew(mine or Answer(card.id, said.person.id, "sealed"), said)
            await store.write_answer(tx, said.home.id, mine, said.at)
            arrival = await _arrive(tx, said, card)
            opening = await settle(tx, said.house, said.home, card)
    if card is not None and mine is not None and draft is not None:
        fits = mine.media is None or said.media is None
        question = said.house.bank.question(card.item_id)
        await said.send(door_views.second(said.home, draft, question, can_add=fits))
    elif card is None or arrival is None:
        await said.answer(_("That one isn't open any more, so I kept nothing of this."))
    elif opening is Opening.NOT_YET:
        await _receive(said, arrival)
    else:
        await said.answer(_("You've both answered now. It opens in your group."))
        await retire(said.house, said.home, card, opening)


async def name_of(tx: AsyncConnection, bank: Bank, prompt: Awaited) -> str:
    """Return what the prompt for a card is called beside others: the first words of its question."""
    card = await store.card(tx, prompt.space_id or 0, prompt.ref)
    return door_views.name(bank.question(card.item_id) if card else None)


async def put(tap: Tap) -> None:
    """*Replace* or *Add*: what becomes of a second message."""
    opening = None
    try:
        async with tap.write() as tx:
            draft = await awaited.take_draft(tx, tap.ref, tap.person.id, tap.at)
            if draft is None or draft.kind != ANSWER or draft.space_id != tap.home.id:
                raise _Unfit(views.closed_toast())
            said = Said.from_draft(tap, draft)
            card = await store.card(tx, tap.home.id, draft.ref)
            mine = await store.answer_of(tx, draft.ref, tap.person.id)
            if card is None or card.state(said.at) != "open" or (mine and mine.how != "sealed"):
                raise _Unfit(views.closed_toast())
            mine = mine or Answer(card.id, tap.person.id, "sealed")
            new = _anew(mine, said)
            if tap.arg == "add":
                longer = rules.added(mine, Piece(said.message_id, said.text), said.media)
                if longer is None:
                    raise _Unfit(_("That's more than one answer can hold. Replace works."))
                new = longer
            await store.write_answer(tx, tap.home.id, new, said.at)
            arrival = await _arrive(tx, tap, card)
            opening = await settle(tx, tap.house, tap.home, card)
    except _Unfit as unfit:
        await tap.toast(str(unfit))
        return
    await tap.toast(_("Added.") if tap.arg == "add" else _("Replaced."))
    if opening is Opening.NOT_YET and arrival is not None:
        await tap.edit(sealed_card(tap, card, new))
        await note_prompt(tap, arrival.prompt, tap.message_id)
    else:
        await tap.strip()
        await retire(tap.house, tap.home, card, opening)


async def _arrive(tx: AsyncConnection, act: Act, card: QuestionCard) -> _Arrival | None:
    """Await this person's words about the card; None if they said theirs aloud already."""
    mine = await store.answer_of(tx, card.id, act.person.id)
    if mine is not None and mine.how != "sealed":
        return None
    prompt = await expect(tx, act, ANSWER if mine is None else MORE, card.id)
    return _Arrival(card, mine, prompt)


async def _receive(act: Act, arrival: _Arrival) -> None:
    """Post at the door what fits: the prompt, or the sealed answer's buttons."""
    if arrival.mine is None:
        card = door_views.prompt(act.house.bank.question(arrival.card.item_id))
    else:
        card = sealed_card(act, arrival.card, arrival.mine)
    await note_prompt(act, arrival.prompt, await act.send_to_door(card))


async def _hold(tx: AsyncConnection, said: Said, card: QuestionCard) -> int:
    return await awaited.hold(
        tx,
        person_id=said.person.id,
        chat_id=said.chat_id,
        message_id=said.message_id,
        space_id=said.home.id,
        kind=ANSWER,
        ref=card.id,
        text=said.text,
        media=said.media,
        said_at=said.at,
        now=said.house.now(),
    )


def _anew(answer: Answer, said: Said) -> Answer:
    """Return the answer with this message in place of what it held; what its author chose for it stays."""
    return replace(answer, pieces=(Piece(said.message_id, said.text),), media=said.media, option=None)
