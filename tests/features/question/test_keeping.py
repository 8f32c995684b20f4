"""What is kept of answers, for how long, and what a close, a stop or a person's own wish erases."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.app import POINTS
from bot.db.tables import answers, awaited, drafts, marks, timers
from bot.features.question import store
from bot.features.question.preferences import QUESTION_ON
from bot.lifecycle import KEPT
from bot.loopback.faults import refused
from bot.spaces import store as people
from schedules.ladder import JOINT_AT
from schedules.rest import RESTING_UNTIL
from tests.conftest import Couple
from tests.features.question.acts import CARD_LASTS, is_done, is_over, morning, reveals, seals
from tests.people import there
from tests.preferring import choose


async def rows(couple: Couple, table: Any) -> list[Any]:
    kindling = couple.stage.kindling
    async with kindling.parts.db.read() as tx:
        return list((await tx.execute(select(table))).all())


async def keeps_nothing(couple: Couple, person_id: int) -> None:
    kindling = couple.stage.kindling
    space = await couple.space()
    async with kindling.parts.db.write() as tx:
        await choose(tx, space.id, person_id, keeps_answers=False)


async def test_who_keeps_answers_keeps_them_and_who_does_not_has_none_after_36_hours(couple: Couple) -> None:
    await keeps_nothing(couple, couple.ben.id)
    await morning(couple)
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    await couple.stage.moves(hours=35)
    assert len(await rows(couple, answers)) == 2
    await couple.stage.moves(hours=1)
    assert [row.person_id for row in await rows(couple, answers)] == [couple.ana.id]


async def test_promise_4_a_reveal_that_cannot_go_out_yet_keeps_its_answers(couple: Couple) -> None:
    for person in (couple.ana, couple.ben):
        await keeps_nothing(couple, person.id)
    await morning(couple)
    await seals(couple.ana, "One")
    couple.stage.telegram.fail_next(
        "sendMessage", refused(), times=1000, when=lambda params: params["chat_id"] == couple.group.id
    )
    await seals(couple.ben, "Two")
    await couple.stage.moves(hours=37)
    assert reveals(couple) == []
    couple.stage.telegram.fail_no_more()
    await couple.stage.moves(minutes=1)
    assert reveals(couple)[0].spoilers == ["One", "Two"]
    await couple.stage.moves(hours=35)
    assert len(await rows(couple, answers)) == 2
    await couple.stage.moves(hours=2)
    assert await rows(couple, answers) == []


async def test_a_lonely_answer_leaves_no_row_behind(couple: Couple) -> None:
    await morning(couple)
    await couple.stage.moves(hours=3)
    await seals(couple.ana, "Only mine")
    await couple.ana.says("And words that nobody waits for")
    await couple.stage.moves(hours=CARD_LASTS - 3)
    await is_over(couple)
    for table in (answers, awaited, drafts):
        assert await rows(couple, table) == []


async def test_after_the_reveal_nothing_is_awaited_or_held_any_more(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "One")
    await couple.ana.taps("Change")
    await couple.ana.says("Another one")
    await is_done(couple.ana)
    await seals(couple.ben, "Two")
    for table in (awaited, drafts, timers):
        assert await rows(couple, table) == []


async def test_ending_a_space_erases_what_is_sealed_and_held(couple: Couple) -> None:
    await morning(couple)
    await seals(couple.ana, "Only mine")
    await couple.ana.taps("Change")
    kindling, space = couple.stage.kindling, await couple.space()
    kept = POINTS.named(KEPT)["question"]
    async with kindling.parts.db.write() as tx:
        await there(kept.ends)(tx, space.id, kindling.services.now())
    for table in (answers, awaited, drafts):
        assert await rows(couple, table) == []


async def test_a_person_erases_their_own_words_and_taps_and_nobody_elses(couple: Couple) -> None:
    await morning(couple)
    await couple.ana.taps("Not today")
    await couple.ben.taps("Not today")
    await seals(couple.ana, "One")
    await seals(couple.ben, "Two")
    kindling, space = couple.stage.kindling, await couple.space()
    kept = POINTS.named(KEPT)["question"]
    async with kindling.parts.db.write() as tx:
        await kept.erase(tx, kindling.services, space, couple.ana.id)
    for table in (answers, marks):
        assert {row.person_id for row in await rows(couple, table)} == {couple.ben.id}


async def test_depth_and_mutes_of_both_shape_the_pick_and_its_reasons_are_kept(couple: Couple) -> None:
    kindling, space = couple.stage.kindling, await couple.space()
    topics = set(kindling.parts.bank.topics)
    async with kindling.parts.db.write() as tx:
        kept = {"play", "memories"}
        await choose(tx, space.id, couple.ana.id, muted=",".join(sorted(topics - kept)))
        await choose(tx, space.id, couple.ben.id, depth="1", muted="memories")
    await morning(couple)
    async with kindling.parts.db.read() as tx:
        (card,) = await store.cards_on(tx, space.id, space.local(couple.stage.clock.now()).date())
    question = kindling.parts.bank.question(card.item_id)
    assert (question.topic, question.depth) == ("play", 1)


async def test_question_works_on_the_very_day_of_the_farewell_and_in_a_rest(couple: Couple) -> None:
    kindling, space = couple.stage.kindling, await couple.space()
    now = couple.stage.clock.now()
    async with kindling.parts.db.write() as tx:
        long_ago = now - timedelta(days=30)
        await people.change(tx, space.id, active_at=long_ago)
        await people.put(tx, space.id, JOINT_AT.to(long_ago))
    farewell = await morning(couple)
    assert farewell.text.startswith("I'll be quiet for now, until ")
    await couple.ana.says_from_menu("/question", couple.group)
    card = couple.group.last()
    await seals(couple.ana, "One", on=card)
    await seals(couple.ben, "Two", on=card)
    assert reveals(couple)[0].spoilers == ["One", "Two"]
    async with kindling.parts.db.write() as tx:
        await people.put(tx, space.id, RESTING_UNTIL.to(now + timedelta(days=9)))
        await kindling.services.replan(tx, space.id)
    count = len(couple.group.messages)
    await couple.stage.moves(days=3)
    assert len(couple.group.messages) == count
    await couple.ben.says_from_menu("/question", couple.group)
    assert couple.group.last().buttons[-1] == "Not today"


async def test_the_question_can_be_switched_off_and_still_be_asked_for(couple: Couple) -> None:
    kindling, space = couple.stage.kindling, await couple.space()
    async with kindling.parts.db.write() as tx:
        await people.put(tx, space.id, QUESTION_ON.to(False))
        await kindling.services.replan(tx, space.id)
    count = len(couple.group.messages)
    await morning(couple)
    assert len(couple.group.messages) == count
    await couple.ben.says_from_menu("/question", couple.group)
    assert couple.group.last().buttons[0] == "Answer privately"
