"""What a person takes along of the kindnesses: the ideas shown to them, and what they marked."""

from collections.abc import AsyncIterator, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.composing import Reader
from bot.features.kindness import store
from bot.spaces.model import Space
from bot.taking import Entry, Section
from bot.words import N_, _
from content.bank import Bank
from content.picker import IdeaState

_MARKS = {
    IdeaState.SHOWN: N_("shown to you"),
    IdeaState.DID: N_("Did it"),
    IdeaState.ANOTHER: N_("Another"),
    IdeaState.NOT_FOR_ME: N_("Not for me"),
}


async def export(tx: AsyncConnection, bank: Bank, space: Space, person_id: int) -> Sequence[Section]:
    """Return the one section of this feature."""
    name = Reader(space, person_id, bank).partners_name

    async def entries() -> AsyncIterator[Entry]:
        after = (0, 0)
        while page := await store.page_of(tx, space.id, person_id, after):
            for post_id, seq, day, idea_id, mark in page:
                idea = bank.ideas.get(idea_id)
                text = idea.said(name) if idea else idea_id
                words = {_("Idea"): text, _("What you did with it"): _(_MARKS[mark])}
                yield Entry(day, {"idea": text, "mark": mark}, words)
                after = (post_id, seq)

    return [Section("kindnesses", _("Small kindnesses shown to you"), entries)]
