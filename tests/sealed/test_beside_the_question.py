"""Two users of the sealed pair in one space: neither sees, shows, counts or erases what is the other's."""

from bot.features.question import pasts
from bot.loopback.shown import Shown
from bot.spaces import store as spaces
from tests.conftest import Couple
from tests.features.export.test_export import everything, exported
from tests.features.privacy.test_one_by_one import looks
from tests.features.question.acts import MORNING, morning, reveals, seals
from tests.features.question.test_keeping import keeps_nothing
from tests.features.question.test_refused_voice import opens_refused
from tests.people import there
from tests.promises.acts import rows
from tests.sealed.test_second_user import FOUR, card, opened, says_word


async def both_say_words(couple: Couple) -> Shown:
    """Let both say a word of the day, and let it open; return the day's card."""
    await couple.stage.moves_to_time(FOUR)
    await says_word(couple, couple.ana, "tired")
    await says_word(couple, couple.ben, "glad")
    await couple.minute_passes()
    assert opened(couple)
    return card(couple)


async def test_another_can_be_had_below_the_day_s_question_though_a_word_was_asked_since(
    couple: Couple,
) -> None:
    question = await morning(couple)
    await couple.stage.moves_to_time(FOUR)
    assert card(couple).id > question.id
    toast = there(await couple.ana.taps("Another", on=question))
    assert toast.text == "Here comes another. You can answer both."


async def test_what_one_takes_along_of_the_question_has_no_words(couple: Couple) -> None:
    question = await morning(couple)
    await seals(couple.ana, "to the question", question)
    await seals(couple.ben, "to it, too", question)
    assert len(reveals(couple)) == 1
    await both_say_words(couple)
    at_once, _page = await exported(couple, couple.ana)
    later, page = await everything(couple, couple.ana)
    for said in (at_once, later):
        assert [it["answer"] for it in said["answers"]] == ["to the question"]
    assert "one word" not in page


async def test_the_list_of_one_s_answers_pages_through_answers_alone(couple: Couple) -> None:
    await seals(couple.ana, "to the question", await morning(couple))
    for _day in range(5):
        await couple.stage.moves_to_time(FOUR)
        await says_word(couple, couple.ana, "tired")
        await couple.minute_passes()
        await says_word(couple, couple.ben, "glad")
        await couple.minute_passes()
    listed = await looks(couple.ana, "My answers")
    assert listed.spoilers == ["to the question"]


async def test_answers_that_are_not_kept_take_no_words_with_them(couple: Couple) -> None:
    await keeps_nothing(couple, couple.ana.id)
    question = await morning(couple)
    await seals(couple.ana, "to the question", question)
    await seals(couple.ben, "to it, too", question)
    await both_say_words(couple)
    assert len((await rows(couple.stage))["answers"]) == 4
    await couple.stage.moves(days=3)
    assert len((await rows(couple.stage))["answers"]) == 3


async def test_no_question_is_picked_by_the_words_that_were_asked_for(couple: Couple) -> None:
    await morning(couple)
    await both_say_words(couple)
    async with couple.stage.kindling.parts.db.read() as tx:
        (space,) = await spaces.of_person(tx, couple.ana.id)
        now = couple.stage.clock.now()
        past = await pasts.known(tx, space.id, now.date(), now)
    assert len(past.cards) == 1
    assert past.cards[0].item_id != "one word"


async def test_a_voice_note_that_the_group_refuses_is_brought_for_the_question_too(couple: Couple) -> None:
    await opens_refused(couple)
    await couple.stage.moves(minutes=1)
    assert [it.text[:4] for it in couple.ana.door.messages if it.media] == ["Ana:"]


async def test_one_line_a_morning_tells_what_stayed_alone_and_the_other_s_waits_for_the_next(
    couple: Couple,
) -> None:
    await seals(couple.ana, "to the question", await morning(couple))
    for _day in range(7):
        await couple.stage.moves_to_time(FOUR)
    await says_word(couple, couple.ana, "tired")
    await couple.stage.moves_to_time(FOUR)
    found = []
    seen = told(couple)
    for _day in range(3):
        await couple.stage.moves_to_time(MORNING)
        await couple.stage.moves(minutes=3)
        found.append(len(told(couple) - seen))
        seen |= told(couple)
    assert found == [1, 1, 0]


def told(couple: Couple) -> set[int]:
    """Return the lines at Ana's door that tell of something that stayed hers, by their numbers."""
    starts = "This one stayed yours. You can save it until"
    return {it.id for it in couple.ana.door.messages if it.text.startswith(starts)}
