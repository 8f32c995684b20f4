"""What becomes of words that waited for their author's yes: sealed where that is possible, else theirs alone.

Whether it is possible goes by what both know of a card, never by what the other did in private.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.feature import SavedAs, Saving
from bot.sealed import rows, sending
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.sealed.pair import Pair
from bot.spaces import asides
from bot.spaces.awaited import Awaited
from bot.spaces.model import Space
from bot.telegram.incoming import Said
from bot.words import N_, _

_SEAL = N_("Seal it")
_SEALS = Saving(_SEAL, N_("Seal it, and %(name)s reads it once you've both answered."))
_ADDS = Saving(_SEAL, N_("Seal it with your answer, and %(name)s reads it all once you've both answered."))
_REPLACES = Saving(
    _SEAL, N_("Seal it in place of your answer, and %(name)s reads it once you've both answered.")
)


def saved_as(pair: Pair) -> Mapping[str, SavedAs]:
    """Return what becomes of words that were said to each kind of prompt for a card, once there is a yes."""
    kinds = {
        pair.names.answer: _SEALS,
        pair.names.pointed: _SEALS,
        pair.names.change: _REPLACES,
        pair.names.asked: _ADDS,
        pair.names.more: _ADDS,
    }
    return {kind: _says(pair, saving) for kind, saving in kinds.items()}


def _says(pair: Pair, saving: Saving) -> SavedAs:
    async def says(
        tx: AsyncConnection, space: Space, person_id: int, prompt: Awaited | None, at: datetime
    ) -> Saving:
        card = await rows.card(pair.names, tx, space.id, prompt.ref) if prompt else None
        if card is None or not await _is_open(pair, tx, card, at):
            return Saving(then=pair.words.alone)
        mine = await rows.answer_of(tx, card.id, person_id)
        if mine is None:
            return _SEALS
        return (
            saving
            if mine.how in (AnswerState.SEALED, AnswerState.REVEALED)
            else Saving(then=pair.words.alone)
        )

    return says


async def _is_open(pair: Pair, tx: AsyncConnection, card: Card, at: datetime) -> bool:
    """Whether a card can be answered as far as its two know: nothing tells before its reveal is out."""
    return card.in_time(at) and (card.revealed_at is None or await sending.is_unshown(pair.names, tx, card))


async def keep_apart(
    pair: Pair, tx: AsyncConnection, said: Said, card: Card | None, mine: Answer | None, *, full: bool = False
) -> str:
    """Save for its author alone what waited for their yes and can't be sealed; return what they hear.

    "" where it did not wait, of which nothing is saved. `full` says that their answer holds no more.
    """
    if said.chosen_at is None:
        return ""
    item_id = "" if card is None else card.item_id
    day = said.me.day(said.at)
    await asides.save(tx, said.home.id, said.person.id, day, said.pieces, item_id)
    return _because(pair, card, mine, full=full) + " " + asides_are()


def asides_are() -> str:
    """Return where its author finds what is saved for them alone."""
    return _("I saved this for you alone: Everything of mine, in /export, has it.")


def _because(pair: Pair, card: Card | None, mine: Answer | None, *, full: bool) -> str:
    if full:
        return _("That's more than one answer can hold.")
    if mine is not None and mine.how is AnswerState.ALOUD:
        return _("You've answered that one aloud.")
    if card is not None and card.revealed_at is not None:
        return _("That one is open already.")
    return _(pair.words.closed)
