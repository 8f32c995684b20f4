"""/today and /help: in the group the same for both, at the door one's own."""

from pathlib import Path

from bot.app import FEATURES
from tests.conftest import BANK, Couple, Stage
from tests.features.question.acts import morning, seals
from tests.people import Person
from tests.worlds import Lives, seen_by_ben

NOTHING = "Nothing right now."


async def test_the_group_shows_the_question_and_buttons_only(couple: Couple) -> None:
    await couple.stage.moves_to_time(12, 30)
    await couple.ana.says_from_menu("/today", couple.group)
    card = couple.group.last()
    assert any(question.text in card.text for question in BANK.questions.values())
    assert "Show me mine" in card.buttons
    toast = await couple.ana.taps("Show me mine", on=card)
    assert toast.alert


async def test_today_is_the_same_in_the_group_and_at_bens_door_whatever_ana_did(tmp_path: Path) -> None:
    """Leak row 10."""

    def day(*, ana_acts: bool) -> Lives:
        async def lives(couple: Couple) -> None:
            await couple.stage.moves_to_time(12, 30)
            if ana_acts:
                await couple.ana.taps("Show me mine")
                await couple.ana.taps("Did it")
                await couple.ana.taps("Not today")
            await couple.ben.says_from_menu("/today", couple.group)
            await couple.ben.says("/today")

        return lives

    with_acts = await seen_by_ben(tmp_path / "a", day(ana_acts=True))
    assert with_acts == await seen_by_ben(tmp_path / "b", day(ana_acts=False))


async def test_two_open_questions_are_told_apart_by_their_buttons(couple: Couple) -> None:
    await morning(couple)
    first = couple.group.last()
    await couple.ana.taps("Another", on=first)
    for place in (couple.group, couple.ana.door):
        await couple.ana.says_from_menu("/today", place)
        told = place.last()
        assert told.buttons[:2] == ["Answer privately (1)", "Answer privately (2)"]
        assert [line[:3] for line in told.text.split("\n\n")[:2]] == ["1. ", "2. "]
    await couple.ana.taps("Answer privately (1)", on=told)
    asked = couple.ana.door.last().text
    assert told.text.removeprefix("1. ").splitlines()[0] in asked
    await seals(couple.ana, "the walk", on=first)
    await couple.ana.says("/today")
    assert couple.ana.door.last().buttons[:2] == ["Change or take back (1)", "Answer privately (2)"]


async def test_nothing_open_says_how_to_ask(couple: Couple) -> None:
    for place in (couple.group, couple.ana.door):
        await couple.ana.says_from_menu("/today", place)
        assert place.last().text.startswith(NOTHING)
        assert "/question" in place.last().text


async def test_help_at_the_door_names_every_command_and_what_is_seen(couple: Couple) -> None:
    await couple.ana.says("/help")
    text = couple.ana.door.last().text
    for feature in FEATURES:
        for command in feature.commands:
            if command.about:
                assert f"/{command.name}: {command.about}" in text
    assert "replies to me, and taps. Nothing else" in text


async def test_help_in_the_group_is_short_and_leads_to_the_door(couple: Couple) -> None:
    await couple.ana.says_from_menu("/help", couple.group)
    first = couple.group.last()
    await couple.ben.says_from_menu("/help", couple.group)
    assert couple.group.last().text == first.text
    assert len(first.text.split()) <= 60
    await couple.ana.taps("Open our private chat", on=first)
    assert "/settings: " in couple.ana.door.last().text


async def test_help_greets_whoever_has_not_joined_and_keeps_the_support_page_in_reach(
    stage: Stage, cleo: Person
) -> None:
    await cleo.says("/help")
    greeting, after = cleo.door.messages[-2:]
    assert greeting.text.startswith("Hello! I'm Kindling.")
    assert "/privacy" in after.text
    assert "/checkin" not in after.text
    assert after.buttons == ["Support"]
