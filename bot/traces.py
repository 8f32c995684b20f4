"""Taking messages away at a door: at once, or at the instant that a row says.

A bot may delete any message of a private chat for 48 hours (https://core.telegram.org/bots/api#deletemessage).
Where Telegram refuses, nothing is promised: a message of the bot's loses its words, the person's stays.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import timedelta

from markupsafe import Markup

from bot.cards import Card
from bot.house import House
from bot.outcomes import Later, NotSent, Sent, Unknown
from bot.spaces import fading
from bot.spaces.fading import OURS, THEIRS, Fading
from bot.words import _

HOUR = timedelta(hours=1)
"""How long words of need wait for their writer's choice, and stand in the chat."""

Face = Callable[[House, int], Awaitable[Card]]
"""Makes the face that a message at somebody's door (their id) is given back."""

_TRIED_FOR = timedelta(days=1)
_AT_ONCE = 50


async def take_away(house: House, chat_id: int, ours: Iterable[int], theirs: Iterable[int] = ()) -> None:
    """Delete messages of a door now; what fails for want of a network is tried again each half a minute."""
    now = house.now()
    going = [Fading(chat_id, it, OURS, now) for it in ours] + [
        Fading(chat_id, it, THEIRS, now) for it in theirs
    ]
    async with house.db.write(more=True) as tx:
        for one in going:
            await fading.put(tx, one.chat_id, one.message_id, one.becomes, now)
    for one in going:
        await _let_go(house, one, {})


async def go_by(house: House, faces: Mapping[str, Face]) -> None:
    """Let everything go whose instant has come, once all that was said in time is heard."""
    async with house.db.read() as tx:
        due = await fading.due(tx, house.heard.so_far(), _AT_ONCE)
    for one in due:
        await _let_go(house, one, faces)


async def _let_go(house: House, one: Fading, faces: Mapping[str, Face]) -> None:
    if one.becomes in faces:
        card = await faces[one.becomes](house, one.chat_id)
        outcome = await house.sender.edit(one.chat_id, one.message_id, card)
    else:
        outcome = await house.sender.delete(one.chat_id, one.message_id)
        if one.becomes == OURS and not isinstance(outcome, Sent | NotSent | Unknown | Later):
            outcome = await house.sender.edit(one.chat_id, one.message_id, emptied())
    passes = isinstance(outcome, NotSent | Unknown | Later) and house.now() - one.at < _TRIED_FOR
    if not passes:
        async with house.db.write(more=True) as tx:
            await fading.forget(tx, one.chat_id, one.message_id)


def emptied() -> Card:
    """Return what a message becomes where Telegram no longer lets it be deleted."""
    return Card(Markup.escape(_("Nothing here any more.")))
