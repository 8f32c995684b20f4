"""What was said before messages were noted follows an edit made after the upgrade."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text

from bot.db.migrations.versions import r0091_taken
from tests.conftest import Couple
from tests.features.question.acts import cards, is_done, morning, reveals, seals
from tests.features.thanks.looking import logged


def _upgrades(connection: Connection) -> None:
    for trigger in ("forgets_answers", "forgets_thanks"):
        connection.execute(text(f"DROP TRIGGER {trigger}"))
    connection.execute(text("DROP TABLE taken"))
    with Operations.context(MigrationContext.configure(connection)):
        r0091_taken.upgrade()


async def is_upgraded(couple: Couple) -> None:
    """Stop the bot, make its database what an older one left, and start this one on it."""
    async with couple.stage.kindling.parts.db.write() as tx:
        await tx.run_sync(_upgrades)
    await couple.stage.restart()


async def test_a_sealed_answer_of_before_follows_the_edit_of_each_of_its_messages(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately")
    first = await couple.ana.says("The wlak")
    second = await couple.ana.says("and the laek")
    await is_upgraded(couple)
    await couple.ana.edits(first, "The walk")
    await couple.ana.edits(second, "and the lake")
    await is_done(couple.ana)
    await seals(couple.ben, "Coffee")
    assert reveals(couple)[0].spoilers == ["The walk\nand the lake", "Coffee"]


async def test_what_was_said_aloud_before_follows(couple: Couple) -> None:
    await morning(couple)
    aloud = await couple.ana.says("The wlak", at=couple.group, reply_to=cards(couple)[0])
    await is_upgraded(couple)
    await couple.ana.edits(aloud, "/thanks@kindling_bot The walk")
    assert couple.ana.door.last().text.startswith("That's a command now")


async def test_a_thank_you_of_before_follows_in_the_group_and_at_the_door(couple: Couple) -> None:
    soup = await couple.ana.says("/thanks@kindling_bot for the soop", at=couple.group)
    stew = await couple.ben.says("/thanks for the stwe")
    await is_upgraded(couple)
    await couple.ana.edits(soup, "/thanks@kindling_bot for the soup")
    await couple.ben.edits(stew, "/thanks for the stew")
    assert [row.text for row in await logged(couple)] == ["for the soup", "for the stew"]
