"""*Tell me more*: one silent reply to the answer, where its author alone may say more."""

from pathlib import Path

import pytest

from bot.loopback import faults
from bot.loopback.shown import Shown
from tests.conftest import Couple
from tests.features.question.acts import is_done, morning, reveals, seals, writes
from tests.features.test_topics import asks_until_typed, topics
from tests.people import Person
from tests.promises.acts import own_data, rows
from tests.worlds import Lives, seen_by_ben

WANTS = "Ana would like to hear more."
HEART = "❤"


async def _revealed(couple: Couple) -> Shown:
    """Return a reveal of two short answers."""
    card = await morning(couple)
    await seals(couple.ana, "The walk", card)
    await seals(couple.ben, "The tea", card)
    return reveals(couple)[-1]


def _wants(couple: Couple, name: str = "Ana") -> list[Shown]:
    return [it for it in couple.group.messages if it.text == f"{name} would like to hear more."]


async def _asked(couple: Couple) -> Shown:
    """Return Ana's wish to hear more of what Ben said, as the group shows it."""
    await couple.ana.taps("Tell me more", on=await _revealed(couple))
    (asks,) = _wants(couple)
    return asks


async def test_tell_me_more_comes_as_one_silent_reply_to_the_answer(couple: Couple) -> None:
    reveal = await _revealed(couple)
    before = len(couple.group.messages)
    await couple.ana.taps("Tell me more", on=reveal)
    await couple.stage.moves(minutes=15)
    (asks,) = _wants(couple)
    assert len(couple.group.messages) == before + 1
    assert asks.silent
    assert asks.reply_to == reveal
    assert asks.buttons == ["Say more"]


async def test_each_answer_gets_one_however_often_and_by_whomever_it_is_tapped(couple: Couple) -> None:
    reveal = await _revealed(couple)
    for person in (couple.ana, couple.ben, couple.ana, couple.ben):
        await person.taps("Tell me more", on=reveal)
    await couple.stage.restart()
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    await couple.ana.taps("Tell me more", on=reveal)
    assert len(_wants(couple, "Ana")) == 1
    assert len(_wants(couple, "Ben")) == 1


async def test_it_answers_the_part_or_the_words_aloud_that_are_the_answer(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.replies("Said aloud, by Ana", to=card)
    aloud = couple.group.last()
    await couple.ben.taps("Answer privately", on=card)
    await couple.ben.sends_photo(couple.ben.door, "A photo of it")
    await couple.ben.taps("That's all", at=couple.ben.door)
    await couple.stage.moves(minutes=2)
    (reveal,) = reveals(couple)
    part = next(it for it in couple.group.messages if it.media == "photo")
    for person in (couple.ana, couple.ben):
        await person.taps("Tell me more", on=reveal)
    assert _wants(couple, "Ana")[0].reply_to == part
    assert _wants(couple, "Ben")[0].reply_to == aloud


async def test_who_sealed_one_and_talked_besides_is_asked_about_what_they_sealed(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ben, "The tea", card)
    await couple.ben.replies("haha", to=card)
    await seals(couple.ana, "The walk", card)
    (reveal,) = reveals(couple)
    await couple.ana.taps("Tell me more", on=reveal)
    assert _wants(couple)[0].reply_to == reveal


async def test_the_author_says_more_in_reply_and_it_is_settled(couple: Couple) -> None:
    asks = await _asked(couple)
    await couple.ben.taps("Say more", on=asks)
    prompt = couple.group.last()
    assert prompt.text.startswith("Ben, reply to this")
    assert prompt.silent
    assert prompt.placeholder
    await couple.ben.replies("It was the blue pot", to=prompt)
    said = couple.group.last()
    assert said.text == "It was the blue pot"
    assert said.reactions == [HEART]
    assert asks.buttons == []
    assert asks.text == WANTS
    kept = await rows(couple.stage, but=("updates", "done_updates"))
    assert "the blue pot" not in str(kept)
    assert kept["awaited"] == []


async def test_who_writes_to_the_bot_instead_hears_where_it_is_asked(couple: Couple) -> None:
    asks = await _asked(couple)
    await couple.ben.says("hello")
    assert "in your group" not in couple.ben.door.last().text
    await couple.ben.taps("Say more", on=asks)
    await couple.ben.says("It was the blue pot")
    hint = "I didn't save that. To answer what I asked you in your group, reply to it there."
    assert couple.ben.door.last().text.startswith(hint)
    await seals(couple.ben, "Tea", await morning(couple))
    await couple.minute_passes()
    await couple.ben.says("with milk")
    assert "To add to what you sealed, reply to its line." in couple.ben.door.last().text
    await couple.ben.replies("The blue pot", to=couple.group.messages[-2])


async def test_it_is_for_its_author_alone(couple: Couple, cleo: Person) -> None:
    asks = await _asked(couple)
    before = len(couple.group.messages)
    toast = await couple.ana.taps("Say more", on=asks)
    assert toast.text == "This one is for Ben."
    (data,) = own_data(asks)
    await cleo.forges(data, on=asks)
    assert len(couple.group.messages) == before
    assert asks.buttons == ["Say more"]
    await couple.ben.taps("Say more", on=asks)
    prompt = couple.group.last()
    await couple.ana.replies("I answer for him", to=prompt)
    assert couple.group.last().reactions == []
    assert asks.buttons == ["Say more"]


async def test_tapped_again_it_asks_again_in_one_message(couple: Couple) -> None:
    asks = await _asked(couple)
    for _ in range(3):
        await couple.ben.taps("Say more", on=asks)
        await couple.stage.moves(minutes=1)
    prompts = [it for it in couple.group.messages if it.text.startswith("Ben, reply to this")]
    assert len(prompts) == 1
    await couple.stage.restart()
    await couple.ben.replies("The blue pot", to=prompts[0])
    assert couple.group.last().reactions == [HEART]


async def test_a_prompt_that_the_group_refuses_is_told_and_may_be_tapped_again(couple: Couple) -> None:
    asks = await _asked(couple)
    couple.stage.telegram.fail_next("sendMessage", faults.api_error(400, "Bad Request: TOPIC_CLOSED"))
    toast = await couple.ben.taps("Say more", on=asks)
    assert toast.text == "I can't post here just now. Try again?"
    await couple.stage.moves(minutes=1)
    await couple.ben.taps("Say more", on=asks)
    assert couple.group.last().text.startswith("Ben, reply to this")


async def test_its_key_goes_by_the_clock_and_by_no_tap(couple: Couple) -> None:
    asks = await _asked(couple)
    await couple.ana.taps("Say more", on=asks)
    await couple.stage.moves(hours=35)
    assert asks.buttons == ["Say more"]
    (data,) = own_data(asks)
    await couple.stage.moves(hours=2)
    assert asks.buttons == []
    before = len(couple.group.messages)
    toast = await couple.ben.forges(data, on=asks)
    assert toast.text == "That day is over. /today shows what's on."
    assert len(couple.group.messages) == before


async def test_words_of_need_stay_as_they_were_said_and_get_no_heart(couple: Couple) -> None:
    await couple.ben.taps("Say more", on=await _asked(couple))
    await couple.ben.replies("I want to kill myself", to=couple.group.last())
    said = couple.group.last()
    assert said.reactions == []
    await couple.ben.taps("Read", at=couple.ben.door)
    assert "Post it" not in couple.ben.door.last().buttons
    assert said.reactions == []
    assert said in couple.group.messages


async def test_in_a_group_with_topics_all_of_it_stays_in_the_topic(couple: Couple) -> None:
    _, us = await topics(couple)
    card = await asks_until_typed(couple, us)
    await seals(couple.ana, "The walk", card)
    await seals(couple.ben, "The tea", card)
    await couple.ana.taps("Tell me more", on=reveals(couple)[-1])
    (asks,) = _wants(couple)
    await couple.ben.taps("Say more", on=asks)
    prompt = next(it for it in couple.group.messages if it.text.startswith("Ben, reply to this"))
    assert asks.thread == prompt.thread == us.thread


async def test_what_was_tapped_while_it_is_quiet_or_after_it_waits_for_nobody(
    couple: Couple, cleo: Person
) -> None:
    asks = await _asked(couple)
    await couple.group.adds(cleo, by=couple.ana)
    before = len(couple.group.messages)
    toast = await couple.ben.taps("Say more", on=asks)
    assert toast.text == "I'm quiet while more people are here."
    assert len(couple.group.messages) == before


async def test_after_an_upgrade_it_comes_in_the_new_group(couple: Couple) -> None:
    asks = await _asked(couple)
    await couple.ben.taps("Say more", on=asks)
    await couple.group.becomes_supergroup()
    reveal = await _revealed(couple)
    await couple.ana.taps("Tell me more", on=reveal)
    (again,) = _wants(couple)
    assert again.reply_to == reveal
    await couple.ben.taps("Say more", on=again)
    await couple.ben.replies("The blue pot", to=couple.group.last())
    assert couple.group.last().reactions == [HEART]


async def test_once_the_space_has_ended_it_asks_for_nothing(couple: Couple) -> None:
    asks = await _asked(couple)
    await couple.ben.taps("Say more", on=asks)
    prompt = couple.group.last()
    await couple.ana.says("/stop")
    await couple.ana.taps("End quietly", at=couple.ana.door)
    await couple.ben.replies("The blue pot", to=prompt)
    assert couple.group.last().reactions == []
    before = len(couple.group.messages)
    await couple.ben.taps("Say more", on=asks)
    assert len(couple.group.messages) == before
    assert (await rows(couple.stage))["awaited"] == []


async def test_one_erased_before_it_went_out_never_comes(couple: Couple) -> None:
    reveal = await _revealed(couple)
    group = couple.group.id
    closed = faults.api_error(400, "Bad Request: TOPIC_CLOSED")
    couple.stage.telegram.fail_next("sendMessage", closed, 2, lambda params: params.get("chat_id") == group)
    await couple.ana.taps("Tell me more", on=reveal)
    assert _wants(couple) == []
    await couple.ana.says("/delete")
    await couple.ana.taps("Erase my words", at=couple.ana.door)
    await couple.stage.moves(hours=2)
    assert _wants(couple) == []


@pytest.mark.parametrize("how", ["sealed", "long", "aloud"])
async def test_it_does_not_tell_that_its_author_erased_the_answer(tmp_path: Path, how: str) -> None:
    def lives(*, erased: bool) -> Lives:
        async def days(couple: Couple) -> None:
            card = await morning(couple)
            if how == "aloud":
                await couple.ana.replies("The walk", to=card)
            else:
                await writes(couple.ana, "The walk" * (200 if how == "long" else 1), card)
                await is_done(couple.ana)  # so that the parts are out before prompts go, in both worlds
            await seals(couple.ben, "The tea", card)
            await couple.stage.moves(minutes=2)
            if erased:
                await couple.ana.says("/delete")
                await couple.ana.taps("Erase my words", at=couple.ana.door)
            await couple.ben.taps("Tell me more", on=reveals(couple)[-1])
            (asks,) = _wants(couple, "Ben")
            await couple.ana.taps("Say more", on=asks)
            await couple.ana.replies("And the hill", to=couple.group.last())
            assert couple.group.last().reactions == [HEART]

        return days

    one = await seen_by_ben(tmp_path / "a", lives(erased=True))
    assert one == await seen_by_ben(tmp_path / "b", lives(erased=False))
