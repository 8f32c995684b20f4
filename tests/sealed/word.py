"""A second, tiny user of the sealed pair: at four, one word each, opened together. It knows no question."""

from datetime import datetime, time, timedelta
from functools import partial

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import elsewhere
from bot.actions import Row
from bot.ceding import CEDES
from bot.composing import Composer, Reader
from bot.feature import Asks, Feature, PromptName, on
from bot.features.today.exports import OFFERS_AGAIN
from bot.lifecycle import KEPT, Kept
from bot.message import Button, Message
from bot.sealed import (
    again,
    aloud,
    apart,
    choice,
    door,
    editing,
    ending,
    erasing,
    exporting,
    line,
    line_taps,
    opening,
    rows,
    sending,
)
from bot.sealed.composers import composers
from bot.sealed.contributions import Answer, AnswerState, Card
from bot.sealed.names import Names
from bot.sealed.pair import SEALS, Buttons, Pair, Preferences, Subject, Words
from bot.services import Services
from bot.spaces.model import Space
from bot.spaces.preference import NUMBER, TIME, YES_OR_NO, Mine, Ours
from bot.upkeep import Upkeep
from content.bank import Bank
from schedules import outbox
from schedules.due import Days, Due, Rhythm
from schedules.outbox import OutboxMessage
from schedules.posts import Post
from schedules.ritual import Posted
from tests.sealed import actions

NAMES = Names("word")
CARD = actions.CARD


ASKS = "one word"
"""What the day's card asks: a word, or with `CHOICE` one of two."""
CHOICE = "one of two"
OPTIONS = ("Tea", "Toast")
CALLED = exporting.SectionNames("words", "Words of a day", "Asked")


def _subject(_reader: Reader, card: Card) -> Subject:
    options = OPTIONS if card.item_id == CHOICE else ()
    return Subject("One word for today", Markup("One word for today, each?"), options)


async def _nothing(*_given: object) -> None:
    """Nothing in the group says more of it than its card and its reveal."""


async def _stands(_services: Services, _space: Space, _card: Card, _thread: int | None) -> bool:
    return False


PAIR = Pair(
    NAMES,
    Buttons(
        take_up=actions.TakeUp,
        pick=actions.Pick,
        done=actions.BeDone,
        read=actions.ReadMine,
        change=actions.Change,
        take_back=actions.TakeBack,
        let_know=actions.LetKnow,
        when_alone=actions.WhenAlone,
        save=actions.Save,
        was_none=actions.WasNone,
        show_again=actions.ShowAgain,
    ),
    Words(
        unnamed="A word",
        closed="That word's day is over.",
        closed_unsaved="That word's day is over, so it isn't saved.",
        closed_aloud="That word's day is over. /today?",
        after_thanks="That was thanks. You can still say a word.",
        just_talk="Just talk, then. You can still say a word.",
        alone="Save it for you alone: that word's day is over.",
    ),
    Preferences(
        Ours("test.word.time", time(9), TIME),
        Mine("test.word.saves", True, YES_OR_NO),
        Mine("test.word.prompted", 0, NUMBER),
        Mine("test.word.reader_told", False, YES_OR_NO),
    ),
    lasts=Days(1),
    subject=_subject,
    speaks=lambda _space, _now: True,
    morning_after=lambda _space, at: at + timedelta(days=1),
    opened=_nothing,
    changed=_nothing,
    show=_nothing,
    comes_anew=_stands,
)


class OneWord:
    """One word each, by the next afternoon."""

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
        card_id = await rows.add_card(tx, space.id, post.id, ASKS, ())
        await outbox.put(tx, space_id=space.id, kind=CARD, ref=card_id, at=now, fresh_for=self.freshness)
        return Posted(speaks=True)

    async def close(self, tx: AsyncConnection, space: Space, post: Post, now: datetime) -> None:
        """What stayed alone is its author's, who may save it for a day."""
        for card in await rows.cards_of_post(tx, post.id):
            await opening.end_alone(PAIR, tx, space, card, now)
            await opening.end_prompts(PAIR, tx, card.id)
            await opening.still_waits(PAIR, tx, space, card.id, now)


async def load_card(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Card | None:
    """Return the card."""
    return await rows.card(NAMES, tx, space.id, outgoing.ref)


def render_card(card: Card, reader: Reader) -> Message:
    """Return it with its button."""
    button = Button("Say mine", actions.Say(reader.space.id, Row(card.id)))
    return Message(Markup("One word for today, each?"), rows=((button,),))


def _word(answer: Answer) -> str:
    return answer.text if answer.option is None else OPTIONS[answer.option]


async def load_reveal(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> list[str] | None:
    """Return both words; None once either is erased."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    answers = await rows.answers_to(tx, card.id) if card is not None and card.revealed_at else {}
    return [_word(it) for it in answers.values()] if len(answers) == 2 else None


def render_reveal(words: list[str], _reader: Reader) -> Message:
    """Return both words, side by side."""
    return Message(Markup("Both words: %s") % " · ".join(sorted(words)))


async def load_alone(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> str | None:
    """Return the one word that its author chose to show."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    answers = await rows.answers_to(tx, card.id) if card is not None else {}
    shown = [_word(it) for it in answers.values() if it.how is AnswerState.REVEALED]
    return next(iter(shown), None)


def render_alone(word: str, _reader: Reader) -> Message:
    """Return it."""
    return Message(Markup("One word alone: %s") % word, silent=True)


async def load_waiting(tx: AsyncConnection, space: Space, outgoing: OutboxMessage) -> Card | None:
    """Return the card to which a word waits; None once it is open, or was taken back."""
    card = await rows.card(NAMES, tx, space.id, outgoing.ref)
    if card is None or not card.post_open or card.revealed_at is not None:
        return None
    answers = await rows.answers_to(tx, card.id)
    waits = any(it.how is AnswerState.SEALED and it.told for it in answers.values())
    return card if waits else None


def render_waiting(_card: Card, _reader: Reader) -> Message:
    """Return the line that says so, about nobody."""
    return Message(Markup("A word is waiting. No hurry."), silent=True)


FEATURE = Feature(
    name="word",
    routes=(
        on(actions.Say, partial(door.ask, PAIR)),
        on(actions.TakeUp, partial(door.ask, PAIR)),
        on(actions.Pick, partial(choice.pick, PAIR)),
        on(actions.ShowAgain, partial(again.show_again, PAIR)),
        on(actions.BeDone, partial(line_taps.whole, PAIR)),
        on(actions.ReadMine, partial(line_taps.read, PAIR)),
        on(actions.Change, partial(line_taps.change, PAIR)),
        on(actions.TakeBack, partial(line_taps.take_back, PAIR)),
        on(actions.LetKnow, partial(line_taps.let_know, PAIR)),
        on(actions.WhenAlone, partial(line_taps.when_alone, PAIR)),
        on(actions.Save, partial(ending.save, PAIR)),
        on(actions.WasNone, partial(aloud.was_none, PAIR)),
    ),
    awaited=dict.fromkeys(NAMES.prompts, partial(door.take, PAIR)),
    prompt_names=dict.fromkeys(
        NAMES.prompts, PromptName(partial(door.load_name, PAIR), partial(door.render_name, PAIR))
    ),
    leaves={NAMES.answer: line_taps.left, NAMES.change: partial(line_taps.change_left, PAIR)},
    listening=dict.fromkeys((NAMES.more, NAMES.asked, NAMES.pointed), partial(door.merely_said, PAIR)),
    replies=dict.fromkeys((CARD, NAMES.waiting), partial(aloud.answer, PAIR)),
    follows=partial(door.follows, PAIR),
    links={NAMES.answer: partial(door.come_in, PAIR)},
    saving=apart.saved_as(PAIR),
    asks={
        NAMES.answer: Asks(partial(door.load_asked, PAIR), partial(door.render_ask, PAIR)),
        NAMES.change: Asks(partial(door.load_asked, PAIR), door.render_change),
    },
    composers={
        CARD: Composer(load_card, render_card),
        NAMES.reveal: Composer(load_reveal, render_reveal),
        NAMES.alone: Composer(load_alone, render_alone),
        NAMES.waiting: Composer(load_waiting, render_waiting),
        **composers(PAIR),
    },
    outcomes={
        NAMES.reveal: partial(opening.came_of, PAIR),
        **dict.fromkeys((NAMES.alone, NAMES.part), partial(sending.came_of, NAMES)),
        NAMES.line_again: partial(line.came_of, PAIR),
        NAMES.stayed: partial(ending.told, PAIR),
    },
    arrived={
        NAMES.reveal: partial(opening.revealed, PAIR),
        NAMES.alone: partial(line_taps.reading_shows, PAIR),
        NAMES.part: partial(line_taps.reading_shows, PAIR),
        elsewhere.MEDIUM: partial(line_taps.reading_brought, PAIR),
        NAMES.line_again: partial(line.arrived, PAIR),
    },
    timers={
        NAMES.opens: partial(opening.opens, PAIR),
        NAMES.whole: partial(line.minute_over, PAIR),
        NAMES.tells: partial(ending.tells, PAIR),
        NAMES.ends: partial(ending.ends, PAIR),
        NAMES.turns: partial(ending.turns, PAIR),
    },
    edited={NAMES.answer: partial(editing.edited, PAIR)},
    adds=(
        SEALS(PAIR),
        CEDES(partial(door.cedes, PAIR)),
        OFFERS_AGAIN(frozenset({NAMES.reveal, NAMES.alone, NAMES.part})),
        KEPT(
            Kept(
                export=exporting.answers(PAIR, CALLED),
                shares=exporting.seen(PAIR, CALLED),
                erase=partial(erasing.erase, PAIR),
                singles=erasing.singles(PAIR, "My words"),
                undone=partial(erasing.undone, PAIR),
                ends=partial(erasing.end, NAMES),
            )
        ),
    ),
    rituals=(OneWord(),),
    upkeep=(Upkeep("words that are not saved", partial(erasing.erase_not_kept, PAIR)),),
)
