"""Comings and goings: the bot added and removed, a third member, a partner leaving, an upgrade, a door."""

from bot.features.pairing import greeting, handlers, rules, standing, views
from bot.features.pairing.actions import Vouch
from bot.services import Services
from bot.spaces import languages
from bot.spaces import store as spaces
from bot.spaces.model import VOUCHED, Space, SpaceState
from bot.telegram.inbound.happening import ChatEvent
from bot.telegram.incoming import Tap
from bot.words import _
from schedules import outbox

SUPERGROUPS_BELOW = -1_000_000_000_000  # https://core.telegram.org/api/bots/ids


async def happened(event: ChatEvent) -> None:
    """Take note of what happened to a chat."""
    match event.what:
        case "bot_added":
            await _bot_added(event)
        case "bot_removed":
            await _bot_removed(event)
        case "member_joined":
            await _member_joined(event)
        case "member_left":
            await _member_left(event)
        case "went_public" | "went_private":
            await _went(event)
        case "upgraded":
            await _upgraded(event.services, event.chat_id, event.new_chat_id)
        case "door_blocked":
            async with event.services.db.write() as tx:
                await spaces.open_door(tx, event.chat_id, is_open=False)
        case "door_opened":
            async with event.services.db.write() as tx:
                await event.services.open_door(tx, event.chat_id)
            event.services.wake()


async def that_is_fine(tap: Tap, _tapped: Vouch) -> None:
    """Take one partner's word that a further member is fine; when both gave it, go on."""
    services = tap.services
    async with tap.write() as tx:
        was_quieted = tap.home.quieted
        await spaces.put(tx, tap.home.id, VOUCHED.to(True), person_id=tap.person.id)
        space = await spaces.by_id(tx, tap.home.id)
        goes_on = was_quieted and space is not None and not space.quieted
        if goes_on:
            await outbox.hurry(tx, tap.home.id, services.now())
    if goes_on:
        services.wake()
    await tap.toast(_("Noted. Only you see this."))
    await tap.edit(views.vouched_card())


async def note_members(services: Services, space_id: int, count: int, *, somebody_new: bool = False) -> None:
    """Note how many are in a group: be quiet among more than two people and the bot, go on when it is over.

    Whoever is new is not vouched for yet. That it is quiet is said once, in one line.
    """
    async with services.db.write() as tx:
        before = await spaces.by_id(tx, space_id)
        if before is None or before.state is SpaceState.CLOSED:
            return
        if somebody_new or (before.group.members is not None and count > before.group.members):
            for partner in before.partners:
                await spaces.put(tx, space_id, VOUCHED.to(False), person_id=partner.person_id)
        await spaces.change(tx, space_id, members=count, members_at=services.now())
        after = await spaces.by_id(tx, space_id)
        if after is None:
            return
        if before.quieted and not after.quieted:
            await outbox.hurry(tx, space_id, services.now())
    if before.quieted and not after.quieted:
        services.wake()
    if before.crowded or not after.crowded:
        return
    if after.chat_id is not None:
        with languages.in_group(after):
            line = views.quiet_line()
        await services.sender.send(after.chat_id, line)
        await handlers.ask_about_members(services, after)


async def note_public(services: Services, space_id: int, *, public: bool) -> None:
    """Note whether anybody may read along: be quiet while a group is public, go on when it is private again.

    That it is quiet is said once, in one line with the way out. While the two still join, the hello waits for
    it.
    """
    async with services.db.write(more=True) as tx:
        before = await spaces.by_id(tx, space_id)
        if before is None or before.state is SpaceState.CLOSED or before.group.public == public:
            return
        await spaces.change(tx, space_id, public=public)
        after = await spaces.by_id(tx, space_id)
        if after is None:
            return
        goes_on = before.quieted and not after.quieted
        if goes_on:
            await outbox.hurry(tx, space_id, services.now())
    if goes_on:
        services.wake()
    if after.chat_id is None:
        return
    with languages.in_group(after):
        line, hello = views.public_line(), views.welcome_card(space_id, None)
    if after.exposed:
        await services.sender.send(after.chat_id, line)
    elif after.state is SpaceState.INVITING and not public:
        await standing.greets(services, space_id, hello)


async def _went(event: ChatEvent) -> None:
    """Look what the group is now, as the update may have waited; where nothing is seen, be the quieter."""
    space = await _living_in(event)
    if space is None:
        return
    public = await event.services.sender.is_public(event.chat_id)
    if public is None:
        public = space.group.public or event.what == "went_public"
    await note_public(event.services, space.id, public=public)


async def _bot_added(event: ChatEvent) -> None:
    """Say hello in a new group; back within the hour, go on if it is the two of them still."""
    services = event.services
    if not event.is_group:
        await services.sender.leave(event.chat_id)
        return
    if await _came_by_upgrade(event):
        return
    here = await _living_in(event)
    if here is None:
        await greeting.welcome(services, event.chat_id, event.by)
    else:
        await _back_in(event, here)


async def _back_in(event: ChatEvent, here: Space) -> None:
    """Look round first: while the bot was away nobody told it who came and who went."""
    services, chat_id = event.services, event.chat_id
    gone = [
        p.person_id for p in here.couple if await services.sender.is_member(chat_id, p.person_id) is False
    ]
    count = await services.sender.member_count(chat_id)
    async with services.db.write() as tx:
        for person_id in gone:
            await spaces.change_partner(tx, here.id, person_id, away=True)
        if here.removed_at is None and gone:
            await spaces.change(tx, here.id, removed_at=event.at)
    await note_members(services, here.id, _or_one_more(count, here))
    await _go_on(services, here.id)


async def _go_on(services: Services, space_id: int) -> None:
    """End the grace and say what was held back, if both are in the group and nobody else listens."""
    async with services.db.write() as tx:
        await spaces.end_grace(tx, space_id)
        space = await spaces.by_id(tx, space_id)
        if space is not None and not space.quieted:
            await outbox.hurry(tx, space_id, services.now())
    services.wake()


def _or_one_more(count: int | None, space: Space) -> int:
    """Return the count, or one more than was known: better quiet for a day than heard by a third."""
    return (space.group.members or rules.TWO_AND_THE_BOT) + 1 if count is None else count


async def _came_by_upgrade(event: ChatEvent) -> bool:
    """Return whether this new supergroup is a group of ours that was upgraded; then follow it.

    The bot's join of the supergroup is told before the upgrade itself, and looks like any other join
    (https://github.com/tdlib/telegram-bot-api/issues/266): the old group is asked what became of it.
    """
    if event.by is None or event.chat_id > SUPERGROUPS_BELOW:
        return False
    async with event.services.db.read() as tx:
        homes = await spaces.living_with(tx, event.by.id)
    for home in homes:
        if home.chat_id is not None and home.chat_id > SUPERGROUPS_BELOW:
            moved_to = await event.services.sender.upgraded_to(home.chat_id)
            if moved_to == event.chat_id:
                await _upgraded(event.services, home.chat_id, moved_to)
                return True
    return False


async def _bot_removed(event: ChatEvent) -> None:
    """Start the hour's grace; only for the chat in which the space lives now."""
    if await _living_in(event) is None:
        return
    async with event.services.db.write() as tx:
        space = await spaces.by_chat(tx, event.chat_id)
        if space is not None and space.state is not SpaceState.CLOSED and space.removed_at is None:
            await spaces.change(tx, space.id, removed_at=event.at)


async def _upgraded(services: Services, old_chat_id: int, new_chat_id: int) -> None:
    """Follow the group; an upgrade is never a removal."""
    async with services.db.write() as tx:
        await spaces.move(tx, old_chat_id, new_chat_id)
    services.wake()


async def _member_joined(event: ChatEvent) -> None:
    """A partner who comes back ends the grace, if the other is there; anyone else is a further member."""
    space = await _living_in(event)
    if space is None or event.subject is None:
        return
    if space.partner(event.subject.id) is not None:
        async with event.services.db.write() as tx:
            await spaces.change_partner(tx, space.id, event.subject.id, away=False)
        await _go_on(event.services, space.id)
        return
    count = await event.services.sender.member_count(event.chat_id)
    await note_members(event.services, space.id, _or_one_more(count, space), somebody_new=True)


async def _member_left(event: ChatEvent) -> None:
    """A partner who leaves starts the grace, as the bot's removal does; after anyone else it speaks again."""
    space = await _living_in(event)
    if space is None or event.subject is None:
        return
    async with event.services.db.write() as tx:
        if space.state is SpaceState.ACTIVE and space.partner(event.subject.id) is not None:
            await spaces.change_partner(tx, space.id, event.subject.id, away=True)
            if space.removed_at is None:
                await spaces.change(tx, space.id, removed_at=event.at)
            return
        if space.state is SpaceState.INVITING:
            await spaces.forget_partner(tx, space.id, event.subject.id)
    count = await event.services.sender.member_count(event.chat_id)
    if count is not None:
        await note_members(event.services, space.id, count)


async def _living_in(event: ChatEvent) -> Space | None:
    """Return the space of the event's chat, if it is not closed."""
    async with event.services.db.read() as tx:
        space = await spaces.by_chat(tx, event.chat_id)
    return space if space is not None and space.state is not SpaceState.CLOSED else None
