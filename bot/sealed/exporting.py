"""What a person takes along of what they said to cards, and how it reads.

What the other said is not in it, opened or not. It is theirs, to keep or to erase, and a file that leaves it
out one month would tell that they erased it.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pieces
from bot.composing import Reader
from bot.formatting import for_page
from bot.lifecycle import Export
from bot.sealed import theirs
from bot.sealed.contributions import Alone, Answer, AnswerState, Card
from bot.sealed.names import Names
from bot.sealed.pair import Pair
from bot.spaces.model import Space
from bot.taking import Entry, Section, Value
from bot.words import N_, _
from content.bank import Bank
from schedules import outbox

_HOW = {
    AnswerState.SEALED: N_("sealed, not opened yet"),
    AnswerState.ALOUD: N_("said aloud"),
    AnswerState.REVEALED: N_("opened"),
    AnswerState.STAYED: N_("stayed yours"),
    AnswerState.SAVED: N_("stayed yours, saved for you"),
}
_ALONE = {Alone.ERASE: N_("delete mine"), Alone.SHOW: N_("show mine")}
_MEDIA = {"voice": N_("a voice note, held by Telegram"), "photo": N_("a photo, held by Telegram")}
SEEN = (AnswerState.ALOUD, AnswerState.REVEALED)
"""What both have seen."""


@dataclass(frozen=True, slots=True)
class SectionNames:
    """What the section of a user of the sealed pair is called: for machines (`name`) and for people.

    `title` heads it, `asks` stands before what a card asked; both are gettext sources.
    """

    name: str
    title: str
    asks: str


def answers(pair: Pair, called: SectionNames) -> Export:
    """Return what brings all that a person said to the cards of one owner, for `Kept.export`."""
    return partial(_section, pair, called, lambda _answer: True)


def seen(pair: Pair, called: SectionNames) -> Export:
    """Return what brings of that what both have seen, for `Kept.shares`."""
    return partial(_section, pair, called, lambda answer: answer.how in SEEN)


async def _section(
    pair: Pair,
    called: SectionNames,
    brings: Callable[[Answer], bool],
    tx: AsyncConnection,
    bank: Bank,
    space: Space,
    person_id: int,
) -> Sequence[Section]:
    async def entries() -> AsyncIterator[Entry]:
        last = 0
        while page := await theirs.said_after(pair.names, tx, space.id, person_id, last):
            for card, answer in page:
                known = await as_known(pair.names, tx, space, answer)
                if brings(known):
                    yield _entry(pair, called, Reader(space, person_id, bank), card, known)
            last = page[-1][0].id

    return [Section(called.name, _(called.title), entries)]


def _entry(pair: Pair, called: SectionNames, reader: Reader, card: Card, answer: Answer) -> Entry:
    subject = pair.subject(reader, card)
    data, words = said(answer, subject.options)
    return Entry(card.local_date, {"asked": subject.words, **data}, {_(called.asks): subject.words, **words})


async def as_known(names: Names, tx: AsyncConnection, space: Space, answer: Answer) -> Answer:
    """What nobody has seen, because the group refuses it, is sealed as far as its author knows, or theirs."""
    if answer.how is not AnswerState.REVEALED:
        return answer
    unseen = {names.reveal: AnswerState.SEALED, names.alone: AnswerState.STAYED}
    for kind, how in unseen.items():
        if await outbox.is_unsent(tx, space.id, kind, answer.card_id):
            return replace(answer, how=how)
    return answer


def said(answer: Answer, options: Sequence[str]) -> tuple[Mapping[str, Value], Mapping[str, str]]:
    """Return what an answer says, to a card with these options: for machines, and for people by its label."""
    data: dict[str, Value] = {}
    words: dict[str, str] = {}
    text, formatting = pieces.words(answer.pieces)
    if text:
        data["answer"], words[_("Your answer")] = text, for_page(text, formatting)
    if formatting:
        data["html"] = str(words[_("Your answer")])
    if answer.option is not None:
        known = 0 <= answer.option < len(options)
        data["option"] = words[_("You chose")] = options[answer.option] if known else str(answer.option + 1)
    media = pieces.media_of(answer.pieces)
    if media:
        data["media"] = [it.kind for it in media]
        data["telegram_file_ids"] = [it.file_id for it in media]
        words[_("Voice notes and photos")] = ", ".join(_(_MEDIA[it.kind]) for it in media)
    data["how"] = answer.how
    words[_("What became of it")] = _(_HOW[answer.how])
    # What an option becomes nobody chooses.
    if answer.how in (AnswerState.SEALED, AnswerState.STAYED) and answer.pieces:
        data["if_no_answer"] = answer.alone
        words[_("If no answer comes")] = _(_ALONE[answer.alone])
    return data, words
