"""Answering aloud: a reply to the question's card in the group, where both read it anyway."""

from bot.features.question import store
from bot.features.question.opening import PROMPTS, retire, settle
from bot.features.question.rules import Answer, Opening, Piece
from bot.spaces import awaited
from bot.telegram.incoming import Said


async def answer(said: Said, card_id: int) -> None:
    """Take a partner's first reply to a card as their answer; later ones are conversation.

    Who has sealed one keeps it sealed: their reply is conversation too. The bot says nothing to either.
    """
    if said.kind == "other" or not (said.text or said.media):
        return
    opening = Opening.NOT_YET
    async with said.write() as tx:
        card = await store.card(tx, said.home.id, card_id)
        if card is None or card.state(said.at) != "open":
            return
        if await store.answer_of(tx, card.id, said.person.id) is not None:
            return
        piece = Piece(said.message_id, said.text)
        spoken = Answer(card.id, said.person.id, "open", pieces=(piece,), media=said.media)
        await store.write_answer(tx, said.home.id, spoken, said.at)
        for kind in PROMPTS:
            await awaited.done(tx, said.person.id, kind, card.id)
        opening = await settle(tx, said.house, said.home, card)
    await retire(said.house, said.home, card, opening)
