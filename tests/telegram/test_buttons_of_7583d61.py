"""Messages as the version of 7583d61 posted them: each of their buttons does what it did.

Words, labels, rows and callback data are that version's. The names tapped here are those that the features'
own tests of old buttons leave out, or tap below no message of then.
"""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.loopback.shown import Shown
from bot.spaces import holds
from bot.spaces.cities import find
from tests.conftest import Couple, Stage, joined
from tests.features.pairing.walk import cards, invited
from tests.features.question.acts import choice_morning, morning, options, reveals, seals, writes
from tests.old_buttons import posts_old, stands_as
from tests.people import Group, Loopback, Person, there

Row = tuple[tuple[str, str], ...]
CONSENT = "I bring the two of you one good question a day. What you tell me is kept, encrypted."


# --- the question's card -----------------------------------------------------------------------------


def rows_of_a_card(family: str, card: int, *answers: Row) -> tuple[Row, ...]:
    """Return what stood below a card then: "q" below the day's first, "qa" below one that was asked for."""
    return (
        *answers,
        (("We talked about it", f"{family}.talk:1:{card}"),),
        (("Another", f"{family}.more:1:{card}"), ("Not today", f"{family}.skip:1:{card}")),
    )


@pytest.fixture(params=["q", "qa"])
async def card(request: pytest.FixtureRequest, couple: Couple) -> Shown:
    """A day's first card, or the one that was asked for besides, with the keyboard of then."""
    family, number = request.param, 1 if request.param == "q" else 2
    shown = await morning(couple)
    if family == "qa":
        await couple.ben.taps("Another", on=shown)
        shown = couple.group.last()
    answer: Row = (("Answer privately", f"{family}.seal:1:{number}"),)
    stands_as(couple.stage, shown, *rows_of_a_card(family, number, answer))
    return shown


async def test_an_old_card_is_answered_in_private_and_opens(couple: Couple, card: Shown) -> None:
    question = card.text.splitlines()[1]
    await seals(couple.ana, "The walk", on=card)
    assert couple.ana.door.last().text.startswith("Sealed.")
    assert reveals(couple) == []
    await seals(couple.ben, "The heron", on=card)
    (reveal,) = reveals(couple)
    assert reveal.spoilers == ["The walk", "The heron"]
    assert question in reveal.text


async def test_an_old_card_says_that_both_talked_about_it(couple: Couple, card: Shown) -> None:
    toast = await couple.ana.taps("We talked about it", on=card)
    assert toast.text.startswith("Lovely.")
    assert "You talked about this one" in card.text


async def test_an_old_card_brings_another(couple: Couple, card: Shown) -> None:
    before = len(couple.group.messages)
    toast = await couple.ana.taps("Another", on=card)
    assert toast.text == "Here comes another. You can answer both."
    assert len(couple.group.messages) == before + 1
    assert couple.group.last().text.startswith("Here is another one")


async def test_not_today_on_an_old_card_is_told_to_nobody(couple: Couple, card: Shown) -> None:
    before = looks(couple)
    toast = await couple.ana.taps("Not today", on=card)
    assert toast.text == "That's fine. Nobody is told."
    assert looks(couple) == before


def looks(couple: Couple) -> tuple[object, ...]:
    """Return what all but Ana see: the group's messages, and all that Ben was shown."""
    return [(it.text, it.buttons) for it in couple.group.messages], couple.ben.transcript()


@pytest.mark.parametrize("family", ["q", "qa"])
async def test_the_options_of_an_old_choice_open_together(couple: Couple, family: str) -> None:
    shown = await choice_morning(couple)
    said = there(couple.stage.kindling.services.aliases.inward(shown.message.buttons[0][0]["callback_data"]))
    chosen = options(shown)
    answers = tuple(((label, f"{family}.pick:1:{said.ref}:{at}"),) for at, label in enumerate(chosen))
    stands_as(couple.stage, shown, *rows_of_a_card(family, said.ref, *answers))
    toast = await couple.ana.taps(chosen[1], on=shown)
    assert toast.text == f"Sealed: {chosen[1]}. Tap another to change."
    await couple.ben.taps(chosen[0], on=shown)
    await couple.stage.moves(minutes=2)
    assert reveals(couple)[-1].spoilers == [chosen[1], chosen[0]]


@pytest.mark.parametrize(
    ("label", "toast", "read"),
    [("Replace", "Replaced.", ["The heron"]), ("Add", "Added.", ["The walk\nThe heron"])],
)
async def test_a_second_message_that_then_was_held_is_still_taken(
    couple: Couple, label: str, toast: str, read: list[str]
) -> None:
    await morning(couple)
    await writes(couple.ana, "The walk")
    stage, ana = couple.stage, couple.ana
    async with stage.kindling.parts.db.write() as tx:
        draft = await holds.hold(
            tx,
            person_id=ana.id,
            chat_id=ana.door.id,
            message_id=ana.door.last().id,
            space_id=1,
            kind="question.answer",
            ref=1,
            text="The heron",
            media=None,
            said_at=None,
            now=stage.clock.now(),
        )
    asked = await posts_old(
        stage,
        ana.door,
        "You have one sealed already. Does this replace it, or add to it?",
        (("Replace", f"q.put:1:{draft}:replace"), ("Add", f"q.put:1:{draft}:add")),
    )
    answered = there(await ana.taps(label, on=asked))
    assert answered.text == toast
    await ana.says("/today")
    await ana.taps("Change or take back", at=ana.door)
    await ana.taps("Read mine", at=ana.door)
    assert ana.door.last().spoilers == read


# --- the check-in and the export ---------------------------------------------------------------------


async def test_the_last_seven_are_read_below_an_old_good_night(couple: Couple) -> None:
    stage, ana = couple.stage, couple.ana
    await stage.moves_to_time(21)
    await ana.says("/checkin")
    for label in ("Good", "Close", "Skip"):
        await ana.taps(label, at=ana.door)
    night = ana.door.last()
    day = stage.clock.now().date().toordinal()
    stands_as(stage, night, (("My last seven", f"c.week:1:{day}"),))
    toast = await ana.taps("My last seven", on=night)
    assert toast.alert
    assert toast.text == "Mon: good, close"


@pytest.fixture
async def two(
    make_stage: Callable[..., Stage], ana: Person, ben: Person, cleo: Person
) -> AsyncIterator[Couple]:
    """Ana is in a group with Ben and in one with Cleo."""
    stage = make_stage(who_may_join="anyone")
    await stage.start()
    couple = await joined(stage, ana, ben)
    await joined(stage, ana, cleo)
    yield couple
    await stage.stop()


@pytest.mark.parametrize("whom", ["Ben", "Cleo"])
async def test_the_old_question_which_space_an_export_is_of(two: Couple, whom: str) -> None:
    asked = await posts_old(
        two.stage,
        two.ana.door,
        "You're in more than one group with me. Which one is this about?",
        (("With Ben", "e.which:1:0"),),
        (("With Cleo", "e.which:2:0"),),
    )
    await two.ana.taps(f"With {whom}", on=asked)
    told = two.ana.door.last()
    assert told.text.startswith(f"With {whom}:\n")
    assert "Everything of mine" in told.buttons


# --- joining -----------------------------------------------------------------------------------------


async def greets_as_then(stage: Stage, group: Group) -> Shown:
    """Post the bot's first words in a group."""
    return await posts_old(
        stage,
        group,
        "Hello! Ana asked me in. 🔥\nI bring you two one good question a day, and a small kindness if you "
        "like.",
        (("Open my side", "p.open:1:0"),),
        (("What is kept?", "p.kept:1:0"),),
    )


async def test_what_is_kept_is_told_below_the_old_greeting(stage: Stage, ana: Person, ben: Person) -> None:
    group = await invited(ana, ben)
    toast = await ben.taps("What is kept?", on=await greets_as_then(stage, group))
    assert toast.alert
    assert "I see commands" in toast.text


async def test_of_several_cities_the_one_that_is_tapped_below_the_old_question_is_meant(
    stage: Stage, ana: Person, ben: Person
) -> None:
    await invited(ana, ben)
    await ana.says("/start")
    asked = await posts_old(
        stage,
        ana.door,
        "There is more than one of that name. Which is yours?",
        *(((f"{city.name}, {city.country}", f"p.city:0:{city.id}"),) for city in find("Valencia")),
    )
    label = next(it for it in asked.buttons if it.endswith("Venezuela"))
    await ana.taps(label, on=asked)
    assert ana.door.last().text.startswith("Good: Valencia time, 02:00 now.")


async def test_two_come_in_beside_a_bot_by_the_old_consent(
    stage: Stage, telegram: Loopback, ana: Person, ben: Person
) -> None:
    group = await invited(ana, ben)
    await group.adds(telegram.other_bot("Polls"), by=ana)
    for person in (ana, ben):
        toast = await person.taps("Open my side", on=await greets_as_then(stage, group))
        assert toast.url
        await person.opens(toast.url)
        for label in ("Yes, I'm 18 or older", "Yes, you may save it"):
            await person.taps(label, at=person.door)
        asked = await posts_old(
            stage,
            person.door,
            CONSENT,
            (("The other member is a bot", "p.bot:1:0"),),
            (("My answers, once opened: kept", "p.keep:1:0"),),
            (("Not for me", "p.no:1:0"),),
        )
        await person.taps("The other member is a bot", on=asked)
        await person.taps("Yes", at=person.door)  # their clock
    assert len(cards(group, "You're both in")) == 1


async def test_a_further_member_is_fine_by_the_old_question_at_both_doors(
    couple: Couple, cleo: Person
) -> None:
    await couple.group.adds(cleo, by=couple.ana)
    await couple.stage.moves(days=1)
    before = len(couple.group.messages)
    for person in (couple.ana, couple.ben):
        asked = await posts_old(
            couple.stage,
            person.door,
            "There is somebody else in your group now, so I'm quiet there. If that's fine with you (another "
            "bot, say), tell me here. I'll go on when you've both said so.",
            (("That's fine", "p.fine:1:0"),),
        )
        assert len(couple.group.messages) == before
        await person.taps("That's fine", on=asked)
    await couple.stage.moves_to_time(9, 5)
    assert len(couple.group.messages) > before
