"""Whatever people send: a kind line or silence as fits; never an error, never a lost word."""

from collections.abc import Iterator

import pytest

from bot.actions import Row
from bot.features.checkin.actions import SayDay
from bot.features.kindness.actions import ShowMine
from bot.features.pairing.actions import ChooseCity, RightZone
from bot.features.question.actions import LetKnow, Seal
from bot.features.settings.actions import Choose, Turn
from bot.loopback.model import Call
from bot.loopback.shown import Shown
from bot.telegram.actions import ChoosePrompt, ChooseSpace
from tests.conftest import Couple
from tests.declared import commands
from tests.features.question.acts import morning, reveals, seals
from tests.people import Person
from tests.promises.acts import rows
from tests.stage import TONIGHT

LONG = "ä👩‍👩‍👧 <b>&amp;" * 400
LONGEST = LONG[:2500] + "x" * (4096 - len(LONG[:2500].encode("utf-16-le")) // 2)
JUNK = (
    f"{Seal.name}:1:1" + "9" * 47,
    "x" * 64,
    "🔥" * 16,
    f"{Seal.name}:١:١",
    f"{Seal.name}: 1:1",
    f"{Seal.name}:+1:1",
    f"{Turn.name}:1:0:topics٣",
    f"{Choose.name}:1:0:mute=trust,x,",
    f"{Choose.name}:1:0:qtime=٠٩٠٠",
    f"{SayDay.name}:1:999999999999999:1",
    f"{RightZone.name}:0:0:../../etc/passwd",
    f"{ChooseCity.name}:0:999999999999999",
    f"{ChoosePrompt.name}:0:999999999999999:1",
    f"{ChooseSpace.name}:1:0:",
    "otherbot_vote_42",
    '{"action": "buy"}',
)


@pytest.fixture(autouse=True)
def without_errors(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail the test if the bot logged an error."""
    yield
    errors = [it.getMessage() for it in caplog.get_records("call") if it.levelname in ("ERROR", "CRITICAL")]
    assert errors == []


def bots_lines(couple: Couple) -> list[Shown]:
    """Return what the bot said in the group."""
    return [shown for shown in couple.group.messages if shown.sender is couple.stage.telegram.world.bot]


def sent_to(couple: Couple, chat_id: int) -> list[Call]:
    """Return the messages that the bot ever sent to a chat, those that moved on too."""
    calls = couple.stage.telegram.calls
    return [it for it in calls if it.method == "sendMessage" and it.params.get("chat_id") == chat_id]


async def sends_everything(person: Person) -> None:
    """Send every kind of message to the door."""
    await person.sends_sticker()
    await person.sends_location()
    await person.sends_contact()
    await person.sends_document(caption="a file with words")
    await person.sends_voice(caption="a voice with words")
    await person.sends_photo()
    await person.forwards("words of somebody else")
    await person.says("​")
    await person.says("/")
    await person.says("/ thanks")
    await person.says(LONGEST)


async def test_unknown_commands_get_one_kind_line_at_the_door_and_where_they_are_addressed(
    couple: Couple,
) -> None:
    before = len(bots_lines(couple))
    for text in ("/dance", "/THANKS_", "/question_2 please", "/start@another_bot"):
        await couple.ana.says(text)
    kind = "I don't know that one. /help shows what I can do."
    told = [it.text for it in couple.ana.door.messages if it.sender is not couple.ana.user]
    assert told[-4:] == [kind, kind, kind + TONIGHT, kind]  # a bare one is gone already
    await couple.ana.says("/dance", couple.group)
    await couple.ana.says("/dance@another_bot", couple.group)
    assert len(bots_lines(couple)) == before
    await couple.ana.says("/dance@kindling_bot", couple.group)
    assert bots_lines(couple)[-1].text == kind


@pytest.mark.prove
async def test_every_command_takes_any_words_after_it(couple: Couple, cleo: Person) -> None:
    for name in commands():
        for rest in ("", " " + "9" * 40, " <b>&\n/stop"):
            await couple.ana.says(f"/{name}{rest}")
            await cleo.says(f"/{name}{rest}")
            await couple.ben.says(f"/{name}@kindling_bot{rest}", couple.group)
    assert couple.ana.door.last().sender is couple.stage.telegram.world.bot
    assert (await rows(couple.stage))["spaces"][0]["state"] == "active"


async def test_an_empty_thanks_asks_and_whatever_comes_then_is_met_kindly(couple: Couple) -> None:
    await couple.ana.says("/thanks   ")
    for send in (couple.ana.sends_sticker, couple.ana.sends_location, couple.ana.sends_contact):
        await send()
        assert couple.ana.door.last().text == "I can take text, a voice note or a photo." + TONIGHT
    await couple.ana.says(LONGEST)
    assert couple.ana.door.last().buttons[0] == "Give it now"
    await couple.ana.taps("Give it now")
    assert LONGEST in "".join(shown.text for shown in bots_lines(couple)[-2:])


@pytest.mark.parametrize("prompt", ["", "/thanks", "/pause", "/settings", "Answer privately", "My clock"])
async def test_everything_can_be_sent_to_every_prompt(couple: Couple, prompt: str) -> None:
    ana = couple.ana
    await morning(couple)
    if prompt == "Answer privately":
        await ana.taps(prompt, at=couple.group)
    elif prompt == "My clock":
        await ana.says("/settings")
        for label in ("Just mine", "My clock"):
            await ana.taps(label, at=ana.door)
    elif prompt:
        await ana.says(prompt)
    for label in {"/pause": ("Until…",), "/settings": ("Quiet hours", "They begin", "Another time")}.get(
        prompt, ()
    ):
        await ana.taps(label, at=ana.door)
    said = len(sent_to(couple, ana.id))
    await sends_everything(ana)
    assert len(sent_to(couple, ana.id)[said:]) >= 10
    assert ana.door.last().sender is couple.stage.telegram.world.bot
    assert bots_lines(couple)[-1].text.startswith("Good morning.")


async def test_longest_words_survive_whole_as_a_sealed_answer_and_as_thanks(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, LONGEST, on=card)
    await seals(couple.ben, "Mine", on=card)
    parts = [shown.spoilers[0] for shown in bots_lines(couple) if shown.text.startswith("Ana:\n")]
    assert "".join("".join(parts).split()) == "".join(LONGEST.split())  # apps trim where messages end
    assert reveals(couple)[0].spoilers == ["Mine"]


async def test_junk_for_callback_data_is_always_answered_kindly(couple: Couple) -> None:
    card = await morning(couple)
    await couple.ana.says("/settings")
    before = await rows(couple.stage, but=("outbox", "copies", "updates"))
    for data in JUNK:
        for message in (card, couple.ana.door.last()):
            toast = await couple.ana.forges(data, on=message)
            assert len(toast.text) <= 200
    assert await rows(couple.stage, but=("outbox", "copies", "updates")) == before


async def test_taps_on_messages_that_are_gone_or_very_old_are_answered(couple: Couple) -> None:
    card = await morning(couple)
    await seals(couple.ana, "Mine")
    sealed = couple.ana.door.last()
    await couple.ana.deletes(sealed)
    await couple.ana.forges(LetKnow(1, Row(1)).pack(), on=sealed)
    await couple.stage.moves(days=40)
    for label in card.buttons:
        await couple.ben.taps(label, on=card)
        assert couple.ben.toasts[-1].text == "That day is over. /today shows what's on."
        if not card.buttons:
            break
    await couple.ben.forges(Seal(1, Row(1)).pack(), on=card)
    await couple.ben.forges(f"{ShowMine.name}:1:1", on=card)
    assert len(couple.ben.toasts) >= 3


async def test_an_edited_command_is_not_run_again_and_edits_of_talk_do_nothing(couple: Couple) -> None:
    said = await couple.ana.says("hello there")
    command = await couple.ana.says_from_menu("/question", couple.group)
    await couple.ana.edits(said, "/stop")
    door, group = couple.ana.door.last(), len(couple.group.messages)
    await couple.ana.edits(command, "/kindness")
    await couple.ana.edits(command, LONGEST)
    assert couple.ana.door.last() == door
    assert len(couple.group.messages) == group


async def test_bots_and_channels_meet_silence_and_anonymous_admins_one_line(couple: Couple) -> None:
    telegram, group = couple.stage.telegram, couple.group
    await group.becomes_supergroup()
    await group.promotes(couple.ana, by=couple.ana)
    await couple.stage.moves(minutes=1)
    before = len(bots_lines(couple))
    await couple.ana.says("/question@kindling_bot", group, anonymous=True)
    await couple.ana.says("/stop@kindling_bot", group, anonymous=True)
    lines = [it.text for it in bots_lines(couple)[before:]]
    assert len(lines) == 2
    assert all(line.startswith("That came in your group's name") for line in lines)
    before += 2
    channel = telegram.channel("News")
    await group.gets_channel_post(channel, "/question@kindling_bot")
    await group.gets_channel_post(channel, "/thanks@kindling_bot for reading")
    assert len(bots_lines(couple)) == before
    helper = telegram.other_bot("Helper")
    await group.adds(helper, by=couple.ana)
    for person in (couple.ana, couple.ben):
        await person.taps("That's fine", at=person.door)
    before = len(bots_lines(couple))
    await helper.says("/question@kindling_bot", group)
    assert len(bots_lines(couple)) == before
    assert (await rows(couple.stage))["cards"] == []


async def test_forwarded_words_are_words_but_a_forwarded_command_has_no_effect_of_its_own(
    couple: Couple,
) -> None:
    await morning(couple)
    await couple.ana.taps("Answer privately", at=couple.group)
    await couple.ana.forwards("a poem that somebody wrote")
    assert couple.ana.door.last().text.startswith("Sealed.")
    await couple.ana.forwards("/stop")
    assert (await rows(couple.stage))["spaces"][0]["state"] == "active"
