"""The steps of joining, for tests that stop at each."""

from typing import Any

from sqlalchemy import Table, select

from bot.spaces import store
from bot.spaces.model import Space
from tests.conftest import Stage
from tests.people import Group, Person
from tests.stage import says_in


async def invited(ana: Person, ben: Person) -> Group:
    """Ana makes the group and adds the bot by its link."""
    group = await ana.creates_group("Ana & Ben", ben)
    await group.adds_bot(by=ana, payload="hello")
    return group


async def opens_side(person: Person, group: Group) -> None:
    """Tap Open our private chat and follow the link it gives."""
    await person.follows("Open our private chat", at=group)


async def says_yes(person: Person, group: Group, *, zone: bool = True) -> None:
    """Open one's side and say yes there (and, with `zone`, that the clock is right)."""
    await opens_side(person, group)
    await says_in(person)
    if zone:
        await person.taps("Yes", at=person.door)


async def space_in(stage: Stage, group: Group) -> Space | None:
    """Return the space that lives in the group now."""
    async with stage.kindling.parts.db.read() as tx:
        return await store.by_chat(tx, group.now.id)


async def rows(stage: Stage, table: Table) -> list[Any]:
    """Return every row of a table."""
    async with stage.kindling.parts.db.read() as tx:
        return list((await tx.execute(select(table))).mappings().all())


def cards(group: Group, words: str) -> list[str]:
    """Return the texts in the group that hold these words."""
    return [shown.text for shown in group.messages if words in shown.text]
