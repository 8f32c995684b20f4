"""In which language somebody reads: a space's group in one, each of the two at their door in their own.

So a couple of two languages is possible. While one real language exists nobody is asked for theirs, nothing
is stored, and knowing it costs no statement.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import words
from bot.db.engine import Database
from bot.spaces import store
from bot.spaces.model import Space, SpaceState
from bot.spaces.preference import TEXT, Mine, Ours

P = ParamSpec("P")
T = TypeVar("T")

OURS = Ours("language.ours", words.ENGLISH, TEXT)
"""What the group reads, both of them: the card of the day, a reveal, what a command there brings."""

MINE = Mine("language.mine", words.ENGLISH, TEXT)
"""What one of the two reads: at their door, and in what a tap of theirs says over the group."""


def of_reader(space: Space, person_id: int) -> str:
    """Return the language of one of a space's people at their door, or with 0 of its group."""
    if not person_id:
        return space[OURS]
    guest = space.guest(person_id)
    return words.ENGLISH if guest is None else guest[MINE]


async def of_person(tx: AsyncConnection, person_id: int, app: str | None = None) -> str:
    """Return a person's language, that of their oldest space; of a stranger, that of their Telegram app.

    `app` is the IETF tag that Telegram tells (https://core.telegram.org/bots/api#user), if it tells one.
    """
    if words.speaks_one():
        return words.ENGLISH
    homes = await store.of_person(tx, person_id, states=(SpaceState.ACTIVE, SpaceState.INVITING))
    return of_reader(homes[0], person_id) if homes else words.spoken(app)


async def of_group(tx: AsyncConnection, chat_id: int, app: str | None) -> str:
    """Return the language of a group; of one without a space, that of the app of who speaks there."""
    if words.speaks_one():
        return words.ENGLISH
    space = await store.by_chat(tx, chat_id)
    return words.spoken(app) if space is None else space[OURS]


@asynccontextmanager
async def of_door(db: Database, person_id: int) -> AsyncIterator[None]:
    """Say what comes to a person's door by the clock in their language."""
    if words.speaks_one():
        yield
        return
    async with db.read() as tx:
        theirs = await of_person(tx, person_id)
    with words.speaking(theirs):
        yield


def in_group(space: Space) -> AbstractContextManager[None]:
    """Say what stands in a space's group in its language, whoever's tap or whatever hour brings it there."""
    return words.speaking(space[OURS])


def at_door(space: Space, person_id: int) -> AbstractContextManager[None]:
    """Say what comes to somebody's door in their language, though it was brought about in the group."""
    return words.speaking(of_reader(space, person_id))


def in_chat(space: Space, chat_id: int) -> AbstractContextManager[None]:
    """Say what comes to one of a space's chats, its group or a door (by its person's id), in its language."""
    return words.speaking(of_reader(space, 0 if chat_id == space.chat_id else chat_id))


def for_both(view: Callable[Concatenate[Space, P], T]) -> Callable[Concatenate[Space, P], T]:
    """Have a view of what stands in a space's group make it in the group's language (see `in_group`)."""

    @wraps(view)
    def made(space: Space, /, *args: P.args, **named: P.kwargs) -> T:
        with in_group(space):
            return view(space, *args, **named)

    return made
