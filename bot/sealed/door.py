"""Sealing at the door: the prompt, the messages that are sealed, and those that join within the minute.

Nothing said here is ever echoed; every exchange ends with a neutral line of the bot's. Of an album of which a
later picture says that it is a thank-you nothing stays in an answer.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import traces
from bot.ceding import Ceded
from bot.composing import Reader
from bot.disclosure import Host, who_could_read
from bot.feature import Follow
from bot.message import Message
from bot.sealed import aloud, apart, contributions, line, rows, theirs, views
from bot.sealed.contributions import Answer, AnswerState, Card, CardState
from bot.sealed.line import Act, Line
from bot.sealed.opening import as_known, keep, unseal
from bot.sealed.pair import CardAction, Pair
from bot.spaces import awaited, holds, links, missed
from bot.spaces import store as spaces
from bot.spaces.awaited import Awaited
from bot.spaces.links import Link
from bot.spaces.model import Space, SpaceState
from bot.telegram.incoming import Said, Tap
from bot.words import _
from content.bank import Bank
from schedules import messages

EXPLAINED = 3
"""So many of a person's private prompts say what to do and what happens; later ones are short."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a tap does nothing any more."""

    words: str


@dataclass(frozen=True, slots=True)
class _Prompt:
    """What a card asks, to be asked at somebody's door; `id` is the row that waits for the answer."""

    card: Card
    id: int


@dataclass(frozen=True, slots=True)
class _Choice:
    """A choice, whose options are to stand at somebody's door."""

    card: Card


@dataclass(frozen=True, slots=True)
class _Named:
    """What a person's prompt is named by: the first words of its card."""

    card: Card
    space: Space
    person_id: int


class _Unfit(Exception):
    """A message cannot go where its author wants it; the argument is what to say."""


async def ask(pair: Pair, tap: Tap, tapped: CardAction) -> None:
    """*Answer privately*: note what this person answers, post the prompt at their door, and open it."""
    link, arrival = "", None
    async with tap.write() as tx:
        card = await answerable(pair, tx, tap, tapped.card)
        if isinstance(card, Card):
            arrival = await _arrive(pair, tx, tap, card)
            if arrival is None:
                card = Refusal(views.aloud_toast())
            else:
                link = await links.make(
                    tx,
                    person_id=tap.person.id,
                    space_id=tap.home.id,
                    kind=pair.names.answer,
                    ref=card.id,
                    now=tap.services.now(),
                )
    if isinstance(card, Refusal):
        await refuse(tap, card)
    elif arrival is not None:
        await _receive(pair, tap, arrival)
        await tap.open_door(link)


async def answerable(pair: Pair, tx: AsyncConnection, tap: Tap, card_id: int) -> Card | Refusal:
    """Return the tapped card if it can still be answered, else what to say instead."""
    card = await as_known(pair, tx, tap.services, tap.home, card_id, tap.at)
    if card is None:
        return Refusal(views.closed_toast())
    match card.state(tap.at):
        case CardState.ANSWERABLE:
            return card
        case CardState.REVEALED:
            return Refusal(views.revealed_toast())
        case CardState.CLOSED:
            return Refusal(views.closed_toast())


async def refuse(tap: Tap, refusal: Refusal) -> None:
    """Say that a card is answered or closed, to the tapper alone: the keyboard goes by the clock."""
    await tap.toast(refusal.words)


async def come_in(pair: Pair, said: Said, link: Link) -> None:
    """The door was opened by the link: post the prompt unless it is there already."""
    home = said.space
    if home is None or home.state is not SpaceState.ACTIVE or home.partner(said.person.id) is None:
        await said.answer(views.closed_toast())
        return
    arrival, is_open = None, False
    async with said.write() as tx:
        prompts = await awaited.prompts_at(tx, said.person.id, said.chat_id, said.at)
        if any(
            it.ref == link.ref
            and it.kind in pair.names.prompts
            and it.kind != pair.names.pointed
            and it.message_id
            and it.asks(said.at)  # the message of one that asks no more may be gone
            for it in prompts
        ):
            return
        if said.chat_id in dict(await messages.copies_of(tx, home.id, pair.names.options, link.ref)):
            return
        card = await as_known(pair, tx, said.services, home, link.ref, said.at)
        if card is not None and card.state(said.at) is CardState.ANSWERABLE:
            is_open, arrival = True, await _arrive(pair, tx, said, card)
    if arrival is None:
        await said.answer(views.aloud_toast() if is_open else views.closed_toast())
    else:
        await _receive(pair, said, arrival)


async def take(pair: Pair, said: Said, prompt: Awaited) -> None:
    """A message at the door that is about a card: seal it, or add it to what is sealed."""
    still = prompt.left_at is None or said.chosen_at is None  # what was sealed meanwhile stays
    await _take(pair, said, prompt.ref, replaces=prompt.kind == pair.names.change and still)


async def merely_said(pair: Pair, said: Said, prompt: Awaited) -> None:
    """Words that nobody waits for, from somebody who has sealed an answer: say how they would reach it."""
    if prompt.kind == pair.names.pointed:  # nobody asked yet
        words = _("I wasn't expecting that just now, so I didn't save it. /today shows what's on.")
        await replace(said, prompt=None).decline(words)
        return
    if prompt.message_id is None and await _line_stands(pair, said, prompt):
        return
    text = _(
        "I didn't save that. To add to what you sealed, reply to its line. Change lets you write it anew."
    )
    # Only an edit into a command mends it: as an answer these words are said elsewhere.
    await replace(said, prompt=None).decline(text, reply_to=prompt.message_id)


async def _line_stands(pair: Pair, said: Said, prompt: Awaited) -> bool:
    """Post the line of a sealed answer, which the door did not take before, and say what is not kept."""
    async with said.write() as tx:
        card = await as_known(pair, tx, said.services, said.home, prompt.ref, said.at)
        mine = await rows.answer_of(tx, prompt.ref, said.person.id) if card else None
        if (
            card is None
            or mine is None
            or mine.how is not AnswerState.SEALED
            or card.state(said.at) is not CardState.ANSWERABLE
        ):
            return False
        stands = await line.stands(pair, tx, said, card, mine)
    await replace(said, prompt=None).decline(
        _("I didn't save that. To add to what you sealed, reply to the line below.")
    )
    await line.shows(pair, said, stands)
    return True


async def follows(pair: Pair, said: Said) -> Follow | None:
    """The next picture of an album, or the rest of a long text, of an answer sealed or said aloud."""
    how = AnswerState.SEALED if said.at_door else AnswerState.ALOUD
    async with said.services.db.read() as tx:
        found = [
            (space_id, answer)
            for space_id, answer in await theirs.said_by(pair.names, tx, said.person.id, how, said.at)
            if contributions.goes_on(answer, said.piece, said.album, said.at)
        ]
        space_id, answer = max(
            found, key=lambda it: it[1].pieces[-1].message_id if it[1].pieces else 0, default=(0, None)
        )
        space = await spaces.by_id(tx, space_id) if answer else None
    if answer is None or space is None or not (said.at_door or space.chat_id == said.chat_id):
        return None

    async def goes_on(said: Said) -> None:
        await _go_on(pair, replace(said, space=space), answer.card_id)

    return Follow(answer.pieces[-1].message_id, goes_on, about=(pair.names.more, answer.card_id))


async def load_name(pair: Pair, tx: AsyncConnection, prompt: Awaited) -> _Named | None:
    """Return the card that a prompt is about."""
    space = await spaces.by_id(tx, prompt.space_id or 0)
    card = await rows.card(pair.names, tx, prompt.space_id or 0, prompt.ref)
    return None if card is None or space is None else _Named(card, space, prompt.person_id)


def render_name(pair: Pair, named: _Named | None, bank: Bank) -> str:
    """Return what the prompt for a card is called beside others: the first words of what it asks."""
    if named is None:
        return views.name(pair, None)
    return views.name(pair, pair.subject(Reader(named.space, named.person_id, bank), named.card))


async def put(pair: Pair, tap: Tap, draft_id: int, *, replaces: bool) -> None:
    """*Replace* or *Add*, posted by versions before 0008: their held message is taken as long as it waits."""
    try:
        async with tap.write() as tx:
            draft = await holds.take(tx, draft_id, tap.person.id, tap.at)
            if draft is None or draft.kind != pair.names.answer or draft.space_id != tap.home.id:
                raise _Unfit(views.closed_toast())
            said = Said.from_draft(tap, draft)
            card = await as_known(pair, tx, tap.services, tap.home, draft.ref, said.at)
            sealed = await _seal(pair, tx, said, card, replaces=replaces)
            if sealed is None:
                raise _Unfit(views.closed_toast())
    except _Unfit as unfit:
        await tap.toast(str(unfit))
        return
    await tap.toast(_("Replaced.") if replaces else _("Added."))
    await line.takes_over(pair, tap, sealed)
    tap.services.wake()


async def _take(pair: Pair, said: Said, card_id: int, *, replaces: bool = False) -> None:
    """Seal a message or add it. Its line stands below it, so nine further pictures of an album move none.

    One that waited for its author's yes, and cannot be sealed any more, is saved for its author alone.
    """
    if said.piece.is_empty:
        await _cannot_take(said, card_id)
        return
    told = ""
    try:
        async with said.write() as tx:
            card = await as_known(pair, tx, said.services, said.home, card_id, said.at)
            sealed = await _seal(pair, tx, said, card, replaces=replaces)
            if sealed is None:
                mine = await rows.answer_of(tx, card_id, said.person.id) if card else None
                for kind in (pair.names.answer, pair.names.change, pair.names.asked):
                    await awaited.done(tx, said.person.id, kind, card_id)
                told = await apart.keep_apart(pair, tx, said, card, mine)
    except _Unfit as unfit:
        if said.chosen_at is None:
            await said.decline(str(unfit), reply_to=said.message_id)
            return
        async with said.write() as tx:
            card = await rows.card(pair.names, tx, said.home.id, card_id)
            told = await apart.keep_apart(pair, tx, said, card, None, full=True)
        await said.answer(told)
        return
    if sealed is None:
        await (said.answer(told) if told else said.decline(views.not_saved(pair, card, mine)))
        return
    if said.kind == "other":
        await said.answer(_("I've sealed your words. I can't save what they came with."))
    below = sealed.message_id is not None and sealed.message_id > said.message_id
    if not below or said.chosen_at is not None:  # what waited for a yes is answered where its author is now
        await line.shows(pair, said, sealed)
    said.services.wake()


async def _cannot_take(said: Said, card_id: int) -> None:
    """Say what can be sealed; not again of an album whose words were."""
    async with said.services.db.read() as tx:
        mine = await rows.answer_of(tx, card_id, said.person.id)
    if mine is not None and mine.has_words_alone_of(said.album):
        await said.miss()
    else:
        await said.asks_anew(_("I can take text, a voice note or a photo."))


async def _seal(
    pair: Pair, tx: AsyncConnection, said: Said, card: Card | None, *, replaces: bool
) -> Line | None:
    """Write a message into the answer of who said it; None if there is nothing to seal it for any more.

    Raises:
        _Unfit: the answer cannot hold it too.
    """
    mine = await rows.answer_of(tx, card.id, said.person.id) if card else None
    if (
        card is None
        or card.state(said.at) is not CardState.ANSWERABLE
        or (mine and mine.how is not AnswerState.SEALED)
    ):
        return None
    if mine is not None and mine.holds(said.message_id):
        return await line.stands(pair, tx, said, card, mine)  # Telegram told of this message once more
    answer = mine or contributions.begun(card, said.person.id, AnswerState.SEALED, said.at)
    longer = contributions.added(
        contributions.emptied(answer, said.at) if replaces else answer, said.pieces, said.album
    )
    if longer is None:
        raise _Unfit(_left_out(said, answer))
    answer = _waits_for_more(pair, said, card, longer)
    if mine is not None and replaces:
        await missed.gone(tx, said.person.id, said.chat_id, mine.pieces, said.services.now())
        await traces.words_go(tx, said.person.id, mine.pieces, said.services.now())
    await keep(pair, tx, said.services, said.home, answer)
    return await line.listen(pair, tx, said, card, answer)


def _waits_for_more(pair: Pair, said: Said, card: Card, answer: Answer) -> Answer:
    """Return the answer with its minute begun anew; longer where its second part is asked for now."""
    at = said.chosen_at or said.at
    if not pair.subject(said.reader, card).then:
        return contributions.again(answer, card, at)
    if contributions.in_two(answer.pieces)[1]:  # it waits no longer for what has come
        return contributions.stays(contributions.again(answer, card, at), at)
    return contributions.again(answer, card, at, contributions.ANEW)


def _left_out(said: Said, answer: Answer) -> str:
    """Return what somebody hears, once, of a message, an album or the rest of one that finds no room."""
    if said.album is not None and any(piece.album == said.album for piece in answer.pieces):
        return _("That's more than one answer can hold, so I left the rest of your album out.")
    if said.album is not None:
        return _("That's more than one answer can hold, so I left your album out.")
    if contributions.goes_on(answer, said.piece, said.album, said.at):
        return _("That's more than one answer can hold, so I left the rest of your text out.")
    return _("That's more than one answer can hold, so I left this message out.")


async def _go_on(pair: Pair, said: Said, card_id: int) -> None:
    """Take a message that goes on with the one before it, where that was said."""
    if said.at_door:
        await _take(pair, said, card_id)
    else:
        await aloud.answer(pair, said, card_id)


async def _arrive(pair: Pair, tx: AsyncConnection, act: Act, card: Card) -> _Prompt | _Choice | Line | None:
    """Await this person's words about the card; None if they said theirs aloud already.

    A choice is tapped, never typed: its options come to the door.
    """
    mine = await rows.answer_of(tx, card.id, act.person.id)
    if pair.subject(act.reader, card).options:
        return None if mine is not None and mine.how is AnswerState.ALOUD else _Choice(card)
    if mine is None:
        for kind in pair.names.prompts:
            await awaited.done(tx, act.person.id, kind, card.id)
        return _Prompt(card, await line.expect(pair, tx, act, pair.names.answer, card))
    return await line.stands(pair, tx, act, card, mine) if mine.how is AnswerState.SEALED else None


async def _receive(pair: Pair, act: Act, arrival: _Prompt | _Choice | Line) -> None:
    """Post at the door what fits: the prompt, the options, or the sealed answer's line."""
    if isinstance(arrival, Line):
        await line.shows(pair, act, arrival)
    elif isinstance(arrival, _Choice):
        subject = pair.subject(act.reader, arrival.card)
        sent = await act.send_to_door(views.options(pair, act.home, arrival.card, subject))
        if sent is not None:
            async with act.services.db.write() as tx:
                await messages.note(tx, act.home.id, pair.names.options, arrival.card.id, act.person.id, sent)
    else:
        settings = act.services.settings
        runs = Host(
            said=settings.operator,
            partner=act.other.name,
            is_reader=settings.operator_is == act.person.id,
            is_partner=settings.operator_is == act.other.person_id,
        )
        asks = _prompt(pair, act.reader, arrival.card, runs)
        if await act.asks(asks, arrival.id) is not None:
            await _note_explained(pair, act)


async def load_asked(
    pair: Pair, tx: AsyncConnection, space: Space, prompt: Awaited, _at: datetime
) -> Card | None:
    """Return the card to which an answer is asked for."""
    return await rows.card(pair.names, tx, space.id, prompt.ref)


def render_ask(pair: Pair, card: Card, reader: Reader) -> Message:
    """Return what asks for an answer."""
    return _prompt(pair, reader, card, Host(partner=reader.space.other(reader.person_id).name))


def render_change(_card: Card, _reader: Reader) -> Message:
    """Return what asks for an answer in place of the sealed one."""
    return views.anew()


def _prompt(pair: Pair, reader: Reader, card: Card, runs: Host) -> Message:
    """Return the prompt for a card, explained as often as its person needs it; above one, who could read."""
    me, subject = reader.space.partner(reader.person_id), pair.subject(reader, card)
    if me is None:
        return views.prompt(subject)
    explains_to = (
        reader.space.other(reader.person_id).name if me[pair.preferences.prompted] < EXPLAINED else None
    )
    return views.prompt(
        subject,
        explains_to=explains_to,
        reader=None if me[pair.preferences.reader_told] else who_could_read(runs),
    )


async def _note_explained(pair: Pair, act: Act) -> None:
    """Count one more prompt that explained itself, once it is out; what was offered later is not counted."""
    if act.me[pair.preferences.prompted] < EXPLAINED or not act.me[pair.preferences.reader_told]:
        count = min(act.me[pair.preferences.prompted] + 1, EXPLAINED)
        async with act.services.db.write() as tx:
            told = (pair.preferences.prompted.to(count), pair.preferences.reader_told.to(True))
            await spaces.put(tx, act.home.id, *told, person_id=act.person.id)


async def cedes(pair: Pair, tx: AsyncConnection, said: Said) -> Ceded | None:
    """Take what was sealed of the message's album out of the answer; of no other, and none that opened."""
    if said.album is None or not said.at_door:
        return None
    for space_id, answer in await theirs.said_by(pair.names, tx, said.person.id, AnswerState.SEALED, said.at):
        ceded = tuple(piece for piece in answer.pieces if piece.album == said.album)
        space = await spaces.by_id(tx, space_id) if ceded else None
        if space is None or space.state is not SpaceState.ACTIVE or space.partner(said.person.id) is None:
            continue
        left = tuple(piece for piece in answer.pieces if piece.album != said.album)
        if left or answer.option is not None:
            await keep(pair, tx, said.services, space, replace(answer, pieces=left, album=None))
            return Ceded(ceded, _nothing)
        return await _given_up(pair, tx, replace(said, space=space), space, replace(answer, pieces=ceded))
    return None


async def _given_up(pair: Pair, tx: AsyncConnection, said: Said, space: Space, answer: Answer) -> Ceded:
    """Erase an answer that was nothing but the album, and await one as before it came."""
    known = await awaited.prompts_of(tx, said.person.id, answer.card_id, pair.names.prompts)
    await unseal(pair, tx, said.services, space, answer.card_id, said.person.id)
    asked = next((it.message_id for it in known if it.message_id and it.kind == pair.names.asked), None)
    card = await rows.card(pair.names, tx, space.id, answer.card_id)
    if card is not None:
        await line.expect(pair, tx, said, pair.names.answer, card, message_id=asked)
    stood = next((it.message_id for it in known if it.message_id and it.kind == pair.names.more), None)

    async def then() -> None:
        if stood is not None and card is not None:
            await said.services.sender.edit(said.chat_id, stood, views.ceded(pair, space, card))

    return Ceded(answer.pieces, then)


async def _nothing() -> None:
    """The line of what is still sealed stays as it is."""
