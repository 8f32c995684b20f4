"""An invitation that nobody completes is forgotten after thirty days, without a word."""

from tests.conftest import Couple, Stage
from tests.features.pairing.walk import invited, says_yes, space_in
from tests.people import Person
from tests.promises.acts import rows

KEPT = {"meta", "erasures", "updates", "alembic_version"}


async def test_after_thirty_days_nothing_of_it_is_left(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await says_yes(ana, group)
    said = len(group.messages)
    await stage.moves(days=29)
    assert (await space_in(stage, group)) is not None
    await stage.moves(days=1, minutes=1)
    assert {name: found for name, found in (await rows(stage)).items() if found and name not in KEPT} == {}
    assert len(group.messages) == said
    assert group.now.members[stage.telegram.world.bot.id].present
    toast = await ben.taps("Open our private chat", at=group)
    assert "That invitation is over" in toast.text
    await ben.says_from_menu("/start", at=group)
    await says_yes(ben, group)
    assert (await space_in(stage, group)) is not None


async def test_a_late_yes_gives_it_another_thirty_days(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    await stage.moves(days=20)
    await says_yes(ana, group)
    await stage.moves(days=20)
    await says_yes(ben, group)
    space = await stage.space_in(group)
    assert space.state == "active"


async def test_a_couple_that_lives_and_one_undone_are_no_old_invitations(couple: Couple) -> None:
    await couple.stage.moves(hours=12)
    await couple.ben.taps("Undo", at=couple.ben.door)
    await couple.stage.moves(days=29)
    await couple.stage.space_in(couple.group)
