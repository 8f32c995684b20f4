"""Who acts, as the bot knows them: the name they go by now, and whether their door is open."""

from bot.services import Services
from bot.spaces import store
from bot.telegram.parsing import values
from bot.telegram.parsing.updates import Update


async def meet(services: Services, update: Update) -> None:
    """Follow the name of whoever acts, if they are known; whoever writes at their door is, and opens it.

    So does whoever lets the bot write to them, of which Telegram leaves a line there.
    Names are those of Telegram's profiles, which everybody in a chat sees. Nothing is written where nothing
    changed.
    """
    person = values.person_of(update.user)
    if person is None:
        return
    message = update.message
    writes_at_door = (
        message is not None
        and message.chat.id == person.id
        and (values.lets_write(message) or not values.is_service(message))
    )
    async with services.db.read() as tx:
        known = await store.known(tx, person.id)
    if known is None and not writes_at_door:
        return
    renamed = known is None or (bool(person.name) and known.name != person.name)
    opened = writes_at_door and (known is None or not known.door_open)
    if not (renamed or opened):
        return
    async with services.db.write(more=True) as tx:
        if renamed:
            await store.see_person(tx, person.id, person.name, services.now())
        if opened:
            await services.open_door(tx, person.id)
    if opened:
        services.wake()
