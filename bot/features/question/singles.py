"""One's own answers, one by one: to look for and to erase."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.db.tables import answers, cards, posts
from bot.features.question import door_views, ending, opening, readings, store
from bot.features.question.ending import LINE
from bot.features.question.rules import Answer, Card
from bot.lifecycle import Faces, Singles
from bot.pieces import media_of
from bot.services import Services
from bot.spaces import missed
from bot.spaces.model import Space
from bot.taking import Single
from bot.words import N_, _
from content.bank import Bank
from schedules import messages

_MEDIA = {"voice": N_("a voice note"), "photo": N_("a photo")}
_OWN = (
    select(answers.c.card_id)
    .join(cards, cards.c.id == answers.c.card_id)
    .join(posts, posts.c.id == cards.c.post_id)
    .order_by(posts.c.local_date.desc(), answers.c.card_id.desc())
)


async def page(
    tx: AsyncConnection, bank: Bank, space: Space, person_id: int, skipped: int, most: int
) -> Sequence[Single]:
    """Return some of this person's answers, newest first."""
    own = (answers.c.space_id == space.id, answers.c.person_id == person_id)
    found = (await tx.scalars(_OWN.where(*own).offset(skipped).limit(most))).all()
    singles = [await find(tx, bank, space, person_id, card_id) for card_id in found]
    return [single for single in singles if single is not None]


async def find(tx: AsyncConnection, bank: Bank, space: Space, person_id: int, card_id: int) -> Single | None:
    """Return this person's answer to a card, or None."""
    found = await _own(tx, space, person_id, card_id)
    if found is None:
        return None
    card, answer = found
    question = bank.question(card.item_id)
    said = answer.text
    if answer.option is not None and answer.option < len(question.options):
        said = question.options[answer.option]
    said = said or ", ".join(_(_MEDIA[it.kind]) for it in media_of(answer.pieces))
    return Single(card_id, card.local_date, said, question.text)


async def erase(tx: AsyncConnection, services: Services, space: Space, person_id: int, card_id: int) -> Faces:
    """Erase one answer, with its messages at the door; its line says that nothing is sealed.

    One that is sealed is taken back with it.
    """
    now = services.now()
    known = await opening.shut_unseen(tx, services, space, card_id, now)
    found = await _own(tx, space, person_id, card_id)
    if known is None or found is None:
        return []
    card, answer = found
    lines = await messages.copies_of(tx, space.id, LINE, card_id)
    if answer.how in ("open", "revealed"):
        await store.erase_answer(tx, card.id, person_id)
        await messages.forget_notes(tx, space.id, LINE, card.id, person_id)
        await readings.go(tx, space.id, card.id, person_id, now)
    else:
        await opening.unseal(tx, services, space, card.id, person_id)
    await opening.end_alone(tx, space, known, now)
    if answer.how in ("stayed", "saved"):
        await ending.turn(tx, space, card.id, now)
    if answer.how != "open":
        await missed.gone(tx, person_id, person_id, answer.pieces, now)
        await traces.words_go(tx, person_id, answer.pieces, now)
    return [(message_id, door_views.erased()) for chat_id, message_id in lines if chat_id == person_id]


async def _own(tx: AsyncConnection, space: Space, person_id: int, card_id: int) -> tuple[Card, Answer] | None:
    card = await store.card(tx, space.id, card_id)
    answer = await store.answer_of(tx, card_id, person_id) if card else None
    return None if card is None or answer is None else (card, answer)


SINGLES = Singles(N_("My answers"), page, find, erase)
