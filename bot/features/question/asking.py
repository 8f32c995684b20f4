"""/question in a private chat: today's card as its person may answer it there, or the way to one."""

from markupsafe import Markup

from bot import quiet
from bot.features.question import ritual, store, views
from bot.features.question.actions import AskNow
from bot.features.question.today import today_lines
from bot.message import Button, Message
from bot.places import rows_of
from bot.spaces import awaited
from bot.telegram.incoming import Said, Tap
from bot.words import _


async def at_door(said: Said) -> None:
    """Show what is open with its buttons, as /today does; where nothing is, offer to bring one."""
    services, home, now = said.services, said.home, said.services.now()
    async with services.db.read() as tx:
        lines = await today_lines(tx, services.bank, home, said.person.id, now)
    if not lines:
        text = Markup.escape(
            _("There's no question just now. If you like, I'll bring one to your group, for you both.")
        )
        rows = ((Button(_("Ask us one now"), tap=AskNow(home.id)),),)
        await said.send(Message(text, rows=rows))
        return
    card = Message(Markup("\n\n").join(line.text for line in lines), rows=rows_of(lines))
    sent = await said.send(card)
    about = [line.about for line in lines if line.about is not None]
    if sent is None or len(about) != 1:
        return
    async with services.db.write() as tx:
        await awaited.expect(
            tx,
            person_id=said.person.id,
            chat_id=said.chat_id,
            space_id=home.id,
            kind=about[0][0],
            ref=about[0][1],
            now=now,
            prompt_id=sent,
        )


async def ask_now(tap: Tap, _said: AskNow) -> None:
    """*Ask us one now*: today's question comes to the group, as /question there brings it."""
    if tap.home.quieted:
        await tap.toast(quiet.toast(tap.home))
        return
    async with tap.write() as tx:
        there = await store.cards_on(tx, tap.home.id, ritual.day_for(tap.home, tap.at))
        asked = bool(there) or await ritual.ask_now(tx, tap.services, tap.home, tap.at)
    tap.services.wake()
    await tap.toast()
    words = _("Today's question is in your group.") if asked else views.nothing_now()
    await tap.edit(Message(Markup.escape(words)))
