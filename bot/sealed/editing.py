"""An author edits a message of an answer: it is followed, or they are told what stays. Never silence.

Sealed, the answer follows and its minute begins anew. Said aloud, what is kept follows: both see the edit in
the group anyway. Opened, the reveal stays as it was posted, and its author hears so at their door, once; so
does one whose time is over, seen by nobody, as it is.
"""

from dataclasses import dataclass, replace

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.message import Message
from bot.pieces import Piece
from bot.sealed import apart, contributions, line, rows, sending, views
from bot.sealed.contributions import Answer, AnswerState, Card, CardState
from bot.sealed.line import Line
from bot.sealed.opening import as_known, keep, unseal
from bot.sealed.pair import Pair
from bot.spaces import awaited, missed
from bot.spaces import store as spaces
from bot.spaces.model import Space, SpaceState
from bot.spaces.taken import Taken
from bot.telegram.incoming import Said
from bot.words import _
from schedules import outbox


@dataclass(frozen=True, slots=True)
class _Edit:
    """One message of an answer, edited: where, what it held, and the answer after it."""

    space: Space
    card: Card
    before: Piece
    after: Answer


@dataclass(frozen=True, slots=True)
class _Told:
    """What an author hears at their door, and the line of what is sealed, which then stands below it."""

    words: str
    line: Line | None = None
    gone: int | None = None
    """The message that was the line, of which nothing is sealed any more."""
    prompt: int | None = None
    """What these words ask for anew."""


async def edited(pair: Pair, said: Said, it: Taken) -> bool:
    """Follow the edit of a message of an answer, or tell its author what stays; False if that is gone.

    One that changes nothing (Telegram sends them for link previews) is no edit.
    """
    told = None
    async with said.says_at_door(), said.services.db.write() as tx:
        is_part, edit = await _found(pair, tx, said, it)
        if edit is not None:
            told = await _follow(pair, tx, replace(said, space=edit.space), edit)
    if edit is None:
        return is_part
    said.services.wake()
    if told is not None and not said.at_door:
        await said.send_to_door(Message(Markup.escape(told.words), silent=True))
    elif told is not None:
        said = replace(said, space=edit.space)
        if told.prompt is None:
            await said.answer(told.words)
        else:
            await said.asks(Message(Markup.escape(told.words)), told.prompt)
        if told.line is not None:
            await line.shows(pair, said, told.line)
        if told.gone is not None:
            gone = views.taken_back(pair, edit.space, edit.card)
            await said.services.sender.edit(said.chat_id, told.gone, gone)
    return True


async def _found(pair: Pair, tx: AsyncConnection, said: Said, it: Taken) -> tuple[bool, _Edit | None]:
    """Return whether this message is a piece of that answer still, and what the edit changes, if it does."""
    answer = await rows.answer_of(tx, it.ref, said.person.id)
    if answer is None or not answer.holds(said.message_id):
        return False, None
    space = await spaces.by_id(tx, it.space_id)
    if space is None or space.state is not SpaceState.ACTIVE or space.partner(said.person.id) is None:
        return True, None
    after = contributions.edited(answer, _piece(said, answer))
    if after is None:
        return True, None
    card = await as_known(pair, tx, said.services, space, it.ref, said.at)
    mine = await rows.answer_of(tx, it.ref, said.person.id)
    if card is None or mine is None:
        return True, None
    before = next(piece for piece in answer.pieces if piece.message_id == said.message_id)
    return True, _Edit(space, card, before, replace(after, how=mine.how))


def _piece(said: Said, answer: Answer) -> Piece:
    """Return what the message holds now.

    A message with a photo never becomes one of words alone, so what stands beside the words of such a one
    was said in another message, of an answer of before version 0008, and stays.
    """
    old = next(piece for piece in answer.pieces if piece.message_id == said.message_id)
    return replace(said.piece, media=old.media) if said.kind == "text" else said.piece


async def _follow(pair: Pair, tx: AsyncConnection, said: Said, edit: _Edit) -> _Told | None:
    """Write the edit down as far as it is followed; return what its author hears.

    Nothing tells its author that it opened before its reveal goes out. Past its card's time it opens as it
    stood then, or stays alone.
    """
    answer, card = edit.after, edit.card
    is_open = card.state(said.at) is CardState.ANSWERABLE
    if answer.how is AnswerState.ALOUD:
        if said.command:
            return _Told(_("That's a command now, so your answer stays as you said it. Send it by itself."))
        await keep(
            pair,
            tx,
            said.services,
            edit.space,
            contributions.again(answer, card, said.at) if is_open else answer,
        )
        return None
    shown_by = await _waiting(pair, tx, edit) if answer.how is AnswerState.REVEALED else None
    if answer.how is AnswerState.REVEALED and shown_by is None:
        return await _stays(
            pair, tx, said, card, answer, _("That one is open already, so it stays as it was posted.")
        )
    if not (is_open or card.in_time(said.at)):
        return await _stays(pair, tx, said, card, answer, _("That one's time is over, so it stays as it is."))
    if said.command:
        return _Told(_("That's a command now, so your sealed answer stays as it was. Send it by itself."))
    if all(piece.is_empty for piece in answer.pieces) and answer.option is None:
        return await _nothing_left(pair, tx, said, card, answer)
    if shown_by is None:
        answer = contributions.again(answer, card, said.at)
        await keep(pair, tx, said.services, edit.space, answer)
    else:
        await rows.write_answer(tx, edit.space.id, answer)
        await sending.readings_go(pair.names, tx, edit.space.id, card.id, said.person.id, said.services.now())
        await sending.put_parts(
            pair.names, tx, edit.space, card, [answer], said.services.now(), behind=shown_by
        )
    if said.kind != "other":
        return _Told(_("Your sealed answer is changed too."))
    if edit.before.media is None and said.text:
        return _Told(_("Your sealed words are changed too. I can't save what they came with."))
    words = _("I can't take that, so the rest is what I have. Change it, or take it back?")
    return _Told(words, await line.stands(pair, tx, said, card, answer))


async def _stays(
    pair: Pair, tx: AsyncConnection, said: Said, card: Card, answer: Answer, words: str
) -> _Told | None:
    """Tell its author once of each card that an edit changes nothing; what waited for their yes is saved."""
    if saved := await apart.keep_apart(pair, tx, said, card, answer):
        return _Told(saved)
    fresh = await rows.mark(tx, card, said.person.id, rows.TOLD_STAYS, said.at)
    return _Told(words) if fresh else None


async def _nothing_left(pair: Pair, tx: AsyncConnection, said: Said, card: Card, answer: Answer) -> _Told:
    """Take an answer back of which an edit left nothing; its author is asked anew.

    Whatever they put into one of its messages after that answers as well.
    """
    known = await awaited.prompts_of(tx, said.person.id, card.id, (pair.names.more,))
    await unseal(pair, tx, said.services, said.home, card.id, said.person.id)
    prompt = await line.expect(pair, tx, said, pair.names.answer, card)
    for piece in answer.pieces:
        asked, now = (pair.names.answer, card.id), said.services.now()
        await missed.note(tx, said.person.id, said.chat_id, piece, None, asked, said.at, now)
    gone = next((it.message_id for it in known if it.message_id), None)
    words = _("I can't take that, so nothing is sealed any more. Text, a voice note or a photo?")
    return _Told(words, gone=gone, prompt=prompt)


async def _waiting(pair: Pair, tx: AsyncConnection, edit: _Edit) -> str | None:
    """Return the kind of the outbox message that will show an opened answer; None once it went out."""
    for kind in (pair.names.reveal, pair.names.alone):
        if await outbox.is_waiting(tx, edit.space.id, kind, edit.card.id):
            return kind
    return None
