"""An album of which a later picture says that it is a thank-you: nothing of it stays in an answer."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ceding import Ceded
from bot.features.question import door_views, line, store
from bot.features.question.opening import ANSWER, ASKED, MORE, PROMPTS, keep, unseal
from bot.features.question.rules import Answer
from bot.spaces import awaited
from bot.spaces import store as spaces
from bot.spaces.model import Space
from bot.telegram.incoming import Said, in_space


async def cedes(tx: AsyncConnection, said: Said) -> Ceded | None:
    """Take what was sealed of the message's album out of the answer; of no other, and none that opened."""
    if said.album is None or not said.at_door:
        return None
    for space_id, answer in await store.said_by(tx, said.person.id, "sealed", said.at):
        ceded = tuple(piece for piece in answer.pieces if piece.album == said.album)
        space = await spaces.by_id(tx, space_id) if ceded else None
        if space is None or space.state != "active" or space.partner(said.person.id) is None:
            continue
        left = tuple(piece for piece in answer.pieces if piece.album != said.album)
        if left or answer.option is not None:
            await keep(tx, said.services, space, replace(answer, pieces=left, album=None))
            return Ceded(ceded, _nothing)
        return await _given_up(tx, in_space(said, space), space, replace(answer, pieces=ceded))
    return None


async def _given_up(tx: AsyncConnection, said: Said, space: Space, answer: Answer) -> Ceded:
    """Erase an answer that was nothing but the album, and await one as before it came."""
    known = await awaited.prompts_of(tx, said.person.id, answer.card_id, PROMPTS)
    await unseal(tx, said.services, space, answer.card_id, said.person.id)
    asked = next((it.prompt_id for it in known if it.prompt_id and it.kind == ASKED), None)
    card = await store.card(tx, space.id, answer.card_id)
    if card is not None:
        await line.expect(tx, said, ANSWER, card, prompt_id=asked)
    stood = next((it.prompt_id for it in known if it.prompt_id and it.kind == MORE), None)

    async def then() -> None:
        if stood is not None and card is not None:
            await said.services.sender.edit(said.chat_id, stood, door_views.ceded(space, card))

    return Ceded(answer.pieces, then)


async def _nothing() -> None:
    """The line of what is still sealed stays as it is."""
