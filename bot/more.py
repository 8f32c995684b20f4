"""Asking for more: one silent reply in the group to what somebody said, where they alone may say more.

It is the same whatever became of what they said, so that no tap tells that somebody erased theirs. What is
said then stands in the group, and the bot keeps nothing of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import caution
from bot.actions import Action, Row
from bot.composing import Reader
from bot.message import HEART, Button, Message
from bot.spaces import awaited
from bot.spaces.awaited import Awaited
from bot.spaces.model import Partner, Space
from bot.telegram.incoming import Said, Tap
from bot.words import _
from schedules import messages, outbox

_FRESH = timedelta(hours=6)
_STANDS = timedelta(hours=36)
"""How long *Say more* stands below the reply: as long as replies below a reveal count."""


class _Verdict(StrEnum):
    """What a tap on *Say more* is."""

    CLOSED = "closed"
    """The message asks for no more, or does so no longer."""
    OTHERS = "others"
    """More is wanted of the other of the two."""
    ASKS = "asks"
    """It is its addressee's: they are asked for a reply."""


def slot_ref(space: Space, ref: int, person_id: int) -> int:
    """Return the reference of what is about one of the two and a row."""
    return ref * 2 + [partner.person_id for partner in in_order(space)].index(person_id)


def row_of(ref: int) -> int:
    """Return the row that a reference made by `slot_ref` names."""
    return ref // 2


def by_slot_ref(space: Space, ref: int) -> tuple[int, Partner]:
    """Return the row and the person that a reference made by `slot_ref` names."""
    row, slot = divmod(ref, 2)
    return row, in_order(space)[slot]


def in_order(space: Space) -> list[Partner]:
    """Return the two in an order that never changes."""
    return sorted(space.couple, key=lambda partner: partner.person_id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """More is wanted of whom an outbox message's `ref` names (`slot_ref`), below the message with their
    words.
    """

    ref: int
    reply_to: int | None


@dataclass(frozen=True, slots=True)
class More:
    """What asks for more in one feature.

    `kind` is that of the reply in the group, about a row and whose words it holds (`slot_ref`):
    of each there is one at most. `action` is what its button does, made of the space and that reference; it
    has a family of names of its own (`bot.telegram.taps`). `prompt` is the kind of what it awaits in the
    group.
    """

    kind: str
    action: Callable[[int, Row], Action]
    prompt: str

    async def wanted(self, tx: AsyncConnection, tap: Tap, ref: int) -> None:
        """Say in the group, once and without sound, that who taps would like to hear more of the other."""
        await outbox.put(
            tx,
            space_id=tap.home.id,
            kind=self.kind,
            ref=slot_ref(tap.home, ref, tap.other.person_id),
            at=tap.services.now(),
            fresh_for=_FRESH,
            loud=False,
            thread=tap.thread,
        )

    def render(self, wanted: Wanted, reader: Reader) -> Message:
        """Return the reply that says so."""
        space = reader.space
        asker = space.other(by_slot_ref(space, wanted.ref)[1].person_id)
        text = Markup.escape(_("%(name)s would like to hear more.")) % {"name": asker.name}
        say = Button(_("Say more"), tap=self.action(space.id, Row(wanted.ref)))
        return Message(text, rows=((say,),), silent=True, reply_to=wanted.reply_to)

    async def closes(self, tx: AsyncConnection, space: Space, ref: int) -> datetime | None:
        """Return when *Say more* is over; None where nobody asked for more."""
        asked_at = await outbox.due_at(tx, space.id, self.kind, ref)
        return None if asked_at is None else asked_at + _STANDS

    async def say(self, tap: Tap, ref: int) -> None:
        """*Say more*: ask its one addressee for a reply in the group; a prompt of before goes."""
        before: Sequence[int] = ()
        awaited_id = 0
        async with tap.write() as tx:
            verdict = await self._judge(tx, tap, ref)
            if verdict is _Verdict.ASKS:
                known = await awaited.prompts_of(tx, tap.person.id, ref, (self.prompt,))
                before = [it.message_id for it in known if it.message_id is not None]
                awaited_id = await awaited.expect(
                    tx,
                    person_id=tap.person.id,
                    chat_id=tap.chat_id,
                    kind=self.prompt,
                    ref=ref,
                    now=tap.services.now(),
                    space_id=tap.home.id,
                )
        if verdict is _Verdict.CLOSED:
            await tap.toast(_("That day is over. /today shows what's on."))
        elif verdict is _Verdict.OTHERS:
            await tap.toast(_("This one is for %(name)s.") % {"name": tap.other.name})
        else:
            await _ask(tap, awaited_id, before)

    async def said(self, said: Said, prompt: Awaited) -> None:
        """Somebody said more: it gets a heart, and *Say more* goes, which was tapped to be seen."""
        async with said.write() as tx:
            await awaited.done(tx, said.person.id, self.prompt, prompt.ref)
            copies = await messages.copies_of(tx, said.home.id, self.kind, prompt.ref)
        if said.home.quieted:
            return
        if await caution.of(said) is None:
            await said.services.sender.react(said.chat_id, said.message_id, HEART)
        for chat_id, message_id in copies:
            if chat_id == said.chat_id:
                await said.services.sender.strip(chat_id, message_id)

    async def _judge(self, tx: AsyncConnection, tap: Tap, ref: int) -> _Verdict:
        """Decide by the tapped message, the clock and who taps: by nothing that somebody did in private."""
        out = await messages.copy_at(tx, tap.chat_id, tap.message_id) == (self.kind, ref)
        over = await self.closes(tx, tap.home, ref) if out else None
        if over is None or tap.at >= over:
            return _Verdict.CLOSED
        addressee = by_slot_ref(tap.home, ref)[1]
        return _Verdict.ASKS if addressee.person_id == tap.person.id else _Verdict.OTHERS


async def _ask(tap: Tap, awaited_id: int, before: Sequence[int]) -> None:
    with tap.says_here():
        asks = _prompt(tap.me, tap.other)
    asked = await tap.send(asks)
    if asked is None:
        await tap.toast(_("I can't post here just now. Try again?"))
        return
    async with tap.write() as tx:
        await awaited.set_prompt(tx, awaited_id, asked)
    await tap.toast()
    for message_id in before:
        await tap.services.sender.delete(tap.chat_id, message_id)


def _prompt(author: Partner, asker: Partner) -> Message:
    """Return what asks for more of its author alone, whom it names by a link."""
    who = Markup('<a href="tg://user?id=%(id)s">%(name)s</a>') % {"id": author.person_id, "name": author.name}
    text = Markup(
        _("%(who)s, reply to this with as much as you like. %(name)s sees it here; I don't save it.")
    )
    return Message(text % {"who": who, "name": asker.name}, placeholder=_("There's more …"), silent=True)
