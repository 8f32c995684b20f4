"""A second, tiny user of the sealed pair: at four, one word each, opened together. It knows no question."""

from datetime import datetime, time, timedelta
from functools import partial

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.actions import GROUP, Action, Guard, Row
from bot.composing import Composer, Reader
from bot.feature import Feature, on
from bot.message import Button, Message
from bot.sealed import contributions, opening, rows, sending
from bot.sealed.contributions import Answer, Card
from bot.sealed.names import Names
from bot.sealed.pair import Pair
from bot.services import Services
from bot.spaces import awaited
from bot.spaces.awaited import Awaited
from bot.spaces.model import Space
from bot.telegram.incoming import Said, Tap
from content.bank import Bank
from schedules import outbox
from schedules.due import Due, Rhythm
from schedules.outbox import OutboxMessage
from schedules.posts import Post
from schedules.ritual import Posted
from schedules.tick import After

NAMES = Names("word")
CARD = "word.card"


class Say(Action, name="word.say"):
    """Be asked for one's word, in one's private chat."""

    guard = Guard(where=GROUP, proves=(CARD,), sends=True)
    card: Row


class TakeBack(Action, name="word.take_back"):
    """Have one's sealed word erased."""

    card: Row


async def _stays(tx: AsyncConnection, _space: Space, answer: Answer, _now: datetime) -> None:
    await rows.erase_answer(tx, answer.card_id, answer.person_id)


async def _nothing(*_given: object) -> None:
    """It shows nothing but its card and its reveal."""


PAIR = Pair(NAMES, stays=_stays, opened=_nothing, changed=_nothing, show=_nothing)


class OneWord:
    """One word each, by midnight of the next day."""

    name = NAMES.owner
    place = None
    rank = 99
    freshness = timedelta(hours=6)
    lasts = timedelta(days=1)

    def targets(self, _space: Space) -> tuple[int, ...]:
        """It is the space's."""
        return (0,)

    def rhythm(self, space: Space, _person_id: int, _now: datetime) -> Rhythm | None:
        """At four by the space's clock."""
        return Rhythm(at=time(16), zone=space.tz)

    async def wants(self, _tx: AsyncConnection, _space: Space, _person_id: int, _due: Due) -> bool:
        """There is always a word to say."""
        return True

    async def post(self, tx: AsyncConnection, _bank: Bank, space: Space, post: Post, now: datetime) -> Posted:
        """Ask for it."""
        card_id = await rows.add_card(tx, space.id, post.id, "one word", ())
        await outbox.put(tx, space_id=space.id, kind=CARD, ref=card_id, at=now, fresh_for=self.freshness)
        return Posted(speaks=True)

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """What stayed alone goes, without a word."""
        for card in await rows.cards_of_post(tx, post.id):
            await opening.end_alone(PAIR, tx, space, card, now)
            await opening.end_prompts(PAIR, tx, card.id)


async def say(tap: Tap, said: Say) -> None:
    """Ask for a word at the tapper's door."""
    prompt = None
    async with tap.write() as tx:
        card = await opening.as_known(PAIR, tx, tap.services, tap.home, said.card, tap.at)
        if card is not None and card.state(tap.at) == "open":
            now = tap.services.now()
            prompt = await awaited.expect(
                tx,
                person_id=tap.person.id,
                chat_id=tap.person.id,
                space_id=tap.home.id,
                kind=NAMES.answer,
                ref=card.id,
                now=now,
                first_until=now + timedelta(minutes=10),
            )
    await tap.toast("In our private chat, then.")
    if prompt is not None:
        await tap.asks(Message(Markup("One word?")), prompt)


async def take(said: Said, prompt: Awaited) -> None:
    """Seal a word."""
    async with said.write() as tx:
        card = await opening.as_known(PAIR, tx, said.services, said.home, prompt.ref, said.at)
        if card is not None and card.state(said.at) == "open":
            begun = contributions.begun(card, said.person.id, "sealed", said.at)
            word = contributions.added(begun, said.pieces) or begun
            await opening.keep(PAIR, tx, said.services, said.home, contributions.again(word, card, said.at))
            await awaited.done(tx, said.person.id, NAMES.answer, prompt.ref)
    back = Button("Take it back", TakeBack(said.home.id, Row(prompt.ref)))
    await said.send(Message(Markup("Your word is sealed."), rows=((back,),)))
    said.services.wake()


async def take_back(tap: Tap, said: TakeBack) -> None:
    """Erase a sealed word."""
    async with tap.write() as tx:
        card = await opening.as_known(PAIR, tx, tap.services, tap.home, said.card, tap.at)
        mine = await rows.answer_of(tx, card.id, tap.person.id) if card is not None else None
        if mine is not None and mine.how == "sealed":
            await opening.unseal(PAIR, tx, tap.services, tap.home, mine.card_id, tap.person.id)
    await tap.toast("Gone.")


async def load_card(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Card | None:
    """Return the card."""
    return await rows.card(NAMES, tx, space.id, outgoing.ref)


def render_card(card: Card, reader: Reader) -> Message:
    """Return it with its button."""
    button = Button("Say mine", Say(reader.space.id, Row(card.id)))
    return Message(Markup("One word for today, each?"), rows=((button,),))


async def load_reveal(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> list[str] | None:
    """Return both words; None once either is erased."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    answers = await rows.answers_to(tx, card.id) if card is not None and card.revealed_at else {}
    return [it.text for it in answers.values()] if len(answers) == 2 else None


def render_reveal(words: list[str], _reader: Reader) -> Message:
    """Return both words, side by side."""
    return Message(Markup("Both words: %s") % " · ".join(sorted(words)))


async def _load_none(_tx: AsyncConnection, _space: Space, _outgoing: OutboxMessage) -> None:
    """It says nothing of what may be lost."""


def _render_none(_none: None, _reader: Reader) -> None:
    """It says nothing of what may be lost."""


async def _is_whole(
    _tx: AsyncConnection, _services: Services, _space: Space, _ref: int, _now: datetime
) -> After | None:
    """No line of its own says that the minute is over."""


FEATURE = Feature(
    name="word",
    routes=(on(Say, say), on(TakeBack, take_back)),
    awaited={NAMES.answer: take},
    composers={
        CARD: Composer(load_card, render_card),
        NAMES.reveal: Composer(load_reveal, render_reveal),
        NAMES.lost: Composer(_load_none, _render_none),
    },
    outcomes={NAMES.reveal: partial(opening.came_of, PAIR), NAMES.part: partial(sending.came_of, NAMES)},
    arrived={NAMES.reveal: partial(opening.revealed, PAIR)},
    timers={NAMES.opens: partial(opening.opens, PAIR), NAMES.whole: _is_whole},
    rituals=(OneWord(),),
)
