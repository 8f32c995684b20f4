"""The first hello: /start at a door and in a group, and the bot's arrival there."""

from dataclasses import replace

from markupsafe import Markup

from bot.features.pairing import consent, handlers, rules, standing, store, views
from bot.message import Message
from bot.outcomes import Sent
from bot.services import Services
from bot.spaces import store as spaces
from bot.spaces.model import SpaceState
from bot.telegram.incoming import Person, Said
from bot.words import _

STARTGROUP = "hello"  # the payload of the door card's link into a group


async def start(said: Said) -> None:
    """Greet: a stranger or partner at the door, or the two of a group."""
    if said.at_door:
        await _start_at_door(said)
    elif said.space is None:
        again = said.text != STARTGROUP
        await welcome(said.services, said.chat_id, said.person, again=again, thread=said.thread)
    else:
        await said.answer(_("I'm here. /today shows what's on."))


async def _start_at_door(said: Said) -> None:
    services, person = said.services, said.person
    async with services.db.read() as tx:
        homes = await spaces.of_person(tx, person.id)
        waiting = await spaces.invitations(tx, person.id)
        claimers = await store.claimers(tx, services.settings.who_may_join)
    who = services.settings.who_may_join
    asked = next(iter(waiting), None)
    if asked is None and not homes:
        asked = await consent.invited_to(services, person)
    me = asked.guest(person.id) if asked is not None else None
    if asked is not None and me is not None:
        await said.send(await consent.card_for(services, asked, me))
    elif homes:
        await said.send(views.partner_card())
        async with said.services.db.write() as tx:  # what this door refused a while ago comes now
            await said.services.open_door(tx, said.person.id)
        said.services.wake()
        for home in homes:
            me = home.partner(person.id)
            if home.crowded and me is not None and not me.vouched:
                await said.send(views.vouch_card(home.id))
    elif rules.may_begin(who, claimers, person.id):
        await said.send(views.stranger_card(services.username))
    else:
        await said.answer(views.taken_line(who))


async def welcome(
    services: Services, chat_id: int, by: Person | None, *, again: bool = False, thread: int = 0
) -> None:
    """Begin a space in a group and say hello there, once; `again` repeats the card on request.

    Asked in a topic (`thread`), the bot says hello there, and the space's posts go there, too.

    A group that may not have one hears why in a line, and the bot leaves.
    """
    async with services.db.write() as tx:
        claimers = await store.claimers(tx, services.settings.who_may_join)
        welcome_here = rules.may_begin(services.settings.who_may_join, claimers, by.id if by else 0)
        space_id = None
        if welcome_here:
            if by is not None:
                await spaces.see_person(tx, by.id, by.name, services.now())
            space_id = await store.begin(tx, services, chat_id, by.id if by else 0)
            here = await spaces.by_chat(tx, chat_id)
            if space_id is None and again and here is not None and here.state is SpaceState.INVITING:
                space_id = here.id
            if space_id is not None and thread:
                await spaces.change(tx, space_id, thread_id=thread)
    if not welcome_here:
        line = Message(Markup.escape(views.taken_line(services.settings.who_may_join)), thread=thread)
        if isinstance(await services.sender.send(chat_id, line), Sent):
            await services.sender.leave(chat_id)
    elif space_id is not None:
        name = by.name if by else None
        public = await handlers.is_public(services, space_id, chat_id)
        card = views.public_welcome_card(space_id, name) if public else views.welcome_card(space_id, name)
        await standing.greets(services, space_id, replace(card, thread=thread))
